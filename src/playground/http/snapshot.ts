import type {
  ClientChannel,
  ClientFile,
  ClientMessage,
  ClientUser,
  ClientView,
  Id,
  JsonObject,
  Snapshot,
} from "../client-api.ts";
import type { Channel, Message, StoredFile, User, View } from "../state.ts";
import { modalsOf } from "../views.ts";
import type { Workspace } from "../workspace.ts";

/** Everything that one person's client shows. */
export function snapshot(workspace: Workspace, self: Id, isConnected: boolean): Snapshot {
  const { app, team } = workspace;
  const channels = [...workspace.channels.values()].filter((channel) => workspace.sees(self, channel));
  const home = workspace.homes.get(self);
  const { slash_commands, shortcuts } = app.manifest.features;
  return {
    team: { id: team.id, name: team.name },
    self,
    users: [...workspace.users.values()].map(clientUser),
    channels: channels.map((channel) => clientChannel(workspace, channel)),
    messages: channels.flatMap(({ id }) =>
      [...workspace.history(id).values()].map((message) => clientMessage(workspace, message)),
    ),
    modals: modalsOf(workspace, self).map(clientView),
    home: home === undefined ? null : clientView(home),
    commands: slash_commands.map(({ command, description, usage_hint = "" }) => ({
      command,
      description,
      usageHint: usage_hint,
    })),
    messageShortcuts: shortcuts
      .filter(({ type }) => type === "message")
      .map(({ callback_id, name }) => ({ callbackId: callback_id, name })),
    app: { botUser: app.botUser, name: app.name, connected: isConnected },
  };
}

export function clientUser({ id, name, realName, isBot, locale }: User): ClientUser {
  return { id, name, realName, isBot, locale };
}

export function clientChannel({ app }: Workspace, { id, name, kind, members, user }: Channel): ClientChannel {
  const other = kind === "im" ? app.botUser : null;
  return {
    id,
    name: kind === "im" ? app.name : name,
    kind,
    botIsMember: members.has(app.botUser),
    user: user && other,
  };
}

export function clientMessage(workspace: Workspace, message: Message): ClientMessage {
  return {
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs,
    user: message.user,
    text: message.text,
    blocks: message.blocks,
    files: message.files.filter(({ isDeleted }) => !isDeleted).map(clientFile),
    edited: message.edited !== null,
    ephemeral: message.visibleTo !== null,
    visibleTo: message.visibleTo,
    replyCount: workspace.thread(message.channel, message.ts).length,
  };
}

/** The page has no token, so it downloads from its own path. */
function clientFile({ id, name, mimetype, altText, bytes }: StoredFile): ClientFile {
  return {
    id,
    name,
    mimetype,
    altText,
    size: bytes.length,
    urlPrivate: `/client/files/${id}/${encodeURIComponent(name)}`,
  };
}

export function clientView(view: View): ClientView {
  return {
    id: view.id,
    hash: view.hash,
    type: view.type,
    callbackId: view.callbackId,
    title: plain(view.title) ?? "",
    submit: plain(view.submit),
    close: plain(view.close),
    blocks: view.blocks,
  };
}

function plain(text: JsonObject | null): string | null {
  return typeof text?.["text"] === "string" ? text["text"] : null;
}
