import type { AddressInfo, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { once } from "node:events";
import { setImmediate as breathe, setTimeout as delay } from "node:timers/promises";
import { createServer as createTlsServer } from "node:tls";
import { issue } from "../../../src/demo/certificates.ts";
import type { Script } from "./scripts.ts";

const certificate = issue({ commonName: "api.example.com", names: ["api.example.com"] }, null);

/** So that the client has seen the connection, and what was said, before it is gone. */
const RESET_MS = 20;

interface ScriptedServer {
  readonly port: number;
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

const servers: ScriptedServer[] = [];
const clients: Socket[] = [];

/** A connection to a server of its own that plays the script. */
export async function openScripted(script: Script, segment = 0): Promise<Socket> {
  const server = await startScriptedServer(script, segment);
  servers.push(server);
  const socket = connect({ host: "127.0.0.1", port: server.port, noDelay: true });
  clients.push(socket);
  await once(socket, "connect");
  return socket;
}

/** @throws Error when a server heard something else than its script says. */
export async function closeAll(): Promise<void> {
  for (const socket of clients.splice(0)) socket.on("error", () => undefined).destroy();
  const closing = servers.splice(0);
  await Promise.all(closing.map((server) => server.close()));
  const complaints = closing.flatMap((server) => server.complaints);
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
}

/** Plays the script on each connection; when it is at its end, it speaks TLS there, and says back what it hears.
 *  @param segment bytes that it sends at once; 0 for all. */
async function startScriptedServer(script: Script, segment = 0): Promise<ScriptedServer> {
  const complaints: string[] = [];
  const sockets = new Set<Socket>();
  const tls = createTlsServer({ key: certificate.key, cert: certificate.certificate }, (secure) =>
    secure.on("error", () => undefined).pipe(secure),
  );
  tls.on("tlsClientError", () => undefined);
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    perform(script, socket, segment).then(
      (finished) => finished && tls.emit("connection", socket),
      (error: unknown) => complaints.push(String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    complaints,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** False when the script leaves nothing to go on with. */
async function perform(script: Script, socket: Socket, segment: number): Promise<boolean> {
  for (const act of script) {
    if ("says" in act) await write(socket, Buffer.from(act.says, "latin1"), segment);
    else if ("hears" in act) await expectBytes(socket, act.hears);
    else if (act.does === "end") socket.end();
    else if (act.does === "reset") await delay(RESET_MS).then(() => socket.resetAndDestroy());
    else if (act.does === "pour") pour(socket);
    if ("does" in act) return false;
  }
  return true;
}

async function write(socket: Socket, bytes: Buffer, segment: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += segment || bytes.length) {
    socket.write(bytes.subarray(at, at + (segment || bytes.length)));
    if (segment > 0) await breathe();
  }
}

async function expectBytes(socket: Socket, expected: string): Promise<void> {
  let heard = Buffer.alloc(0);
  while (heard.length < expected.length) {
    if (socket.readableLength === 0) await once(socket, "readable");
    const bytes = socket.read() as Buffer | null;
    if (bytes === null) throw new Error(`closed after ${JSON.stringify(heard.toString("latin1"))}`);
    heard = Buffer.concat([heard, bytes]);
  }
  const said = heard.toString("latin1", 0, expected.length);
  if (said !== expected) throw new Error(`heard ${JSON.stringify(said)}`);
  // MySQL's client goes on without an answer.
  if (heard.length > expected.length) socket.unshift(heard.subarray(expected.length));
}

/** Says something for as long as anybody takes it. */
function pour(socket: Socket): void {
  const line = Buffer.from("x".repeat(1_000));
  const more = () => {
    while (!socket.destroyed && socket.write(line));
  };
  socket.on("drain", more);
  more();
}
