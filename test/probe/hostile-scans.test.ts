import type { AddressInfo, Server, Socket } from "node:net";
import { connect } from "node:net";
import type { TLSSocket } from "node:tls";
import { createServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { issue } from "../../src/demo/certificates.ts";
import type { Evidence, HandshakeResult } from "../../src/diagnosis/evidence.ts";
import { findHandshake } from "../../src/diagnosis/evidence.ts";
import type { CollectOptions } from "../../src/probe/collect-evidence.ts";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";
import { openConnection } from "../../src/probe/open-connection.ts";
import { composeHello, sayHello } from "../../src/probe/say-hello.ts";
import { encodeExtensions } from "../../src/tls/extension.ts";
import type { HelloOffer } from "../../src/tls/hello-offer.ts";
import { NAMED_GROUP } from "../../src/tls/named-groups.ts";
import { encodeRecords } from "../../src/tls/record.ts";
import { encodeUint, encodeVector } from "../../src/wire/encoding.ts";
import type { HostileServer } from "./hostile-server.ts";
import { SERVER_HELLO, message, record, startHostileServer } from "./hostile-server.ts";

const HOST = "api.example.com";
const TIMEOUT_MS = 1_000;
/** As many timeouts as follow each other at most, the pauses of backing off, and the slack of a busy machine. */
const BOUND_MS = 15_000;
const MAX_CONNECTIONS = 120;
const AT_A_TIME = 8;
const ALERT = 21;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const SERVER_HELLO_TYPE = 2;
const CERTIFICATE = 11;

const OFFER: HelloOffer = {
  versions: [0x0304, 0x0303],
  cipherSuites: [0x1301, 0x009c],
  serverName: HOST,
  groups: [NAMED_GROUP.x25519, NAMED_GROUP.secp256r1],
  keyShares: [NAMED_GROUP.x25519],
  signatureAlgorithms: [0x0804],
  alpn: [],
};

const RETRY_RANDOM = Buffer.from("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c", "hex");

interface Selection {
  readonly version?: number;
  readonly suite?: number;
  readonly random?: Buffer;
  readonly extensions?: readonly (readonly [type: number, data: Buffer])[];
}

function selects({ version = 0x0304, suite = 0x1301, random, extensions = [] }: Selection): Buffer {
  const all = [[43, encodeUint(2, version)] as const, ...extensions];
  const body = Buffer.concat([
    encodeUint(2, 0x0303),
    random ?? Buffer.alloc(32, 7),
    encodeVector(1),
    encodeUint(2, suite),
    Buffer.from([0]),
    encodeExtensions(all.map(([type, data]) => ({ type, data }))),
  ]);
  return encodeRecords(HANDSHAKE, 0x0303, message(SERVER_HELLO_TYPE, body));
}
const share = (group: number, key: Buffer) =>
  [51, Buffer.concat([encodeUint(2, group), encodeVector(2, key)])] as const;
const retry = (group: number, ...extensions: readonly (readonly [number, Buffer])[]) =>
  selects({ random: RETRY_RANDOM, extensions: [[51, encodeUint(2, group)], ...extensions] });
const cookie = (length: number) => [44, encodeVector(2, Buffer.alloc(length))] as const;

/** After each Client Hello, so a second one is answered too. */
const answer = (bytes: Uint8Array) => (socket: Socket) => socket.on("data", () => socket.write(bytes));
const once = (act: (socket: Socket) => void) => (socket: Socket) => socket.once("data", () => act(socket));

function pour(socket: Socket, bytes: Uint8Array): void {
  const more = () => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on("drain", more);
  more();
}

function drip(socket: Socket, bytes: Uint8Array): void {
  let sent = 0;
  const timer = setInterval(() => socket.write(bytes.subarray(sent, ++sent)), 40);
  socket.once("close", () => clearInterval(timer));
}

const broken = (fault: "malformed" | "misbehaved" | "incompatible", code: string) =>
  ({ outcome: "broken", class: fault, code }) as const;
const TIMEOUT = { outcome: "timeout", afterMs: TIMEOUT_MS } as const;
const hello12 = record(HANDSHAKE, SERVER_HELLO);
const list = message(CERTIFICATE, Buffer.alloc(200_000), 0xffffff);

/** What a server does with each Client Hello but the first, and what is said of it. */
const BEHAVIOURS: readonly (readonly [string, (socket: Socket) => unknown, HandshakeResult])[] = [
  ["is silent", () => undefined, TIMEOUT],
  ["sends a byte now and then", (socket) => drip(socket, hello12), TIMEOUT],
  ["stops within a record", once((socket) => socket.write(hello12.subarray(0, 20))), TIMEOUT],
  ["stops within its flight", once((socket) => socket.write(hello12)), TIMEOUT],
  [
    "sends records of the right form without end",
    once((socket) => {
      socket.write(hello12);
      pour(socket, record(APPLICATION_DATA, Buffer.alloc(16_000)));
    }),
    broken("malformed", "server flight too_large"),
  ],
  [
    "sends empty records without end",
    once((socket) =>
      pour(socket, Buffer.concat(Array<Buffer>(4_000).fill(record(HANDSHAKE, Buffer.alloc(0))))),
    ),
    broken("malformed", "server flight too_large"),
  ],
  [
    "sends garbage",
    once((socket) => pour(socket, Buffer.alloc(65_536, 0xc3))),
    { outcome: "not_tls", protocol: "unknown", firstBytes: expect.any(String) as string },
  ],
  [
    "claims a record of 64 KiB",
    once((socket) => socket.write(record(HANDSHAKE, Buffer.alloc(100), 0xffff))),
    broken("malformed", "TLSPlaintext too_large"),
  ],
  [
    "claims a list of 16 MiB",
    once((socket) => socket.write(Buffer.concat([hello12, encodeRecords(HANDSHAKE, 0x0303, list)]))),
    broken("malformed", "Handshake too_large"),
  ],
  [
    "sends a ServerHello with a length that lies",
    answer(
      record(
        HANDSHAKE,
        message(SERVER_HELLO_TYPE, Buffer.concat([SERVER_HELLO.subarray(4), Buffer.from([1])])),
      ),
    ),
    broken("malformed", "ServerHello trailing_bytes"),
  ],
  [
    "sends an alert of one byte",
    answer(record(ALERT, Buffer.from([2]))),
    broken("malformed", "AlertDescription truncated"),
  ],
  [
    "begins with a Certificate",
    answer(record(HANDSHAKE, message(CERTIFICATE, Buffer.alloc(3)))),
    broken("misbehaved", "HandshakeType unexpected_message"),
  ],
  [
    "sends two ServerHellos",
    answer(Buffer.concat([hello12, hello12])),
    broken("misbehaved", "ServerHello unexpected_message"),
  ],
  [
    "selects a suite that was not offered",
    answer(selects({ suite: 0x0004 })),
    broken("misbehaved", "ServerHello.cipher_suite not_offered"),
  ],
  [
    "selects a version that was not offered",
    answer(selects({ version: 0x0305 })),
    broken("misbehaved", "ServerHello.version not_offered"),
  ],
  [
    "selects a group that was not offered",
    answer(selects({ extensions: [share(0xfefe, Buffer.alloc(32, 9))] })),
    broken("misbehaved", "KeyShareEntry.group not_offered"),
  ],
  [
    "sends a point that is on no curve",
    answer(selects({ extensions: [share(NAMED_GROUP.x25519, Buffer.alloc(32))] })),
    broken("malformed", "KeyShareEntry.key_exchange illegal_value"),
  ],
  [
    "encrypts with a key of its own",
    answer(
      Buffer.concat([
        selects({ extensions: [share(NAMED_GROUP.x25519, Buffer.alloc(32, 9))] }),
        record(APPLICATION_DATA, Buffer.alloc(100)),
      ]),
    ),
    broken("malformed", "TLSCiphertext illegal_value"),
  ],
  [
    "asks to try again for ever",
    answer(retry(NAMED_GROUP.secp256r1)),
    broken("misbehaved", "ServerHello unexpected_message"),
  ],
  [
    "asks for a group that was not offered",
    answer(retry(0xfefe)),
    broken("misbehaved", "KeyShareEntry.group not_offered"),
  ],
  [
    "asks to give back a cookie of 64 KiB",
    answer(retry(NAMED_GROUP.secp256r1, cookie(65_000))),
    broken("incompatible", "Cookie too_large"),
  ],
  [
    "asks again, then selects another suite",
    (socket) => {
      let times = 0;
      socket.on("data", () =>
        socket.write(times++ === 0 ? retry(NAMED_GROUP.secp256r1) : selects({ suite: 0x009c })),
      );
    },
    broken("misbehaved", "ServerHello.cipher_suite changed"),
  ],
  ["resets when it accepts", (socket) => socket.resetAndDestroy(), { outcome: "connection_reset" }],
  [
    "resets after the Client Hello",
    once((socket) => socket.resetAndDestroy()),
    { outcome: "connection_reset" },
  ],
  [
    "resets within its flight",
    once((socket) => socket.write(hello12, () => setTimeout(() => socket.resetAndDestroy(), 20))),
    { outcome: "connection_reset" },
  ],
  ["closes when it accepts", (socket) => socket.end(), { outcome: "closed" }],
  ["closes within a record", once((socket) => socket.end(hello12.subarray(0, 20))), { outcome: "closed" }],
  [
    "refuses with an alert that has no name",
    answer(record(ALERT, Buffer.from([2, 200]))),
    { outcome: "alert", level: "fatal", description: "alert_200", code: 200 },
  ],
];

/** An ordinary server, which others stand before. */
let honest: Server;
const { certificate: cert, key } = issue({ commonName: HOST, names: [HOST] }, null);
beforeAll(async () => {
  honest = createServer({ cert, key }, (socket: TLSSocket) => socket.on("error", () => undefined));
  honest.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => honest.listen(0, "127.0.0.1", resolve));
});
afterAll(() => new Promise((resolve) => honest.close(resolve)));

function pass(socket: Socket): void {
  const onward = connect((honest.address() as AddressInfo).port, "127.0.0.1");
  onward.on("error", () => socket.destroy());
  socket.once("close", () => onward.destroy());
  onward.once("close", () => socket.destroy());
  socket.pipe(onward).pipe(socket);
}

/** @param behave with the number of the connection, from 0. */
async function startServer(behave: (socket: Socket, index: number) => void) {
  let index = 0;
  let most = 0;
  const server: HostileServer = await startHostileServer((socket) => {
    most = Math.max(most, server.open());
    behave(socket, index++);
  });
  return { ...server, most: () => most };
}

async function collect(
  port: number,
  options: Partial<Pick<CollectOptions, "scope" | "signal">> = {},
): Promise<Evidence> {
  return collectEvidence(
    { host: "127.0.0.1", port, serverName: HOST },
    { at: Date.now(), timeoutMs: TIMEOUT_MS, egress: null, trustAnchors: cert, ...options },
  );
}

/** One Client Hello of ours. Who resets at once may do so before the connection is ours. */
async function greet(port: number): Promise<HandshakeResult | { readonly outcome: string }> {
  const connection = await openConnection("127.0.0.1", port, TIMEOUT_MS, undefined);
  if ("unreachable" in connection) return { outcome: connection.unreachable.reason };
  const { socket } = connection;
  const { result } = await sayHello(socket, {
    hello: composeHello(OFFER),
    until: "flight",
    timeoutMs: TIMEOUT_MS,
  });
  socket.destroy();
  return result;
}

describe.concurrent("our Client Hello, to a server that", () => {
  it.each(BEHAVIOURS)("%s", async (_, behave, expected) => {
    const server = await startServer(behave);
    try {
      expect(await greet(server.port)).toEqual(expected);
      await vi.waitUntil(() => server.open() === 0);
    } finally {
      await server.close();
    }
  });
});

describe.concurrent("a whole scan, of a server that after one ordinary handshake", () => {
  it.each(BEHAVIOURS)("%s", async (_, behave) => {
    const server = await startServer((socket, index) => (index === 0 ? pass(socket) : behave(socket)));
    const began = performance.now();
    try {
      const evidence = await collect(server.port);
      expect(performance.now() - began).toBeLessThan(BOUND_MS);
      expect(findHandshake(evidence, "ordinary")?.result).toEqual({ outcome: "completed" });
      expect(evidence.connections).toBeLessThanOrEqual(MAX_CONNECTIONS);
      // A connection that we have let go of may not have ended there.
      expect(server.most()).toBeLessThanOrEqual(3 * AT_A_TIME);
      expect(JSON.stringify(evidence).length).toBeLessThan(40_000);
      expect(evidence.profile?.cipherSuites.length ?? 0).toBeLessThanOrEqual(2);
      await vi.waitUntil(() => server.open() === 0);
    } finally {
      await server.close();
    }
  });
});

/** What the honest server behind all others has. */
async function collectHonest(): Promise<Evidence> {
  return collect((honest.address() as AddressInfo).port);
}

describe.concurrent("a server that has had enough of us", () => {
  it("and resets every second connection is asked again, one at a time, and shows all", async () => {
    const server = await startServer((socket, index) =>
      index % 2 === 0 ? pass(socket) : socket.once("data", () => socket.resetAndDestroy()),
    );
    try {
      const evidence = await collect(server.port, { scope: "cipher_suites" });
      const expected = await collectHonest();
      expect(evidence.profile).toMatchObject({
        versions: expected.profile?.versions,
        cipherSuites: expected.profile?.cipherSuites,
        serverPreference: expected.profile?.serverPreference,
        complete: true,
      });
      expect(evidence.profile?.backedOff).toBeGreaterThan(0);
      await vi.waitUntil(() => server.open() === 0);
    } finally {
      await server.close();
    }
  }, 40_000);

  it.each([
    ["resets", (socket: Socket) => socket.resetAndDestroy()],
    ["closes", (socket: Socket) => socket.end()],
  ])(
    "and %s all after the 20th is said to be unknown, not to refuse",
    async (_, leave) => {
      const server = await startServer((socket, index) =>
        index < 20 ? pass(socket) : socket.once("data", () => leave(socket)),
      );
      try {
        const { profile, connections } = await collect(server.port);
        expect(profile?.complete).toBe(false);
        expect(profile?.backedOff).toBeGreaterThan(0);
        // It has both.
        expect(profile?.versions["TLS 1.2"]).not.toBe("refused");
        expect(profile?.versions["TLS 1.3"]).not.toBe("refused");
        expect(connections).toBeLessThanOrEqual(MAX_CONNECTIONS);
        await vi.waitUntil(() => server.open() === 0);
      } finally {
        await server.close();
      }
    },
    40_000,
  );

  it("and refuses connections after the 10th is left alone, and said to be unknown", async () => {
    let stop = (): void => undefined;
    const server = await startServer((socket, index) => {
      pass(socket);
      if (index === 9) stop();
    });
    stop = () => server.stopListening();
    try {
      const { profile } = await collect(server.port);
      expect(profile?.complete).toBe(false);
      expect(profile?.backedOff).toBeGreaterThanOrEqual(4);
      expect(profile?.versions["TLS 1.2"]).not.toBe("refused");
      expect(profile?.versions["TLS 1.3"]).not.toBe("refused");
      await vi.waitUntil(() => server.open() === 0);
    } finally {
      await server.close();
    }
  }, 40_000);

  it("or rather drops what others refuse with an alert, is known by what it answers", async () => {
    // TLS 1.2 alone, from a server whose alerts never arrive.
    const server = await startServer((socket) => {
      const onward = connect((honest.address() as AddressInfo).port, "127.0.0.1");
      onward.on("error", () => socket.destroy());
      socket.once("close", () => onward.destroy());
      socket.pipe(onward);
      onward.on("data", (bytes) => {
        if (bytes[0] === ALERT) socket.resetAndDestroy();
        else socket.write(bytes);
      });
    });
    try {
      const [evidence, expected] = [await collect(server.port), await collectHonest()];
      expect(evidence.profile).toMatchObject({
        versions: expected.profile?.versions,
        cipherSuites: expected.profile?.cipherSuites,
        complete: true,
        backedOff: 0,
      });
    } finally {
      await server.close();
    }
  }, 40_000);
});

describe("who aborts a scan", () => {
  it.each([0, 5, 30, 100])("gets the reason after %i ms, and nothing stays open", async (ms) => {
    const server = await startServer((socket, index) => (index === 0 ? pass(socket) : undefined));
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), ms);
    try {
      await expect(collect(server.port, { signal: controller.signal })).rejects.toBe(reason);
      await vi.waitUntil(() => server.open() === 0);
    } finally {
      await server.close();
    }
  });
});
