/** Writes captures for tests: IP packets, what carries them, and the files around them. */

export interface Packet {
  /** ms since 1970. */
  readonly at: number;
  readonly bytes: Buffer;
}

export const u8 = (...values: number[]) => Buffer.from(values);
export const u16 = (value: number) => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
export const u32 = (value: number) => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);

const reversed = (bytes: Buffer) => Buffer.from(bytes.toReversed());

export interface Address {
  readonly address: string;
  readonly port: number;
}

export const CLIENT: Address = { address: "192.0.2.1", port: 40_001 };
export const SERVER: Address = { address: "198.51.100.7", port: 443 };
export const CLIENT_6: Address = { address: "2001:db8::1", port: 40_001 };
export const SERVER_6: Address = { address: "2001:db8::7", port: 443 };

function addressBytes(address: string): Buffer {
  if (!address.includes(":")) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail = ""] = address.split("::");
  const words = (part: string) => part.split(":").filter((word) => word !== "");
  const zeros = Array<string>(8 - words(head).length - words(tail).length).fill("0");
  const all = [...words(head), ...zeros, ...words(tail)];
  return Buffer.concat(all.map((word) => u16(Number.parseInt(word, 16))));
}

export interface IpOptions {
  readonly protocol?: number;
  readonly id?: number;
  /** In bytes. */
  readonly fragmentOffset?: number;
  readonly moreFragments?: boolean;
  /** Of IPv6: encoded extension headers, whose first has the number `firstHeader`. */
  readonly extensionHeaders?: Buffer;
  readonly firstHeader?: number;
  /** In place of the right one. */
  readonly totalLength?: number;
}

export function ip(from: string, to: string, payload: Buffer, options: IpOptions = {}): Buffer {
  const { protocol = 6, id = 1, fragmentOffset = 0, moreFragments = false } = options;
  if (from.includes(":")) {
    const extra = options.extensionHeaders ?? Buffer.alloc(0);
    const length = options.totalLength ?? extra.length + payload.length;
    const first = options.firstHeader ?? protocol;
    return Buffer.concat([
      u32(0x60000000),
      u16(length),
      u8(first, 64),
      addressBytes(from),
      addressBytes(to),
      extra,
      payload,
    ]);
  }
  const total = options.totalLength ?? 20 + payload.length;
  const fragment = (moreFragments ? 0x2000 : 0) | (fragmentOffset / 8);
  const header = [u8(0x45, 0), u16(total), u16(id), u16(fragment), u8(64, protocol), u16(0)];
  return Buffer.concat([...header, addressBytes(from), addressBytes(to), payload]);
}

export const FLAGS = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

export interface Segment {
  readonly sequence: number;
  readonly acknowledgment?: number;
  readonly flags?: number;
  readonly payload?: Buffer;
}

export function tcp(
  from: Address,
  to: Address,
  { sequence, acknowledgment = 0, flags = FLAGS.ack, payload }: Segment,
): Buffer {
  const header = [u16(from.port), u16(to.port), u32(sequence >>> 0), u32(acknowledgment >>> 0)];
  return Buffer.concat([...header, u8(0x50, flags), u16(65_535), u32(0), payload ?? Buffer.alloc(0)]);
}

export function udp(from: Address, to: Address, payload: Buffer): Buffer {
  return Buffer.concat([u16(from.port), u16(to.port), u16(8 + payload.length), u16(0), payload]);
}

export interface Utterance {
  readonly from: "client" | "server";
  readonly bytes: Buffer;
}

export interface ConversationOptions {
  readonly client?: Address;
  readonly server?: Address;
  /** Of the first packet. */
  readonly at?: number;
  readonly mss?: number;
  /** Initial sequence numbers. */
  readonly isn?: readonly [number, number];
  /** Who hangs up, and how; null: nobody. */
  readonly end?: { readonly by: "client" | "server"; readonly flag: "fin" | "rst" } | null;
}

/** The IP packets of a TCP connection in which this is said, 1 ms apart. */
export function converse(said: readonly Utterance[], options: ConversationOptions = {}): Packet[] {
  const { client = CLIENT, server = SERVER, at = 1_795_000_000_000, mss = 1448, end = null } = options;
  const [clientIsn, serverIsn] = options.isn ?? [1000, 5000];
  const next = { client: clientIsn + 1, server: serverIsn + 1 };
  const packets: Packet[] = [];
  const send = (from: "client" | "server", segment: Segment) => {
    const [source, destination] = from === "client" ? [client, server] : [server, client];
    const acknowledgment = from === "client" ? next.server : next.client;
    const bytes = ip(
      source.address,
      destination.address,
      tcp(source, destination, { acknowledgment, ...segment }),
    );
    packets.push({ at: at + packets.length, bytes });
  };
  send("client", { sequence: clientIsn, flags: FLAGS.syn });
  send("server", { sequence: serverIsn, flags: FLAGS.syn | FLAGS.ack });
  send("client", { sequence: next.client });
  for (const { from, bytes } of said) {
    for (let offset = 0; offset < bytes.length; offset += mss) {
      const payload = bytes.subarray(offset, offset + mss);
      send(from, { sequence: next[from], payload });
      next[from] += payload.length;
    }
  }
  if (end !== null) send(end.by, { sequence: next[end.by], flags: FLAGS[end.flag] | FLAGS.ack });
  return packets;
}

const MACS = Buffer.from("020000000001020000000002", "hex");

/** By link type: what stands before the IP packet. */
export const LINKS: Readonly<
  Record<string, { readonly type: number; readonly wrap: (packet: Buffer) => Buffer }>
> = {
  Ethernet: { type: 1, wrap: (packet) => Buffer.concat([MACS, etherType(packet), packet]) },
  "Ethernet, padded": {
    type: 1,
    wrap: (packet) =>
      Buffer.concat([MACS, etherType(packet), packet, Buffer.alloc(Math.max(0, 46 - packet.length), 0xee)]),
  },
  VLAN: { type: 1, wrap: (packet) => Buffer.concat([MACS, u16(0x8100), u16(7), etherType(packet), packet]) },
  QinQ: {
    type: 1,
    wrap: (packet) =>
      Buffer.concat([MACS, u16(0x88a8), u16(7), u16(0x8100), u16(8), etherType(packet), packet]),
  },
  PPPoE: {
    type: 1,
    wrap: (packet) =>
      Buffer.concat([
        MACS,
        u16(0x8864),
        u8(0x11, 0),
        u16(1),
        u16(packet.length + 2),
        pppProtocol(packet),
        packet,
      ]),
  },
  MPLS: {
    type: 1,
    wrap: (packet) => Buffer.concat([MACS, u16(0x8847), u32(0x00010040), u32(0x00020140), packet]),
  },
  "IEEE 802.3 SNAP": {
    type: 1,
    wrap: (packet) =>
      Buffer.concat([MACS, u16(packet.length + 8), u32(0xaaaa0300), u16(0), etherType(packet), packet]),
  },
  "Linux cooked v1": {
    type: 113,
    wrap: (packet) => Buffer.concat([u16(0), u16(1), u16(6), Buffer.alloc(8), etherType(packet), packet]),
  },
  "Linux cooked v2": {
    type: 276,
    wrap: (packet) =>
      Buffer.concat([etherType(packet), u16(0), u32(1), u16(1), u8(0, 6), Buffer.alloc(8), packet]),
  },
  "Linux cooked v2, VLAN": {
    type: 276,
    wrap: (packet) =>
      Buffer.concat([
        u16(0x8100),
        u16(0),
        u32(1),
        u16(1),
        u8(0, 6),
        Buffer.alloc(8),
        u16(7),
        etherType(packet),
        packet,
      ]),
  },
  "raw IP": { type: 101, wrap: (packet) => packet },
  "raw IP of OpenBSD": { type: 12, wrap: (packet) => packet },
  "raw IP of BSD": { type: 14, wrap: (packet) => packet },
  "loopback, little-endian": { type: 0, wrap: (packet) => Buffer.concat([reversed(family(packet)), packet]) },
  "loopback, big-endian": { type: 0, wrap: (packet) => Buffer.concat([family(packet), packet]) },
  "OpenBSD loopback": { type: 108, wrap: (packet) => Buffer.concat([family(packet), packet]) },
  PPP: { type: 9, wrap: (packet) => Buffer.concat([pppProtocol(packet), packet]) },
  "PPP with address": {
    type: 50,
    wrap: (packet) => Buffer.concat([u16(0xff03), pppProtocol(packet), packet]),
  },
  "Cisco HDLC": { type: 50, wrap: (packet) => Buffer.concat([u16(0x0f00), etherType(packet), packet]) },
  "PPP with direction": {
    type: 204,
    wrap: (packet) => Buffer.concat([u8(1), u16(0xff03), pppProtocol(packet), packet]),
  },
  "802.11": { type: 105, wrap: (packet) => Buffer.concat([wireless(0x08, 1), packet0(packet)]) },
  "802.11 QoS, radiotap": {
    type: 127,
    wrap: (packet) =>
      Buffer.concat([u8(0, 0, 12, 0), Buffer.alloc(8), wireless(0x88, 2), u16(0), packet0(packet)]),
  },
  "802.11 between access points": {
    type: 105,
    wrap: (packet) => Buffer.concat([wireless(0x08, 3), Buffer.alloc(6), packet0(packet)]),
  },
};

function etherType(packet: Buffer): Buffer {
  return u16(packet.readUInt8(0) >> 4 === 6 ? 0x86dd : 0x0800);
}

function pppProtocol(packet: Buffer): Buffer {
  return u16(packet.readUInt8(0) >> 4 === 6 ? 0x0057 : 0x0021);
}

function family(packet: Buffer): Buffer {
  return u32(packet.readUInt8(0) >> 4 === 6 ? 30 : 2);
}

function wireless(control: number, flags: number): Buffer {
  return Buffer.concat([u8(control, flags), Buffer.alloc(22)]);
}

function packet0(packet: Buffer): Buffer {
  return Buffer.concat([u32(0xaaaa0300), u16(0), etherType(packet), packet]);
}

export interface PcapOptions {
  readonly linkType?: number;
  readonly little?: boolean;
  readonly nanoseconds?: boolean;
  readonly snapLength?: number;
}

export function writePcap(frames: readonly Packet[], options: PcapOptions = {}): Buffer {
  const { linkType = 101, little = true, nanoseconds = false, snapLength = 262_144 } = options;
  const long = (value: number) => (little ? reversed(u32(value)) : u32(value));
  const magic = long(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
  const version = little ? u8(2, 0, 4, 0) : u8(0, 2, 0, 4);
  const records = frames.map(({ at, bytes }) => {
    const captured = bytes.subarray(0, snapLength);
    const fraction = Math.round((at % 1000) * (nanoseconds ? 1e6 : 1e3));
    const header = [long(Math.floor(at / 1000)), long(fraction), long(captured.length), long(bytes.length)];
    return Buffer.concat([...header, captured]);
  });
  return Buffer.concat([magic, version, long(0), long(0), long(snapLength), long(linkType), ...records]);
}

/** Blocks of pcapng; the byte order is the section's. */
export class PcapngWriter {
  readonly #little: boolean;

  constructor(little = true) {
    this.#little = little;
  }

  short(value: number): Buffer {
    return this.#little ? reversed(u16(value)) : u16(value);
  }

  long(value: number): Buffer {
    return this.#little ? reversed(u32(value)) : u32(value);
  }

  block(type: number, body: Buffer): Buffer {
    const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
    const length = this.long(12 + padded.length);
    return Buffer.concat([this.long(type), length, padded, length]);
  }

  section(): Buffer {
    const body = [
      this.long(0x1a2b3c4d),
      this.short(1),
      this.short(0),
      this.long(0xffffffff),
      this.long(0xffffffff),
    ];
    return this.block(0x0a0d0d0a, Buffer.concat(body));
  }

  option(code: number, value: Buffer): Buffer {
    return Buffer.concat([
      this.short(code),
      this.short(value.length),
      value,
      Buffer.alloc(-value.length & 3),
    ]);
  }

  interface(linkType: number, options: readonly Buffer[] = [], snapLength = 0): Buffer {
    const body = [this.short(linkType), this.short(0), this.long(snapLength), ...options, this.long(0)];
    return this.block(1, Buffer.concat(body));
  }

  /** @param ticksPerMs of the interface */
  enhanced({ at, bytes }: Packet, number = 0, ticksPerMs = 1000): Buffer {
    const ticks = Math.round(at * ticksPerMs);
    const fields = [number, Math.floor(ticks / 2 ** 32), ticks % 2 ** 32, bytes.length, bytes.length];
    return this.block(6, Buffer.concat([...fields.map((field) => this.long(field)), bytes]));
  }

  obsolete({ at, bytes }: Packet): Buffer {
    const ticks = Math.round(at * 1000);
    const fields = [Math.floor(ticks / 2 ** 32), ticks % 2 ** 32, bytes.length, bytes.length];
    const header = [this.short(0), this.short(0xffff), ...fields.map((field) => this.long(field))];
    return this.block(2, Buffer.concat([...header, bytes]));
  }

  simple({ bytes }: Packet): Buffer {
    return this.block(3, Buffer.concat([this.long(bytes.length), bytes]));
  }
}
