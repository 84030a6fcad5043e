import { z } from "zod";
import { channelObject, isMember, join, visibleChannel } from "../conversations.ts";
import { messageObject } from "../messages.ts";
import { SlackError } from "../slack-error.ts";
import type { Channel, Message } from "../state.ts";
import type { Workspace } from "../workspace.ts";
import { page } from "./cursor.ts";
import { argumentsOf, boolean, demandScope, integer, method, type Method } from "./method.ts";

const SCOPE_PREFIX = { public: "channels", private: "groups", im: "im" } as const;
/** Group direct messages may be asked for, but there are none here. */
const LISTED = {
  public_channel: { kind: "public", scope: "channels:read" },
  private_channel: { kind: "private", scope: "groups:read" },
  im: { kind: "im", scope: "im:read" },
  mpim: { kind: "mpim", scope: "mpim:read" },
} as const;
const paging = { cursor: z.string().optional(), limit: integer.min(1).max(1000).optional() };
const period = {
  latest: z.string().optional(),
  oldest: z.string().optional(),
  inclusive: boolean.optional(),
};
const DEFAULT_LIMIT = 100;

/** The channel, if the app's scopes let it do this with one of that kind. */
function permitted(workspace: Workspace, id: string, right: "read" | "history"): Channel {
  const channel = visibleChannel(workspace, id);
  demandScope(workspace, `${SCOPE_PREFIX[channel.kind]}:${right}`);
  return channel;
}

function isListed(type: string): type is keyof typeof LISTED {
  return Object.hasOwn(LISTED, type);
}

/** Throws `invalid_types`, `missing_scope`. */
function listedKinds(workspace: Workspace, types: string): Set<string> {
  const kinds = new Set<string>();
  for (const type of types.split(",").map((part) => part.trim())) {
    if (!isListed(type)) throw new SlackError("invalid_types");
    demandScope(workspace, LISTED[type].scope);
    kinds.add(LISTED[type].kind);
  }
  return kinds;
}

function within(
  messages: readonly Message[],
  {
    latest,
    oldest,
    inclusive = false,
  }: { latest?: string | undefined; oldest?: string | undefined; inclusive?: boolean | undefined },
): Message[] {
  return messages.filter(({ ts }) => {
    if (inclusive && (ts === latest || ts === oldest)) return true;
    return (latest === undefined || ts < latest) && (oldest === undefined || ts > oldest);
  });
}

export const conversationMethods: Readonly<Record<string, Method>> = {
  "conversations.info": method({
    token: "bot",
    tier: 3,
    arguments: argumentsOf({
      channel: z.string(),
      include_locale: boolean.optional(),
      include_num_members: boolean.optional(),
    }),
    run: ({ channel }, { workspace }) => ({
      channel: channelObject(workspace, permitted(workspace, channel, "read")),
    }),
  }),

  "conversations.list": method({
    token: "bot",
    tier: 2,
    arguments: argumentsOf({
      ...paging,
      types: z.string().default("public_channel"),
      exclude_archived: boolean.optional(),
    }),
    run({ types, exclude_archived, cursor, limit = DEFAULT_LIMIT }, { workspace }) {
      const kinds = listedKinds(workspace, types);
      const visible = [...workspace.channels.values()].filter(
        (channel) =>
          kinds.has(channel.kind) &&
          workspace.sees(workspace.app.botUser, channel) &&
          !(exclude_archived === true && channel.isArchived),
      );
      const { items, next_cursor } = page(visible, { cursor, limit });
      return {
        channels: items.map((channel) => channelObject(workspace, channel)),
        response_metadata: { next_cursor },
      };
    },
  }),

  "users.conversations": method({
    token: "bot",
    tier: 3,
    arguments: argumentsOf({
      ...paging,
      types: z.string().default("public_channel"),
      exclude_archived: boolean.optional(),
      user: z.string().optional(),
    }),
    run({ types, exclude_archived, user, cursor, limit = DEFAULT_LIMIT }, { workspace }) {
      const kinds = listedKinds(workspace, types);
      const asked = user ?? workspace.app.botUser;
      if (!workspace.users.has(asked)) throw new SlackError("user_not_found");
      // "Non-public channels are restricted to those where the calling user shares membership."
      const shared = [...workspace.channels.values()].filter(
        (channel) =>
          kinds.has(channel.kind) &&
          channel.members.has(asked) &&
          workspace.sees(workspace.app.botUser, channel) &&
          !(exclude_archived === true && channel.isArchived),
      );
      const { items, next_cursor } = page(shared, { cursor, limit });
      return {
        channels: items.map((channel) => {
          const { is_member: _isMember, num_members: _members, ...rest } = channelObject(workspace, channel);
          return rest;
        }),
        response_metadata: { next_cursor },
      };
    },
  }),

  "conversations.members": method({
    token: "bot",
    tier: 4,
    arguments: argumentsOf({ ...paging, channel: z.string() }),
    run({ channel, cursor, limit = DEFAULT_LIMIT }, { workspace }) {
      const { items, next_cursor } = page([...permitted(workspace, channel, "read").members], {
        cursor,
        limit,
      });
      return { members: items, response_metadata: { next_cursor } };
    },
  }),

  "conversations.open": method({
    token: "bot",
    tier: 3,
    scopes: ["im:write"],
    arguments: argumentsOf({
      users: z.string().optional(),
      channel: z.string().optional(),
      return_im: boolean.optional(),
      prevent_creation: boolean.optional(),
    }),
    run({ users, channel, return_im }, { workspace }) {
      const ids = users?.split(",") ?? [];
      if (channel === undefined && ids.length === 0) throw new SlackError("users_list_not_supplied");
      if (ids.length > 1) throw new SlackError("method_not_supported_for_channel_type");
      const [user] = ids;
      if (user !== undefined && !workspace.people().some(({ id }) => id === user))
        throw new SlackError("user_not_found");
      const opened =
        user === undefined ? visibleChannel(workspace, channel ?? "") : workspace.directMessage(user);
      return { channel: return_im === true ? channelObject(workspace, opened) : { id: opened.id } };
    },
  }),

  "conversations.join": method({
    token: "bot",
    tier: 3,
    scopes: ["channels:join"],
    arguments: argumentsOf({ channel: z.string() }),
    run({ channel }, { workspace }) {
      const joined = visibleChannel(workspace, channel);
      if (joined.kind !== "public") throw new SlackError("method_not_supported_for_channel_type");
      if (joined.isArchived) throw new SlackError("is_archived");
      const isNew = join(workspace, joined, workspace.app.botUser, null);
      return {
        channel: channelObject(workspace, joined),
        ...(isNew
          ? {}
          : { warning: "already_in_channel", response_metadata: { warnings: ["already_in_channel"] } }),
      };
    },
  }),

  "conversations.invite": method({
    token: "bot",
    tier: 3,
    arguments: argumentsOf({ channel: z.string(), users: z.string(), force: boolean.optional() }),
    run({ channel, users }, { workspace }) {
      const target = visibleChannel(workspace, channel);
      if (target.kind === "im") throw new SlackError("method_not_supported_for_channel_type");
      demandScope(workspace, target.kind === "public" ? "channels:manage" : "groups:write");
      if (target.isArchived) throw new SlackError("is_archived");
      if (!isMember(workspace, target)) throw new SlackError("not_in_channel");
      for (const user of users.split(",")) {
        if (user === workspace.app.botUser) throw new SlackError("cant_invite_self");
        if (!workspace.users.has(user)) throw new SlackError("user_not_found");
        if (!join(workspace, target, user, workspace.app.botUser)) throw new SlackError("already_in_channel");
      }
      return { channel: channelObject(workspace, target) };
    },
  }),

  "conversations.history": method({
    token: "bot",
    tier: 3,
    arguments: argumentsOf({
      ...paging,
      ...period,
      channel: z.string(),
      include_all_metadata: boolean.optional(),
    }),
    run({ channel, cursor, limit = DEFAULT_LIMIT, include_all_metadata, ...times }, { workspace }) {
      const source = permitted(workspace, channel, "history");
      if (!isMember(workspace, source)) throw new SlackError("not_in_channel");
      const listed = [...workspace.history(source.id).values()]
        .filter(({ threadTs, subtype }) => threadTs === null || subtype === "thread_broadcast")
        .toReversed();
      const { items, next_cursor } = page(within(listed, times), { cursor, limit });
      return {
        messages: items.map((message) => messageObject(workspace, message, include_all_metadata === true)),
        has_more: next_cursor !== "",
        pin_count: 0,
        response_metadata: { next_cursor },
      };
    },
  }),

  "conversations.replies": method({
    token: "bot",
    tier: 3,
    arguments: argumentsOf({
      ...paging,
      ...period,
      channel: z.string(),
      ts: z.string(),
      include_all_metadata: boolean.optional(),
    }),
    run({ channel, ts, cursor, limit = 1000, include_all_metadata, ...times }, { workspace }) {
      const source = permitted(workspace, channel, "history");
      if (!isMember(workspace, source)) throw new SlackError("not_in_channel");
      const asked = workspace.history(source.id).get(ts);
      const parent = asked && workspace.history(source.id).get(asked.threadTs ?? ts);
      if (parent === undefined) throw new SlackError("thread_not_found");
      const replies = within(workspace.thread(source.id, parent.ts), times);
      const { items, next_cursor } = page([parent, ...replies], { cursor, limit });
      return {
        messages: items.map((message) => messageObject(workspace, message, include_all_metadata === true)),
        has_more: next_cursor !== "",
        response_metadata: { next_cursor },
      };
    },
  }),
};
