import type { App, ViewSubmitAction } from "@slack/bolt";
import type { Catalog } from "../../locales/catalog.ts";
import { MAX_LIST_BYTES, readWatchList } from "../../report/watch-list-file.ts";
import {
  parseDays,
  parseOwner,
  parseRunbook,
  parseStartTls,
  problemOf,
} from "../../watches/watch-options.ts";
import type { WatchingParts } from "../add-watches.ts";
import { addWatches, isMember } from "../add-watches.ts";
import { COMMAND } from "../commands/tlscheck.ts";
import type { WatchOptions, WatchRequest } from "../commands/watch-arguments.ts";
import { readTargets, splitWords } from "../commands/watch-arguments.ts";
import { refuseTarget } from "../commands/watching.ts";
import { sendPrivately } from "../messages/private-answer.ts";
import { readSmallFile } from "../messages/read-list.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { ListenerParts } from "../listener-parts.ts";
import { publishHome } from "../home/load-home.ts";
import { holdsPrivateKey } from "../incoming-text.ts";
import type { MessageView } from "./message.ts";
import { privateKeyView } from "./private-key.ts";
import { sentenceView } from "./sentence.ts";
import { describeProblem, exampleOf } from "./watch-answer.ts";
import { WATCH_FIELDS, FROM_HOME, WATCH_MODAL, readStartTlsChoice } from "./watch-modal.ts";

/** Below one field. */
const MAX_COMPLAINTS = 3;
type Values = ViewSubmitAction["view"]["state"]["values"];

/** The form was sent. What is wrong with all of it is shown at the field; of a few hosts, beside what was added. */
export function registerWatchSubmission(app: App, listening: ListenerParts): void {
  const { ports, localeOf } = listening;
  app.view<ViewSubmitAction>(
    { type: "view_submission", callback_id: WATCH_MODAL },
    async ({ ack, body, view, client }) => {
      const { team, enterprise } = ownerOf(body);
      const user = body.user.id;
      const catalog = ports.catalogFor(await localeOf(client, team, user));
      const parts = { ...listening, client, catalog, command: COMMAND };
      const { values } = view.state;
      const chosen = body.response_urls?.[0];
      const channel =
        chosen?.channel_id ?? valueAt(values, WATCH_FIELDS.channel)?.selected_conversation ?? user;
      const fileId = valueAt(values, WATCH_FIELDS.file)?.files?.[0]?.id ?? null;
      const read = readForm(values, fileId !== null, ports, catalog);
      if ("errors" in read) return ack({ response_action: "errors", errors: read.errors });
      // What was chosen is the browser's word, and we may be where this person is not.
      const [own, isOurs] = await Promise.all([
        listening.channelsOf(client, team, user, "fresh"),
        isMember(parts, channel),
      ]);
      const refused = !isOurs
        ? catalog.watching.modal.notInChannel
        : own?.has(channel) === true
          ? null
          : catalog.watchHome.notInChannel;
      if (refused !== null)
        return ack({ response_action: "errors", errors: { [WATCH_FIELDS.channel]: refused } });
      await ack();
      const cause = `view:${team}:${view.id}`;
      const responseUrl = chosen?.response_url ?? null;
      const asker = { team, enterprise, channel, user, cause, responseUrl };
      const tell = (shown: MessageView) => sendPrivately(client, { user, responseUrl }, shown);
      const listed = fileId === null ? null : await readList(parts, fileId, channel, read.options);
      if (listed !== null && "fault" in listed) {
        await tell(listed.fault);
        if (read.request.watches.length === 0) return;
      }
      const more = listed === null || "fault" in listed ? { watches: [], refused: [] } : listed;
      const request = {
        watches: [...read.request.watches, ...more.watches],
        refused: [...read.request.refused, ...more.refused],
      };
      await tell(await addWatches(parts, asker, request));
      if (view.private_metadata === FROM_HOME) await publishHome(listening, { client, team, user });
    },
  );
}

function valueAt(values: Values, id: string) {
  return values[id]?.[id];
}

/** What was typed and chosen, or what is wrong with it, by field. */
function readForm(
  values: Values,
  hasFile: boolean,
  ports: SlackPorts,
  catalog: Catalog,
): { request: WatchRequest; options: WatchOptions } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const read = (
    id: string,
    given: string | null | undefined,
    parse: (text: string) => WatchOptions,
  ): WatchOptions => {
    if (given === null || given === undefined || given.trim() === "") return {};
    try {
      return parse(given);
    } catch (error) {
      errors[id] = describeProblem(problemOf(error), catalog);
      return {};
    }
  };
  const { startTls, owner, runbook, days, targets } = WATCH_FIELDS;
  const protocol = readStartTlsChoice(valueAt(values, startTls)?.selected_option?.value);
  const options: WatchOptions = {
    ...read(startTls, protocol, (text) => ({ startTls: parseStartTls(text) })),
    ...read(owner, valueAt(values, owner)?.selected_user, (text) => ({ owner: parseOwner(text) })),
    ...read(runbook, valueAt(values, runbook)?.value, (text) => ({ runbook: parseRunbook(text) })),
    ...read(days, valueAt(values, days)?.value, (text) => ({ days: parseDays(text) })),
  };
  const typed = valueAt(values, targets)?.value ?? "";
  // Its lines are neither looked up nor repeated.
  if (holdsPrivateKey([typed, valueAt(values, runbook)?.value ?? ""].join("\n")))
    return { errors: { [targets]: privateKeyView(catalog.chat.yourMessage, catalog).text } };
  const words = splitWords(typed);
  if (words.length === 0 && !hasFile) errors[targets] = catalog.watching.modal.empty;
  let request: WatchRequest = { watches: [], refused: [] };
  try {
    request = readTargets(words, options, refuseTarget(ports));
  } catch (error) {
    errors[targets] = describeProblem(problemOf(error), catalog);
  }
  if (request.watches.length === 0 && request.refused.length > 0) {
    const complaints = request.refused
      .slice(0, MAX_COMPLAINTS)
      .map(({ problem }) => describeProblem(problem, catalog));
    errors[targets] = [...complaints, exampleOf("watch", COMMAND, catalog)].join(" ");
  }
  return Object.keys(errors).length > 0 ? { errors } : { request, options };
}

/** The watches of a file; what the form says holds where the file says nothing. */
async function readList(
  { ports, client, catalog }: WatchingParts,
  fileId: string,
  channel: string,
  { startTls: _, ...options }: WatchOptions,
): Promise<WatchRequest | { readonly fault: MessageView }> {
  const { watching } = catalog;
  const file = await readSmallFile(client, fileId, channel, MAX_LIST_BYTES).catch((error: unknown) => {
    ports.onError(error, { doing: "readSmallFile" });
    return null;
  });
  if (file === null) return { fault: sentenceView(watching.file({ code: "out_of_reach" })) };
  if (holdsPrivateKey(Buffer.from(file.bytes).toString("latin1")))
    return { fault: privateKeyView(file.name, catalog) };
  const refuse = refuseTarget(ports);
  const list = readWatchList(file.bytes, file.name, ({ watched }) =>
    watched.kind === "server" ? refuse(watched.target) : null,
  );
  if ("fault" in list) return { fault: sentenceView(watching.file(list.fault)) };
  return {
    watches: list.watches.map((watch) => ({ ...options, ...watch })),
    refused: list.wrong,
  };
}
