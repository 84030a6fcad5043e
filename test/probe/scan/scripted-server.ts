import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { decodeClientHello } from "../../../src/tls/client-hello.ts";
import type { ClientOffer } from "../../tls/client-offer.ts";
import { readClientOffer } from "../../tls/client-offer.ts";

/** What is said to a Client Hello: bytes, and the connection is closed; `silence` leaves it open. */
export type Reply = Uint8Array | "silence";

export interface ScriptedServer {
  readonly port: number;
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Answers what a test says to each Client Hello, whatever a TLS library would do.
 *  @param postgres a client asks for TLS first (SSLRequest), and may have it. */
export async function startScriptedServer(
  reply: (offer: ClientOffer) => Reply,
  { postgres = false } = {},
): Promise<ScriptedServer> {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on("error", () => undefined);
    const pieces: Buffer[] = [];
    let isAsked = !postgres;
    let isAnswered = false;
    socket.on("data", (bytes) => {
      if (!isAsked) {
        isAsked = true;
        socket.write("S");
        return;
      }
      pieces.push(bytes);
      const hello = Buffer.concat(pieces);
      // All of ours fit into one record. Only the first is answered.
      if (isAnswered || hello.length < 5 || hello.length < 5 + hello.readUInt16BE(3)) return;
      isAnswered = true;
      const said = reply(readClientOffer(decodeClientHello(hello.subarray(9))));
      if (said !== "silence") socket.end(said);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A message or several in records, none longer than is allowed. */
export function records(version: number, ...messages: readonly Uint8Array[]): Buffer {
  const all = Buffer.concat(messages);
  const pieces: Buffer[] = [];
  for (let at = 0; at < all.length; at += 16_384) {
    const piece = all.subarray(at, at + 16_384);
    pieces.push(Buffer.from([22, version >> 8, version & 255, piece.length >> 8, piece.length & 255]), piece);
  }
  return Buffer.concat(pieces);
}

export function alert(description: number): Buffer {
  return Buffer.from([21, 3, 1, 0, 2, 2, description]);
}

function message(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from([type, body.length >> 16, (body.length >> 8) & 255, body.length & 255]),
    body,
  ]);
}

/** @param extensions each with its header. */
export function serverHello(
  version: number,
  cipherSuite: number,
  ...extensions: readonly Uint8Array[]
): Buffer {
  const all = Buffer.concat(extensions);
  return message(
    2,
    Buffer.concat([
      Buffer.from([version >> 8, version & 255]),
      Buffer.alloc(32, 7),
      Buffer.from([0, cipherSuite >> 8, cipherSuite & 255, 0]),
      ...(all.length === 0 ? [] : [Buffer.from([all.length >> 8, all.length & 255]), all]),
    ]),
  );
}

export function certificateMessage(certificateList: readonly Uint8Array[]): Buffer {
  const length = (bytes: Uint8Array) =>
    Buffer.from([bytes.length >> 16, (bytes.length >> 8) & 255, bytes.length & 255]);
  const list = Buffer.concat(certificateList.flatMap((der) => [length(der), der]));
  return message(11, Buffer.concat([length(list), list]));
}

/** DHE with a prime of so many bytes, in the form of TLS 1.2 and with a signature that nobody checks. */
export function dheParameters(primeBytes: number): Buffer {
  const opaque = (bytes: Uint8Array) =>
    Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes]);
  const parameters = [Buffer.alloc(primeBytes, 0xff), Buffer.from([2]), Buffer.alloc(primeBytes, 0x11)].map(
    opaque,
  );
  return message(12, Buffer.concat([...parameters, Buffer.from([4, 1]), opaque(Buffer.alloc(8))]));
}

/** ECDHE with x25519 and a signature that nobody checks. */
export function ecdheParameters(): Buffer {
  const point = Buffer.concat([Buffer.from([3, 0, 29, 32]), Buffer.alloc(32, 9)]);
  return message(12, Buffer.concat([point, Buffer.from([4, 3, 0, 8]), Buffer.alloc(8)]));
}

export const SERVER_HELLO_DONE = message(14, new Uint8Array());

/** application_layer_protocol_negotiation, RFC 7301 section 3.1. */
export function alpnExtension(protocol: string): Buffer {
  const { length } = protocol;
  return Buffer.concat([
    Buffer.from([0, 16, 0, length + 3, 0, length + 1, length]),
    Buffer.from(protocol, "latin1"),
  ]);
}
