import type { InputBlock, ModalView } from "@slack/types";
import type { Given } from "../../diagnosis/diagnosis.ts";
import type { Catalog } from "../../locales/catalog.ts";
import type { QuestionId } from "../../playbook/playbook.ts";
import { choicesOf } from "../../playbook/walk.ts";
import { describeChoice } from "../../report/conversation-words.ts";
import { passwordInput } from "./password-modal.ts";
import { plainText } from "./text.ts";

export const CHECK_MODAL = "check";
export const TARGETS = { blockId: "targets", actionId: "targets" };
export const FILES = { blockId: "files", actionId: "files" };
const MAX_FILES = 5;
export const CHANNEL = { blockId: "channel", actionId: "channel" };
/** What may be said beforehand, and the question of the tree whose choices say it. Both directions have the same. */
export const GIVEN = {
  product: "product",
  direction: "direction_private_cloud",
  client: "client",
} as const satisfies { readonly [K in keyof Given]-?: QuestionId };

/** Asks which hosts, which files, and where the answer goes. `channel` is chosen beforehand when the person is in one;
 *  `notice` says why the form opens. */
export function checkModal(
  given: { targets: string; channel: string | null; notice?: string },
  catalog: Catalog,
): ModalView {
  const { modal } = catalog.chat;
  return {
    type: "modal",
    callback_id: CHECK_MODAL,
    title: plainText(modal.title, 24),
    submit: plainText(modal.submit, 24),
    close: plainText(modal.close, 24),
    blocks: [
      ...(given.notice === undefined
        ? []
        : [{ type: "section" as const, text: plainText(given.notice, 3_000) }]),
      {
        type: "input",
        block_id: TARGETS.blockId,
        optional: true,
        label: plainText(modal.targets, 2_000),
        hint: plainText(modal.targetsHint, 2_000),
        element: {
          type: "plain_text_input",
          action_id: TARGETS.actionId,
          max_length: 1_000,
          ...(given.targets !== "" && { initial_value: given.targets.slice(0, 1_000) }),
        },
      },
      placeMenu("product", catalog),
      placeMenu("direction", catalog),
      placeMenu("client", catalog),
      {
        type: "input",
        block_id: FILES.blockId,
        optional: true,
        label: plainText(modal.files, 2_000),
        hint: plainText(modal.filesHint, 2_000),
        element: { type: "file_input", action_id: FILES.actionId, max_files: MAX_FILES },
      },
      passwordInput(catalog, true),
      {
        type: "input",
        block_id: CHANNEL.blockId,
        label: plainText(modal.channel, 2_000),
        element: {
          type: "conversations_select",
          action_id: CHANNEL.actionId,
          response_url_enabled: true,
          ...(given.channel === null
            ? { default_to_current_conversation: true }
            : { initial_conversation: given.channel }),
        },
      },
    ],
  };
}

/** One question of the tree, asked before the check. */
function placeMenu(asked: keyof Given, catalog: Catalog): InputBlock {
  const { modal } = catalog.chat;
  const node = GIVEN[asked];
  return {
    type: "input",
    block_id: asked,
    optional: true,
    label: plainText(modal.place[asked], 2_000),
    element: {
      type: "static_select",
      action_id: asked,
      placeholder: plainText(modal.ifKnown, 150),
      options: choicesOf(node).map((choice) => ({
        text: plainText(describeChoice(node, choice, catalog), 75),
        value: choice,
      })),
    },
  };
}

/** @param chosen the option of a menu, by what it asks; what is no choice of the tree is nothing */
export function readGiven(chosen: (asked: keyof Given) => string | undefined): Given {
  const read = (asked: keyof Given) => {
    const value = chosen(asked);
    return choicesOf(GIVEN[asked]).some((choice) => choice === value) && value !== undefined
      ? { [asked]: value }
      : {};
  };
  return { ...read("product"), ...read("direction"), ...read("client") };
}
