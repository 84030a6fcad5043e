import { CONTENT_TYPE } from "../tls/record.ts";
import type { SideNames } from "./captured-names.ts";
import type { MessageReader } from "./handshake-assembler.ts";
import { HandshakeAssembler } from "./handshake-assembler.ts";
import type { StreamReader } from "./tcp-stream.ts";
import type { Prelude } from "./tls-start.ts";
import { NOT_FOUND, findTlsStart, looksLikeSsl2Hello, recognizePrelude } from "./tls-start.ts";

/** Index of a side in the connection. */
export type SideIndex = 0 | 1;

/** What is read of one side, in the order in which it came. Buffers are valid during the call only. */
export interface TlsEvents {
  /** The body is `bytes[start, start + length)`; null when the capture lacks some of it. */
  message(
    side: SideIndex,
    type: number,
    bytes: Buffer | null,
    start: number,
    length: number,
    at: number,
  ): void;
  ssl2Hello(side: SideIndex, body: Buffer, at: number): void;
  alert(side: SideIndex, level: number, description: number, at: number): void;
  /** A record whose content is encrypted, or that has none of interest. @param length of its fragment */
  record(side: SideIndex, type: number, length: number, at: number): void;
  /** What is no TLS, or comes before it. */
  plain(side: SideIndex, bytes: Buffer, at: number): void;
  /** No TLS begins where it could. */
  notTls(side: SideIndex): void;
  /** Handshake records after change_cipher_spec are encrypted, except in TLS 1.3. Null when the version is unknown. */
  readonly encryptsAfterChangeCipherSpec: boolean | null;
}

const HEADER = 5;
const MAX_RECORD = 16_384 + 2_048;
/** Nobody asks for TLS later. */
const MAX_PRELUDE = 32 * 1024;
/** HandshakeType of what is sent in the clear; a Finished never is. */
const IN_THE_CLEAR: ReadonlySet<number> = new Set([1, 2, 3, 4, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 25]);
const HELLOS: ReadonlySet<number> = new Set([1, 2]);

const SEARCHING = 0;
const READING = 1;
/** The capture lacks the beginning of a record: the next is looked for where segments begin. */
const LOST = 2;
const OVER = 3;

/** Finds TLS in what one side sends, and cuts it into records and handshake messages. Keeps at most one message. */
export class TlsStream implements StreamReader, MessageReader {
  readonly #side: SideIndex;
  readonly #events: TlsEvents;
  readonly #messages: HandshakeAssembler;
  #state: typeof SEARCHING | typeof READING | typeof LOST | typeof OVER = SEARCHING;
  #preludeLength = 0;
  /** What was asked for before the handshake. */
  prelude: Prelude | null = null;

  /** A header that spans segments. */
  #header: Buffer | null = null;
  #headerLength = 0;
  #type = 0;
  #length = 0;
  /** Bytes of the record that have not come. */
  #left = 0;
  /** The record holds handshake messages in the clear. */
  #readable = false;
  #alertLevel = 0;
  #changedCipherSpec = false;
  /** Takes where the names are; null as a rule. */
  readonly #names: SideNames | null;
  /** In all that this side has sent: of the first of the bytes that are read, less its place among them. */
  #origin = 0;
  #recordStart = 0;
  /** In all that this side has sent: of what comes next. */
  #next = 0;

  constructor(side: SideIndex, events: TlsEvents, names: SideNames | null = null) {
    this.#side = side;
    this.#events = events;
    this.#names = names;
    this.#messages = new HandshakeAssembler(this);
  }

  /** Whether what comes is known to be records. */
  get isReading(): boolean {
    return this.#state === READING;
  }

  /** A record or a message has begun and not ended. */
  get isInside(): boolean {
    return this.#state === READING && (this.#left > 0 || this.#headerLength > 0 || this.#messages.pending);
  }

  /** Hands out what there is of a message that does not end. */
  flush(at: number): void {
    if (this.isInside) this.#names?.stop();
    if (this.#state === READING) this.#messages.flush(at);
  }

  /** Bytes that came before TLS. */
  get preludeLength(): number {
    return this.#preludeLength;
  }

  /** Bytes that are kept. */
  get held(): number {
    return this.#messages.held;
  }

  data(bytes: Buffer, start: number, end: number, at: number, segmentStart: boolean): void {
    let offset = start;
    this.#origin = this.#next - start;
    this.#next += end - start;
    if (this.#state === SEARCHING) {
      offset = this.#search(bytes, start, end, at);
      if (offset === NOT_FOUND) return;
      this.#state = READING;
      this.#names?.begin(this.#origin + offset);
    }
    if (this.#state === LOST) {
      if (!segmentStart || end - start < HEADER || !isRecordHeader(bytes, start)) return;
      this.#state = READING;
    }
    while (offset < end && this.#state === READING) {
      offset =
        this.#left > 0 ? this.#readBody(bytes, offset, end, at) : this.#readHeader(bytes, offset, end, at);
    }
  }

  message(type: number, bytes: Buffer | null, start: number, length: number, at: number): void {
    if (this.#names !== null) this.#noteNames(this.#names, type, bytes, start, length);
    this.#events.message(this.#side, type, bytes, start, length, at);
  }

  /** Of a message of several records the places are not known. */
  #noteNames(names: SideNames, type: number, bytes: Buffer | null, start: number, length: number): void {
    const offset = this.#origin + this.#messages.messageEnd - length;
    if (bytes === null || offset < this.#recordStart) names.stop();
    else names.message(type, bytes.subarray(start, start + length), offset);
  }

  gap(length: number, at: number): void {
    this.#next += length;
    this.#names?.stop();
    if (this.#state !== READING && this.#state !== SEARCHING) return;
    if (this.#state === SEARCHING || length > this.#left) return this.#lose();
    if (this.#readable) this.#readable = this.#messages.skip(length, at);
    this.#advance(length, at);
  }

  #lose(): void {
    this.#names?.stop();
    this.#state = LOST;
    this.#headerLength = 0;
    this.#left = 0;
    this.#messages.reset();
  }

  #search(bytes: Buffer, start: number, end: number, at: number): number {
    const first = this.#preludeLength === 0;
    if (first && looksLikeSsl2Hello(bytes, start, end)) {
      const body = start + 2;
      const bodyEnd = Math.min(end, body + (bytes.readUInt16BE(start) & 0x7fff));
      this.#events.ssl2Hello(this.#side, bytes.subarray(body, bodyEnd), at);
      return bodyEnd;
    }
    const found = findTlsStart(bytes, start, end, first);
    const plain = bytes.subarray(start, found === NOT_FOUND ? end : found);
    if (plain.length > 0) {
      this.prelude ??= recognizePrelude(plain);
      this.#preludeLength += plain.length;
      this.#events.plain(this.#side, plain, at);
      if (this.#preludeLength > MAX_PRELUDE && found === NOT_FOUND) {
        this.#state = OVER;
        this.#events.notTls(this.#side);
      }
    }
    return found;
  }

  #readHeader(bytes: Buffer, start: number, end: number, at: number): number {
    if (this.#headerLength === 0 && end - start >= HEADER) {
      this.#beginRecord(bytes, start, at);
      return start + HEADER;
    }
    const next = Math.min(end, start + HEADER - this.#headerLength);
    this.#header ??= Buffer.alloc(HEADER);
    bytes.copy(this.#header, this.#headerLength, start, next);
    this.#headerLength += next - start;
    if (this.#headerLength === HEADER) {
      this.#headerLength = 0;
      this.#beginRecord(this.#header, 0, at);
    }
    return next;
  }

  #beginRecord(header: Buffer, offset: number, at: number): void {
    if (!isRecordHeader(header, offset)) return this.#lose();
    this.#type = header.readUInt8(offset);
    this.#length = header.readUInt16BE(offset + 3);
    this.#left = this.#length;
    this.#readable = false;
    if (this.#left === 0) this.#endRecord(at);
  }

  #readBody(bytes: Buffer, start: number, end: number, at: number): number {
    const next = Math.min(end, start + this.#left);
    if (this.#left === this.#length) this.#recordStart = this.#origin + start;
    if (this.#type === CONTENT_TYPE.handshake) {
      if (this.#left === this.#length) this.#readable = this.#isReadable(bytes.readUInt8(start));
      if (this.#readable) this.#readable = this.#messages.push(bytes, start, next, at);
    } else if (this.#isAlertInTheClear) {
      if (this.#left === 2) this.#alertLevel = bytes.readUInt8(start);
      if (next - start === this.#left)
        this.#events.alert(this.#side, this.#alertLevel, bytes.readUInt8(next - 1), at);
    }
    this.#advance(next - start, at);
    if (this.#left === 0 && this.#names !== null) this.#noteRecord(this.#names, this.#origin + next);
    return next;
  }

  #noteRecord(names: SideNames, end: number): void {
    if (this.#type === CONTENT_TYPE.handshake && !this.#readable && !this.#changedCipherSpec) names.stop();
    if (!this.#messages.pending) names.advance(end);
  }

  /** Encryption makes it longer. */
  get #isAlertInTheClear(): boolean {
    return this.#type === CONTENT_TYPE.alert && this.#length === 2;
  }

  #isReadable(first: number): boolean {
    if (this.#messages.pending) return true;
    if (!IN_THE_CLEAR.has(first)) return false;
    if (!this.#changedCipherSpec) return true;
    return this.#events.encryptsAfterChangeCipherSpec !== true && HELLOS.has(first);
  }

  #advance(length: number, at: number): void {
    this.#left -= length;
    if (this.#left === 0) this.#endRecord(at);
  }

  #endRecord(at: number): void {
    if (this.#type === CONTENT_TYPE.change_cipher_spec) this.#changedCipherSpec = true;
    if (!this.#readable && !this.#isAlertInTheClear)
      this.#events.record(this.#side, this.#type, this.#length, at);
  }
}

function isRecordHeader(bytes: Buffer, offset: number): boolean {
  const type = bytes.readUInt8(offset);
  return (
    type >= CONTENT_TYPE.change_cipher_spec &&
    type <= HEARTBEAT &&
    bytes.readUInt8(offset + 1) === 3 &&
    bytes.readUInt8(offset + 2) <= 4 &&
    bytes.readUInt16BE(offset + 3) <= MAX_RECORD
  );
}

/** RFC 6520. */
const HEARTBEAT = 24;
