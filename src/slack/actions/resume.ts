import type { App, BlockButtonAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { isNotAllowedHere } from "../messages/messenger.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import { sayResumed } from "../say-resumed.ts";
import type { LocaleOf } from "../user-locale.ts";
import { RESUME } from "../views/paused.ts";
import type { MessageView } from "../views/message.ts";
import { mentioningView, sentenceView } from "../views/sentence.ts";

/** "Resume" in the direct message that said why a channel's watches stand still. It works for whom that message was for. */
export function registerResume(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: RESUME },
    async ({ ack, body, action, client, respond }) => {
      await ack();
      const { team } = ownerOf(body);
      const user = body.user.id;
      const channel = action.value ?? "";
      const { alerts, chat } = ports.catalogFor(await localeOf(client, team, user));
      try {
        const watching = await ports.loadWatchingChannel({ team, channel });
        if (watching?.addedBy !== user) return await tell(sentenceView(chat.clickedWrong));
        if (watching.paused === null) return await tell(sentenceView(alerts.resumedAlready), true);
        if (!(await canWriteIn(client, channel)))
          return await tell(mentioningView(alerts.resumeFailed(`<#${channel}>`)));
        if (await ports.resumeWatches({ team, channel }))
          await sayResumed(ports, { team, channel }, `click:${team}:${action.action_ts}`, user);
        await tell(sentenceView(alerts.resumedAlready), true);
      } catch (error) {
        ports.onError(error, { doing: "resume" });
        await tell(sentenceView(chat.storeUnavailable));
      }

      async function tell({ text, blocks }: MessageView, done = false): Promise<void> {
        if (done) await respond({ replace_original: true, text, blocks });
        else await respond({ response_type: "ephemeral", replace_original: false, text, blocks });
      }
    },
  );
}

async function canWriteIn(client: WebClient, channel: string): Promise<boolean> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    return found?.is_archived !== true && (found?.is_im === true || found?.is_member === true);
  } catch (error) {
    if (isNotAllowedHere(error)) return false;
    throw error;
  }
}
