import type { App, ViewSubmitAction } from "@slack/bolt";
import type { ViewOutput } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Catalog } from "../../locales/catalog.ts";
import type { StoredAlert } from "../../watches/channel.ts";
import { diagnoseHost } from "../diagnose-host.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import type { AlertPlace } from "../views/alert-forms.ts";
import {
  ALERT_FORM,
  OWNER,
  RUNBOOK,
  SNOOZE,
  WHICH,
  readAlertPlace,
  readRunbook,
  readSnooze,
  readWhich,
} from "../views/alert-forms.ts";
import { sentenceView } from "../views/sentence.ts";

interface Submitted extends AlertPlace {
  readonly team: string;
  readonly enterprise: string | null;
  readonly user: string;
  readonly view: ViewOutput;
}

type Submit = (
  submitted: Submitted,
  stored: StoredAlert,
  catalog: Catalog,
  client: WebClient,
) => Promise<string | null>;

/** The forms that the buttons of an alert open. What was done shows in the message; what was not, or is seen nowhere, is told to
 *  who submitted alone. */
export function registerAlertForms(app: App, ports: SlackPorts, localeOf: LocaleOf, now: () => number): void {
  const valueOf = ({ view }: Submitted, { blockId, actionId }: typeof SNOOZE) =>
    view.state.values[blockId]?.[actionId];
  const idsOf = ({ concerns }: StoredAlert) => concerns.map(({ watched }) => watched);

  const submits: Readonly<Record<keyof typeof ALERT_FORM, Submit>> = {
    async snooze(submitted, stored, { alerts }) {
      const until = readSnooze(valueOf(submitted, SNOOZE)?.selected_option?.value, stored, now());
      if (until === null) return alerts.gone;
      const act = { act: "snooze", by: submitted.user, until } as const;
      return (await ports.actOnAlert(submitted, submitted.subject, act)) ? null : alerts.gone;
    },
    async owner(submitted, stored, { alerts }) {
      const owner = valueOf(submitted, OWNER)?.selected_user ?? null;
      const changed = await ports.changeWatches(submitted, idsOf(stored), { owner });
      return changed.length > 0 ? null : alerts.gone;
    },
    async runbook(submitted, stored, { alerts }) {
      const runbook = readRunbook(valueOf(submitted, RUNBOOK)?.value);
      if (runbook === undefined) return null;
      const changed = await ports.changeWatches(submitted, idsOf(stored), { runbook });
      return changed.length > 0 ? null : alerts.gone;
    },
    async unwatch(submitted, stored, { alerts }) {
      const removed = await ports.removeWatches(submitted, idsOf(stored));
      return removed.length > 0 ? alerts.unwatched(removed.length) : alerts.gone;
    },
    async diagnose(submitted, stored, { alerts }, client) {
      const watched = readWhich(valueOf(submitted, WHICH)?.selected_option?.value, stored);
      if (watched === null) return alerts.gone;
      const cause = `view:${submitted.team}:${submitted.view.id}`;
      return diagnoseHost({ ports, localeOf, client }, submitted, watched, cause);
    },
  };

  for (const [name, submit] of Object.entries(submits)) {
    const callback_id = ALERT_FORM[name as keyof typeof ALERT_FORM];
    app.view<ViewSubmitAction>(
      { type: "view_submission", callback_id },
      async ({ ack, body, view, client }) => {
        const place = readAlertPlace(view.private_metadata);
        const user = body.user.id;
        const { team, enterprise } = ownerOf(body);
        if (callback_id === ALERT_FORM.runbook) {
          const typed = view.state.values[RUNBOOK.blockId]?.[RUNBOOK.actionId]?.value;
          if (readRunbook(typed) === undefined) {
            const { alerts } = ports.catalogFor(await localeOf(client, team, user));
            await ack({
              response_action: "errors",
              errors: { [RUNBOOK.blockId]: alerts.forms.runbookWrong },
            });
            return;
          }
        }
        await ack();
        if (place === null) return;
        const catalog = ports.catalogFor(await localeOf(client, team, user));
        const told = await attempt({ ...place, team, enterprise, user, view });
        if (told === null) return;
        const { channel, threadTs } = place;
        await client.chat.postEphemeral({ channel, user, thread_ts: threadTs, ...sentenceView(told) });

        async function attempt(submitted: Submitted): Promise<string | null> {
          try {
            const stored = await ports.loadAlert(submitted, submitted.subject);
            if (stored?.alert.state !== "open") return catalog.alerts.gone;
            return await submit(submitted, stored, catalog, client);
          } catch (error) {
            ports.onError(error, { doing: callback_id });
            return catalog.chat.storeUnavailable;
          }
        }
      },
    );
  }
}
