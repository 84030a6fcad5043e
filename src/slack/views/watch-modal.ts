import type { InputBlock, ModalView } from "@slack/types";
import { STARTTLS_PROTOCOLS } from "../../diagnosis/starttls.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { MAX_RUNBOOK } from "../../watches/watch-options.ts";
import { plainText } from "./text.ts";

export const WATCH_MODAL = "watch";
/** Says where the form was opened. */
export const FROM_HOME = "home";
export const WATCH_FIELDS = {
  targets: "watch_targets",
  startTls: "watch_starttls",
  channel: "watch_channel",
  owner: "watch_owner",
  runbook: "watch_runbook",
  days: "watch_days",
  file: "watch_file",
} as const;
const NONE = "none";
/** Slack's own limit. */
const MAX_TARGETS_TEXT = 3_000;

/** Asks what a channel shall watch. @param channel chosen beforehand; null where the person is in none */
export function watchModal(channel: string | null, { watching: { modal }, chat }: Catalog): ModalView {
  return {
    type: "modal",
    callback_id: WATCH_MODAL,
    private_metadata: channel === null ? FROM_HOME : "",
    title: plainText(modal.title, 24),
    submit: plainText(modal.submit, 24),
    close: plainText(chat.modal.close, 24),
    blocks: [
      field(WATCH_FIELDS.targets, modal.targets, modal.targetsHint, {
        type: "plain_text_input",
        action_id: WATCH_FIELDS.targets,
        multiline: true,
        max_length: MAX_TARGETS_TEXT,
      }),
      field(WATCH_FIELDS.startTls, modal.startTls, null, {
        type: "static_select",
        action_id: WATCH_FIELDS.startTls,
        placeholder: plainText(modal.startTlsNone, 150),
        options: [NONE, ...STARTTLS_PROTOCOLS].map((protocol) => ({
          text: plainText(protocol === NONE ? modal.startTlsNone : protocol.toUpperCase(), 75),
          value: protocol,
        })),
      }),
      {
        ...field(WATCH_FIELDS.channel, modal.channel, null, {
          type: "conversations_select",
          action_id: WATCH_FIELDS.channel,
          response_url_enabled: true,
          ...(channel === null
            ? { default_to_current_conversation: true }
            : { initial_conversation: channel }),
        }),
        optional: false,
      },
      field(WATCH_FIELDS.owner, modal.owner, modal.ownerHint, {
        type: "users_select",
        action_id: WATCH_FIELDS.owner,
      }),
      field(WATCH_FIELDS.runbook, modal.runbook, null, {
        type: "plain_text_input",
        action_id: WATCH_FIELDS.runbook,
        max_length: MAX_RUNBOOK,
      }),
      field(WATCH_FIELDS.days, modal.days, modal.daysHint, {
        type: "plain_text_input",
        action_id: WATCH_FIELDS.days,
        max_length: 100,
      }),
      field(WATCH_FIELDS.file, modal.file, modal.fileHint, {
        type: "file_input",
        action_id: WATCH_FIELDS.file,
        max_files: 1,
      }),
    ],
  };
}

/** The protocol that was chosen; empty for none. */
export function readStartTlsChoice(value: string | undefined): string {
  return value === undefined || value === NONE ? "" : value;
}

function field(id: string, label: string, hint: string | null, element: InputBlock["element"]): InputBlock {
  return {
    type: "input",
    block_id: id,
    optional: true,
    label: plainText(label, 2_000),
    ...(hint !== null && { hint: plainText(hint, 2_000) }),
    element,
  };
}
