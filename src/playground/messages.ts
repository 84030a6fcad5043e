import type { Id, JsonObject, Ts } from "./client-api.ts";
import { fileObject } from "./files.ts";
import { mentionsInBlocks, mentionsInText } from "./mrkdwn.ts";
import type { Message, StoredFile } from "./state.ts";
import type { Workspace } from "./workspace.ts";

export interface Draft {
  readonly channel: Id;
  readonly user: Id;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly files?: readonly StoredFile[];
  readonly threadTs?: Ts | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly subtype?: Message["subtype"];
}

function create(workspace: Workspace, draft: Draft, visibleTo: Id | null): Message {
  const blocks = draft.blocks ?? [];
  return {
    channel: draft.channel,
    ts: workspace.ids.ts(),
    threadTs: draft.threadTs ?? null,
    user: draft.user,
    subtype: draft.subtype ?? null,
    visibleTo,
    text: draft.text,
    blocks,
    files: draft.files ?? [],
    metadata: draft.metadata ?? null,
    edited: null,
    reactions: new Map(),
    mentions: [...new Set([...mentionsInText(draft.text), ...mentionsInBlocks(blocks)])],
  };
}

export function postMessage(workspace: Workspace, draft: Draft): Message {
  const message = create(workspace, draft, null);
  workspace.history(draft.channel).set(message.ts, message);
  workspace.changed({ type: "message", message });
  for (const file of message.files) {
    file.shares.push({ channel: message.channel, ts: message.ts, threadTs: message.threadTs });
    workspace.changed({
      type: "file_shared",
      file,
      channel: message.channel,
      user: draft.user,
      ts: message.ts,
    });
  }
  return message;
}

/** Kept apart from the history: Slack does not store what only one person sees. */
export function postEphemeral(workspace: Workspace, draft: Draft, visibleTo: Id): Message {
  const message = create(workspace, draft, visibleTo);
  workspace.ephemerals.push(message);
  workspace.changed({ type: "message", message });
  return message;
}

/** An absent part stays as it was. `mentions` only grows: a notification is not taken back. */
export function updateMessage(
  workspace: Workspace,
  message: Message,
  {
    text,
    blocks,
    metadata,
  }: {
    text?: string | undefined;
    blocks?: readonly JsonObject[] | undefined;
    metadata?: JsonObject | undefined;
  },
): void {
  const previous = messageObject(workspace, message);
  const isRewritten = text !== undefined && text !== message.text;
  message.text = text ?? message.text;
  message.blocks = blocks ?? message.blocks;
  message.metadata = metadata ?? message.metadata;
  const mentions = [...mentionsInText(message.text), ...mentionsInBlocks(message.blocks)];
  message.mentions = [...new Set([...message.mentions, ...mentions])];
  // Slack marks a message as edited for its text, not for its blocks.
  if (isRewritten && message.blocks.length === 0)
    message.edited = { user: message.user, ts: workspace.ids.ts() };
  workspace.changed({ type: "message_changed", message, previous });
}

export function deleteMessage(workspace: Workspace, message: Message): void {
  if (message.visibleTo === null) workspace.history(message.channel).delete(message.ts);
  else workspace.ephemerals.splice(workspace.ephemerals.indexOf(message), 1);
  workspace.changed({ type: "message_deleted", message, ts: workspace.ids.ts() });
}

/** Slack's message object, as the Web API and the events give it. */
export function messageObject(workspace: Workspace, message: Message, withMetadata = false): JsonObject {
  const { app, team } = workspace;
  const replies = workspace.thread(message.channel, message.ts);
  const last = replies.at(-1);
  return {
    type: "message",
    ...(message.subtype === null ? {} : { subtype: message.subtype }),
    user: message.user,
    ...(message.user === app.botUser
      ? { bot_id: app.botId, app_id: app.id, bot_profile: botProfile(workspace) }
      : {}),
    team: team.id,
    text: message.text,
    ts: message.ts,
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.files.length === 0
      ? {}
      : { files: message.files.map((file) => fileObject(workspace, file)) }),
    ...(message.edited === null ? {} : { edited: message.edited }),
    ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
    ...(message.reactions.size === 0 ? {} : { reactions: reactionObjects(message) }),
    ...(last === undefined
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map(({ user }) => user))],
          latest_reply: last.ts,
        }),
  };
}

function botProfile({ app, team }: Workspace): JsonObject {
  return { id: app.botId, app_id: app.id, name: app.name, team_id: team.id, deleted: false, updated: 0 };
}

function reactionObjects({ reactions }: Message): JsonObject[] {
  return [...reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }));
}

/** Ephemeral ones too. */
export function findMessage(workspace: Workspace, channel: Id, ts: Ts): Message | undefined {
  const ephemeral = workspace.ephemerals.find((message) => message.channel === channel && message.ts === ts);
  return workspace.history(channel).get(ts) ?? ephemeral;
}
