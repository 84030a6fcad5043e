import type { InputBlock, ModalView } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import { plainText } from "./text.ts";

export const PASSWORD_MODAL = "password";
export const PASSWORD = { blockId: "password", actionId: "password" };
export const ENTER_PASSWORD = "enter_password";

/** The file that a password is for, and where its report stands. Travels in a button's value and a view's metadata. */
export interface LockedFile {
  readonly fileId: string;
  readonly channel: string;
  readonly threadTs: string | null;
}

/** Slack has no field that hides what is typed; only the person who types sees the form. */
export function passwordInput({ chat: { modal } }: Catalog, optional: boolean): InputBlock {
  return {
    type: "input",
    block_id: PASSWORD.blockId,
    optional,
    label: plainText(modal.password, 2_000),
    hint: plainText(modal.passwordHint, 2_000),
    element: { type: "plain_text_input", action_id: PASSWORD.actionId, max_length: 500 },
  };
}

export function passwordModal(file: LockedFile, catalog: Catalog): ModalView {
  const { modal } = catalog.chat;
  return {
    type: "modal",
    callback_id: PASSWORD_MODAL,
    private_metadata: JSON.stringify(file),
    title: plainText(modal.passwordTitle, 24),
    submit: plainText(modal.submit, 24),
    close: plainText(modal.close, 24),
    blocks: [passwordInput(catalog, false)],
  };
}

/** Null for what none of our buttons and forms carries. */
export function readLockedFile(text: string | undefined): LockedFile | null {
  const match = /^\{"fileId":"([A-Z0-9]+)","channel":"([A-Z0-9]+)","threadTs":(?:"([0-9.]+)"|null)\}$/u.exec(
    text ?? "",
  );
  const [, fileId, channel, threadTs = null] = match ?? [];
  return fileId === undefined || channel === undefined ? null : { fileId, channel, threadTs };
}
