import type { App, MessageShortcut } from "@slack/bolt";
import { findTargets } from "../../diagnosis/find-targets.ts";
import { formatTarget } from "../../diagnosis/target.ts";
import { typedText } from "../incoming-text.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { checkModal } from "../views/check-modal.ts";

export const DIAGNOSE_MESSAGE = "diagnose_message";

/** "Diagnose this TLS error": opens the form with the hosts that the message names. */
export function registerShortcut(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.shortcut<MessageShortcut>(
    { type: "message_action", callback_id: DIAGNOSE_MESSAGE },
    async ({ ack, body, client }) => {
      await ack();
      const { team } = ownerOf(body);
      const catalog = ports.catalogFor(await localeOf(client, team, body.user.id));
      const targets = findTargets(typedText(body.message.text ?? "")).map(formatTarget);
      await client.views.open({
        trigger_id: body.trigger_id,
        view: checkModal({ targets: targets.join(" "), channel: body.channel.id }, catalog),
      });
    },
  );
}
