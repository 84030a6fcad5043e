import type { App, BlockButtonAction, StaticSelectAction, ViewSubmitAction } from "@slack/bolt";
import type { BlockAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { factOf } from "../../report/capture-fact.ts";
import type { CaptureRecord } from "../../report/capture-record.ts";
import { requestChecks } from "../check-targets.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { localesOf } from "../user-locale.ts";
import { CAPTURE_ACTION, readCaptureId, readPicked } from "../views/capture.ts";
import { COPY_MODAL, NAMES, copyModal, readCopyPlace } from "../views/copy-modal.ts";
import { sentenceView } from "../views/sentence.ts";

/** Where a click happened, and what it is about. */
interface Clicked {
  readonly captureId: string;
  readonly team: string;
  readonly channel: string;
  readonly threadTs: string;
  readonly user: string;
}

/** The menu and the buttons below what was read in a capture. Anybody in the channel may use them. */
export function registerCapture(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.action<BlockAction<StaticSelectAction>>(
    { type: "block_actions", action_id: CAPTURE_ACTION.pick },
    async ({ ack, body, action, client }) => {
      await ack();
      const clicked = readClicked(body, action.block_id);
      const index = Number(action.selected_option.value);
      if (clicked === null || !Number.isInteger(index)) return;
      await attempt(clicked, client, async (record, locales) => {
        await ports.requestCapture({
          ...clicked,
          enterprise: record.origin.enterprise,
          ...locales,
          asked: { kind: "handshake", index },
          cause: `pick:${clicked.team}:${action.action_ts}`,
        });
      });
    },
  );

  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: CAPTURE_ACTION.check },
    async ({ ack, body, action, client, respond }) => {
      await ack();
      const clicked = readClicked(body, action.block_id);
      const picked = readPicked(action.value);
      if (clicked === null || picked === null) return;
      await attempt(clicked, client, async ({ origin, groups }, locales) => {
        const flow = groups[picked.index]?.flow;
        const target = flow?.targets[picked.reachable];
        if (flow === undefined || target === undefined) return;
        const fact = factOf(flow);
        const { team, channel, threadTs, user } = clicked;
        const refusal = await requestChecks(
          ports,
          {
            targets: [target],
            brought: fact === null ? [] : [fact],
            origin: { team, enterprise: origin.enterprise, channel, user, threadTs, ...locales },
            cause: `click:${team}:${action.action_ts}`,
            responseUrl: body.response_url,
          },
          ports.catalogFor(locales.ownLocale),
        );
        if (refusal !== null)
          await respond({ response_type: "ephemeral", replace_original: false, ...refusal });
      });
    },
  );

  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: CAPTURE_ACTION.copy },
    async ({ ack, body, action, client }) => {
      await ack();
      const clicked = readClicked(body, action.block_id);
      if (clicked === null) return;
      const { captureId, channel, threadTs, team, user } = clicked;
      const catalog = ports.catalogFor(await localeOf(client, team, user));
      const view = copyModal({ captureId, channel, threadTs }, catalog);
      await client.views.open({ trigger_id: body.trigger_id, view });
    },
  );

  app.view<ViewSubmitAction>(
    { type: "view_submission", callback_id: COPY_MODAL },
    async ({ ack, body, view, client }) => {
      await ack();
      const place = readCopyPlace(view.private_metadata);
      if (place === null) return;
      const chosen = view.state.values[NAMES.blockId]?.[NAMES.actionId]?.selected_option?.value;
      const names = chosen === "hash" ? "hash" : "keep";
      const clicked = { ...place, team: ownerOf(body).team, user: body.user.id };
      await attempt(clicked, client, async (record, locales) => {
        await ports.requestCapture({
          ...clicked,
          enterprise: record.origin.enterprise,
          ...locales,
          asked: { kind: "copy", names },
          cause: `view:${clicked.team}:${view.id}`,
        });
      });
    },
  );

  /** With the record, if it is there and of the same channel; else who clicked is told why not. */
  async function attempt(
    { captureId, team, channel, threadTs, user }: Clicked,
    client: WebClient,
    act: (record: CaptureRecord, locales: Awaited<ReturnType<typeof localesOf>>) => Promise<void>,
  ): Promise<void> {
    const locales = await localesOf(localeOf, client, { team, user, channel });
    const { chat } = ports.catalogFor(locales.ownLocale);
    const tell = (content: string) =>
      client.chat.postEphemeral({ channel, user, thread_ts: threadTs, ...sentenceView(content) });
    try {
      const record = await ports.loadCapture(captureId);
      if (record === null) await tell(chat.capture.gone);
      else if (record.origin.team !== team || record.origin.channel !== channel)
        await tell(chat.clickedWrong);
      else await act(record, locales);
    } catch (error) {
      ports.onError(error, { doing: "capture", captureId });
      await tell(chat.storeUnavailable);
    }
  }
}

function readClicked(body: BlockAction, blockId: string): Clicked | null {
  const captureId = readCaptureId(blockId);
  const channel = body.channel?.id;
  const { message } = body;
  if (captureId === null || channel === undefined || message === undefined) return null;
  const threadTs: unknown = message["thread_ts"] ?? message.ts;
  if (typeof threadTs !== "string") return null;
  return { captureId, team: ownerOf(body).team, channel, threadTs, user: body.user.id };
}
