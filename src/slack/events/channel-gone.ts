import type { App } from "@slack/bolt";
import type { SlackPorts } from "../ports.ts";
import { sayResumed } from "../say-resumed.ts";

/** The bot cannot write in a channel any more, or can again: what is watched there stands still, and goes on. */
export function registerChannelGone(app: App, ports: SlackPorts): void {
  const pause = async ({
    event,
    body,
  }: {
    event: { type: string; channel: string };
    body: { team_id: string };
  }) => {
    await ports.pauseWatches({ team: body.team_id, channel: event.channel }, event.type);
  };
  app.event("channel_archive", pause);
  app.event("channel_deleted", pause);
  app.event("channel_left", pause);
  app.event("group_archive", pause);
  app.event("group_deleted", pause);
  app.event("group_left", pause);

  const resume = async (team: string, channel: string, cause: string) => {
    if (await ports.resumeWatches({ team, channel })) await sayResumed(ports, { team, channel }, cause, null);
  };
  const unarchived = async ({
    event,
    body,
  }: {
    event: { channel: string };
    body: { team_id: string; event_id: string };
  }) => resume(body.team_id, event.channel, `event:${body.event_id}`);
  app.event("channel_unarchive", unarchived);
  app.event("group_unarchive", unarchived);
  app.event("member_joined_channel", async ({ event, body, context }) => {
    if (event.user !== context.botUserId) return;
    await resume(body.team_id, event.channel, `event:${body.event_id}`);
  });
}
