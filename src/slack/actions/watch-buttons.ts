import type { App, BlockButtonAction } from "@slack/bolt";
import { parseTarget } from "../../diagnosis/target.ts";
import { UsageError } from "../../diagnosis/usage-error.ts";
import type { NewWatch } from "../../watches/channel.ts";
import type { Asker, WatchingParts } from "../add-watches.ts";
import { addWatches } from "../add-watches.ts";
import { COMMAND } from "../commands/tlscheck.ts";
import type { ListenerParts } from "../listener-parts.ts";
import { answerPrivately } from "../messages/answer-privately.ts";
import { ownerOf } from "../origin.ts";
import type { MessageView } from "../views/message.ts";
import { sentenceView } from "../views/sentence.ts";
import { WATCH_BUTTON } from "../views/watch-buttons.ts";

type Clicked = (parts: WatchingParts, asker: Asker, value: string) => Promise<MessageView>;

/** "Watch" below a verdict, and below what was read in a file: in the channel that they stand in, and no other. */
export function registerWatchButtons(app: App, listening: ListenerParts): void {
  const { ports, localeOf } = listening;
  const on = (action_id: string, clicked: Clicked) =>
    app.action<BlockButtonAction>(
      { type: "block_actions", action_id },
      async ({ ack, body, action, client, respond }) => {
        await ack();
        const { team, enterprise } = ownerOf(body);
        const [user, channel] = [body.user.id, body.channel?.id];
        if (channel === undefined) return;
        const catalog = ports.catalogFor(await localeOf(client, team, user));
        const parts = { ...listening, client, catalog, command: COMMAND };
        const cause = `click:${team}:${action.action_ts}`;
        const asker = { team, enterprise, channel, user, cause, responseUrl: body.response_url };
        await answerPrivately(respond, await clicked(parts, asker, action.value ?? ""));
      },
    );

  on(WATCH_BUTTON.target, async (parts, asker, value) => {
    const watches = readWatch(value);
    if (watches.length === 0) return sentenceView(parts.catalog.chat.clickedWrong);
    return addWatches(parts, asker, { watches, refused: [] });
  });
  on(WATCH_BUTTON.certificates, async (parts, asker, fileId) => {
    const { watching } = parts.catalog;
    try {
      const found = await ports.loadUploaded(asker.team, asker.channel, fileId);
      if (found.length === 0) return sentenceView(watching.certificatesGone);
      const watches = found.map((certificate) => ({
        watched: { kind: "certificate", certificate } as const,
      }));
      return await addWatches(parts, asker, { watches, refused: [] });
    } catch (error) {
      ports.onError(error, { doing: "loadUploaded", cause: asker.cause });
      return sentenceView(watching.unavailable);
    }
  });
}

/** None for what none of our buttons carries. */
function readWatch(value: string): NewWatch[] {
  try {
    return [{ watched: { kind: "server", target: parseTarget(value) } }];
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
