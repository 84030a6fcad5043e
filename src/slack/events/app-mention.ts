import type { App } from "@slack/bolt";
import { findTargets } from "../../diagnosis/find-targets.ts";
import { findPublicKeyHash } from "../../diagnosis/public-keys.ts";
import { requestChecks, sentence } from "../check-targets.ts";
import { listOurMessages } from "../messages/messenger.ts";
import { COMMAND } from "../commands/tlscheck.ts";
import { holdsPrivateKey, typedText } from "../incoming-text.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { helpView } from "../views/help.ts";
import { privateKeyView } from "../views/private-key.ts";

/** `@tlscheck api.example.com`: checked, and answered in the thread of the message. */
export function registerMention(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.event("app_mention", async ({ event, body, client }) => {
    const { user, channel } = event;
    if (user === undefined) return;
    const team = body.team_id;
    const locale = await localeOf(client, team, user);
    const catalog = ports.catalogFor(locale);
    const threadTs = event.thread_ts ?? event.ts;
    const pasted = findPublicKeyHash(event.text);
    const targets = findTargets(typedText(event.text));
    const answer = holdsPrivateKey(event.text)
      ? privateKeyView(catalog.chat.yourMessage, catalog)
      : pasted !== null
        ? await compareKey(pasted)
        : targets.length === 0
          ? helpView(COMMAND, catalog)
          : await requestChecks(
              ports,
              {
                targets,
                origin: {
                  team,
                  enterprise:
                    body.authorizations?.[0]?.is_enterprise_install === true
                      ? (body.enterprise_id ?? null)
                      : null,
                  channel,
                  user,
                  threadTs,
                  locale,
                },
                cause: `event:${body.event_id}`,
                responseUrl: null,
              },
              catalog,
            );
    if (answer === null) return;

    /** With the certificates that this thread is about. */
    async function compareKey(hash: string) {
      const { publicKeys } = await listOurMessages(client, channel, threadTs);
      if (publicKeys.length === 0) return sentence(catalog.chat.keyWithoutCertificate);
      return sentence(publicKeys.includes(hash) ? catalog.chat.keyMatches : catalog.chat.keyMismatch);
    }

    await client.chat.postEphemeral({
      channel,
      user,
      thread_ts: threadTs,
      text: answer.text,
      blocks: answer.blocks,
    });
  });
}
