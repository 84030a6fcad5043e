import type { ClientEvent, ClientMessage, Id, Snapshot, Ts } from "../../client-api.ts";

export interface WorkspaceState {
  /** `undefined` until the first snapshot came. Its `messages` are in `conversations` instead. */
  readonly workspace: Omit<Snapshot, "messages"> | undefined;
  /** Per channel, by `ts`. A message that did not change keeps its identity. */
  readonly conversations: ReadonlyMap<Id, readonly ClientMessage[]>;
}

export const EMPTY: WorkspaceState = { workspace: undefined, conversations: new Map() };

export function reduceWorkspace(state: WorkspaceState, event: ClientEvent): WorkspaceState {
  const { workspace, conversations } = state;
  if (event.type === "snapshot") {
    const { messages, ...rest } = event.snapshot;
    return { workspace: rest, conversations: byChannel(messages) };
  }
  // a stream says nothing before its snapshot
  if (workspace === undefined) return state;
  switch (event.type) {
    case "message": {
      const { channel } = event.message;
      const messages = withMessage(conversations.get(channel) ?? [], event.message);
      return { ...state, conversations: new Map(conversations).set(channel, messages) };
    }
    case "message_deleted": {
      const messages = (conversations.get(event.channel) ?? []).filter(({ ts }) => ts !== event.ts);
      return { ...state, conversations: new Map(conversations).set(event.channel, messages) };
    }
    case "modals":
      return { ...state, workspace: { ...workspace, modals: event.modals } };
    case "home":
      return { ...state, workspace: { ...workspace, home: event.home } };
    case "channel":
      return { ...state, workspace: { ...workspace, channels: withId(workspace.channels, event.channel) } };
    case "user":
      return { ...state, workspace: { ...workspace, users: withId(workspace.users, event.user) } };
    case "app":
      return {
        ...state,
        workspace: { ...workspace, app: { ...workspace.app, connected: event.connected } },
      };
  }
}

export function isReply({ ts, threadTs }: ClientMessage): boolean {
  return threadTs !== null && threadTs !== ts;
}

/** The parent first, if it is still there. */
export function threadOf(messages: readonly ClientMessage[], parent: Ts): readonly ClientMessage[] {
  return messages.filter(({ ts, threadTs }) => ts === parent || threadTs === parent);
}

function byChannel(messages: readonly ClientMessage[]): ReadonlyMap<Id, readonly ClientMessage[]> {
  const conversations = new Map<Id, ClientMessage[]>();
  for (const message of messages) {
    const conversation = conversations.get(message.channel);
    if (conversation) conversation.push(message);
    else conversations.set(message.channel, [message]);
  }
  for (const conversation of conversations.values()) conversation.sort(byTs);
  return conversations;
}

function withMessage(messages: readonly ClientMessage[], message: ClientMessage): readonly ClientMessage[] {
  const known = messages.findIndex(({ ts }) => ts === message.ts);
  if (known >= 0) return messages.with(known, message);
  const after = messages.findLastIndex((other) => byTs(other, message) < 0);
  return messages.toSpliced(after + 1, 0, message);
}

function withId<T extends { readonly id: Id }>(items: readonly T[], item: T): readonly T[] {
  const known = items.findIndex(({ id }) => id === item.id);
  return known < 0 ? [...items, item] : items.with(known, item);
}

/** Both parts of a `ts` have a fixed width until the year 2286, so text order is time order. */
function byTs(a: ClientMessage, b: ClientMessage): number {
  if (a.ts === b.ts) return 0;
  return a.ts < b.ts ? -1 : 1;
}
