/** What the page (a person's Slack client) and the local workspace say to each other.
 *
 *  Every call is `POST /client/NAME` with a JSON body and answers `{ ok: true, … }` or
 *  `{ ok: false, error, message }`; `message` is for the person. `GET /client/stream?user=U…` is a stream of
 *  Server-Sent Events, each a `ClientEvent`, a full `snapshot` first (also after every reconnection).
 *  All of it answers only on loopback and only to the page's own origin (Host and Origin are checked). */

export type Id = string;
/** Slack's message id, `1700000000.000100`: seconds and microseconds, unique in a channel. */
export type Ts = string;
export type JsonObject = { readonly [key: string]: unknown };

export interface ClientUser {
  readonly id: Id;
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
  /** `en-US`, `ko-KR`, `de-DE`, `zh-TW`, `ja-JP` …; what `users.info` answers with `include_locale`. */
  readonly locale: string;
}

export interface ClientChannel {
  readonly id: Id;
  readonly name: string;
  readonly kind: "public" | "private" | "im";
  /** The bot is a member. `/invite @tlscheck` makes it one. */
  readonly botIsMember: boolean;
  /** For an im: the other side. */
  readonly user: Id | null;
}

export interface ClientFile {
  readonly id: Id;
  readonly name: string;
  readonly mimetype: string;
  readonly altText: string | null;
  readonly size: number;
  readonly urlPrivate: string;
}

export interface ClientMessage {
  readonly channel: Id;
  readonly ts: Ts;
  readonly threadTs: Ts | null;
  readonly user: Id;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly files: readonly ClientFile[];
  readonly edited: boolean;
  /** Only `visibleTo` sees it, and it is gone with a new snapshot, as in Slack. */
  readonly ephemeral: boolean;
  readonly visibleTo: Id | null;
  /** Of a message that starts a thread. */
  readonly replyCount: number;
}

export interface ClientView {
  readonly id: Id;
  readonly hash: string;
  readonly type: "modal" | "home";
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string | null;
  readonly close: string | null;
  readonly blocks: readonly JsonObject[];
}

export interface Snapshot {
  readonly team: { readonly id: Id; readonly name: string };
  /** Whom the page acts as; the page may switch. */
  readonly self: Id;
  readonly users: readonly ClientUser[];
  readonly channels: readonly ClientChannel[];
  readonly messages: readonly ClientMessage[];
  /** Modal stack of `self`, the top last. */
  readonly modals: readonly ClientView[];
  readonly home: ClientView | null;
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
  }[];
  readonly messageShortcuts: readonly { readonly callbackId: string; readonly name: string }[];
  readonly app: { readonly botUser: Id; readonly name: string; readonly connected: boolean };
}

export type ClientEvent =
  | { readonly type: "snapshot"; readonly snapshot: Snapshot }
  /** New, or changed in place (same channel and ts). */
  | { readonly type: "message"; readonly message: ClientMessage }
  | { readonly type: "message_deleted"; readonly channel: Id; readonly ts: Ts }
  | { readonly type: "modals"; readonly modals: readonly ClientView[] }
  | { readonly type: "home"; readonly home: ClientView }
  | { readonly type: "channel"; readonly channel: ClientChannel }
  | { readonly type: "user"; readonly user: ClientUser }
  /** The bot's Socket Mode connection or HTTP endpoint came or went. */
  | { readonly type: "app"; readonly connected: boolean };

/** State of input elements: `values[block_id][action_id]` exactly as Slack's `view.state.values`. */
export type StateValues = { readonly [blockId: string]: { readonly [actionId: string]: JsonObject } };

export interface ClientCalls {
  /** A text that starts with `/` is a slash command (`/invite @tlscheck` is the workspace's own). Not in threads,
   *  as in Slack. Files were uploaded before. */
  send: {
    readonly user: Id;
    readonly channel: Id;
    readonly threadTs?: Ts;
    readonly text: string;
    readonly files?: readonly Id[];
  };
  /** A click, or another choice, on an element of a message, a modal or the home tab. `action` is Slack's action
   *  object without `action_ts` (type, action_id, block_id, value | selected_option | …). */
  action: {
    readonly user: Id;
    readonly container:
      | { readonly type: "message"; readonly channel: Id; readonly ts: Ts }
      | { readonly type: "view"; readonly viewId: Id };
    readonly action: JsonObject;
    readonly values?: StateValues;
  };
  submit_view: { readonly user: Id; readonly viewId: Id; readonly values: StateValues };
  close_view: { readonly user: Id; readonly viewId: Id };
  message_shortcut: { readonly user: Id; readonly callbackId: string; readonly channel: Id; readonly ts: Ts };
  open_home: { readonly user: Id };
  set_locale: { readonly user: Id; readonly locale: string };
  /** What a tip does beside its command. */
  do_tip: { readonly command: string };
}

/** `submit_view` with `response_action: "errors"`: block_id → what is wrong. */
export type ClientAnswer =
  | { readonly ok: true; readonly errors?: { readonly [blockId: string]: string }; readonly fileId?: Id }
  | { readonly ok: false; readonly error: string; readonly message: string };

// Files: `POST /client/upload?user=U…&name=cert.pem` with the bytes as body (at most 100 MiB) answers `fileId`.
