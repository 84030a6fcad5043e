import type { CertificateLists } from "./certificate-lists.ts";
import type { SideNames } from "./captured-names.ts";
import { HandshakeTracer, otherSide } from "./handshake-tracer.ts";
import type { HandshakeTrace } from "./handshake-trace.ts";
import { toTrace } from "./to-trace.ts";
import { TcpStream } from "./tcp-stream.ts";
import type { SideIndex } from "./tls-stream.ts";
import { TlsStream } from "./tls-stream.ts";

/** RFC 9293 section 3.1. */
export const FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, ack: 0x10 } as const;

/** A SYN that nobody answers for so long. */
const UNANSWERED_MS = 1_000;

/** One TCP connection until its handshake is decided. Sides are told apart by their place in the key. */
export class TcpConnection {
  readonly #key: Int32Array;
  readonly #version: 4 | 6;
  readonly #tracer: HandshakeTracer;
  readonly #names: readonly [SideNames, SideNames] | null;
  readonly #tls: readonly [TlsStream, TlsStream];
  readonly #tcp: readonly [TcpStream, TcpStream];
  readonly #seen: [boolean, boolean] = [false, false];
  /** Initial sequence numbers, where the SYN was seen. */
  readonly #isn: [number | null, number | null] = [null, null];
  /** Where a side's FIN stands: what it sent before may come later. */
  readonly #fin: [number | null, number | null] = [null, null];
  /** Who sent the SYN. */
  #opener: SideIndex | null = null;
  #accepted = false;
  #startedAt: number | null = null;
  #endedAt = 0;
  /** Of the packet before the last. */
  #previousAt = 0;

  /** @param key addresses and ports, those of side 0 first
   *  @param names take where the names are that each side sends */
  constructor(
    key: Int32Array,
    version: 4 | 6,
    lists: CertificateLists,
    names: readonly [SideNames, SideNames] | null = null,
  ) {
    this.#key = key;
    this.#version = version;
    this.#tracer = new HandshakeTracer(lists);
    this.#names = names;
    this.#tls = [new TlsStream(0, this.#tracer, names?.[0]), new TlsStream(1, this.#tracer, names?.[1])];
    this.#tcp = [new TcpStream(this.#tls[0]), new TcpStream(this.#tls[1])];
  }

  /** How the handshake ends is known. */
  get decided(): boolean {
    return this.#tracer.ending !== null;
  }

  /** Bytes that are kept. */
  get held(): number {
    return this.#tcp[0].held + this.#tcp[1].held + this.#tls[0].held + this.#tls[1].held;
  }

  /** Whether a SYN of this side is of another connection than this one. */
  isOpenedAnew(side: SideIndex, sequence: number): boolean {
    const known = this.#isn[side];
    return known === null ? this.#seen[side] : known !== sequence;
  }

  /** Whether this side speaks TLS now, and how much it said in the clear before. */
  spoken(side: SideIndex): { readonly tls: boolean; readonly preludeLength: number } {
    const { isReading: tls, preludeLength } = this.#tls[side];
    return { tls, preludeLength };
  }

  /** The payload is `bytes[start, end)`. @param wireLength of the payload, more than that when the capture cuts packets */
  segment(
    side: SideIndex,
    sequence: number,
    acknowledgment: number,
    flags: number,
    bytes: Buffer,
    start: number,
    end: number,
    wireLength: number,
    at: number,
  ): void {
    this.#startedAt ??= at;
    this.#previousAt = this.#endedAt;
    this.#endedAt = at;
    this.#seen[side] = true;
    let first = sequence;
    if (flags & FLAG.syn) {
      this.#open(side, flags, sequence, at);
      first = (sequence + 1) | 0;
    }
    if (flags & FLAG.ack) this.#tcp[otherSide(side)].acknowledge(acknowledgment);
    const tcp = this.#tcp[side];
    if (wireLength > 0) {
      const before = tcp.retransmissions;
      tcp.segment(first, bytes, start, end, wireLength, at);
      if (this.#names !== null) this.#names[side].origin ??= tcp.origin;
      if (tcp.retransmissions > before) this.#tracer.facts.note(side, "retransmission", at);
    }
    if (this.decided) return;
    if (flags & FLAG.rst) this.#reset(side, at);
    else if (flags & FLAG.fin) this.#fin[side] ??= (first + wireLength) | 0;
    if (this.#fin[side] !== null) this.#close(side, at);
  }

  /** Nothing more of it will be seen. @param at when that was known */
  finish(at: number): void {
    this.#flush(this.#endedAt);
    if (this.decided) return;
    if (this.#opener !== null && !this.#accepted && !this.#seen[otherSide(this.#opener)])
      this.#tracer.ending = {
        kind: at - (this.#startedAt ?? at) >= UNANSWERED_MS ? "unanswered" : "incomplete",
      };
    else this.#tracer.finish(at);
  }

  #open(side: SideIndex, flags: number, sequence: number, at: number): void {
    const isAnswer = (flags & FLAG.ack) !== 0;
    this.#opener ??= isAnswer ? otherSide(side) : side;
    this.#accepted ||= isAnswer;
    this.#tracer.facts.note(side, isAnswer ? "syn_ack" : "syn", at);
    this.#isn[side] ??= sequence;
    this.#tcp[side].begin(sequence + 1);
  }

  #reset(side: SideIndex, at: number): void {
    this.#tracer.facts.note(side, "rst", at);
    this.#flush(this.#previousAt);
    if (this.decided) return;
    if (this.#opener !== null && side !== this.#opener && !this.#accepted)
      this.#tracer.ending = { kind: "refused" };
    else this.#tracer.close(side, "reset", at);
  }

  /** What waits for something that does not come any more. */
  #flush(lastAt: number): void {
    for (const side of [0, 1] as const) {
      const [tcp, tls] = [this.#tcp[side], this.#tls[side]];
      const unfinished = tcp.held > 0 || tls.isInside;
      tcp.flush();
      if (this.decided) return;
      tls.flush(lastAt);
      if (unfinished) this.#tracer.expectMore(side, lastAt);
    }
  }

  /** Once all that was sent before the FIN is here. */
  #close(side: SideIndex, at: number): void {
    const fin = this.#fin[side];
    const { next } = this.#tcp[side];
    if (fin === null || (next !== null && ((fin - next) | 0) > 0)) return;
    this.#fin[side] = null;
    this.#tracer.facts.note(side, "fin", at);
    this.#flush(this.#previousAt);
    if (this.decided) return;
    this.#tracer.close(side, "closed", at);
  }

  trace(): HandshakeTrace | null {
    const [first, second] = this.#tcp;
    return toTrace(this.#tracer, {
      transport: "tcp",
      key: this.#key,
      version: this.#version,
      client: this.#tracer.facts.client ?? this.#opener ?? this.#guessClient(),
      preludes: [this.#tls[0].prelude, this.#tls[1].prelude],
      startedLate: this.#opener === null,
      seen: this.#seen,
      missingBytes: first.missing + second.missing,
      retransmissions: [first.retransmissions, second.retransmissions],
      startedAt: this.#startedAt ?? 0,
      endedAt: this.#endedAt,
    });
  }

  /** Servers have the lower port, as a rule. */
  #guessClient(): SideIndex {
    return this.#port(0) >= this.#port(1) ? 0 : 1;
  }

  #port(side: SideIndex): number {
    return this.#key[8 + side] ?? 0;
  }
}
