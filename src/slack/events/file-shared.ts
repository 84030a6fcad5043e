import type { App } from "@slack/bolt";
import type { SlackPorts } from "../ports.ts";
import type { LocaleOf } from "../user-locale.ts";
import { localesOf } from "../user-locale.ts";

/** A file appeared where the bot is: a worker finds out whether it was meant for us, and reads it. */
export function registerFileShared(app: App, ports: SlackPorts, localeOf: LocaleOf): void {
  app.event("file_shared", async ({ event, body, context, client }) => {
    const { file_id: fileId, channel_id: channel, user_id: user } = event;
    // What we post ourselves is shared too.
    if (user === context.botUserId) return;
    const team = body.team_id;
    const enterprise =
      body.authorizations?.[0]?.is_enterprise_install === true ? (body.enterprise_id ?? null) : null;
    await ports.requestReading({
      fileIds: [fileId],
      channel,
      user,
      team,
      enterprise,
      ...(await localesOf(localeOf, client, { team, user, channel })),
      cause: `share:${fileId}:${channel}`,
      place: null,
      password: null,
    });
  });
}
