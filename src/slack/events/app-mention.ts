import type { App } from "@slack/bolt";
import type { Explanation } from "../../diagnosis/explain.ts";
import { explain } from "../../diagnosis/explain.ts";
import { findTargets } from "../../diagnosis/find-targets.ts";
import { findPublicKeyHash } from "../../diagnosis/public-keys.ts";
import { requestChecks } from "../check-targets.ts";
import { listOurMessages } from "../messages/messenger.ts";
import { COMMAND } from "../commands/tlscheck.ts";
import { WATCHING_WORDS, answerWatching } from "../commands/watching.ts";
import { holdsPrivateKey, typedText } from "../incoming-text.ts";
import type { ListenerParts } from "../listener-parts.ts";
import { localesOf } from "../user-locale.ts";
import { explanationView } from "../views/explanation.ts";
import { helpView } from "../views/help.ts";
import type { MessageView } from "../views/message.ts";
import { privateKeyView } from "../views/private-key.ts";
import { sentenceView } from "../views/sentence.ts";

/** `@tlscheck watch api.example.com`, and nothing before it. */
const WATCHING = /^\s*<@[A-Z0-9]+>\s*(watch|unwatch|list)(?:\s+([^]*))?$/iu;

/** `@tlscheck api.example.com`: checked; `@tlscheck ERROR MESSAGE`: explained. Both in the thread of the message, for all to read. */
export function registerMention(app: App, listening: ListenerParts): void {
  const { ports, localeOf, now } = listening;
  app.event("app_mention", async ({ event, body, client }) => {
    const { user, channel } = event;
    if (user === undefined) return;
    const team = body.team_id;
    const enterprise =
      body.authorizations?.[0]?.is_enterprise_install === true ? (body.enterprise_id ?? null) : null;
    const threadTs = event.thread_ts ?? event.ts;
    const cause = `event:${body.event_id}`;
    const { locale, ownLocale } = await localesOf(localeOf, client, { team, user, channel });
    const catalog = ports.catalogFor(ownLocale);
    /** With the certificates that this thread is about. */
    const compareKey = async (hash: string): Promise<MessageView> => {
      const { publicKeys, diagnosisIds } = await listOurMessages(client, channel, threadTs);
      if (publicKeys.length === 0) return sentenceView(catalog.chat.keyWithoutCertificate);
      const matches = publicKeys.includes(hash);
      try {
        await ports.bringIn(diagnosisIds, { source: "pasted_key", matches }, cause, channel);
      } catch (error) {
        ports.onError(error, { doing: "bringIn", cause });
      }
      return sentenceView(matches ? catalog.chat.keyMatches : catalog.chat.keyMismatch);
    };

    const sayExplanation = async (explanation: Explanation): Promise<MessageView | null> => {
      const place = { team, enterprise, channel, threadTs, user, locale, ownLocale };
      const say = { kind: "explanation", explanation } as const;
      try {
        await ports.say({ ...place, say, cause, subject: cause, responseUrl: null });
        return null;
      } catch (error) {
        ports.onError(error, { doing: "say", cause });
        return explanationView(explanation, catalog);
      }
    };

    /** What who asked is told alone; null where the thread says it all. */
    const answerText = async (text: string): Promise<MessageView | null> => {
      if (holdsPrivateKey(text)) return privateKeyView(catalog.chat.yourMessage, catalog);
      const watching = WATCHING.exec(text);
      if (watching !== null) {
        const word = WATCHING_WORDS.find((known) => known === watching[1]?.toLowerCase()) ?? "list";
        const parts = { ...listening, client, catalog, command: COMMAND };
        const asker = { team, enterprise, channel, user, cause, responseUrl: null };
        return answerWatching(parts, asker, { word, text: watching[2] ?? "" }, now());
      }
      const pasted = findPublicKeyHash(event.text);
      if (pasted !== null) return compareKey(pasted);
      const explanation = explain(text);
      if (explanation.causes.length > 0) return sayExplanation(explanation);
      if (/^\s*(?:<@[A-Z0-9]+>\s*)?explain\b/iu.test(text)) return explanationView(explanation, catalog);
      const targets = findTargets(text);
      if (targets.length === 0) return helpView(COMMAND, catalog);
      const origin = { team, enterprise, channel, user, threadTs, locale, ownLocale };
      return requestChecks(ports, { targets, origin, cause, responseUrl: null }, catalog);
    };

    const answer = await answerText(typedText(event.text));
    if (answer === null) return;
    await client.chat.postEphemeral({
      channel,
      user,
      // Below a message without replies Slack shows nobody what only they are to see.
      ...(event.thread_ts !== undefined && { thread_ts: event.thread_ts }),
      text: answer.text,
      blocks: answer.blocks,
    });
  });
}
