import type { ModalView, PlainTextOption } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import { catalogFor } from "../../locales/catalogs.ts";
import { LOCALES } from "../../locales/locale.ts";
import type { WatchSettings } from "../../watches/channel.ts";
import type { MessageView } from "./message.ts";
import { escapeText, plainText } from "./text.ts";
import { MARKS } from "./weave.ts";
import { watchSettingsBlocks } from "./watch-settings.ts";

export const SETTINGS_MODAL = "settings";
export const LANGUAGE = { blockId: "language", actionId: "language" };
/** The option of each person's own. */
const OWN = "own";

export interface SettingsGiven {
  readonly channel: string;
  /** Where the form was opened. */
  readonly from: "channel" | "home";
  /** A tag of LOCALES; null for each person's own. */
  readonly chosen: string | null;
  /** Null for a channel that watches nothing. */
  readonly watching: WatchSettings | null;
  /** Of whoever is asked, IANA. */
  readonly timeZone: string;
  /** ms since 1970. */
  readonly now: number;
}

/** Asks in which language a channel is spoken to, and how it is told of what it watches. */
export function settingsModal(given: SettingsGiven, catalog: Catalog): ModalView {
  const { settings, chat } = catalog;
  const options = [option(OWN, settings.eachOwn), ...LOCALES.map((tag) => option(tag, nameOf(tag, catalog)))];
  const initial = options.find(({ value }) => value === given.chosen) ?? options[0];
  return {
    type: "modal",
    callback_id: SETTINGS_MODAL,
    private_metadata: `${given.channel} ${given.from}`,
    title: plainText(settings.title, 24),
    submit: plainText(settings.submit, 24),
    close: plainText(chat.modal.close, 24),
    blocks: [
      {
        type: "input",
        block_id: LANGUAGE.blockId,
        label: plainText(settings.language, 2_000),
        hint: plainText(settings.hint, 2_000),
        element: {
          type: "radio_buttons",
          action_id: LANGUAGE.actionId,
          options,
          ...(initial !== undefined && { initial_option: initial }),
        },
      },
      ...(given.watching === null ? [] : watchSettingsBlocks(given.watching, given, catalog)),
    ],
  };
}

/** Which channel a form is of, and where it was opened. */
export function readSettingsPlace(privateMetadata: string): {
  readonly channel: string;
  readonly from: SettingsGiven["from"];
} {
  const [channel = "", from] = privateMetadata.split(" ");
  return { channel, from: from === "home" ? "home" : "channel" };
}

/** What was chosen: a tag of LOCALES, or null for each person's own. Undefined for none of our options. */
export function readLanguage(value: string | undefined): string | null | undefined {
  return value === OWN ? null : LOCALES.find((tag) => tag === value);
}

/** Told in the channel. @param tag null for each person's own */
export function languageSetView(tag: string | null, user: string, { settings }: Catalog): MessageView {
  // Our own words and Slack's own id: who it was is to be shown, so nothing is escaped.
  const content = settings.changed({ user: `<@${user}>`, tag });
  return { text: content, blocks: [{ type: "section", text: { type: "mrkdwn", text: content } }] };
}

/** Told in the channel: what of how it is told has changed. */
export function watchSettingsSetView(
  changes: Partial<WatchSettings>,
  user: string,
  { settings }: Catalog,
): MessageView {
  const mention = `<@${user}>`;
  const sentence = settings.watching.changed({ user: MARKS.first, changes });
  const content = escapeText(sentence).replace(MARKS.first, mention);
  return { text: content, blocks: [{ type: "section", text: { type: "mrkdwn", text: content } }] };
}

/** In the reader's language, and in its own for whoever does not read that. */
function nameOf(tag: string, { settings }: Catalog): string {
  const [name, own] = [settings.name(tag), catalogFor(tag).settings.name(tag)];
  return name === own ? name : `${name} · ${own}`;
}

function option(value: string, words: string): PlainTextOption {
  return { text: plainText(words, 75), value };
}
