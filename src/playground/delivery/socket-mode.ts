import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { secret } from "../identifiers.ts";
import { isObject, parseJson } from "../json.ts";
import type { Workspace } from "../workspace.ts";
import { unacknowledged, type Acknowledgement, type Delivery, type Outgoing } from "./delivery.ts";

const MAX_CONNECTIONS = 10;
const TICKET_LIFETIME_MS = 30_000;
const PING_INTERVAL_MS = 10_000;
const MAX_FRAME_BYTES = 1024 * 1024;
/** How long a connection that was told to go may take for it. */
const GOODBYE_MS = 1_000;

interface Pending {
  readonly socket: WebSocket;
  settle(acknowledgement: Acknowledgement): void;
}

/** Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode. Each envelope goes to one of the open connections, in turn. */
export class SocketMode implements Delivery {
  readonly #workspace: Workspace;
  readonly #ackTimeoutMs: number;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  readonly #tickets = new Map<string, number>();
  readonly #pending = new Map<string, Pending>();
  readonly #silent = new WeakSet<WebSocket>();
  readonly #pings: NodeJS.Timeout;
  #open: WebSocket[] = [];

  constructor(workspace: Workspace, ackTimeoutMs: number) {
    this.#workspace = workspace;
    this.#ackTimeoutMs = ackTimeoutMs;
    this.#pings = setInterval(() => this.#ping(), PING_INTERVAL_MS);
    this.#pings.unref();
  }

  get isConnected(): boolean {
    return this.#open.length > 0;
  }

  /** For `apps.connections.open`: a url that is good for one connection. */
  openUrl(): string {
    const ticket = secret();
    this.#tickets.set(ticket, this.#workspace.now());
    const { origin, app } = this.#workspace;
    return `${origin.replace(/^http/, "ws")}/link/?ticket=${ticket}&app_id=${app.id}`;
  }

  /** The HTTP server's `upgrade` for `/link/`; false: the ticket is unknown, used or old. */
  upgrade(request: IncomingMessage, url: URL, stream: Duplex, head: Buffer): boolean {
    const ticket = url.searchParams.get("ticket") ?? "";
    const issued = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    if (issued === undefined || this.#workspace.now() - issued > TICKET_LIFETIME_MS) return false;
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket));
    return true;
  }

  send(outgoing: Outgoing): Promise<Acknowledgement> {
    const socket = this.#open.shift();
    if (socket === undefined) return Promise.resolve(unacknowledged("connection_failed"));
    this.#open.push(socket);
    const envelopeId = randomUUID();
    return new Promise((resolve) => {
      const settle = (acknowledgement: Acknowledgement) => {
        clearTimeout(timer);
        this.#pending.delete(envelopeId);
        resolve(acknowledgement);
      };
      const timer = setTimeout(() => settle(unacknowledged("http_timeout")), this.#ackTimeoutMs);
      this.#pending.set(envelopeId, { socket, settle });
      socket.send(JSON.stringify(envelope(envelopeId, outgoing)));
    });
  }

  /** Slack recycles connections about every hour; a client opens a new one. */
  disconnect(reason: "warning" | "refresh_requested" | "link_disabled"): void {
    for (const socket of this.#open) this.#dismiss(socket, reason);
  }

  close(): void {
    clearInterval(this.#pings);
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
    for (const pending of this.#pending.values()) pending.settle(unacknowledged("connection_failed"));
  }

  #welcome(socket: WebSocket): void {
    socket.on("error", () => socket.terminate());
    if (this.#open.length >= MAX_CONNECTIONS) return this.#dismiss(socket, "too_many_websockets");
    this.#open.push(socket);
    socket.on("message", (data, isBinary) => {
      if (!isBinary && Buffer.isBuffer(data)) this.#acknowledge(parseJson(data.toString()));
    });
    socket.on("pong", () => this.#silent.delete(socket));
    socket.on("close", () => this.#forget(socket));
    const hello = {
      type: "hello",
      num_connections: this.#open.length,
      debug_info: debugInfo,
      connection_info: { app_id: this.#workspace.app.id },
    };
    socket.send(JSON.stringify(hello));
    if (this.#open.length === 1) this.#workspace.changed({ type: "app", connected: true });
  }

  #forget(socket: WebSocket): void {
    const wasOpen = this.#open.includes(socket);
    this.#open = this.#open.filter((other) => other !== socket);
    for (const pending of this.#pending.values())
      if (pending.socket === socket) pending.settle(unacknowledged("connection_failed"));
    if (wasOpen && this.#open.length === 0) this.#workspace.changed({ type: "app", connected: false });
  }

  #dismiss(socket: WebSocket, reason: string): void {
    socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: debugInfo }));
    const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
    socket.on("close", () => clearTimeout(timer));
  }

  #acknowledge(message: unknown): void {
    if (!isObject(message) || typeof message["envelope_id"] !== "string") return;
    this.#pending.get(message["envelope_id"])?.settle({ isAcknowledged: true, body: message["payload"] });
  }

  #ping(): void {
    for (const socket of this.#open) {
      if (this.#silent.has(socket)) socket.terminate();
      this.#silent.add(socket);
      socket.ping();
    }
  }
}

const debugInfo = { host: "applink-local", build_number: 1, approximate_connection_time: 18_060 };

function envelope(envelopeId: string, { kind, payload, acceptsResponse, retry }: Outgoing): object {
  const attempts = {
    retry_attempt: retry?.attempt ?? 0,
    retry_reason: retry?.reason.replace("http_", "") ?? "",
  };
  return {
    envelope_id: envelopeId,
    payload,
    type: kind,
    accepts_response_payload: acceptsResponse,
    ...(kind === "events_api" ? attempts : {}),
  };
}
