import { CaptureReader } from "./capture-reader.ts";
import { CertificateLists } from "./certificate-lists.ts";
import type { Connection } from "./connection-table.ts";
import { ConnectionTable, KEY_WORDS, hashKey, isSame } from "./connection-table.ts";
import type { HandshakeTrace } from "./handshake-trace.ts";
import { InternetLayer, PROTOCOL, formatAddress } from "./internet-layer.ts";
import { NOT_IP, findNetworkLayer, knowsLinkType } from "./link-layer.ts";
import { FLAG, TcpConnection } from "./tcp-connection.ts";
import type { SideIndex } from "./tls-stream.ts";

/** What a capture consists of. */
export interface CaptureCounts {
  packets: number;
  /** Of link types that we do not read. */
  unknownLinkType: number;
  tcpConnections: number;
  /** Closed undecided, since more were open than are kept. */
  abandoned: number;
  /** ms since 1970; null without packets. */
  firstAt: number | null;
  lastAt: number | null;
}

/** Open at a time. */
const MAX_CONNECTIONS = 32_768;
/** Kept of all connections together. */
const MAX_HELD = 32 << 20;
/** A connection that is silent for so long is over. */
const IDLE_MS = 60_000;
const TCP_HEADER = 20;

class Entry implements Connection {
  readonly hash: number;
  readonly key: Int32Array;
  chained: this | null = null;
  newer: this | null = null;
  older: this | null = null;
  lastAt: number;
  /** Null when its handshake is decided: what it carries is of no interest. */
  connection: TcpConnection | null;
  held = 0;

  constructor(hash: number, key: Int32Array, at: number, connection: TcpConnection) {
    this.hash = hash;
    this.key = key;
    this.lastAt = at;
    this.connection = connection;
  }
}

/** Reads a capture as it comes and tells each handshake as soon as it is decided. Memory is bounded by what is open. */
export class CaptureAnalysis {
  readonly #onTrace: (trace: HandshakeTrace) => void;
  readonly #reader = new CaptureReader((...frame) => this.#frame(...frame));
  readonly #internet = new InternetLayer();
  readonly #connections = new ConnectionTable<Entry>();
  readonly #lists = new CertificateLists();
  readonly #key = new Int32Array(KEY_WORDS);
  readonly #seed = Math.trunc(Math.random() * 2 ** 31);
  #held = 0;
  readonly counts: CaptureCounts = {
    packets: 0,
    unknownLinkType: 0,
    tcpConnections: 0,
    abandoned: 0,
    firstAt: null,
    lastAt: null,
  };

  constructor(onTrace: (trace: HandshakeTrace) => void) {
    this.#onTrace = onTrace;
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
    const network = findNetworkLayer(bytes, start, end, linkType);
    if (network === NOT_IP) {
      if (!knowsLinkType(linkType)) this.counts.unknownLinkType++;
      return;
    }
    if (!this.#internet.read(bytes, network, end, Math.max(end, start + wireLength))) return;
    if (this.#internet.protocol === PROTOCOL.tcp) this.#segment(at);
  }

  /** RFC 9293 section 3.1. */
  #segment(at: number): void {
    const { bytes, start, end, wireEnd } = this.#internet;
    if (start + TCP_HEADER > end) return;
    const payload = start + (bytes.readUInt8(start + 12) >> 4) * 4;
    if (payload < start + TCP_HEADER || payload > wireEnd) return;
    const flags = bytes.readUInt8(start + 13);
    const entry = this.#find(bytes, start, flags, at);
    this.#expire(at);
    const { connection } = entry;
    if (connection === null) return;
    const side: SideIndex = isSame(entry.key, this.#key) ? 0 : 1;
    connection.segment(
      side,
      bytes.readUInt32BE(start + 4),
      flags,
      bytes,
      Math.min(payload, end),
      end,
      wireEnd - payload,
      at,
    );
    if (connection.decided) this.#tell(entry, connection);
    else this.#account(entry, connection.held);
  }

  #find(bytes: Buffer, start: number, flags: number, at: number): Entry {
    const key = this.#key;
    const { source, destination } = this.#internet;
    for (let word = 0; word < 4; word++) {
      key[word] = source[word] ?? 0;
      key[4 + word] = destination[word] ?? 0;
    }
    key[8] = bytes.readUInt16BE(start);
    key[9] = bytes.readUInt16BE(start + 2);
    const hash = hashKey(key, this.#seed);
    const found = this.#connections.find(hash, key);
    if (found === null) return this.#add(hash, at);
    // The same ports are used again.
    if ((flags & (FLAG.syn | FLAG.ack)) === FLAG.syn && found.connection === null) {
      this.#connections.delete(found);
      return this.#add(hash, at);
    }
    found.lastAt = at;
    this.#connections.touch(found);
    return found;
  }

  #add(hash: number, at: number): Entry {
    const oldest = this.#connections.size >= MAX_CONNECTIONS ? this.#connections.oldest : null;
    if (oldest !== null) this.#abandon(oldest, at);
    const { version } = this.#internet;
    const key = this.#key.slice();
    const connection = new TcpConnection(
      [
        { address: formatAddress(key.subarray(0, 4), version), port: key[8] ?? 0 },
        { address: formatAddress(key.subarray(4, 8), version), port: key[9] ?? 0 },
      ],
      this.#lists,
    );
    const entry = new Entry(hash, key, at, connection);
    this.#connections.add(entry);
    this.counts.tcpConnections++;
    return entry;
  }

  #expire(at: number): void {
    for (;;) {
      const { oldest } = this.#connections;
      if (oldest === null || at - oldest.lastAt <= IDLE_MS) return;
      this.#drop(oldest, at);
    }
  }

  #account(entry: Entry, held: number): void {
    this.#held += held - entry.held;
    entry.held = held;
    while (this.#held > MAX_HELD && this.#connections.oldest !== null)
      this.#abandon(this.#connections.oldest, entry.lastAt);
  }

  #abandon(entry: Entry, at: number): void {
    if (entry.connection !== null) this.counts.abandoned++;
    this.#drop(entry, at);
  }

  #drop(entry: Entry, at: number): void {
    this.#connections.delete(entry);
    const { connection } = entry;
    if (connection === null) return;
    connection.finish(at);
    this.#tell(entry, connection);
  }

  #tell(entry: Entry, connection: TcpConnection): void {
    entry.connection = null;
    this.#account(entry, 0);
    const trace = connection.trace();
    if (trace !== null) this.#onTrace(trace);
  }
}
