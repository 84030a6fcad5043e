import type { App, BlockAction, BlockButtonAction, BlockOverflowAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { diagnoseHost } from "../diagnose-host.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import type { Catalog } from "../../locales/catalog.ts";
import type { StoredAlert } from "../../watches/channel.ts";
import { ALERT_ACTION, readAlertSubject } from "../views/alert.ts";
import type { AlertPlace } from "../views/alert-forms.ts";
import { diagnoseForm, ownerForm, runbookForm, snoozeForm, unwatchForm } from "../views/alert-forms.ts";
import { serversOf } from "../views/alert-matter.ts";
import { sentenceView } from "../views/sentence.ts";

/** What is known of a click below an alert. Team and channel are Slack's word: a copied message acts on no other channel. */
interface Clicked extends AlertPlace {
  readonly team: string;
  readonly enterprise: string | null;
  readonly user: string;
}

/** The buttons of an alert. Anybody in the channel may use them; a second click changes nothing. */
export function registerAlert(app: App, ports: SlackPorts, localeOf: LocaleOf, now: () => number): void {
  const act = {
    [ALERT_ACTION.acknowledge]: ({ user }: Clicked) => ({ act: "acknowledge" as const, by: user, at: now() }),
    [ALERT_ACTION.wake]: ({ user }: Clicked) => ({ act: "wake" as const, by: user }),
  };
  for (const action_id of [ALERT_ACTION.acknowledge, ALERT_ACTION.wake] as const) {
    app.action<BlockButtonAction>(
      { type: "block_actions", action_id },
      async ({ ack, body, action, client, respond }) => {
        await ack();
        const clicked = readClicked(body, action.block_id);
        if (clicked === null) return;
        const outcome = await ports
          .actOnAlert(clicked, clicked.subject, act[action_id](clicked))
          .catch(failed);
        if (outcome === true) return;
        const { alerts, chat } = ports.catalogFor(await localeOf(client, clicked.team, clicked.user));
        await respond(privately(outcome === false ? alerts.gone : chat.storeUnavailable));
      },
    );
  }

  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: ALERT_ACTION.snooze },
    async ({ ack, body, action, client, respond }) => {
      await ack();
      const open = (view: ModalView) => client.views.open({ trigger_id: body.trigger_id, view });
      await withAlert(
        readClicked(body, action.block_id),
        { client, respond },
        async (stored, clicked, catalog) => {
          await open(snoozeForm(clicked, stored, now(), catalog));
          return null;
        },
      );
    },
  );

  app.action<BlockOverflowAction>(
    { type: "block_actions", action_id: ALERT_ACTION.more },
    async ({ ack, body, action, client, respond }) => {
      await ack();
      const form = { owner: ownerForm, runbook: runbookForm, unwatch: unwatchForm };
      const { value } = action.selected_option;
      if (value !== "owner" && value !== "runbook" && value !== "unwatch") return;
      await withAlert(
        readClicked(body, action.block_id),
        { client, respond },
        async (stored, clicked, catalog) => {
          const view = form[value](clicked, stored, catalog);
          await client.views.open({ trigger_id: body.trigger_id, view });
          return null;
        },
      );
    },
  );

  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: ALERT_ACTION.diagnose },
    async ({ ack, body, action, client, respond }) => {
      await ack();
      await withAlert(
        readClicked(body, action.block_id),
        { client, respond },
        async (stored, clicked, catalog) => {
          const [first, ...more] = serversOf(stored);
          if (first === undefined) return catalog.alerts.nothingToCheck;
          if (more.length > 0) {
            const view = diagnoseForm(clicked, stored, catalog);
            await client.views.open({ trigger_id: body.trigger_id, view });
            return null;
          }
          const cause = `click:${clicked.team}:${action.action_ts}`;
          return diagnoseHost({ ports, localeOf, client }, clicked, first, cause);
        },
      );
    },
  );

  type Tools = Pick<Parameters<Parameters<typeof app.action>[1]>[0], "client" | "respond">;
  /** With the alert, if it is still open; else who clicked is told why not. `use` answers what is to be told, null for nothing. */
  async function withAlert(
    clicked: Clicked | null,
    { client, respond }: Tools,
    use: (stored: StoredAlert, clicked: Clicked, catalog: Catalog) => Promise<string | null>,
  ): Promise<void> {
    if (clicked === null) return;
    const catalog = ports.catalogFor(await localeOf(client, clicked.team, clicked.user));
    const stored = await ports.loadAlert(clicked, clicked.subject).catch(failed);
    const told =
      stored === "failed"
        ? catalog.chat.storeUnavailable
        : stored?.alert.state === "open"
          ? await use(stored, clicked, catalog)
          : catalog.alerts.gone;
    if (told !== null) await respond(privately(told));
  }

  function failed(error: unknown): "failed" {
    ports.onError(error, { doing: "alert" });
    return "failed";
  }
}

function privately(sentence: string) {
  return { response_type: "ephemeral" as const, replace_original: false, ...sentenceView(sentence) };
}

function readClicked(body: BlockAction, blockId: string): Clicked | null {
  const subject = readAlertSubject(blockId);
  const channel = body.channel?.id;
  const threadTs: unknown = body.message?.["thread_ts"] ?? body.message?.ts;
  if (subject === null || channel === undefined || typeof threadTs !== "string") return null;
  return { subject, channel, threadTs, user: body.user.id, ...ownerOf(body) };
}
