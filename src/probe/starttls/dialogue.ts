import type { StartTlsCommand, StartTlsProblem } from "../../diagnosis/starttls.ts";
import { DecodeError } from "../../wire/decode-error.ts";

/** What one protocol says until a ClientHello may follow, without a socket: each step is carried out by who drives the
 *  generator, and a receipt gives the bytes back. Null: go ahead. A DecodeError: the server speaks something else. */
export type Dialogue = (names: Names) => Talk<StartTlsProblem | null>;

export type Talk<T> = Generator<Step, T, Buffer>;

export type Step =
  { readonly send: string | Uint8Array; readonly command: StartTlsCommand } | { readonly receive: Framing };

/** How many of the bytes received are the next unit of the protocol; null while it is not complete.
 *  @throws DecodeError when they cannot become one. */
export type Framing = (received: Buffer) => number | null;

export interface Names {
  /** Whom the client wants to speak to; null when it does not say. */
  readonly serverName: string | null;
  /** The client's own end of the connection. */
  readonly clientAddress: string;
}

/** More than any server needs before TLS: lists of capabilities have a few hundred bytes, XMPP's features a few thousand. */
export const MAX_BYTES = 32_768;

const SHOWN = 300;
const STATUS_SHOWN = 40;
const MAX_OFFERED = 40;
const CAPABILITY_SHOWN = 60;

export function* send(command: StartTlsCommand, bytes: string | Uint8Array): Talk<void> {
  yield { send: bytes, command };
}

/** One unit. */
export function* receive(framing: Framing): Talk<Buffer> {
  return yield { receive: framing };
}

/** One line without its end, which is CRLF everywhere; a bare LF is let pass, as other clients do. */
export function* receiveLine(): Talk<string> {
  const line = yield* receive((received) => {
    const end = received.indexOf("\n");
    return end === -1 ? null : end + 1;
  });
  return line.toString("utf8").replace(/\r?\n$/, "");
}

/** A unit of this length, once it is here.
 *  @throws DecodeError for one that is longer than all that a server may say. */
export function complete(received: Buffer, length: number, structure: string): number | null {
  if (length > MAX_BYTES) throw new DecodeError("too_large", structure, 0);
  return received.length < length ? null : length;
}

export function refused(status: string, reply: string): StartTlsProblem {
  return { code: "refused", status: show(status, STATUS_SHOWN), reply: show(reply) };
}

export function notOffered(offered: readonly string[]): StartTlsProblem {
  return {
    code: "not_offered",
    offered: offered.slice(0, MAX_OFFERED).map((capability) => show(capability, CAPABILITY_SHOWN)),
  };
}

/** One line of what a stranger said: what cannot be seen becomes U+FFFD. */
export function show(text: string | Uint8Array, limit = SHOWN): string {
  const decoded = typeof text === "string" ? text : Buffer.from(text).toString("utf8");
  return decoded
    .trim()
    .replace(/\s+/g, " ")
    .replace(/\p{C}/gu, "\uFFFD")
    .slice(0, limit)
    .replace(/[\uD800-\uDBFF]$/, "");
}
