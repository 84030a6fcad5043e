import type { App, BlockButtonAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { writeCsv, writeYaml } from "../../report/watch-list-file.ts";
import { exportWatch, watchRows } from "../../report/watch-rows.ts";
import type { Asker, WatchingParts } from "../add-watches.ts";
import { COMMAND } from "../commands/tlscheck.ts";
import { listPage, removeWatches } from "../commands/watching.ts";
import type { ListenerParts } from "../listener-parts.ts";
import { answerPrivately } from "../messages/answer-privately.ts";
import { uploadFile } from "../messages/upload-file.ts";
import { ownerOf } from "../origin.ts";
import type { MessageView } from "../views/message.ts";
import { mentioningView, sentenceView } from "../views/sentence.ts";
import { UNWATCH_ALL, unwatchAnswerView } from "../views/watch-answer.ts";
import { WATCH_LIST, readListPlace } from "../views/watch-list.ts";
import { watchModal } from "../views/watch-modal.ts";

type Clicked = (parts: WatchingParts, asker: Asker, value: string | undefined) => Promise<MessageView>;

/** The buttons below a list, and those that ask whether everything is meant. Their answers take the place of what was shown. */
export function registerWatchList(app: App, listening: ListenerParts): void {
  const { ports, localeOf, now } = listening;
  const on = (action_id: string, replace: boolean, clicked: Clicked) =>
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
        try {
          await answerPrivately(respond, await clicked(parts, asker, action.value), replace);
        } catch (error) {
          ports.onError(error, { doing: action_id, cause });
          await answerPrivately(respond, sentenceView(catalog.watching.unavailable));
        }
      },
    );

  for (const turn of [WATCH_LIST.previous, WATCH_LIST.next])
    on(turn, true, (parts, asker, value) =>
      listPage(parts, asker, readListPlace(value) ?? { page: 0, filter: "" }, now()),
    );
  for (const format of ["CSV", "YAML"] as const)
    on(format === "CSV" ? WATCH_LIST.csv : WATCH_LIST.yaml, false, (parts, asker) =>
      exportList(parts, asker, format, now()),
    );
  on(UNWATCH_ALL.yes, true, async (parts, asker) => {
    const listed = await ports.listWatches(asker);
    const ids = listed.map(({ watch }) => watch.watched);
    const gone = await removeWatches(parts, asker, listed, ids);
    if (gone.length === 0) return sentenceView(parts.catalog.watching.list.nothing);
    return unwatchAnswerView({ gone, notWatched: [], similar: [], refused: [] }, COMMAND, parts.catalog);
  });
  on(UNWATCH_ALL.no, true, async ({ catalog }) => sentenceView(catalog.watching.unwatchAll.kept));

  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: WATCH_LIST.add },
    async ({ ack, body, client }) => {
      await ack();
      const catalog = ports.catalogFor(await localeOf(client, ownerOf(body).team, body.user.id));
      const view = watchModal(body.channel?.id ?? null, catalog);
      await client.views.open({ trigger_id: body.trigger_id, view });
    },
  );
}

/** Everything that the channel watches, as a file in the direct message of who asked. */
export async function exportList(
  { ports, client, catalog }: WatchingParts,
  { team, channel, user }: Asker,
  format: "CSV" | "YAML",
  now: number,
): Promise<MessageView> {
  const { watching } = catalog;
  const listed = await ports.listWatches({ team, channel });
  if (listed.length === 0) return sentenceView(watching.list.nothing);
  const byId = new Map(listed.map((each) => [each.watch.watched, each]));
  const settings = (await ports.loadWatchingChannel({ team, channel }))?.settings.days ?? null;
  const exported = watchRows(listed, { days: settings, paused: false }, now).flatMap((row) => {
    const each = byId.get(row.id);
    return each === undefined ? [] : [exportWatch(each, row, watching.list.conditions)];
  });
  const content = format === "CSV" ? writeCsv(exported) : writeYaml(exported);
  const place = await openDirectMessage(
    client,
    user,
    mentioningView(watching.exported({ channel: `<#${channel}>`, count: exported.length })),
  );
  await uploadFile(client, place, {
    name: `watches-${channel}.${format.toLowerCase()}`,
    bytes: Buffer.from(content),
    alt: null,
    comment: null,
  });
  return sentenceView(watching.exportSent);
}

/** A message to a person says which conversation theirs with us is; opening one would take another scope. */
async function openDirectMessage(client: WebClient, user: string, { text, blocks }: MessageView) {
  const { channel } = await client.chat.postMessage({ channel: user, text, blocks });
  if (channel === undefined) throw new Error("chat.postMessage answered without channel");
  return { channel, threadTs: null };
}
