import type { App, ViewSubmitAction } from "@slack/bolt";
import type { Target } from "../../diagnosis/target.ts";
import { parseTargets } from "../../diagnosis/target.ts";
import { complaint, requestChecks } from "../check-targets.ts";
import { COMMAND } from "../commands/tlscheck.ts";
import { sendPrivately } from "../messages/private-answer.ts";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { localesOf } from "../user-locale.ts";
import { CHANNEL, CHECK_MODAL, FILES, TARGETS, readGiven } from "./check-modal.ts";
import { PASSWORD } from "./password-modal.ts";

/** The form was sent: a mistake in it is shown at the field, else the checks begin. */
export function registerCheckSubmission(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.view<ViewSubmitAction>(
    { type: "view_submission", callback_id: CHECK_MODAL },
    async ({ ack, body, view, client }) => {
      const { team, enterprise } = ownerOf(body);
      const user = body.user.id;
      const { values } = view.state;
      const named = values[TARGETS.blockId]?.[TARGETS.actionId]?.value ?? "";
      const fileIds = (values[FILES.blockId]?.[FILES.actionId]?.files ?? []).flatMap(({ id }) => id ?? []);
      let targets: Target[];
      try {
        targets = named.trim() === "" && fileIds.length > 0 ? [] : parseTargets(named);
      } catch (error) {
        const catalog = ports.catalogFor(await localeOf(client, team, user));
        await ack({
          response_action: "errors",
          errors: { [TARGETS.blockId]: complaint(error, COMMAND, catalog) },
        });
        return;
      }
      await ack();
      const chosen = body.response_urls?.[0];
      const channel =
        chosen?.channel_id ?? values[CHANNEL.blockId]?.[CHANNEL.actionId]?.selected_conversation ?? user;
      const responseUrl = chosen?.response_url ?? null;
      const locales = await localesOf(localeOf, client, { team, user, channel });
      const cause = `view:${team}:${view.id}`;
      if (fileIds.length > 0) {
        const password = values[PASSWORD.blockId]?.[PASSWORD.actionId]?.value ?? null;
        const place = { threadTs: null };
        await ports.requestReading({
          fileIds,
          channel,
          user,
          team,
          enterprise,
          ...locales,
          cause,
          place,
          password,
        });
      }
      if (targets.length === 0) return;
      const refusal = await requestChecks(
        ports,
        {
          targets,
          given: readGiven((asked) => values[asked]?.[asked]?.selected_option?.value),
          origin: { team, enterprise, channel, user, threadTs: null, ...locales },
          cause,
          responseUrl,
        },
        ports.catalogFor(locales.ownLocale),
      );
      if (refusal !== null) await sendPrivately(client, { user, responseUrl }, refusal);
    },
  );
}
