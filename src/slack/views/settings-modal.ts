import type { ModalView, PlainTextOption } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import { catalogFor } from "../../locales/catalogs.ts";
import { LOCALES } from "../../locales/locale.ts";
import type { MessageView } from "./message.ts";
import { plainText } from "./text.ts";

export const SETTINGS_MODAL = "settings";
export const LANGUAGE = { blockId: "language", actionId: "language" };
/** The option of each person's own. */
const OWN = "own";

/** Asks in which language a channel is spoken to. @param chosen a tag of LOCALES; null for each person's own */
export function settingsModal(
  given: { readonly channel: string; readonly chosen: string | null },
  catalog: Catalog,
): ModalView {
  const { settings, chat } = catalog;
  const options = [option(OWN, settings.eachOwn), ...LOCALES.map((tag) => option(tag, nameOf(tag, catalog)))];
  const initial = options.find(({ value }) => value === given.chosen) ?? options[0];
  return {
    type: "modal",
    callback_id: SETTINGS_MODAL,
    private_metadata: given.channel,
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
    ],
  };
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

/** In the reader's language, and in its own for whoever does not read that. */
function nameOf(tag: string, { settings }: Catalog): string {
  const [name, own] = [settings.name(tag), catalogFor(tag).settings.name(tag)];
  return name === own ? name : `${name} · ${own}`;
}

function option(value: string, words: string): PlainTextOption {
  return { text: plainText(words, 75), value };
}
