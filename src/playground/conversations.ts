import type { Id } from "./client-api.ts";
import { SlackError } from "./slack-error.ts";
import type { Channel } from "./state.ts";
import { postMessage } from "./messages.ts";
import type { Workspace } from "./workspace.ts";

/** The channel as the app sees it: a private one that it is not in does not exist. */
export function visibleChannel(workspace: Workspace, id: string): Channel {
  const channel = workspace.channels.get(id);
  if (channel === undefined || !workspace.sees(workspace.app.botUser, channel))
    throw new SlackError("channel_not_found");
  return channel;
}

export function isMember({ app }: Workspace, channel: Channel): boolean {
  return channel.members.has(app.botUser);
}

/** False where the user was a member already. */
export function join(workspace: Workspace, channel: Channel, user: Id, inviter: Id | null): boolean {
  if (channel.members.has(user)) return false;
  channel.members.add(user);
  workspace.changed({ type: "channel", channel });
  workspace.changed({ type: "member_joined", channel, user, inviter });
  postMessage(workspace, {
    channel: channel.id,
    user,
    text: `<@${user}> has joined the channel`,
    subtype: "channel_join",
  });
  return true;
}

export function archive(workspace: Workspace, channel: Channel, user: Id): void {
  channel.isArchived = true;
  workspace.changed({ type: "archived", channel, user });
  workspace.changed({ type: "channel", channel });
}

export function unarchive(workspace: Workspace, channel: Channel, user: Id): void {
  channel.isArchived = false;
  workspace.changed({ type: "unarchived", channel, user });
  workspace.changed({ type: "channel", channel });
}

/** The bot is removed. */
export function removeBot(workspace: Workspace, channel: Channel, user: Id): void {
  if (!channel.members.delete(workspace.app.botUser)) return;
  workspace.changed({ type: "left", channel, user });
  workspace.changed({ type: "channel", channel });
}

/** With all that was said there. */
export function deleteChannel(workspace: Workspace, channel: Channel, user: Id): void {
  workspace.channels.delete(channel.id);
  workspace.messages.delete(channel.id);
  workspace.changed({ type: "deleted", channel, user });
}

/** Slack's `conversation` object. */
export function channelObject(workspace: Workspace, channel: Channel): Record<string, unknown> {
  const created = Math.floor(channel.created / 1000);
  const common = {
    id: channel.id,
    created,
    is_archived: channel.isArchived,
    context_team_id: workspace.team.id,
  };
  if (channel.kind === "im")
    return {
      ...common,
      is_im: true,
      is_org_shared: false,
      user: channel.user,
      is_user_deleted: false,
      priority: 0,
    };
  const topic = { value: "", creator: "", last_set: 0 };
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === "private",
    is_general: channel.name === "general",
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_member: isMember(workspace, channel),
    num_members: channel.members.size,
    topic,
    purpose: topic,
  };
}
