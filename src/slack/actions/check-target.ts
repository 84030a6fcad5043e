import type { App, BlockButtonAction } from "@slack/bolt";
import { requestChecks } from "../check-targets.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { localesOf } from "../user-locale.ts";
import { CHECK_TARGET, readCheckButton } from "../views/check-buttons.ts";

/** "Check HOST:PORT now" below an explanation: answered in its thread. What one person alone was told has no thread of its own. */
export function registerCheckTarget(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: CHECK_TARGET },
    async ({ ack, body, action, client, respond }) => {
      await ack();
      const channel = body.channel?.id;
      if (channel === undefined) return;
      const { team, enterprise } = ownerOf(body);
      const user = body.user.id;
      const locales = await localesOf(localeOf, client, { team, user, channel });
      const catalog = ports.catalogFor(locales.ownLocale);
      const asked = readCheckButton(action.value, catalog);
      if (asked === null) return;
      const refusal = await requestChecks(
        ports,
        {
          targets: [asked.target],
          brought: asked.brought,
          origin: { team, enterprise, channel, user, threadTs: threadOf(body), ...locales },
          cause: `click:${team}:${action.action_ts}`,
          responseUrl: body.response_url,
        },
        catalog,
      );
      if (refusal !== null)
        await respond({ response_type: "ephemeral", replace_original: false, ...refusal });
    },
  );
}

/** Slack keeps no ephemeral message, but says in which thread it stood. */
function threadOf({ message, container }: BlockButtonAction): string | null {
  const threadTs: unknown = message?.["thread_ts"] ?? message?.ts ?? container["thread_ts"];
  return typeof threadTs === "string" ? threadTs : null;
}
