import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Id, JsonObject } from "../client-api.ts";
import { messageObject } from "../messages.ts";
import type { Change, Channel, Message } from "../state.ts";
import { viewObject } from "../views.ts";
import type { Workspace } from "../workspace.ts";
import type { Outgoing } from "./delivery.ts";
import type { Dispatcher } from "./dispatcher.ts";

const CHANNEL_TYPES = { public: "channel", private: "group", im: "im" } as const;
const MESSAGE_EVENTS = { public: "message.channels", private: "message.groups", im: "message.im" } as const;

interface Event {
  /** As in the manifest's `bot_events`. */
  readonly subscription: string;
  readonly event: JsonObject;
}

/** The Events API: tells the app what it subscribed to and may see, again and again until acknowledged. */
export class EventsApi {
  readonly #workspace: Workspace;
  readonly #dispatcher: Dispatcher;
  readonly #retryIntervalsMs: readonly number[];
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;

  constructor(workspace: Workspace, dispatcher: Dispatcher, retryIntervalsMs: readonly number[]) {
    this.#workspace = workspace;
    this.#dispatcher = dispatcher;
    this.#retryIntervalsMs = retryIntervalsMs;
    // One for each event that waits for its repetition.
    setMaxListeners(0, this.#closing.signal);
    this.#stopListening = workspace.onChange((change) => {
      const subscribed = workspace.app.manifest.settings.event_subscriptions?.bot_events ?? [];
      for (const { subscription, event } of eventsOf(workspace, change))
        if (subscribed.includes(subscription)) void this.#deliver(event);
    });
  }

  close(): void {
    this.#stopListening();
    this.#closing.abort();
  }

  async #deliver(event: JsonObject): Promise<void> {
    const outgoing: Outgoing = {
      kind: "events_api",
      payload: eventCallback(this.#workspace, event),
      acceptsResponse: false,
    };
    let acknowledgement = await this.#dispatcher.dispatch(outgoing);
    for (const [index, wait] of this.#retryIntervalsMs.entries()) {
      if (acknowledgement.isAcknowledged || acknowledgement.isFinal) return;
      try {
        await delay(wait, undefined, { signal: this.#closing.signal, ref: false });
      } catch {
        return;
      }
      const retry = { attempt: index + 1, reason: acknowledgement.reason };
      acknowledgement = await this.#dispatcher.dispatch({ ...outgoing, retry });
    }
  }
}

function eventCallback({ app, team, ids, now }: Workspace, event: JsonObject): JsonObject {
  const installation = { enterprise_id: null, team_id: team.id, user_id: app.botUser, is_bot: true };
  return {
    token: app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: "event_callback",
    event_id: ids.next("Ev"),
    event_time: Math.floor(now() / 1000),
    authorizations: [{ ...installation, is_enterprise_install: false }],
    is_ext_shared_channel: false,
    event_context: `4-${ids.next("E")}`,
  };
}

function eventsOf(workspace: Workspace, change: Change): Event[] {
  const { app, ids } = workspace;
  const listens = (channel: Id) => workspace.channels.get(channel)?.members.has(app.botUser) === true;
  switch (change.type) {
    case "message":
      return change.message.visibleTo === null && listens(change.message.channel)
        ? messageEvents(workspace, change.message)
        : [];
    case "message_changed":
    case "message_deleted": {
      const { message } = change;
      const channel = workspace.channels.get(message.channel);
      if (message.visibleTo !== null || channel === undefined || !listens(channel.id)) return [];
      const ts = change.type === "message_deleted" ? change.ts : ids.ts();
      const what =
        change.type === "message_deleted"
          ? { deleted_ts: message.ts, previous_message: messageObject(workspace, message) }
          : { message: messageObject(workspace, message), previous_message: change.previous };
      const event = {
        type: "message",
        subtype: change.type,
        hidden: true,
        ...where(channel),
        ...what,
        ts,
        event_ts: ts,
      };
      return [{ subscription: MESSAGE_EVENTS[channel.kind], event }];
    }
    case "member_joined": {
      const { channel, user, inviter } = change;
      if (!listens(channel.id)) return [];
      const type = "member_joined_channel";
      const channelType = channel.kind === "private" ? "G" : "C";
      const team = workspace.team.id;
      const invited = inviter === null ? {} : { inviter };
      const event = {
        type,
        user,
        channel: channel.id,
        channel_type: channelType,
        team,
        ...invited,
        event_ts: ids.ts(),
      };
      return [{ subscription: type, event }];
    }
    case "archived": {
      if (!listens(change.channel.id)) return [];
      const type = change.channel.kind === "private" ? "group_archive" : "channel_archive";
      const event = { type, channel: change.channel.id, user: change.user, is_moved: 0, event_ts: ids.ts() };
      return [{ subscription: type, event }];
    }
    case "unarchived": {
      if (!listens(change.channel.id)) return [];
      const { id: channel, kind } = change.channel;
      // The two name who did it differently.
      const [type, by] = kind === "private" ? ["group_unarchive", "actor_id"] : ["channel_unarchive", "user"];
      return [{ subscription: type, event: { type, channel, [by]: change.user, event_ts: ids.ts() } }];
    }
    case "deleted": {
      if (!change.channel.members.has(app.botUser)) return [];
      const { id: channel, kind } = change.channel;
      const type = kind === "private" ? "group_deleted" : "channel_deleted";
      return [{ subscription: type, event: { type, channel, actor_id: change.user, event_ts: ids.ts() } }];
    }
    case "left": {
      const { id: channel, kind } = change.channel;
      const type = kind === "private" ? "group_left" : "channel_left";
      return [{ subscription: type, event: { type, channel, actor_id: change.user, event_ts: ids.ts() } }];
    }
    case "reaction": {
      const { message, name, user, added } = change;
      if (!listens(message.channel)) return [];
      const type = added ? "reaction_added" : "reaction_removed";
      const item = { type: "message", channel: message.channel, ts: message.ts };
      const event = { type, user, reaction: name, item, item_user: message.user, event_ts: ids.ts() };
      return [{ subscription: type, event }];
    }
    case "file_shared": {
      if (!listens(change.channel)) return [];
      const { id } = change.file;
      const event = {
        type: "file_shared",
        file_id: id,
        user_id: change.user,
        file: { id },
        channel_id: change.channel,
      };
      return [{ subscription: "file_shared", event: { ...event, event_ts: ids.ts() } }];
    }
    case "home_opened": {
      const view = workspace.homes.get(change.user);
      const shown = view === undefined || change.tab !== "home" ? {} : { view: viewObject(workspace, view) };
      const channel = workspace.directMessage(change.user).id;
      const event = { type: "app_home_opened", user: change.user, channel, tab: change.tab, ...shown };
      return [{ subscription: "app_home_opened", event: { ...event, event_ts: ids.ts() } }];
    }
    case "uninstalled": {
      const tokens = { oauth: [], bot: [app.botUser] };
      return [
        { subscription: "tokens_revoked", event: { type: "tokens_revoked", tokens, event_ts: ids.ts() } },
        { subscription: "app_uninstalled", event: { type: "app_uninstalled", event_ts: ids.ts() } },
      ];
    }
    case "modals":
    case "home":
    case "channel":
    case "user":
    case "app":
    case "call":
      return [];
  }
}

function where(channel: Channel): JsonObject {
  return { channel: channel.id, channel_type: CHANNEL_TYPES[channel.kind] };
}

function messageEvents(workspace: Workspace, message: Message): Event[] {
  const channel = workspace.channels.get(message.channel);
  if (channel === undefined) return [];
  const parent = message.threadTs === null ? undefined : workspace.history(channel.id).get(message.threadTs);
  const event = {
    ...messageObject(workspace, message),
    ...(parent === undefined ? {} : { parent_user_id: parent.user }),
    ...where(channel),
    event_ts: message.ts,
  };
  const isMention = channel.kind !== "im" && message.mentions.includes(workspace.app.botUser);
  const isFromPerson = workspace.users.get(message.user)?.isBot === false;
  return [
    { subscription: MESSAGE_EVENTS[channel.kind], event },
    ...(isMention && isFromPerson && message.subtype !== "channel_join"
      ? [{ subscription: "app_mention", event: { ...event, type: "app_mention" } }]
      : []),
  ];
}
