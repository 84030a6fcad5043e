import type { StartTlsProblem } from "../../diagnosis/starttls.ts";
import { Cursor } from "../../wire/cursor.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { Talk } from "./dialogue.ts";
import { complete, notOffered, receive, refused, send } from "./dialogue.ts";

const HEADER = 4;
const ERR_PACKET = 0xff;
const HANDSHAKE_V9 = 9;
const HANDSHAKE_V10 = 10;

/** Capability flags. CLIENT_LONG_PASSWORD is CLIENT_MYSQL to MariaDB, which takes who lacks it for one of its own. */
const CLIENT_LONG_PASSWORD = 0x1;
const CLIENT_PROTOCOL_41 = 0x200;
const CLIENT_SSL = 0x800;
const CLIENT_SECURE_CONNECTION = 0x8000;
const MAX_PACKET = 0x1000000;
const UTF8 = 33;

/** MySQL internals, "Connection Phase": the server's Initial Handshake, then SSLRequest, which nobody answers. */
export function* talkMysql(): Talk<StartTlsProblem | null> {
  const payload = new Cursor((yield* receive(framePacket)).subarray(HEADER));
  const type = payload.uint(1, "Handshake");
  if (type === ERR_PACKET) return describeError(payload);
  if (type === HANDSHAKE_V9) return notOffered([]);
  if (type !== HANDSHAKE_V10) throw new DecodeError("illegal_value", "Handshake", 0);
  if ((readCapabilities(payload) & CLIENT_SSL) === 0) return notOffered([]);
  yield* send("SSLRequest", SSL_REQUEST);
  return null;
}

/** Length (3 bytes, little-endian), sequence number, payload. */
function framePacket(received: Buffer): number | null {
  return received.length < HEADER ? null : complete(received, HEADER + received.readUIntLE(0, 3), "Packet");
}

/** The lower two bytes of the flags come after the version, the connection's id (4), a part of the challenge (8) and a zero. */
function readCapabilities(payload: Cursor): number {
  while (payload.uint(1, "server version") !== 0);
  payload.opaque(4 + 8 + 1, "Handshake");
  const [low = 0, high = 0] = payload.opaque(2, "capability flags");
  return low | (high << 8);
}

/** ERR_Packet: number, then the message; since 4.1 with `#` and the SQLSTATE before it, which a server leaves out while it
 *  does not know whether the client understands. */
function describeError(payload: Cursor): StartTlsProblem {
  const [low = 0, high = 0] = payload.opaque(2, "ERR_Packet");
  const message = Buffer.from(payload.opaque(payload.remaining, "ERR_Packet")).toString("utf8");
  return refused(String(low | (high << 8)), message.replace(/^#\w{5}/, ""));
}

const SSL_REQUEST = makeSslRequest();

/** Flags (4), the largest packet (4), the character set, 23 zeros. */
function makeSslRequest(): Buffer {
  const packet = Buffer.alloc(HEADER + 32);
  packet.writeUIntLE(32, 0, 3);
  packet.writeUInt8(1, 3);
  packet.writeUInt32LE(CLIENT_LONG_PASSWORD | CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION, 4);
  packet.writeUInt32LE(MAX_PACKET, 8);
  packet.writeUInt8(UTF8, 12);
  return packet;
}
