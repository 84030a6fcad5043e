import type { App, BlockButtonAction } from "@slack/bolt";
import { sentence } from "../check-targets.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { readClick } from "../views/conversation.ts";

/** A click on a choice: stored, and the message moves on. Anybody in the channel may answer. */
export function registerAnswer(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: /^answer:/ },
    async ({ ack, body, action, respond, client }) => {
      await ack();
      const click = readClick(action.block_id, action.action_id);
      const { team } = ownerOf(body);
      const outcome = await tryAnswer();
      if (outcome === "stored") return;
      const { chat } = ports.catalogFor(await localeOf(client, team, body.user.id));
      const said = {
        gone: chat.diagnosisGone,
        foreign: chat.clickedWrong,
        unavailable: chat.storeUnavailable,
      }[outcome];
      await respond({ response_type: "ephemeral", replace_original: false, ...sentence(said) });

      async function tryAnswer(): Promise<"stored" | "gone" | "foreign" | "unavailable"> {
        if (click === null) return "foreign";
        try {
          return await ports.answer({
            ...click,
            team,
            channel: body.channel?.id ?? "",
            user: body.user.id,
            actionTs: action.action_ts,
          });
        } catch (error) {
          ports.onError(error, { doing: "answer", diagnosisId: click.diagnosisId });
          return "unavailable";
        }
      }
    },
  );
}
