import type { App, ViewSubmitAction } from "@slack/bolt";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { LANGUAGE, SETTINGS_MODAL, readLanguage } from "./settings-modal.ts";

/** The language of a channel was chosen: anybody there may, and everybody there is told who did. */
export function registerSettingsSubmission(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.view<ViewSubmitAction>(
    { type: "view_submission", callback_id: SETTINGS_MODAL },
    async ({ ack, body, view, client }) => {
      const { team, enterprise } = ownerOf(body);
      const user = body.user.id;
      const channel = view.private_metadata;
      const chosen = view.state.values[LANGUAGE.blockId]?.[LANGUAGE.actionId]?.selected_option?.value;
      const tag = readLanguage(chosen);
      if (tag === undefined || channel === "") return ack();
      let before: string | null;
      try {
        before = await ports.setChannelLocale(team, channel, tag);
      } catch (error) {
        ports.onError(error, { doing: "setChannelLocale" });
        const { settings } = ports.catalogFor(await localeOf(client, team, user));
        return ack({
          response_action: "errors",
          errors: { [LANGUAGE.blockId]: settings.unavailable },
        });
      }
      await ack();
      if (before === tag) return;
      const ownLocale = await localeOf(client, team, user);
      const cause = `view:${team}:${view.id}`;
      await ports.say({
        say: { kind: "language", tag },
        channel,
        threadTs: null,
        user,
        team,
        enterprise,
        locale: tag ?? ownLocale,
        ownLocale,
        cause,
        subject: cause,
        responseUrl: null,
      });
    },
  );
}
