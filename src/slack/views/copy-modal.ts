import type { ModalView, PlainTextOption } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import { plainText } from "./text.ts";

export const COPY_MODAL = "copy_capture";

export const NAMES = { blockId: "names", actionId: "names" };
export type NamesChoice = "keep" | "hash";

/** Of which capture, and where the copy goes. Travels in the view's metadata. */
export interface CopyPlace {
  readonly captureId: string;
  readonly channel: string;
  readonly threadTs: string;
}

/** Says what the copy has and has not, before it is made. */
export function copyModal(place: CopyPlace, { chat: { capture, modal } }: Catalog): ModalView {
  const { title, submit, explanation, names, keep, hash } = capture.copyForm;
  const kept = option("keep", keep);
  return {
    type: "modal",
    callback_id: COPY_MODAL,
    private_metadata: JSON.stringify(place),
    title: plainText(title, 24),
    submit: plainText(submit, 24),
    close: plainText(modal.close, 24),
    blocks: [
      { type: "section", text: plainText(explanation, 3_000) },
      {
        type: "input",
        block_id: NAMES.blockId,
        label: plainText(names, 2_000),
        element: {
          type: "radio_buttons",
          action_id: NAMES.actionId,
          options: [kept, option("hash", hash)],
          initial_option: kept,
        },
      },
    ],
  };
}

function option(value: NamesChoice, words: string): PlainTextOption {
  return { text: plainText(words, 75), value };
}

/** Null for what none of our forms carries. */
export function readCopyPlace(metadata: string): CopyPlace | null {
  const match = /^\{"captureId":"([0-9a-f]{24})","channel":"([A-Z0-9]+)","threadTs":"([0-9.]+)"\}$/u.exec(
    metadata,
  );
  const [, captureId, channel, threadTs] = match ?? [];
  return captureId === undefined || channel === undefined || threadTs === undefined
    ? null
    : { captureId, channel, threadTs };
}
