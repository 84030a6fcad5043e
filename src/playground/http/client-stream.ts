import type { ServerResponse } from "node:http";
import type { ClientEvent, Id } from "../client-api.ts";
import type { Change, Message } from "../state.ts";
import { modalsOf } from "../views.ts";
import type { Workspace } from "../workspace.ts";
import { clientChannel, clientMessage, clientUser, clientView, snapshot } from "./snapshot.ts";

const KEEP_ALIVE_MS = 15_000;
/** A page that reads slower than this is cut off; it reconnects and gets a snapshot. */
const MAX_BUFFERED_BYTES = 8 * 1024 * 1024;

/** `GET /client/stream`: each page's Server-Sent Events. */
export class ClientStreams {
  readonly #workspace: Workspace;
  readonly #isConnected: () => boolean;
  readonly #streams = new Map<ServerResponse, Id>();
  readonly #keepAlive: NodeJS.Timeout;

  constructor(workspace: Workspace, isConnected: () => boolean) {
    this.#workspace = workspace;
    this.#isConnected = isConnected;
    workspace.onChange((change) => this.#tell(change));
    this.#keepAlive = setInterval(() => {
      for (const stream of this.#streams.keys()) stream.write(": still here\n\n");
    }, KEEP_ALIVE_MS);
    this.#keepAlive.unref();
  }

  get isWatched(): boolean {
    return this.#streams.size > 0;
  }

  open(response: ServerResponse, user: Id): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    this.#streams.set(response, user);
    response.on("close", () => this.#streams.delete(response));
    send(response, { type: "snapshot", snapshot: snapshot(this.#workspace, user, this.#isConnected()) });
  }

  close(): void {
    clearInterval(this.#keepAlive);
    for (const stream of this.#streams.keys()) stream.end();
  }

  #tell(change: Change): void {
    for (const [stream, user] of this.#streams)
      for (const event of this.#eventsFor(user, change)) {
        send(stream, event);
        if (stream.writableLength > MAX_BUFFERED_BYTES) stream.destroy();
      }
  }

  #eventsFor(user: Id, change: Change): ClientEvent[] {
    const workspace = this.#workspace;
    switch (change.type) {
      case "message":
      case "message_changed":
        return this.#shown(user, change.message);
      case "message_deleted":
        return this.#sees(user, change.message)
          ? [
              { type: "message_deleted", channel: change.message.channel, ts: change.message.ts },
              ...this.#parent(change.message),
            ]
          : [];
      case "reaction":
        return this.#shown(user, change.message);
      case "modals":
        return change.user === user
          ? [{ type: "modals", modals: modalsOf(workspace, user).map(clientView) }]
          : [];
      case "home": {
        const view = workspace.homes.get(user);
        return change.user === user && view !== undefined ? [{ type: "home", home: clientView(view) }] : [];
      }
      case "channel":
        return workspace.sees(user, change.channel)
          ? [{ type: "channel", channel: clientChannel(workspace, change.channel) }]
          : [];
      case "user":
        return [{ type: "user", user: clientUser(change.user) }];
      case "app":
        return [{ type: "app", connected: change.connected }];
      case "home_opened":
      case "member_joined":
      case "archived":
      case "unarchived":
      case "deleted":
      case "left":
      case "file_shared":
      case "uninstalled":
      case "call":
        return [];
    }
  }

  #sees(user: Id, { channel, visibleTo }: Message): boolean {
    const found = this.#workspace.channels.get(channel);
    return (
      found !== undefined && this.#workspace.sees(user, found) && (visibleTo === null || visibleTo === user)
    );
  }

  #shown(user: Id, message: Message): ClientEvent[] {
    if (!this.#sees(user, message)) return [];
    return [{ type: "message", message: clientMessage(this.#workspace, message) }, ...this.#parent(message)];
  }

  /** Its number of replies changed with the reply. */
  #parent({ channel, threadTs }: Message): ClientEvent[] {
    const parent = threadTs === null ? undefined : this.#workspace.history(channel).get(threadTs);
    return parent === undefined ? [] : [{ type: "message", message: clientMessage(this.#workspace, parent) }];
  }
}

function send(response: ServerResponse, event: ClientEvent): void {
  response.write(`data: ${JSON.stringify(event)}\n\n`);
}
