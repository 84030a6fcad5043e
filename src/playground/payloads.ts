import type { JsonObject } from "./client-api.ts";
import { messageObject } from "./messages.ts";
import type { Channel, Message, User, View } from "./state.ts";
import { viewObject } from "./views.ts";
import type { Workspace } from "./workspace.ts";

/** Interaction payloads: https://docs.slack.dev/reference/interaction-payloads */
function common({ app, team }: Workspace, user: User): JsonObject {
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: team.id },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: app.id,
    token: app.verificationToken,
  };
}

function channelName({ kind, name }: Channel): string {
  return { public: name, private: "privategroup", im: "directmessage" }[kind];
}

export interface Handles {
  readonly trigger_id: string;
  readonly response_url: string;
}

export function slashCommand(
  { app, team }: Workspace,
  { user, channel, command, text }: { user: User; channel: Channel; command: string; text: string },
  handles: Handles,
): JsonObject {
  return {
    token: app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: app.id,
    is_enterprise_install: "false",
    ...handles,
  };
}

export function messageActions(
  workspace: Workspace,
  {
    user,
    channel,
    message,
    action,
    values,
  }: { user: User; channel: Channel; message: Message; action: JsonObject; values: JsonObject },
  handles: Handles,
): JsonObject {
  const isEphemeral = message.visibleTo !== null;
  const thread = message.threadTs === null ? {} : { thread_ts: message.threadTs };
  return {
    type: "block_actions",
    ...common(workspace, user),
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...thread,
    },
    channel: { id: channel.id, name: channelName(channel) },
    // Slack keeps no ephemeral message, so its payloads come without one.
    ...(isEphemeral ? {} : { message: messageObject(workspace, message) }),
    state: { values },
    actions: [action],
    ...handles,
  };
}

export function viewActions(
  workspace: Workspace,
  { user, view, action }: { user: User; view: View; action: JsonObject },
  triggerId: string,
): JsonObject {
  return {
    type: "block_actions",
    ...common(workspace, user),
    container: { type: "view", view_id: view.id },
    view: viewObject(workspace, view),
    actions: [action],
    trigger_id: triggerId,
  };
}

export function viewSubmission(workspace: Workspace, user: User, view: View, triggerId: string): JsonObject {
  return {
    type: "view_submission",
    ...common(workspace, user),
    view: viewObject(workspace, view),
    trigger_id: triggerId,
    response_urls: [],
  };
}

export function viewClosed(workspace: Workspace, user: User, view: View, isCleared: boolean): JsonObject {
  return {
    type: "view_closed",
    ...common(workspace, user),
    view: viewObject(workspace, view),
    is_cleared: isCleared,
  };
}

export function messageShortcut(
  workspace: Workspace,
  {
    user,
    channel,
    message,
    callbackId,
  }: { user: User; channel: Channel; message: Message; callbackId: string },
  handles: Handles,
): JsonObject {
  return {
    type: "message_action",
    ...common(workspace, user),
    channel: { id: channel.id, name: channelName(channel) },
    callback_id: callbackId,
    action_ts: workspace.ids.ts(),
    message_ts: message.ts,
    message: messageObject(workspace, message),
    ...handles,
  };
}

export function globalShortcut(
  workspace: Workspace,
  user: User,
  callbackId: string,
  triggerId: string,
): JsonObject {
  return {
    type: "shortcut",
    ...common(workspace, user),
    callback_id: callbackId,
    action_ts: workspace.ids.ts(),
    trigger_id: triggerId,
  };
}
