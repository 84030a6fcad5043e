import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import type { HandshakeResult } from "../diagnosis/evidence.ts";
import type { ClientHello } from "../tls/client-hello.ts";
import type { RetryAnswer } from "../tls/clients/compose-profile-hello.ts";
import { encodeClientHello } from "../tls/client-hello.ts";
import { HANDSHAKE_TYPE, encodeHandshake } from "../tls/handshake.ts";
import { EXTENSION_TYPE } from "../tls/extension-types.ts";
import type { HelloOffer } from "../tls/hello-offer.ts";
import { composeClientHello } from "../tls/hello-offer.ts";
import { deriveHandshakeSecrets } from "../tls/key-schedule.ts";
import { findKeyShare } from "../tls/key-share.ts";
import { findHash } from "../tls/record-protection.ts";
import { CONTENT_TYPE, encodeRecords } from "../tls/record.ts";
import type { ServerHello } from "../tls/server-hello.ts";
import { ServerFlight } from "../tls/server-flight.ts";
import { VERSION } from "../tls/version.ts";
import { describeGreeting } from "../diagnosis/greeting.ts";
import { describeFault } from "./read-flight.ts";

export interface HelloOptions {
  readonly hello: ComposedHello;
  /** `selection`: what the server selects is enough. `certificates`: so is its certificate list, with its staple. `flight`: all of its first
   *  flight. The last two send a second Client Hello where the server wants one that we can make. */
  readonly until: "selection" | "certificates" | "flight";
  /** For the whole answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A Client Hello, and how it goes on. It may be said to many. */
export interface ComposedHello {
  /** What a server may choose from; who chooses anything else misbehaves. */
  readonly offered: Pick<HelloOffer, "versions" | "cipherSuites" | "groups" | "keyShares">;
  readonly first: ClientHello;
  /** Of the first. */
  readonly encoded: Buffer;
  /** Of the record that the first comes in. */
  readonly recordVersion: number;
  /** The second, RFC 8446 section 4.1.2. */
  readonly composeSecond: (answer: RetryAnswer) => ClientHello;
}

export function composeHello(offer: HelloOffer): ComposedHello {
  const first = composeClientHello(offer);
  return {
    offered: offer,
    first,
    encoded: encodeClientHello(first),
    // RFC 8446 section 5.1: the first record may say 0x0301, and some servers of old want nothing newer.
    recordVersion: Math.min(first.legacyVersion, VERSION.TLS_1_0),
    composeSecond: (answer) => composeClientHello(offer, answer),
  };
}

export interface HelloAnswer {
  /** `completed`: the server went along as far as it was asked to. */
  readonly result: HandshakeResult;
  readonly flight: ServerFlight;
}

/** With a longer one no Client Hello might be encoded: its extensions have 64 KiB in all. */
const MAX_COOKIE = 32 * 1024;

/** One Client Hello of ours on an open connection, and what the server says to it. The connection is the caller's to close.
 *  @throws the signal's reason when it is aborted. */
export function sayHello(socket: Socket, options: HelloOptions): Promise<HelloAnswer> {
  const { hello, until, timeoutMs, signal } = options;
  const transcript = new Transcript();
  const flight = new ServerFlight({
    offered: hello.offered,
    openWith: (selected, bytes) => transcript.openWith(selected, bytes),
  });
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      socket.removeAllListeners();
      socket.on("error", () => undefined);
      outcome();
    };
    const finish = (result: HandshakeResult) => settle(() => resolve({ result, flight }));
    const abort = () => settle(() => reject(signal?.reason));
    const timer = setTimeout(() => finish({ outcome: "timeout", afterMs: timeoutMs }), timeoutMs);
    const send = (message: Buffer, version: number) =>
      socket.write(encodeRecords(CONTENT_TYPE.handshake, version, message));
    let answered = false;
    socket.removeAllListeners();
    socket.on("data", (bytes) => {
      flight.push(bytes);
      const result = judge(flight, until);
      if (result === "again" && flight.retry !== null && !answered) {
        answered = true;
        const { cookie } = flight.retry.hello;
        if (cookie !== null && cookie.length > MAX_COOKIE)
          return finish({ outcome: "broken", class: "incompatible", code: "Cookie too_large" });
        const second = answerRetry(hello, flight.retry.hello);
        if (second === null) return finish({ outcome: "completed" });
        const again = encodeClientHello(second);
        transcript.retry(flight.retry.hello, flight.retry.encoded, again);
        send(again, VERSION.TLS_1_2);
      } else if (typeof result === "object" && result !== null) finish(result);
    });
    socket.once("end", () => finish({ outcome: "closed" }));
    socket.once("close", () => finish({ outcome: "closed" }));
    socket.once("error", () => finish({ outcome: "connection_reset" }));
    if (signal?.aborted === true) return abort();
    signal?.addEventListener("abort", abort, { once: true });
    transcript.add(hello.encoded);
    send(hello.encoded, hello.recordVersion);
  });
}

/** Null: more is to come. */
function judge(flight: ServerFlight, until: HelloOptions["until"]): HandshakeResult | "again" | null {
  if (flight.notTls) return describeGreeting(flight.firstBytes);
  if (flight.alert !== null) return { outcome: "alert", ...flight.alert };
  if (flight.fault !== null) return describeFault(flight.fault);
  if (until === "selection" && (flight.hello !== null || flight.retry !== null))
    return { outcome: "completed" };
  if (until === "certificates" && flight.certificateList.length > 0 && !expectsStaple(flight))
    return { outcome: "completed" };
  if (flight.over) return { outcome: "completed" };
  // Without the keys nothing more can be read.
  if (flight.hello?.version === VERSION.TLS_1_3 && !isReadable(flight.hello)) return { outcome: "completed" };
  return flight.retry !== null && flight.hello === null ? "again" : null;
}

/** Before TLS 1.3 it comes in a message of its own right after the list, if the server has said that it may (RFC 6066 section 8). */
function expectsStaple({ hello, ocspResponse, keyExchange, extensionTypes, over }: ServerFlight): boolean {
  if (hello === null || hello.version === VERSION.TLS_1_3 || over) return false;
  const mayCome = extensionTypes.includes(EXTENSION_TYPE.status_request);
  return mayCome && ocspResponse === null && keyExchange === null;
}

function isReadable({ cipherSuite, keyShare }: ServerHello): boolean {
  return findHash(cipherSuite) !== null && keyShare !== null && findKeyShare(keyShare.group) !== null;
}

/** The second Client Hello; null for a group that we cannot compute. */
function answerRetry(
  { offered, first, composeSecond }: ComposedHello,
  { keyShare, cookie }: ServerHello,
): ClientHello | null {
  const group = keyShare?.group ?? offered.keyShares[0];
  if (group === undefined || findKeyShare(group) === null) return null;
  return composeSecond({ first, group, cookie });
}

/** What both sides have sent, for the keys: RFC 8446 section 4.4.1. */
class Transcript {
  #messages: Uint8Array[] = [];

  add(encoded: Uint8Array): void {
    this.#messages.push(encoded);
  }

  /** The first Client Hello is replaced by its hash. */
  retry({ cipherSuite }: ServerHello, encoded: Uint8Array, second: Uint8Array): void {
    const hash = findHash(cipherSuite);
    if (hash === null) return;
    const digest = createHash(hash).update(Buffer.concat(this.#messages)).digest();
    this.#messages = [encodeHandshake(HANDSHAKE_TYPE.message_hash, digest), encoded, second];
  }

  openWith({ cipherSuite, keyShare }: ServerHello, encoded: Uint8Array): Uint8Array | null {
    const hash = findHash(cipherSuite);
    const share = keyShare === null ? null : findKeyShare(keyShare.group);
    if (hash === null || keyShare?.keyExchange === null || keyShare === null || share === null) return null;
    const digest = createHash(hash)
      .update(Buffer.concat([...this.#messages, encoded]))
      .digest();
    return deriveHandshakeSecrets(hash, share.agree(keyShare.keyExchange), digest).server;
  }
}
