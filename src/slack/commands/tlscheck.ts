import type { App } from "@slack/bolt";
import { parseTargets } from "../../diagnosis/target.ts";
import { explain } from "../../diagnosis/explain.ts";
import { UsageError } from "../../diagnosis/usage-error.ts";
import { complaint, requestChecks } from "../check-targets.ts";
import { holdsPrivateKey, typedText } from "../incoming-text.ts";
import type { OpenSettings } from "../open-settings.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { localesOf } from "../user-locale.ts";
import { checkModal } from "../views/check-modal.ts";
import { explanationView } from "../views/explanation.ts";
import { helpView } from "../views/help.ts";
import type { MessageView } from "../views/message.ts";
import { privateKeyView } from "../views/private-key.ts";
import { sentenceView } from "../views/sentence.ts";

export const COMMAND = "/tlscheck";

/** Words of commands that are no host; they get an answer of their own instead of a name that does not resolve. */
const RESERVED = new Set(["watch", "unwatch", "list"]);

export function registerCommand(
  app: App,
  ports: SlackPorts,
  localeOf: LocaleOf,
  openSettings: OpenSettings,
): void {
  app.command(COMMAND, async ({ ack, command, respond, client }) => {
    await ack();
    const { team_id: team, user_id: user, channel_id: channel, trigger_id: trigger } = command;
    const given = typedText(command.text).trim();
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
      if (RESERVED.has(word)) throw new UsageError({ code: "command_unknown", given: word });
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
