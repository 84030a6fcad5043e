import type { App, BlockButtonAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import { ownerOf } from "../origin.ts";
import { CHANGE_WATCH_SETTINGS, RESUME_WATCHES } from "../views/home-watches.ts";
import { localesOf } from "../user-locale.ts";
import { plainText } from "../views/text.ts";
import type { HomePorts } from "./load-home.ts";
import { loadHome } from "./load-home.ts";
import type { OpenSettings } from "../open-settings.ts";

/** The buttons of a channel on App Home. Slack does not say which channel a click there is of, so its value does; and whoever clicks has
 *  to be in that channel now, whatever the page showed an hour ago. */
export function registerChannelButtons(app: App, home: HomePorts, openSettings: OpenSettings): void {
  const { ports, localeOf, channelsOf } = home;

  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: CHANGE_WATCH_SETTINGS },
    async ({ ack, body, action, client }) => {
      await ack();
      const { team } = ownerOf(body);
      const user = body.user.id;
      const channel = action.value ?? "";
      const [own, locale] = await Promise.all([
        channelsOf(client, team, user, "fresh"),
        localeOf(client, team, user),
      ]);
      const catalog = ports.catalogFor(locale);
      const open = (view: ModalView) => client.views.open({ trigger_id: body.trigger_id, view });
      if (own?.has(channel) !== true) {
        await open(refusal(catalog.watchHome.notInChannel, catalog));
        return;
      }
      try {
        await openSettings(client, { team, user, channel, trigger: body.trigger_id }, "home");
      } catch (error) {
        ports.onError(error, { doing: "settings" });
        await open(refusal(catalog.settings.unavailable, catalog));
      }
    },
  );

  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: RESUME_WATCHES },
    async ({ ack, body, action, client }) => {
      await ack();
      const { team, enterprise } = ownerOf(body);
      const user = body.user.id;
      const channel = action.value ?? "";
      const own = await channelsOf(client, team, user, "fresh");
      if (own?.has(channel) === true) {
        if (await ports.resumeWatches({ team, channel })) {
          const cause = `resume:${team}:${channel}:${action.action_ts}`;
          await ports.say({
            say: { kind: "resumed", by: user },
            ...(await localesOf(localeOf, client, { team, user, channel })),
            channel,
            threadTs: null,
            user,
            team,
            enterprise,
            cause,
            subject: cause,
            responseUrl: null,
          });
        }
      } else {
        const catalog = ports.catalogFor(await localeOf(client, team, user));
        const view = refusal(catalog.watchHome.notInChannel, catalog);
        await client.views.open({ trigger_id: body.trigger_id, view });
      }
      await client.views.publish({ user_id: user, view: await loadHome(home, { client, team, user }) });
    },
  );
}

function refusal(sentence: string, { settings, chat }: Catalog): ModalView {
  return {
    type: "modal",
    title: plainText(settings.title, 24),
    close: plainText(chat.modal.close, 24),
    blocks: [{ type: "section", text: plainText(sentence, 3_000) }],
  };
}
