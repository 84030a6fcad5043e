import type { Button } from "@slack/types";
import type { Target } from "../../diagnosis/target.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { watchedId } from "../../watches/watched.ts";
import { plainText } from "./text.ts";

/** `action_id`s. */
export const WATCH_BUTTON = { target: "watch_target", certificates: "watch_certificates" } as const;

/** Below a verdict: has its server watched in the channel. */
export function watchTargetButton(target: Target, { watching }: Catalog): Button {
  return {
    type: "button",
    action_id: WATCH_BUTTON.target,
    text: plainText(watching.buttons.watch, 75),
    value: watchedId({ kind: "server", target }),
  };
}

/** Below what was read in a file. @param count of the certificates that are kept of it */
export function watchCertificatesButton(fileId: string, count: number, { watching }: Catalog): Button {
  return {
    type: "button",
    action_id: WATCH_BUTTON.certificates,
    text: plainText(watching.buttons.watchCertificates(count), 75),
    value: fileId,
  };
}
