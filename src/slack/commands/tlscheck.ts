import type { App } from "@slack/bolt";
import { parseTargets } from "../../diagnosis/target.ts";
import { explain } from "../../diagnosis/explain.ts";
import { UsageError } from "../../diagnosis/usage-error.ts";
import { complaint, requestChecks } from "../check-targets.ts";
import { holdsPrivateKey, typedText, unlinkText } from "../incoming-text.ts";
import type { ListenerParts } from "../listener-parts.ts";
import { answerPrivately } from "../messages/answer-privately.ts";
import type { OpenSettings } from "../open-settings.ts";
import { localesOf } from "../user-locale.ts";
import { checkModal } from "../views/check-modal.ts";
import { explanationView } from "../views/explanation.ts";
import { helpView } from "../views/help.ts";
import type { MessageView } from "../views/message.ts";
import { privateKeyView } from "../views/private-key.ts";
import { sentenceView } from "../views/sentence.ts";
import { watchModal } from "../views/watch-modal.ts";
import { WATCHING_WORDS, answerWatching } from "./watching.ts";

export const COMMAND = "/tlscheck";

/** What people try that is no host; it gets an answer of its own instead of a name that does not resolve. */
const UNKNOWN = new Set(["add", "remove", "delete", "stop", "subscribe", "unsubscribe"]);

export function registerCommand(app: App, listening: ListenerParts, openSettings: OpenSettings): void {
  const { ports, localeOf, now } = listening;
  app.command(COMMAND, async ({ ack, command, respond, client }) => {
    await ack();
    const { team_id: team, user_id: user, channel_id: channel, trigger_id: trigger } = command;
    const typed = typedText(command.text).trim();
    const given = unlinkText(typed);
    if (given === "") {
      // A trigger lives 3 s, so the language is asked for beside.
      const catalog = ports.catalogFor(await localeOf(client, team, user));
      await client.views.open({ trigger_id: trigger, view: checkModal({ targets: "", channel }, catalog) });
      return;
    }
    const catalog = ports.catalogFor(await localeOf(client, team, user));
    const reply = ({ text, blocks }: MessageView) => respond({ response_type: "ephemeral", text, blocks });
    if (holdsPrivateKey(given)) {
      await reply(privateKeyView(catalog.chat.yourMessage, catalog));
      return;
    }
    const [word = ""] = given.toLowerCase().split(/\s/, 1);
    if (word === "help") {
      await reply(helpView(COMMAND, catalog));
      return;
    }
    const watching = WATCHING_WORDS.find((known) => known === word);
    if (watching !== undefined) {
      const behind = typed.slice(word.length).trim();
      if (watching === "watch" && behind === "") {
        await client.views.open({ trigger_id: trigger, view: watchModal(channel, catalog) });
        return;
      }
      const enterprise = command.is_enterprise_install === "true" ? (command.enterprise_id ?? null) : null;
      const cause = `command:${team}:${trigger}`;
      const asker = { team, enterprise, channel, user, cause, responseUrl: command.response_url };
      const parts = { ...listening, client, catalog, command: COMMAND };
      const asked = { word: watching, text: behind };
      await answerPrivately(respond, await answerWatching(parts, asker, asked, now()));
      return;
    }
    if (word === "settings") {
      try {
        await openSettings(client, { team, user, channel, trigger }, "channel");
      } catch (error) {
        ports.onError(error, { doing: "settings" });
        await reply(sentenceView(catalog.settings.unavailable));
      }
      return;
    }
    try {
      if (word === "explain") {
        const text = given.slice(word.length).trim();
        if (text === "") throw new UsageError({ code: "text_missing" });
        await reply(explanationView(explain(text), catalog));
        return;
      }
      if (UNKNOWN.has(word)) throw new UsageError({ code: "command_unknown", given: word });
      const refusal = await requestChecks(
        ports,
        {
          targets: parseTargets(given),
          origin: {
            team,
            enterprise: command.is_enterprise_install === "true" ? (command.enterprise_id ?? null) : null,
            channel,
            user,
            threadTs: null,
            ...(await localesOf(localeOf, client, { team, user, channel })),
          },
          cause: `command:${team}:${trigger}`,
          responseUrl: command.response_url,
        },
        catalog,
      );
      if (refusal !== null) await reply(refusal);
    } catch (error) {
      await reply(sentenceView(complaint(error, COMMAND, catalog)));
    }
  });
}
