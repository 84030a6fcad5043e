import type { App, BlockButtonAction } from "@slack/bolt";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { checkModal } from "../views/check-modal.ts";
import { OPEN_CHECK_MODAL, homeView } from "../views/home-view.ts";

export function registerHome(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.event("app_home_opened", async ({ event, body, client }) => {
    if (event.tab !== "home") return;
    const catalog = ports.catalogFor(await localeOf(client, body.team_id, event.user));
    const recent = await ports.loadRecent(body.team_id, event.user);
    await client.views.publish({ user_id: event.user, view: homeView(recent, catalog) });
  });

  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: OPEN_CHECK_MODAL },
    async ({ ack, body, client }) => {
      await ack();
      const { team } = ownerOf(body);
      const catalog = ports.catalogFor(await localeOf(client, team, body.user.id));
      await client.views.open({
        trigger_id: body.trigger_id,
        view: checkModal({ targets: "", channel: null }, catalog),
      });
    },
  );
}
