import type { JsonObject } from "../../client-api.ts";
import { asObject, asObjects, asText, asTexts } from "../json.ts";
import { plainText } from "../text/text.tsx";
import { useDirectory, type Directory } from "../workspace/directory.ts";

export interface Pick {
  /** Unique in its menu. */
  readonly key: string;
  readonly label: string;
  /** What stands in the state: an option object, or the id of a user or channel. */
  readonly chosen: JsonObject | string;
}

export interface PickGroup {
  readonly label: string;
  readonly picks: readonly Pick[];
}

/** What a select menu of any kind offers, single or multi. */
export function usePicks(element: JsonObject): readonly PickGroup[] {
  const directory = useDirectory();
  const type = asText(element["type"]).replace(/^multi_/, "");
  if (type === "users_select") return [{ label: "", picks: people(directory) }];
  if (type === "channels_select") return [{ label: "", picks: channels(directory) }];
  if (type === "conversations_select")
    return [
      { label: "Channels", picks: channels(directory) },
      { label: "People", picks: directMessages(directory) },
    ];
  const groups = asObjects(element["option_groups"]);
  if (groups.length === 0) return [{ label: "", picks: picksOf(element["options"]) }];
  return groups.map(({ label, options }) => ({ label: plainText(label), picks: picksOf(options) }));
}

/** The keys of what is chosen now, of a single or a multi select's state. */
export function chosenKeys(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return [...asTexts(values), ...asObjects(values).map((option) => asText(asObject(option)["value"]))];
}

function picksOf(options: unknown): readonly Pick[] {
  return asObjects(options).map((option) => ({
    key: asText(option["value"]),
    label: plainText(option["text"]),
    chosen: option,
  }));
}

function people({ users }: Directory): readonly Pick[] {
  return users.map(({ id, realName }) => ({ key: id, label: realName, chosen: id }));
}

function channels({ channels: all }: Directory): readonly Pick[] {
  return all
    .filter(({ kind }) => kind !== "im")
    .map(({ id, name }) => ({ key: id, label: `#${name}`, chosen: id }));
}

function directMessages({ channels: all, users }: Directory): readonly Pick[] {
  return all
    .filter(({ kind }) => kind === "im")
    .map(({ id, user }) => ({
      key: id,
      label: users.find((other) => other.id === user)?.realName ?? id,
      chosen: id,
    }));
}
