import type { App, BlockButtonAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Catalog } from "../../locales/catalog.ts";
import { exportList } from "../actions/watch-list.ts";
import type { Asker } from "../add-watches.ts";
import { COMMAND } from "../commands/tlscheck.ts";
import type { OpenSettings } from "../open-settings.ts";
import { ownerOf } from "../origin.ts";
import { sayResumed } from "../say-resumed.ts";
import { CHANGE_WATCH_SETTINGS, EXPORT_WATCHES, RESUME_WATCHES } from "../views/home-watches.ts";
import { plainText } from "../views/text.ts";
import type { ListenerParts } from "../listener-parts.ts";
import { publishHome } from "./load-home.ts";

interface Clicked {
  readonly client: WebClient;
  readonly asker: Asker;
  /** Of the click. */
  readonly trigger: string;
  readonly catalog: Catalog;
}

/** The buttons of a channel on App Home. Slack does not say which channel a click there is of, so its value does; and whoever clicks has
 *  to be in that channel now, whatever the page showed an hour ago. */
export function registerChannelButtons(app: App, home: ListenerParts, openSettings: OpenSettings): void {
  const { ports, localeOf, channelsOf } = home;

  const on = (action_id: string, clicked: (click: Clicked) => Promise<void>) =>
    app.action<BlockButtonAction>(
      { type: "block_actions", action_id },
      async ({ ack, body, action, client }) => {
        await ack();
        const { team, enterprise } = ownerOf(body);
        const [user, channel, trigger] = [body.user.id, action.value ?? "", body.trigger_id];
        const [own, locale] = await Promise.all([
          channelsOf(client, team, user, "fresh"),
          localeOf(client, team, user),
        ]);
        const catalog = ports.catalogFor(locale);
        const refuse = (sentence: string) =>
          client.views.open({ trigger_id: trigger, view: sentenceModal(sentence, catalog) });
        if (own?.has(channel) !== true) {
          await refuse(catalog.watchHome.notInChannel);
          await publishHome(home, { client, team, user });
          return;
        }
        const cause = `click:${team}:${action.action_ts}`;
        const asker = { team, enterprise, channel, user, cause, responseUrl: null };
        try {
          await clicked({ client, asker, trigger, catalog });
        } catch (error) {
          ports.onError(error, { doing: action_id, cause });
          await refuse(catalog.settings.unavailable);
        }
      },
    );

  on(CHANGE_WATCH_SETTINGS, ({ client, asker, trigger }) =>
    openSettings(client, { ...asker, trigger }, "home"),
  );

  on(EXPORT_WATCHES, async ({ client, asker, catalog }) => {
    await exportList({ ...home, client, catalog, command: COMMAND }, asker, "CSV", home.now());
  });

  on(RESUME_WATCHES, async ({ client, asker }) => {
    const { team, channel, user, cause } = asker;
    if (await ports.resumeWatches(asker)) await sayResumed(ports, { team, channel }, cause, user);
    await publishHome(home, { client, team, user });
  });
}

function sentenceModal(sentence: string, { settings, chat }: Catalog) {
  return {
    type: "modal" as const,
    title: plainText(settings.title, 24),
    close: plainText(chat.modal.close, 24),
    blocks: [{ type: "section" as const, text: plainText(sentence, 3_000) }],
  };
}
