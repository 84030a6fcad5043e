import type { Id, Ts } from "./client-api.ts";
import { Identifiers, secret } from "./identifiers.ts";
import { parseManifest } from "./manifest.ts";
import type { PlaygroundOptions } from "./options.ts";
import type { App, Change, Channel, Message, StoredFile, Team, User, View } from "./state.ts";

export const SLACKBOT: Id = "USLACKBOT";

/** The team, its people, its one app and everything they said. Other files change it; all of them say so
 *  through `changed`, which the page's stream, the Events API and `waitFor` listen to. */
export class Workspace {
  readonly now: () => number;
  readonly ids: Identifiers;
  readonly team: Team;
  readonly app: App;
  readonly users = new Map<Id, User>();
  readonly channels = new Map<Id, Channel>();
  readonly messages = new Map<Id, Map<Ts, Message>>();
  readonly ephemerals: Message[] = [];
  readonly files = new Map<Id, StoredFile>();
  /** A person's stack, the top last. */
  readonly modals = new Map<Id, View[]>();
  readonly homes = new Map<Id, View>();
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  origin = "";
  readonly #listeners = new Set<(change: Change) => void>();

  constructor(options: PlaygroundOptions) {
    this.now = options.now ?? Date.now;
    this.ids = new Identifiers(this.now);
    this.team = { id: this.ids.next("T"), name: "Local workspace", domain: "local", ...options.team };
    const manifest = parseManifest(options.manifest);
    const name = manifest.features.bot_user?.display_name ?? manifest.display_information.name;
    this.app = {
      id: this.ids.next("A"),
      name,
      botUser: this.ids.next("U"),
      botId: this.ids.next("B"),
      scopes: manifest.oauth_config.scopes.bot,
      manifest,
      botToken: options.botToken ?? `xoxb-${secret()}`,
      appToken: options.appToken ?? `xapp-1-${secret()}`,
      appTokenScopes: options.appTokenScopes ?? ["connections:write"],
      verificationToken: secret(18),
      isInstalled: true,
    };
    this.users.set(SLACKBOT, {
      id: SLACKBOT,
      name: "slackbot",
      realName: "Slackbot",
      isBot: true,
      locale: "en-US",
      timeZone: "Etc/UTC",
    });
    const handle = name.toLowerCase().replace(/[^a-z0-9._-]/g, "");
    this.users.set(this.app.botUser, {
      id: this.app.botUser,
      name: handle,
      realName: name,
      isBot: true,
      locale: "en-US",
      timeZone: "Etc/UTC",
    });
    for (const user of options.users ?? [{ name: "you" }]) this.#addPerson(user);
    for (const channel of options.channels ?? [{ name: "general" }]) this.#addChannel(channel);
  }

  /** Listeners run at once and in order; the answer removes this one. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  people(): User[] {
    return [...this.users.values()].filter(({ isBot }) => !isBot);
  }

  /** By id or name; throws where a test or the page names nobody. */
  person(idOrName: string): User {
    const user = this.users.get(idOrName) ?? this.people().find(({ name }) => name === idOrName);
    if (user === undefined || user.isBot) throw new Error(`no such person: ${idOrName}`);
    return user;
  }

  /** By id or name; `@NAME` is that person's conversation with the app. */
  channel(idOrName: string): Channel {
    const channels = [...this.channels.values()];
    const channel =
      this.channels.get(idOrName) ??
      (idOrName.startsWith("@")
        ? this.directMessage(this.person(idOrName.slice(1)).id)
        : channels.find(({ name, kind }) => kind !== "im" && name === idOrName.replace(/^#/, "")));
    if (channel === undefined) throw new Error(`no such channel: ${idOrName}`);
    return channel;
  }

  /** A person's conversation with the app; it comes into being when first asked for. */
  directMessage(user: Id): Channel {
    const known = [...this.channels.values()].find(
      (channel) => channel.kind === "im" && channel.user === user,
    );
    if (known !== undefined) return known;
    const channel: Channel = {
      id: this.ids.next("D"),
      name: user,
      kind: "im",
      user,
      members: new Set([user, this.app.botUser]),
      created: this.now(),
      isArchived: false,
    };
    this.#add(channel);
    this.changed({ type: "channel", channel });
    return channel;
  }

  history(channel: Id): Map<Ts, Message> {
    return this.messages.get(channel) ?? new Map<Ts, Message>();
  }

  thread(channel: Id, ts: Ts): Message[] {
    return [...this.history(channel).values()].filter((message) => message.threadTs === ts);
  }

  /** May this person read the conversation? */
  sees(user: Id, { kind, members }: Channel): boolean {
    return kind === "public" || members.has(user);
  }

  #addPerson({ name, realName, locale, timeZone }: NonNullable<PlaygroundOptions["users"]>[number]): void {
    const id = this.ids.next("U");
    this.users.set(id, {
      id,
      name,
      realName: realName ?? name,
      isBot: false,
      locale: locale ?? "en-US",
      timeZone: timeZone ?? "Etc/UTC",
    });
    this.directMessage(id);
  }

  #addChannel(channel: NonNullable<PlaygroundOptions["channels"]>[number]): void {
    const people = channel.members?.map((name) => this.person(name)) ?? this.people();
    const members = new Set(people.map(({ id }) => id));
    if (channel.botIsMember === true) members.add(this.app.botUser);
    this.#add({
      id: this.ids.next("C"),
      name: channel.name,
      kind: channel.private === true ? "private" : "public",
      user: null,
      members,
      created: this.now(),
      isArchived: false,
    });
  }

  #add(channel: Channel): void {
    this.channels.set(channel.id, channel);
    this.messages.set(channel.id, new Map());
  }
}
