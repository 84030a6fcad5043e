import type { App, BlockAction, ButtonAction, StaticSelectAction } from "@slack/bolt";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { ANSWERS, readAnswer } from "../views/conversation-clicks.ts";
import { sentenceView } from "../views/sentence.ts";

/** A click on a choice, or one back or elsewhere: stored, and the message moves on. Anybody in the channel may answer. */
export function registerAnswer(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.action<BlockAction<ButtonAction | StaticSelectAction>>(
    { type: "block_actions", action_id: ANSWERS },
    async ({ ack, body, action, respond, client }) => {
      await ack();
      const value = action.type === "static_select" ? action.selected_option.value : null;
      const click = readAnswer(action.block_id, action.action_id, value);
      const { team } = ownerOf(body);
      const outcome = await tryAnswer();
      if (outcome === "stored") return;
      const { chat } = ports.catalogFor(await localeOf(client, team, body.user.id));
      const said = {
        gone: chat.diagnosisGone,
        foreign: chat.clickedWrong,
        unavailable: chat.storeUnavailable,
      }[outcome];
      await respond({ response_type: "ephemeral", replace_original: false, ...sentenceView(said) });

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
