import type { Id, JsonObject, Ts } from "./client-api.ts";
import type { Manifest } from "./manifest.ts";

/** What the workspace remembers. Times are milliseconds since 1970 unless they are a `Ts`. */
export interface User {
  readonly id: Id;
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
  locale: string;
  /** IANA. */
  readonly timeZone: string;
}

export interface Channel {
  readonly id: Id;
  readonly name: string;
  readonly kind: "public" | "private" | "im";
  /** For an im: the person; the other side is the bot. */
  readonly user: Id | null;
  readonly members: Set<Id>;
  readonly created: number;
  isArchived: boolean;
}

export interface Message {
  readonly channel: Id;
  readonly ts: Ts;
  readonly threadTs: Ts | null;
  readonly user: Id;
  readonly subtype: "file_share" | "channel_join" | "thread_broadcast" | null;
  readonly visibleTo: Id | null;
  text: string;
  blocks: readonly JsonObject[];
  files: readonly StoredFile[];
  metadata: JsonObject | null;
  edited: { readonly user: Id; readonly ts: Ts } | null;
  readonly reactions: Map<string, Set<Id>>;
  /** Whom the text or a block notifies: `channel`, `here`, `everyone`, or the id of a user or group. */
  mentions: readonly string[];
}

export interface StoredFile {
  readonly id: Id;
  readonly name: string;
  title: string;
  readonly mimetype: string;
  /** What a screen reader says in place of a picture. */
  readonly altText: string | null;
  readonly user: Id;
  readonly created: number;
  readonly bytes: Buffer;
  readonly shares: { readonly channel: Id; readonly ts: Ts; readonly threadTs: Ts | null }[];
  /** Put into one of the app's modals, which lets the app read it. */
  isSubmitted: boolean;
  isDeleted: boolean;
}

export interface View {
  readonly id: Id;
  readonly type: "modal" | "home";
  readonly rootId: Id;
  readonly previousId: Id | null;
  readonly user: Id;
  hash: string;
  externalId: string;
  callbackId: string;
  privateMetadata: string;
  title: JsonObject | null;
  submit: JsonObject | null;
  close: JsonObject | null;
  clearOnClose: boolean;
  notifyOnClose: boolean;
  blocks: readonly JsonObject[];
  values: JsonObject;
}

/** The bot's app, as installed into the workspace. */
export interface App {
  readonly id: Id;
  readonly name: string;
  readonly botUser: Id;
  readonly botId: Id;
  readonly scopes: readonly string[];
  readonly manifest: Manifest;
  readonly botToken: string;
  readonly appToken: string;
  readonly appTokenScopes: readonly string[];
  /** The deprecated token that every payload still carries. */
  readonly verificationToken: string;
  isInstalled: boolean;
}

export interface Team {
  readonly id: Id;
  readonly name: string;
  readonly domain: string;
}

/** Something happened that a person may see or the app may be told of. */
export type Change =
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "message_changed"; readonly message: Message; readonly previous: JsonObject }
  | { readonly type: "message_deleted"; readonly message: Message; readonly ts: Ts }
  | { readonly type: "modals"; readonly user: Id }
  | { readonly type: "home"; readonly user: Id }
  | { readonly type: "home_opened"; readonly user: Id; readonly tab: "home" | "messages" }
  | { readonly type: "channel"; readonly channel: Channel }
  | {
      readonly type: "member_joined";
      readonly channel: Channel;
      readonly user: Id;
      readonly inviter: Id | null;
    }
  | { readonly type: "archived"; readonly channel: Channel; readonly user: Id }
  | { readonly type: "unarchived"; readonly channel: Channel; readonly user: Id }
  /** A channel of the bot's is no more. */
  | { readonly type: "deleted"; readonly channel: Channel; readonly user: Id }
  /** The bot was removed. */
  | { readonly type: "left"; readonly channel: Channel; readonly user: Id }
  | {
      readonly type: "reaction";
      readonly added: boolean;
      readonly message: Message;
      readonly name: string;
      readonly user: Id;
    }
  | {
      readonly type: "file_shared";
      readonly file: StoredFile;
      readonly channel: Id;
      readonly user: Id;
      readonly ts: Ts;
    }
  | { readonly type: "user"; readonly user: User }
  | { readonly type: "uninstalled" }
  | { readonly type: "app"; readonly connected: boolean }
  /** A Web API call was answered; nothing that anybody sees, but `waitFor` looks again. */
  | { readonly type: "call" };
