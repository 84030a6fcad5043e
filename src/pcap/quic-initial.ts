import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import { expandLabel } from "../tls/key-schedule.ts";

interface QuicVersion {
  readonly salt: Buffer;
  /** Of the labels of keys. */
  readonly prefix: string;
  /** Packet types by their bits in the first byte. */
  readonly types: readonly QuicPacketType[];
}

export type QuicPacketType = "initial" | "early_data" | "handshake" | "retry";

/** RFC 9001 section 5.2 and RFC 9000 section 17.2; RFC 9369 sections 3.2 and 3.3. */
const VERSIONS: ReadonlyMap<number, QuicVersion> = new Map([
  [
    0x00000001,
    {
      salt: Buffer.from("38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "hex"),
      prefix: "quic",
      types: ["initial", "early_data", "handshake", "retry"],
    },
  ],
  [
    0x6b3343cf,
    {
      salt: Buffer.from("0dede3def700a6db819381be6e269dcbf9bd2ed9", "hex"),
      prefix: "quicv2",
      types: ["retry", "initial", "early_data", "handshake"],
    },
  ],
]);

/** A long header, RFC 9000 section 17.2. Offsets are in the datagram's buffer. */
export interface QuicPacket {
  readonly version: number;
  readonly type: QuicPacketType;
  readonly start: number;
  readonly destinationId: Buffer;
  /** Where the packet number begins: it and all that follows are protected. */
  readonly numberStart: number;
  readonly end: number;
}

const MAX_CONNECTION_ID = 20;
const TAG = 16;
const SAMPLE = 16;

/** Null for another version, what is no long header, or a packet that is cut. A retry goes to the end of the datagram. */
export function readLongHeader(bytes: Buffer, start: number, end: number): QuicPacket | null {
  if (end - start < 7 || (bytes.readUInt8(start) & 0xc0) !== 0xc0) return null;
  const version = bytes.readUInt32BE(start + 1);
  const type = VERSIONS.get(version)?.types[(bytes.readUInt8(start) >> 4) & 3];
  if (type === undefined) return null;
  const idLength = bytes.readUInt8(start + 5);
  const idEnd = start + 6 + idLength;
  if (idLength > MAX_CONNECTION_ID || idEnd >= end) return null;
  const destinationId = bytes.subarray(start + 6, idEnd);
  let offset = idEnd + 1 + bytes.readUInt8(idEnd);
  if (type === "retry") return { version, type, start, destinationId, numberStart: end, end };
  if (type === "initial") {
    const token = readVarint(bytes, offset, end);
    if (token === null) return null;
    offset = token.next + token.value;
  }
  const length = readVarint(bytes, offset, end);
  if (length === null || length.next + length.value > end) return null;
  const packetEnd = length.next + length.value;
  return { version, type, start, destinationId, numberStart: length.next, end: packetEnd };
}

/** RFC 9000 section 16; a value beyond what a datagram may hold is none. */
export function readVarint(
  bytes: Buffer,
  start: number,
  end: number,
): { readonly value: number; readonly next: number } | null {
  if (start >= end) return null;
  const length = 1 << (bytes.readUInt8(start) >> 6);
  if (start + length > end) return null;
  let value = bytes.readUInt8(start) & 0x3f;
  for (let offset = start + 1; offset < start + length; offset++)
    value = value * 256 + bytes.readUInt8(offset);
  return { value, next: start + length };
}

/** Opens Initial packets of one side, whose keys everyone can know: RFC 9001 section 5.2. */
export class InitialOpener {
  readonly #key: Buffer;
  readonly #iv: Buffer;
  readonly #headerKey: Buffer;

  /** @param destinationId of the client's first Initial packet */
  constructor(version: number, destinationId: Uint8Array, side: "client" | "server") {
    const { salt, prefix } = VERSIONS.get(version) ?? { salt: Buffer.alloc(0), prefix: "" };
    const initial = createHmac("sha256", salt).update(destinationId).digest();
    const secret = expandLabel("sha256", initial, `${side} in`, Buffer.alloc(0), 32);
    const expand = (label: string, length: number) =>
      expandLabel("sha256", secret, `${prefix} ${label}`, Buffer.alloc(0), length);
    this.#key = expand("key", 16);
    this.#iv = expand("iv", 12);
    this.#headerKey = expand("hp", 16);
  }

  /** The frames inside; null when these are not its keys. RFC 9001 sections 5.3 and 5.4. */
  open(bytes: Buffer, { start, numberStart, end }: QuicPacket): Buffer | null {
    if (numberStart + 4 + SAMPLE > end) return null;
    const sample = bytes.subarray(numberStart + 4, numberStart + 4 + SAMPLE);
    const mask = createCipheriv("aes-128-ecb", this.#headerKey, null).update(sample);
    const header = Buffer.from(bytes.subarray(start, numberStart + 4));
    const first = header.readUInt8(0) ^ (mask.readUInt8(0) & 0x0f);
    const numberLength = (first & 3) + 1;
    header.writeUInt8(first, 0);
    const nonce = Buffer.from(this.#iv);
    for (let index = 0; index < numberLength; index++) {
      const at = numberStart - start + index;
      const byte = header.readUInt8(at) ^ mask.readUInt8(index + 1);
      header.writeUInt8(byte, at);
      const place = nonce.length - numberLength + index;
      nonce.writeUInt8(nonce.readUInt8(place) ^ byte, place);
    }
    const sealed = bytes.subarray(numberStart + numberLength, end);
    if (sealed.length < TAG) return null;
    const decipher = createDecipheriv("aes-128-gcm", this.#key, nonce, { authTagLength: TAG });
    decipher.setAAD(header.subarray(0, numberStart - start + numberLength));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const opened = decipher.update(sealed.subarray(0, sealed.length - TAG));
    try {
      decipher.final();
    } catch {
      return null;
    }
    return opened;
  }
}
