import type { CertificateLists } from "./certificate-lists.ts";
import { HandshakeAssembler } from "./handshake-assembler.ts";
import { HandshakeTracer } from "./handshake-tracer.ts";
import type { HandshakeTrace } from "./handshake-trace.ts";
import type { QuicPacket } from "./quic-initial.ts";
import { InitialOpener, readLongHeader, readVarint } from "./quic-initial.ts";
import { TcpStream } from "./tcp-stream.ts";
import { toTrace } from "./to-trace.ts";
import type { SideIndex } from "./tls-stream.ts";

/** Frame types that Initial packets may hold: RFC 9000 section 12.4. */
const FRAME = { padding: 0, ping: 1, ack: 2, ack_ecn: 3, crypto: 6, connection_close: 0x1c } as const;
/** CRYPTO_ERROR is 0x0100 and the alert: RFC 9001 section 4.8. */
const CRYPTO_ERROR = 0x0100;
const FATAL = 2;
const MAX_CRYPTO = 64 * 1024;

/** One QUIC connection until its handshake is decided. What Initial packets hold is read; the rest is known to be there. */
export class QuicConnection {
  readonly #key: Int32Array;
  readonly #version: 4 | 6;
  readonly #tracer: HandshakeTracer;
  readonly #assemblers: readonly [HandshakeAssembler, HandshakeAssembler];
  readonly #crypto: readonly [TcpStream, TcpStream];
  readonly #seen: [boolean, boolean] = [false, false];
  #openers: [InitialOpener, InitialOpener] | null = null;
  #client: SideIndex | null = null;
  #retried = false;
  #startedAt: number | null = null;
  #endedAt = 0;

  /** @param key addresses and ports, those of side 0 first */
  constructor(key: Int32Array, version: 4 | 6, lists: CertificateLists) {
    this.#key = key;
    this.#version = version;
    this.#tracer = new HandshakeTracer(lists);
    this.#assemblers = [this.#assemble(0), this.#assemble(1)];
    this.#crypto = [this.#order(0), this.#order(1)];
  }

  get decided(): boolean {
    return this.#tracer.ending !== null;
  }

  get held(): number {
    return this.#crypto[0].held + this.#crypto[1].held + this.#assemblers[0].held + this.#assemblers[1].held;
  }

  /** Whether the payload of a datagram may begin a connection. */
  static begins(bytes: Buffer, start: number, end: number): boolean {
    return readLongHeader(bytes, start, end)?.type === "initial";
  }

  datagram(side: SideIndex, bytes: Buffer, start: number, end: number, at: number): void {
    this.#startedAt ??= at;
    this.#endedAt = at;
    this.#seen[side] = true;
    // A datagram may hold several packets: RFC 9000 section 12.2.
    for (let offset = start; offset < end && !this.decided;) {
      const packet = readLongHeader(bytes, offset, end);
      if (packet === null) {
        this.#takeShortHeader(side, bytes.readUInt8(offset), at);
        return;
      }
      this.#takePacket(side, bytes, packet, at);
      offset = packet.end;
    }
  }

  finish(at: number): void {
    if (!this.decided) this.#tracer.finish(at);
  }

  trace(): HandshakeTrace | null {
    return toTrace(this.#tracer, {
      transport: "quic",
      key: this.#key,
      version: this.#version,
      client: this.#tracer.facts.client ?? this.#client ?? 0,
      preludes: [null, null],
      startedLate: this.#client === null,
      seen: this.#seen,
      missingBytes: 0,
      retransmissions: [this.#crypto[0].retransmissions, this.#crypto[1].retransmissions],
      startedAt: this.#startedAt ?? 0,
      endedAt: this.#endedAt,
    });
  }

  #takePacket(side: SideIndex, bytes: Buffer, packet: QuicPacket, at: number): void {
    switch (packet.type) {
      case "initial":
        this.#takeInitial(side, bytes, packet, at);
        break;
      case "retry":
        this.#tracer.facts.note(side, "retry", at);
        this.#retried = true;
        break;
      case "early_data":
        break;
      case "handshake":
        this.#tracer.facts.note(side, "encrypted_handshake", at);
        break;
    }
  }

  /** A client that sends 1-RTT packets has finished. */
  #takeShortHeader(side: SideIndex, first: number, at: number): void {
    if ((first & 0xc0) !== 0x40 || side !== this.#client || this.#tracer.facts.serverHello === null) return;
    this.#tracer.facts.note(side, "application_data", at);
    this.#tracer.ending = { kind: "completed" };
  }

  #takeInitial(side: SideIndex, bytes: Buffer, packet: QuicPacket, at: number): void {
    // The keys change with the connection ID that a Retry gives: RFC 9001 section 5.2.
    const again = this.#retried && side === this.#client;
    if (this.#openers === null || again) {
      const { version, destinationId } = packet;
      const client = new InitialOpener(version, destinationId, "client");
      if (client.open(bytes, packet) === null) return;
      this.#openers = [client, new InitialOpener(version, destinationId, "server")];
      this.#client = side;
      this.#retried = false;
    }
    const frames = this.#openers[side === this.#client ? 0 : 1].open(bytes, packet);
    if (frames !== null) this.#takeFrames(side, frames, at);
  }

  /** RFC 9000 section 19. A frame that no Initial packet may hold ends the reading. */
  #takeFrames(side: SideIndex, frames: Buffer, at: number): void {
    let offset = 0;
    const next = (): number => {
      const read = readVarint(frames, offset, frames.length);
      offset = read?.next ?? frames.length;
      return read?.value ?? 0;
    };
    while (offset < frames.length) {
      switch (frames.readUInt8(offset++)) {
        case FRAME.padding:
        case FRAME.ping:
          break;
        case FRAME.ack:
          skipAck(next, 0);
          break;
        case FRAME.ack_ecn:
          skipAck(next, 3);
          break;
        case FRAME.crypto: {
          const from = next();
          const length = next();
          const end = Math.min(frames.length, offset + length);
          if (from + length > MAX_CRYPTO) return;
          this.#crypto[side].segment(from, frames, offset, end, end - offset, at);
          offset = end;
          break;
        }
        case FRAME.connection_close: {
          const code = next();
          if (code >= CRYPTO_ERROR && code < 2 * CRYPTO_ERROR)
            this.#tracer.alert(side, FATAL, code - CRYPTO_ERROR, at);
          else this.#tracer.close(side, "closed", at);
          return;
        }
        default:
          return;
      }
    }
  }

  #order(side: SideIndex): TcpStream {
    const assembler = this.#assemblers[side];
    const stream = new TcpStream({
      data: (bytes, start, end, at) => void assembler.push(bytes, start, end, at),
      gap: (length, at) => void assembler.skip(length, at),
    });
    stream.begin(0);
    return stream;
  }

  #assemble(side: SideIndex): HandshakeAssembler {
    return new HandshakeAssembler({
      message: (type, bytes, start, length, at) => this.#tracer.message(side, type, bytes, start, length, at),
    });
  }
}

/** RFC 9000 section 19.3: largest, delay, count of ranges, first range, then gap and length of each. */
function skipAck(next: () => number, counters: number): void {
  next();
  next();
  const ranges = Math.min(next(), 1024);
  for (let left = 1 + 2 * ranges + counters; left > 0; left--) next();
}
