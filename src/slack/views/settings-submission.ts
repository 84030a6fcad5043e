import type { App, ViewSubmitAction } from "@slack/bolt";
import type { ListenerParts } from "../listener-parts.ts";
import { publishHome } from "../home/load-home.ts";
import { ownerOf } from "../origin.ts";
import type { SayRequest } from "../ports.ts";
import { LANGUAGE, SETTINGS_MODAL, readLanguage, readSettingsPlace } from "./settings-modal.ts";
import { changedSettings, readWatchSettings } from "./watch-settings.ts";

/** How a channel is spoken to was chosen: anybody there may, and everybody there is told who did. */
export function registerSettingsSubmission(app: App, parts: ListenerParts): void {
  const { ports, localeOf } = parts;
  app.view<ViewSubmitAction>(
    { type: "view_submission", callback_id: SETTINGS_MODAL },
    async ({ ack, body, view, client }) => {
      const { team, enterprise } = ownerOf(body);
      const user = body.user.id;
      const { channel, from } = readSettingsPlace(view.private_metadata);
      const { values } = view.state;
      const tag = readLanguage(values[LANGUAGE.blockId]?.[LANGUAGE.actionId]?.selected_option?.value);
      if (tag === undefined || channel === "") return ack();
      const ownLocale = await localeOf(client, team, user);
      const catalog = ports.catalogFor(ownLocale);
      const read = readWatchSettings(values, catalog);
      if (read !== null && "errors" in read)
        return ack({ response_action: "errors", errors: { ...read.errors } });
      const says: SayRequest["say"][] = [];
      try {
        if (read !== null) {
          const watching = await ports.loadWatchingChannel({ team, channel });
          const changes = watching === null ? {} : changedSettings(watching.settings, read.settings);
          if (
            Object.keys(changes).length > 0 &&
            (await ports.saveWatchSettings({ team, channel }, read.settings))
          )
            says.push({ kind: "watch_settings", changes });
        }
        const before = await ports.setChannelLocale(team, channel, tag);
        if (before !== tag) says.unshift({ kind: "language", tag });
      } catch (error) {
        ports.onError(error, { doing: "saveSettings" });
        return ack({
          response_action: "errors",
          errors: { [LANGUAGE.blockId]: catalog.settings.unavailable },
        });
      }
      await ack();
      for (const say of says) {
        const cause = `view:${team}:${view.id}:${say.kind}`;
        await ports.say({
          say,
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
      }
      if (from === "home") await publishHome(parts, { client, team, user });
    },
  );
}
