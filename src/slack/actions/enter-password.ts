import type { App, BlockButtonAction, ViewSubmitAction } from "@slack/bolt";
import { ownerOf } from "../origin.ts";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { localesOf } from "../user-locale.ts";
import {
  ENTER_PASSWORD,
  PASSWORD,
  PASSWORD_MODAL,
  passwordModal,
  readLockedFile,
} from "../views/password-modal.ts";

/** A keystore needs a password: asked for in a form, never in a channel. Then the file is read again. */
export function registerEnterPassword(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.action<BlockButtonAction>(
    { type: "block_actions", action_id: ENTER_PASSWORD },
    async ({ ack, body, action, client }) => {
      await ack();
      const file = readLockedFile(action.value);
      // A button speaks for the channel that it stands in, and for no other.
      if (file === null || file.channel !== body.channel?.id) return;
      const catalog = ports.catalogFor(await localeOf(client, ownerOf(body).team, body.user.id));
      await client.views.open({ trigger_id: body.trigger_id, view: passwordModal(file, catalog) });
    },
  );

  app.view<ViewSubmitAction>(
    { type: "view_submission", callback_id: PASSWORD_MODAL },
    async ({ ack, body, view, client }) => {
      await ack();
      const file = readLockedFile(view.private_metadata);
      if (file === null) return;
      const { team, enterprise } = ownerOf(body);
      const user = body.user.id;
      await ports.requestReading({
        fileIds: [file.fileId],
        channel: file.channel,
        user,
        team,
        enterprise,
        ...(await localesOf(localeOf, client, { team, user, channel: file.channel })),
        cause: `view:${team}:${view.id}`,
        place: { threadTs: file.threadTs },
        password: view.state.values[PASSWORD.blockId]?.[PASSWORD.actionId]?.value ?? "",
      });
    },
  );
}
