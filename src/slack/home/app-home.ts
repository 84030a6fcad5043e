import type { App, BlockButtonAction } from "@slack/bolt";
import { ownerOf } from "../origin.ts";
import { checkModal } from "../views/check-modal.ts";
import { OPEN_CHECK_MODAL } from "../views/home-view.ts";
import { TURN_HOME_PAGE } from "../views/home-watches.ts";
import type { ListenerParts } from "../listener-parts.ts";
import { publishHome } from "./load-home.ts";

export function registerHome(app: App, home: ListenerParts): void {
  const { ports, localeOf } = home;
  app.event("app_home_opened", async ({ event, body, client }) => {
    if (event.tab !== "home") return;
    const { user } = event;
    await publishHome(home, { client, team: body.team_id, user });
  });

  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: new RegExp(`^${TURN_HOME_PAGE}:`) },
    async ({ ack, body, action, client }) => {
      await ack();
      const offset = Number(action.value);
      if (!Number.isSafeInteger(offset)) return;
      const { team } = ownerOf(body);
      const user = body.user.id;
      await publishHome(home, { client, team, user }, offset);
    },
  );

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
