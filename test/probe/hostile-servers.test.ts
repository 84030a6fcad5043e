import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";
import { SERVER_HELLO, message, record, startHostileServer } from "./hostile-server.ts";

const TIMEOUT_MS = 300;
/** Three connections, each with its timeouts, and the slack of a busy machine. */
const BOUND_MS = 3 * 2 * TIMEOUT_MS + 1_000;
const HANDSHAKE = 22;
const ALERT = 21;
const APPLICATION_DATA = 23;

/** Writes for as long as the client takes it. */
function pour(socket: Socket, bytes: Uint8Array): void {
  const more = () => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on("drain", more);
  more();
}

function drip(socket: Socket, bytes: Uint8Array, everyMs: number): void {
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(bytes.subarray(sent, ++sent));
    if (sent === bytes.length) sent = 0;
  }, everyMs);
  socket.once("close", () => clearInterval(timer));
}

const HALF_HELLO = record(HANDSHAKE, SERVER_HELLO).subarray(0, 20);
const manyCertificates = message(11, Buffer.alloc(0xffffff, 0), 0xffffff);
const brokenCertificate = message(11, Buffer.from([0, 0, 6, 0, 0, 3, 0x30, 0x82, 0xff]));

/** What a server does, and what the answer is. */
const BEHAVIOURS: readonly (readonly [string, (socket: Socket) => void, object])[] = [
  ["is silent", () => undefined, { kind: "timeout", during: "handshake" }],
  [
    "sends a byte now and then",
    (socket) => drip(socket, record(HANDSHAKE, SERVER_HELLO), 50),
    { kind: "timeout", during: "handshake" },
  ],
  ["sends garbage without end", (socket) => pour(socket, Buffer.alloc(65_536, 0x41)), { kind: "not_tls" }],
  [
    "sends empty records without end",
    (socket) => pour(socket, Buffer.concat(Array<Buffer>(4_000).fill(record(HANDSHAKE, Buffer.alloc(0))))),
    { kind: "not_determined" },
  ],
  [
    "sends valid records without end",
    (socket) => {
      socket.write(record(HANDSHAKE, SERVER_HELLO));
      pour(socket, record(APPLICATION_DATA, Buffer.alloc(16_000)));
    },
    { kind: "not_determined" },
  ],
  [
    "warns without end",
    (socket) => pour(socket, Buffer.concat(Array<Buffer>(4_000).fill(record(ALERT, Buffer.from([1, 112]))))),
    { kind: "not_determined" },
  ],
  ["closes at once", (socket) => socket.end(), { kind: "connection_reset", during: "closed" }],
  [
    "closes after the ClientHello",
    (socket) => socket.once("data", () => socket.end()),
    { kind: "connection_reset", during: "closed" },
  ],
  [
    "closes within a record",
    (socket) => socket.once("data", () => socket.end(HALF_HELLO)),
    { kind: "connection_reset", during: "closed" },
  ],
  [
    "resets after the ClientHello",
    (socket) => socket.once("data", () => socket.resetAndDestroy()),
    { kind: "connection_reset", during: "handshake" },
  ],
  [
    "resets within a record",
    (socket) =>
      socket.once("data", () =>
        socket.write(HALF_HELLO, () => setTimeout(() => socket.resetAndDestroy(), 20)),
      ),
    { kind: "connection_reset", during: "handshake" },
  ],
  [
    "resets after its ServerHello",
    (socket) =>
      socket.once("data", () =>
        socket.write(record(HANDSHAKE, SERVER_HELLO), () => setTimeout(() => socket.resetAndDestroy(), 20)),
      ),
    { kind: "connection_reset", during: "handshake" },
  ],
  [
    "claims a record of 64 KiB",
    (socket) => socket.write(record(HANDSHAKE, Buffer.alloc(100), 0xffff)),
    { kind: "not_determined" },
  ],
  [
    "claims a message of 16 MiB",
    (socket) => socket.write(record(HANDSHAKE, message(2, Buffer.alloc(100), 0xffffff))),
    { kind: "not_determined" },
  ],
  [
    "sends a certificate list of 16 MiB",
    (socket) => {
      socket.write(record(HANDSHAKE, SERVER_HELLO));
      for (let at = 0; at < manyCertificates.length; at += 16_000)
        socket.write(record(HANDSHAKE, manyCertificates.subarray(at, at + 16_000)));
    },
    { kind: "not_determined" },
  ],
  [
    "sends a certificate that is none",
    (socket) =>
      socket.write(Buffer.concat([record(HANDSHAKE, SERVER_HELLO), record(HANDSHAKE, brokenCertificate)])),
    { kind: "not_determined" },
  ],
  [
    "sends a ServerHello that is too short",
    (socket) => socket.write(record(HANDSHAKE, message(2, Buffer.from([3, 3, 1])))),
    { kind: "not_determined" },
  ],
  [
    "sends an alert of one byte",
    (socket) => socket.end(record(ALERT, Buffer.from([2]))),
    { kind: "not_determined" },
  ],
  [
    "refuses with an alert that has no name",
    (socket) => socket.once("data", () => socket.end(record(ALERT, Buffer.from([2, 200])))),
    { kind: "not_determined", alert: { code: 200, description: "alert_200" } },
  ],
];

describe("a server that", () => {
  it.each(BEHAVIOURS)("%s", async (_, behave, finding) => {
    const server = await startHostileServer(behave);
    const began = performance.now();
    try {
      const evidence = await collectEvidence(
        { host: "127.0.0.1", port: server.port, serverName: "api.example.com" },
        { at: 0, timeoutMs: TIMEOUT_MS, egress: null, trustAnchors: null },
      );
      expect(performance.now() - began).toBeLessThan(BOUND_MS);
      expect(diagnose(evidence)[0]).toMatchObject(finding);
      // What we keep of it is small, and plain JSON.
      expect(JSON.stringify(evidence).length).toBeLessThan(20_000);
      await expect.poll(server.open).toBe(0);
      expect(server.sent()).toBeLessThan(64 * 1024 * 1024);
    } finally {
      await server.close();
    }
  });
});
