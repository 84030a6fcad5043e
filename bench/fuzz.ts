// `npm run fuzz [-- SECONDS SEED]`: mutates what servers and clients have sent and feeds it to what reads it. Nothing but
// DecodeError may come of it, and no input may take long. Ends with 1 at the first that does otherwise, and prints it: the
// same seed finds it again.
import { deflateSync } from "node:zlib";
import { readFlight } from "../src/probe/read-flight.ts";
import { decodeClientHello, encodeClientHello } from "../src/tls/client-hello.ts";
import { readClientOffer } from "../test/tls/client-offer.ts";
import { composeClientHello } from "../src/tls/hello-offer.ts";
import { deriveHandshakeSecrets } from "../src/tls/key-schedule.ts";
import { AGREEABLE_GROUPS, findKeyShare } from "../src/tls/key-share.ts";
import { NAMED_GROUP } from "../src/tls/named-groups.ts";
import { RecordOpener } from "../src/tls/record-protection.ts";
import { encodeRecords } from "../src/tls/record.ts";
import { ServerFlight } from "../src/tls/server-flight.ts";
import { DecodeError } from "../src/wire/decode-error.ts";
import { encodeUint, encodeVector } from "../src/wire/encoding.ts";
import { SERVER_HELLO, message } from "../test/probe/hostile-server.ts";
import {
  CLIENT_HELLO,
  FLIGHT_RECORD,
  RETRY,
  SERVER_HANDSHAKE_TRAFFIC_SECRET,
  SERVER_HELLO_RECORD,
} from "../test/tls/rfc8448.ts";

const [seconds = 10, seed = Date.now() % 0x7fffffff] = process.argv.slice(2).map(Number);
const SLOW_MS = 500;
const HANDSHAKE = 22;
const HEADER = 4;
/** TLS_ECDH_anon_WITH_AES_128_CBC_SHA: nothing is signed. */
const ANONYMOUS = 0xc018;
const TLS_1_3_SUITES = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305];

/** mulberry32: small, and the same on every machine. */
let state = seed;
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
}
const pick = <T>(items: readonly [T, ...T[]]): T => items[random(items.length)] ?? items[0];

const EDGES = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff] as const;

/** Bits, bytes and lengths changed; pieces cut out, doubled, or of another input. */
function mutate(bytes: Uint8Array, other: Uint8Array): Buffer {
  let mutated = Buffer.from(bytes);
  for (let times = 1 + random(4); times > 0 && mutated.length > 0; times--) {
    const at = random(mutated.length);
    const until = Math.min(mutated.length, at + 1 + random(64));
    switch (random(7)) {
      case 0:
        mutated[at] = (mutated[at] ?? 0) ^ (1 << random(8));
        break;
      case 1:
        mutated[at] = pick(EDGES);
        break;
      case 2:
        mutated[at] = random(256);
        break;
      case 3:
        mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(until)]);
        break;
      case 4:
        mutated = Buffer.concat([mutated.subarray(0, until), mutated.subarray(at)]);
        break;
      case 5:
        mutated = mutated.subarray(0, at);
        break;
      default: {
        const from = random(other.length);
        mutated = Buffer.concat([
          mutated.subarray(0, at),
          other.subarray(from, from + 64),
          mutated.subarray(at),
        ]);
      }
    }
  }
  return mutated;
}

/** Behind a ServerHello of TLS 1.2: every message that a server may send, with this suite. */
function flightOfTls12(suite: number): Buffer {
  const hello = Buffer.from(SERVER_HELLO);
  hello.writeUInt16BE(suite, HEADER + 35);
  const names = encodeVector(2, encodeVector(2, Buffer.from("3009310730050603550403", "hex")));
  const ecdhe = [Buffer.from([3, 0, 29]), encodeVector(1, Buffer.alloc(32, 9))];
  const dhe = [Buffer.alloc(32, 0xff), Buffer.from([2]), Buffer.alloc(32, 5)].map((n) => encodeVector(2, n));
  const list = encodeVector(3, encodeVector(3, CERTIFICATE), encodeVector(3, CERTIFICATE));
  const compressed = [encodeUint(2, 1), encodeUint(3, list.length), encodeVector(3, deflateSync(list))];
  const signature = suite === ANONYMOUS ? [] : [Buffer.from([8, 4]), encodeVector(2, Buffer.alloc(32))];
  return Buffer.concat([
    hello,
    message(11, list),
    message(25, Buffer.concat(compressed)),
    message(22, Buffer.concat([Buffer.from([1]), encodeVector(3, Buffer.from("300a0a0100", "hex"))])),
    message(12, Buffer.concat([...(suite === 0x009e ? dhe : ecdhe), ...signature])),
    message(
      13,
      Buffer.concat([encodeVector(1, Buffer.from([1])), encodeVector(2, Buffer.from([8, 4])), names]),
    ),
    message(14, Buffer.alloc(0)),
  ]);
}

/** What RFC 8448's server sent encrypted: EncryptedExtensions to Finished. */
function openFlight(): Uint8Array {
  const record = {
    type: 23,
    version: 0x0303,
    header: FLIGHT_RECORD.subarray(0, 5),
    fragment: FLIGHT_RECORD.subarray(5),
  };
  return new RecordOpener(0x1301, SERVER_HANDSHAKE_TRAFFIC_SECRET).open(record).content;
}
const INNER = openFlight();
/** The one in that flight. */
const CERTIFICATE = INNER.subarray(INNER.indexOf(0x30, 50), INNER.indexOf(0x30, 50) + 432);
const HELLO_13 = SERVER_HELLO_RECORD.subarray(5);

const FLIGHTS: readonly [Uint8Array, ...Uint8Array[]] = [
  flightOfTls12(0xc02f),
  flightOfTls12(0x009e),
  flightOfTls12(0x009c),
  flightOfTls12(ANONYMOUS),
  // Read as if it had come in the clear: mutations get behind the encryption.
  Buffer.concat([HELLO_13, INNER]),
  Buffer.concat([RETRY.retryRequest, RETRY.serverHello, INNER]),
];
const STREAMS: readonly [Uint8Array, ...Uint8Array[]] = [
  Buffer.concat([SERVER_HELLO_RECORD, FLIGHT_RECORD]),
  Buffer.concat([
    encodeRecords(HANDSHAKE, 0x0303, RETRY.retryRequest),
    encodeRecords(HANDSHAKE, 0x0303, RETRY.serverHello),
    RETRY.flightRecord,
  ]),
  ...FLIGHTS.map((flight) => encodeRecords(HANDSHAKE, 0x0303, flight, 300)),
];
const OFFER = {
  versions: [0x0304, 0x0303],
  cipherSuites: [0x1301],
  serverName: "api.example.com",
  groups: [NAMED_GROUP.x25519],
  keyShares: [NAMED_GROUP.X25519MLKEM768, NAMED_GROUP.x25519],
  signatureAlgorithms: [0x0804],
  alpn: ["h2"],
  grease: true,
};
const HELLOS: readonly [Uint8Array, ...Uint8Array[]] = [
  CLIENT_HELLO,
  RETRY.secondHello,
  encodeClientHello(composeClientHello(OFFER)),
];

function readStream(bytes: Uint8Array): void {
  const flight = new ServerFlight({
    ...(random(2) === 0 && {
      offered: { versions: [0x0304, 0x0303], cipherSuites: [0x1301, 0xc02f], groups: [29] },
    }),
    openWith: ({ keyShare }) => {
      const ours = findKeyShare(keyShare?.group ?? 0);
      if (ours === null || keyShare?.keyExchange == null || random(2) === 0)
        return SERVER_HANDSHAKE_TRAFFIC_SECRET;
      return deriveHandshakeSecrets("sha256", ours.agree(keyShare.keyExchange), Buffer.alloc(32)).server;
    },
  });
  const size = pick([1, 7, 100, 1_000, 100_000]);
  for (let at = 0; at < bytes.length; at += size) flight.push(bytes.subarray(at, at + size));
  flight.decrypt(SERVER_HANDSHAKE_TRAFFIC_SECRET);
  readFlight(flight);
}

/** What is tried, by turns; each gets an input of its own. */
const TARGETS: readonly [Target, ...Target[]] = [
  { name: "ServerFlight, records", input: () => mutate(pick(STREAMS), pick(STREAMS)), read: readStream },
  {
    name: "ServerFlight, messages",
    input: () => encodeRecords(HANDSHAKE, 0x0303, mutate(pick(FLIGHTS), pick(FLIGHTS))),
    read: readStream,
  },
  {
    name: "decodeClientHello",
    input: () => mutate(pick(HELLOS), pick(HELLOS)).subarray(HEADER),
    read: (bytes) => readClientOffer(decodeClientHello(bytes)),
  },
  {
    name: "RecordOpener",
    input: () => mutate(FLIGHT_RECORD, FLIGHT_RECORD).subarray(0, random(FLIGHT_RECORD.length)),
    read: (fragment) => {
      const header = Buffer.from([23, 3, 3, fragment.length >> 8, fragment.length & 0xff]);
      const suite = TLS_1_3_SUITES[random(TLS_1_3_SUITES.length)] ?? 0;
      new RecordOpener(suite, SERVER_HANDSHAKE_TRAFFIC_SECRET).open({
        type: 23,
        version: 0x0303,
        header,
        fragment,
      });
    },
  },
  {
    name: "KeyShare.agree",
    input: () => mutate(RETRY.serverHello.subarray(48, 48 + 65), CLIENT_HELLO),
    read: (bytes) => findKeyShare(AGREEABLE_GROUPS[random(AGREEABLE_GROUPS.length)] ?? 0)?.agree(bytes),
  },
];

interface Target {
  readonly name: string;
  readonly input: () => Uint8Array;
  readonly read: (bytes: Uint8Array) => unknown;
}

function describe(target: Target, input: Uint8Array, what: string): string {
  return `${target.name}: ${what}\n  seed ${seed}, input ${Buffer.from(input).toString("hex")}\n`;
}

const ends = performance.now() + seconds * 1_000;
const counts = new Map<string, number>();
let slowest = 0;
for (let run = 0; performance.now() < ends && process.exitCode === undefined; run++) {
  const target = TARGETS[run % TARGETS.length] ?? TARGETS[0];
  const input = target.input();
  const began = performance.now();
  try {
    target.read(input);
  } catch (error) {
    if (!(error instanceof DecodeError)) {
      process.stderr.write(
        describe(target, input, error instanceof Error ? (error.stack ?? error.message) : String(error)),
      );
      process.exitCode = 1;
    }
  }
  const ms = performance.now() - began;
  slowest = Math.max(slowest, ms);
  if (ms > SLOW_MS) {
    process.stderr.write(describe(target, input, `${ms.toFixed(0)} ms`));
    process.exitCode = 1;
  }
  counts.set(target.name, (counts.get(target.name) ?? 0) + 1);
}
for (const [name, count] of counts) process.stdout.write(`${name}: ${count} inputs\n`);
process.stdout.write(`slowest ${slowest.toFixed(1)} ms, seed ${seed}\n`);
