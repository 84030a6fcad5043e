import type { KnownBlock } from "@slack/types";
import { parseTarget } from "../../diagnosis/target.ts";
import type { Target } from "../../diagnosis/target.ts";
import { UsageError } from "../../diagnosis/usage-error.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { printable } from "../../report/printable.ts";
import { plainText } from "./text.ts";

/** Each `check_target:N`: an action's id is there once in a block. */
export const CHECK_TARGET = /^check_target:\d$/u;
/** More of them would hide the answer. */
const MAX_BUTTONS = 5;

/** One for each host that a text names; none for none. @param hosts `host:port` */
export function checkButtons(hosts: readonly string[], { chat }: Catalog): KnownBlock[] {
  if (hosts.length === 0) return [];
  return [
    {
      type: "actions",
      elements: hosts.slice(0, MAX_BUTTONS).map((host, index) => ({
        type: "button",
        action_id: `check_target:${index}`,
        text: plainText(chat.capture.check(printable(host)), 75),
        value: host,
      })),
    },
  ];
}

/** Null for none of ours. */
export function readCheckButton(value: string | undefined): Target | null {
  try {
    return parseTarget(value ?? "");
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
