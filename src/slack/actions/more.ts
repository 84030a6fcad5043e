import type { App, BlockButtonAction } from "@slack/bolt";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { localesOf } from "../user-locale.ts";
import { ACTION, readBlockId } from "../views/conversation-clicks.ts";
import { sentenceView } from "../views/sentence.ts";

/** The buttons below a verdict that ask for more than an answer: another check, all clients, what support needs. */
export function registerMore(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  for (const action_id of [ACTION.checkAgain, ACTION.showClients, ACTION.makeBundle]) {
    app.action<BlockButtonAction>(
      { type: "block_actions", action_id },
      async ({ ack, body, action, client, respond }) => {
        await ack();
        const { team } = ownerOf(body);
        const channel = body.channel?.id ?? "";
        const user = body.user.id;
        const locales = await localesOf(localeOf, client, { team, user, channel });
        const catalog = ports.catalogFor(locales.ownLocale);
        const complaint = await ask();
        if (complaint !== null)
          await respond({ response_type: "ephemeral", replace_original: false, ...sentenceView(complaint) });

        async function ask(): Promise<string | null> {
          const { chat } = catalog;
          const diagnosisId = readBlockId(action.block_id)?.diagnosisId;
          if (diagnosisId === undefined) return chat.clickedWrong;
          const clicked = {
            diagnosisId,
            team,
            channel,
            threadTs: body.message?.["thread_ts"] ?? body.message?.ts ?? "",
            user,
            ...locales,
            cause: `click:${team}:${action.action_ts}`,
          };
          try {
            const answer =
              action_id === ACTION.checkAgain
                ? await ports.checkAgain({ ...clicked, responseUrl: body.response_url })
                : await ports.requestMore({
                    ...clicked,
                    asked: action_id === ACTION.showClients ? "clients" : "bundle",
                  });
            if (answer === "gone") return chat.diagnosisGone;
            if (answer === "foreign") return chat.clickedWrong;
            return answer === "stored" || answer.opened ? null : chat.tooManyRunning(answer);
          } catch (error) {
            ports.onError(error, { doing: action_id, diagnosisId });
            return chat.storeUnavailable;
          }
        }
      },
    );
  }
}
