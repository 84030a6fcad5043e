import type { CaptureCounts } from "./capture-counts.ts";
import { CaptureReader } from "./capture-reader.ts";
import type { CapturedNames } from "./captured-names.ts";
import { CertificateLists } from "./certificate-lists.ts";
import { ConnectionEntry } from "./connection-entry.ts";
import { ConnectionTable, KEY_WORDS, hashKey, isSame } from "./connection-table.ts";
import type { HandshakeTrace } from "./handshake-trace.ts";
import { InternetLayer, PROTOCOL } from "./internet-layer.ts";
import { NOT_IP, findNetworkLayer, knowsLinkType } from "./link-layer.ts";
import { QuicConnection } from "./quic-connection.ts";
import type { PacketHandler } from "./redacted-capture.ts";
import { FLAG, TcpConnection } from "./tcp-connection.ts";
import type { SideIndex } from "./tls-stream.ts";

/** Open at a time. */
const MAX_CONNECTIONS = 32_768;
/** Kept of all connections together. */
const MAX_HELD = 32 << 20;
/** A connection that is silent for so long is over. */
const IDLE_MS = 60_000;
const BOTH_SIDES = 0b11;
const TCP_HEADER = 20;
const UDP_HEADER = 8;

/** Reads a capture as it comes and tells each handshake as soon as it is decided. Memory is bounded by what is open. */
export class CaptureAnalysis {
  readonly #onTrace: (trace: HandshakeTrace) => void;
  readonly #onPacket: PacketHandler | null;
  readonly #names: CapturedNames | null;
  readonly #reader = new CaptureReader((bytes, start, end, wireLength, linkType, at) =>
    this.#frame(bytes, start, end, wireLength, linkType, at),
  );
  readonly #internet = new InternetLayer();
  readonly #connections = new ConnectionTable<ConnectionEntry>();
  readonly #lists = new CertificateLists();
  readonly #key = new Int32Array(KEY_WORDS);
  readonly #seed = Math.trunc(Math.random() * 2 ** 31);
  #held = 0;
  #hash = 0;
  readonly counts: CaptureCounts = {
    packets: 0,
    unknownLinkType: 0,
    connections: 0,
    abandoned: 0,
    firstAt: null,
    lastAt: null,
  };

  /** @param onPacket takes every packet of TCP and QUIC as it may be shown to others
   *  @param names take where names are */
  constructor(
    onTrace: (trace: HandshakeTrace) => void,
    onPacket: PacketHandler | null = null,
    names: CapturedNames | null = null,
  ) {
    this.#onTrace = onTrace;
    this.#names = names;
    this.#onPacket = onPacket;
  }

  /** The next bytes of a pcap or pcapng file. @throws DecodeError naming the offset; call `end` then too. */
  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  /** Tells what is still open. @throws DecodeError, after that, when the file ends within a packet. */
  end(): void {
    for (let entry = this.#connections.oldest; entry !== null; entry = this.#connections.oldest)
      this.#drop(entry, this.counts.lastAt ?? 0);
    this.#reader.end();
  }

  #frame(bytes: Buffer, start: number, end: number, wireLength: number, linkType: number, at: number): void {
    this.counts.packets++;
    this.counts.firstAt ??= at;
    this.counts.lastAt = at;
    this.#expire(at);
    const network = findNetworkLayer(bytes, start, end, linkType);
    if (network === NOT_IP) {
      if (!knowsLinkType(linkType)) this.counts.unknownLinkType++;
      return;
    }
    if (!this.#internet.read(bytes, network, end, Math.max(end, start + wireLength))) return;
    if (this.#internet.protocol === PROTOCOL.tcp) this.#segment(at);
    else if (this.#internet.protocol === PROTOCOL.udp) this.#datagram(at);
  }

  /** RFC 9293 section 3.1. */
  #segment(at: number): void {
    const { bytes, start, end, wireEnd } = this.#internet;
    if (start + TCP_HEADER > end) return;
    const payload = start + (bytes.readUInt8(start + 12) >> 4) * 4;
    if (payload < start + TCP_HEADER || payload > wireEnd) return;
    const flags = bytes.readUInt8(start + 13);
    const entry = this.#enter(this.#find(bytes, start, at), flags, wireEnd > payload, at);
    if (entry === null) {
      this.#onPacket?.(this.#internet, 0, 0, Math.min(payload, end), at);
      return;
    }
    if (flags & FLAG.rst) entry.over = BOTH_SIDES;
    else if (flags & FLAG.fin) entry.over |= 1 << this.#sideOf(entry);
    const { connection } = entry;
    if (!(connection instanceof TcpConnection)) {
      this.#onPacket?.(this.#internet, 0, 0, Math.min(payload, end), at);
      this.#forget(entry);
      return;
    }
    const side = this.#sideOf(entry);
    const before = this.#onPacket === null ? 0 : connection.spoken(side).preludeLength;
    connection.segment(
      side,
      bytes.readInt32BE(start + 4),
      bytes.readInt32BE(start + 8),
      flags,
      bytes,
      Math.min(payload, end),
      end,
      wireEnd - payload,
      at,
    );
    if (this.#onPacket !== null) {
      const { tls, preludeLength } = connection.spoken(side);
      const keptEnd = tls ? end : Math.min(payload, end);
      this.#onPacket(
        this.#internet,
        payload,
        Math.min(keptEnd, payload + preludeLength - before),
        keptEnd,
        at,
        { connection: entry.number, side, payload },
      );
    }
    this.#settle(entry, connection);
    this.#forget(entry);
  }

  /** The connection that a segment belongs to; null when it begins none. */
  #enter(
    found: ConnectionEntry | null,
    flags: number,
    hasPayload: boolean,
    at: number,
  ): ConnectionEntry | null {
    const opens = (flags & (FLAG.syn | FLAG.ack)) === FLAG.syn;
    // What a connection leaves behind when it is over, and the middle of one that says nothing, begins none.
    if (found === null) return hasPayload || flags & FLAG.syn ? this.#add(at) : null;
    if (!opens) return found;
    const { connection } = found;
    if (connection instanceof TcpConnection) {
      const { bytes, start } = this.#internet;
      if (!connection.isOpenedAnew(this.#sideOf(found), bytes.readInt32BE(start + 4))) return found;
    }
    // The same ports are used again.
    this.#drop(found, at);
    return this.#add(at);
  }

  /** Both have hung up, and all is told. */
  #forget(entry: ConnectionEntry): void {
    if (entry.over === BOTH_SIDES && entry.connection === null) this.#connections.delete(entry);
  }

  /** RFC 768; of UDP only QUIC is of interest. */
  #datagram(at: number): void {
    const { bytes, start, end } = this.#internet;
    const payload = start + UDP_HEADER;
    if (payload >= end) return;
    const found = this.#find(bytes, start, at);
    if (found === null && !QuicConnection.begins(bytes, payload, end)) return;
    const entry = found ?? this.#add(at);
    const { connection } = entry;
    // What is left of a connection that is decided is encrypted.
    this.#onPacket?.(this.#internet, 0, 0, connection === null ? payload : end, at);
    if (!(connection instanceof QuicConnection)) return;
    connection.datagram(this.#sideOf(entry), bytes, payload, end, at);
    this.#settle(entry, connection);
  }

  #sideOf(entry: ConnectionEntry): SideIndex {
    return isSame(entry.key, this.#key) ? 0 : 1;
  }

  #settle(entry: ConnectionEntry, connection: TcpConnection | QuicConnection): void {
    if (connection.decided) this.#tell(entry, connection);
    else this.#account(entry, connection.held);
  }

  /** Leaves the key of the packet in #key. */
  #find(bytes: Buffer, start: number, at: number): ConnectionEntry | null {
    const key = this.#key;
    const { source, destination, protocol } = this.#internet;
    for (let word = 0; word < 4; word++) {
      key[word] = source[word] ?? 0;
      key[4 + word] = destination[word] ?? 0;
    }
    key[8] = bytes.readUInt16BE(start);
    key[9] = bytes.readUInt16BE(start + 2);
    key[10] = protocol;
    this.#hash = hashKey(key, this.#seed);
    const found = this.#connections.find(this.#hash, key);
    if (found === null) return null;
    found.lastAt = at;
    this.#connections.touch(found);
    return found;
  }

  #add(at: number): ConnectionEntry {
    const oldest = this.#connections.size >= MAX_CONNECTIONS ? this.#connections.oldest : null;
    if (oldest !== null) this.#abandon(oldest, at);
    const key = this.#key.slice();
    const { version, protocol } = this.#internet;
    const connection =
      protocol === PROTOCOL.tcp
        ? new TcpConnection(key, version, this.#lists, this.#names?.of(this.counts.connections + 1))
        : new QuicConnection(key, version, this.#lists);
    const entry = new ConnectionEntry(++this.counts.connections, this.#hash, key, at, connection);
    this.#connections.add(entry);
    return entry;
  }

  #expire(at: number): void {
    for (;;) {
      const { oldest } = this.#connections;
      if (oldest === null || at - oldest.lastAt <= IDLE_MS) return;
      this.#drop(oldest, at);
    }
  }

  #account(entry: ConnectionEntry, held: number): void {
    this.#held += held - entry.held;
    entry.held = held;
    while (this.#held > MAX_HELD && this.#connections.oldest !== null)
      this.#abandon(this.#connections.oldest, entry.lastAt);
  }

  #abandon(entry: ConnectionEntry, at: number): void {
    if (entry.connection !== null) this.counts.abandoned++;
    this.#drop(entry, at);
  }

  #drop(entry: ConnectionEntry, at: number): void {
    this.#connections.delete(entry);
    const { connection } = entry;
    if (connection === null) return;
    connection.finish(at);
    this.#tell(entry, connection);
  }

  #tell(entry: ConnectionEntry, connection: TcpConnection | QuicConnection): void {
    entry.connection = null;
    this.#account(entry, 0);
    const trace = connection.trace();
    if (trace !== null) this.#onTrace(trace);
  }
}
