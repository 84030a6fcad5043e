import { decodeCertificateRequest } from "../tls/certificate-messages.ts";
import { describeAlert } from "../tls/alert.ts";
import { HANDSHAKE_TYPE } from "../tls/handshake.ts";
import { EXTENSION_TYPE } from "../tls/extension-types.ts";
import { CONTENT_TYPE } from "../tls/record.ts";
import { VERSION } from "../tls/version.ts";
import { DecodeError } from "../wire/decode-error.ts";
import type { CertificateLists } from "./certificate-lists.ts";
import type { TracedClientCertificate, TracedServerHello } from "./handshake-trace.ts";
import { MAX_MESSAGES } from "./handshake-trace.ts";
import { Tls13Flight } from "./tls13-flight.ts";
import type { SideIndex, TlsEvents } from "./tls-stream.ts";
import type { TracedClientHello } from "./traced-client-hello.ts";
import {
  findExtension,
  readClientHello,
  readServerNameOf,
  readSsl2ClientHello,
} from "./traced-client-hello.ts";
import { readServerHello } from "./traced-server-hello.ts";

/** As in HandshakeTrace; who is client is known at the end only. */
export type TracerEnding =
  | { readonly kind: "completed" | "refused" | "unanswered" | "incomplete" }
  | { readonly kind: "alert"; readonly by: SideIndex; readonly encrypted: boolean }
  | { readonly kind: "reset" | "closed"; readonly by: SideIndex }
  | { readonly kind: "silence"; readonly of: SideIndex; readonly afterMs: number }
  | { readonly kind: "not_tls"; readonly by: SideIndex };

export interface TracerMessage {
  readonly at: number;
  readonly from: SideIndex;
  readonly type: string;
}

export interface TracerAlert {
  readonly at: number;
  readonly from: SideIndex;
  readonly level: string | null;
  readonly description: string | null;
  readonly code: number | null;
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(HANDSHAKE_TYPE).map(([name, type]) => [type, name]),
);
/** What is looked into. */
const READ: ReadonlySet<number> = new Set([
  HANDSHAKE_TYPE.client_hello,
  HANDSHAKE_TYPE.server_hello,
  HANDSHAKE_TYPE.certificate,
  HANDSHAKE_TYPE.server_key_exchange,
  HANDSHAKE_TYPE.certificate_request,
]);
const FATAL = 2;
const NAMED_CURVE = 3;
const MAX_ALERTS = 8;
const MAX_FIRST_BYTES = 256;
/** An answer that takes longer is none. */
const SILENCE_MS = 5_000;
/** Who waited as long and then closed, closed because of it. */
const GAVE_UP_MS = 1_000;
/** Nobody sends as many records in a handshake, whatever the capture lacks of it. */
const MAX_OPAQUE = 32;

/** Follows one handshake through what both sides send, until it is decided how it ends. */
export class HandshakeTracer implements TlsEvents {
  readonly #lists: CertificateLists;
  client: SideIndex | null = null;
  /** Read when it is asked for: of most handshakes nobody asks. */
  #hello: { readonly body: Buffer; readonly length: number; readonly ssl2: boolean } | null = null;
  #clientHello: TracedClientHello | null = null;
  serverHello: TracedServerHello | null = null;
  retriedGroup: number | null = null;
  certificateList: readonly Uint8Array[] = [];
  requested: boolean | null = null;
  authorities: readonly Uint8Array[] = [];
  sent: TracedClientCertificate["sent"] = null;
  clientCertificateList: readonly Uint8Array[] = [];
  readonly messages: TracerMessage[] = [];
  readonly alerts: TracerAlert[] = [];
  readonly firstBytes: [Buffer | null, Buffer | null] = [null, null];
  /** Null until it is decided. */
  ending: TracerEnding | null = null;

  readonly #changedCipherSpec: [boolean, boolean] = [false, false];
  readonly #finished: [boolean, boolean] = [false, false];
  #flight: Tls13Flight | null = null;
  #serverFlight = false;
  #sentData = false;
  #opaque = 0;
  /** Who has to go on, and since when. */
  #due: { readonly of: SideIndex; readonly since: number } | null = null;
  /** Plain bytes came after the ClientHello. */
  #plainAnswer = false;

  constructor(lists: CertificateLists) {
    this.#lists = lists;
  }

  get encryptsAfterChangeCipherSpec(): boolean | null {
    return this.serverHello === null ? null : this.serverHello.version !== VERSION.TLS_1_3;
  }

  get hasHello(): boolean {
    return this.#hello !== null || this.serverHello !== null;
  }

  get clientHello(): TracedClientHello | null {
    if (this.#hello === null) return null;
    const { body, length, ssl2 } = this.#hello;
    return (this.#clientHello ??= ssl2 ? readSsl2ClientHello(body) : readClientHello(body, length));
  }

  /** server_name of the ClientHello. */
  get serverName(): string | null {
    return this.#hello === null || this.#hello.ssl2 ? null : readServerNameOf(this.#hello.body);
  }

  /** Bytes of the ClientHello; 0 without one. */
  get clientHelloLength(): number {
    return this.#hello?.length ?? 0;
  }

  describeClientCertificate(): TracedClientCertificate {
    const sent = this.sent ?? this.#flight?.sent ?? null;
    const shown = this.#flight !== null && sent !== null ? sent !== "nothing" : null;
    return {
      requested: this.requested ?? shown,
      authorities: this.authorities,
      sent,
      certificateList: this.clientCertificateList,
    };
  }

  note(from: SideIndex, type: string, at: number): void {
    if (this.messages.length < MAX_MESSAGES) this.messages.push({ at, from, type });
  }

  plain(side: SideIndex, bytes: Buffer): void {
    this.#plainAnswer ||= this.#hello !== null && side !== this.client;
    this.firstBytes[side] ??= Buffer.from(bytes.subarray(0, MAX_FIRST_BYTES));
  }

  notTls(side: SideIndex): void {
    this.#end({ kind: "not_tls", by: side });
  }

  ssl2Hello(side: SideIndex, body: Buffer, at: number): void {
    this.note(side, "client_hello", at);
    this.client = side;
    this.#due = { of: otherSide(side), since: at };
    this.#hello = { body: Buffer.from(body), length: body.length, ssl2: true };
  }

  message(
    side: SideIndex,
    type: number,
    bytes: Buffer | null,
    start: number,
    length: number,
    at: number,
  ): void {
    const body = bytes === null || !READ.has(type) ? null : bytes.subarray(start, start + length);
    if (type === HANDSHAKE_TYPE.server_hello && body !== null) {
      this.#takeServerHello(side, body, at);
      return;
    }
    this.#due = { of: otherSide(side), since: at };
    this.note(side, TYPE_NAMES.get(type) ?? `handshake_${type}`, at);
    if (type === HANDSHAKE_TYPE.server_hello_done) this.requested ??= false;
    if (type === HANDSHAKE_TYPE.client_hello && this.#hello === null) {
      this.client = side;
      this.#hello = { body: Buffer.from(body ?? []), length, ssl2: false };
    }
    if (body === null) return;
    switch (type) {
      case HANDSHAKE_TYPE.certificate:
        this.#takeCertificate(side, body);
        break;
      case HANDSHAKE_TYPE.server_key_exchange:
        // Only ECDHE names a curve.
        if (this.serverHello?.group === null && body.length > 3 && body.readUInt8(0) === NAMED_CURVE)
          this.serverHello = { ...this.serverHello, group: body.readUInt16BE(1) };
        break;
      case HANDSHAKE_TYPE.certificate_request:
        this.requested = true;
        this.authorities = this.#readAuthorities(body);
        break;
    }
  }

  alert(side: SideIndex, level: number, code: number, at: number): void {
    const name = level === FATAL ? "fatal" : level === 1 ? "warning" : String(level);
    this.#addAlert({ at, from: side, level: name, description: describeAlert(code), code });
    this.note(side, "alert", at);
    const other = otherSide(side);
    if (!this.hasHello && this.firstBytes[other] !== null) this.#end({ kind: "not_tls", by: other });
    else if (level === FATAL) this.#end({ kind: "alert", by: side, encrypted: false });
  }

  record(side: SideIndex, type: number, length: number, at: number): void {
    switch (type) {
      case CONTENT_TYPE.change_cipher_spec:
        this.#changedCipherSpec[side] = true;
        this.note(side, "change_cipher_spec", at);
        break;
      case CONTENT_TYPE.handshake:
        if (this.#changedCipherSpec[side] && this.#flight === null) this.#takeFinished(side, at);
        break;
      case CONTENT_TYPE.alert:
        this.#takeEncryptedAlert(side, at);
        break;
      case CONTENT_TYPE.application_data:
        if (++this.#opaque > MAX_OPAQUE) this.#end(COMPLETED);
        // The capture began later.
        if (!this.hasHello) this.#end(INCOMPLETE);
        if (this.#flight === null) this.#takeApplicationData(side, length, at);
        else this.#takeTls13Record(this.#flight, side, length, at);
        break;
    }
  }

  /** The connection is over for this side: RST, or FIN. */
  close(side: SideIndex, kind: "reset" | "closed", at: number): void {
    this.#end(
      this.#judgeFlight(side) ?? this.#judgePlain() ?? this.#judgeSilence(side, at) ?? { kind, by: side },
    );
  }

  /** Nothing more will be seen. */
  finish(at: number): void {
    this.#end(this.#judgeFlight(null) ?? this.#judgePlain() ?? this.#judgeSilence(null, at) ?? INCOMPLETE);
  }

  #takeServerHello(side: SideIndex, body: Buffer, at: number): void {
    const hello = readServerHello(body);
    this.client ??= otherSide(side);
    this.#due = { of: this.client, since: at };
    if (hello?.helloRetryRequest === true) {
      this.note(side, "hello_retry_request", at);
      this.retriedGroup = hello.group;
      return;
    }
    this.note(side, "server_hello", at);
    if (hello === null) return;
    const { version, cipherSuite, group, alpn } = hello;
    this.serverHello = { version, cipherSuite, group, alpn };
    if (version !== VERSION.TLS_1_3) return;
    const earlyData =
      this.#hello !== null && findExtension(this.#hello.body, EXTENSION_TYPE.early_data) !== -1;
    this.#flight = new Tls13Flight(cipherSuite, earlyData);
  }

  #readAuthorities(body: Buffer): readonly Uint8Array[] {
    try {
      return decodeCertificateRequest(Buffer.from(body), this.serverHello?.version ?? 0).authorities;
    } catch (error) {
      if (error instanceof DecodeError) return [];
      throw error;
    }
  }

  #takeCertificate(side: SideIndex, body: Buffer): void {
    const list = this.#lists.read(body);
    if (list === null) return;
    if (side !== this.client) {
      this.certificateList = list;
      return;
    }
    this.sent = list.length === 0 ? "empty" : "some";
    this.clientCertificateList = list;
  }

  #takeFinished(side: SideIndex, at: number): void {
    if (!this.#finished[side]) this.note(side, "finished", at);
    this.#finished[side] = true;
    if (side === this.client && this.requested === true) this.sent ??= "nothing";
    if (this.#finished[otherSide(side)]) this.#end(COMPLETED);
  }

  /** Before TLS 1.3, or where the capture lacks the ServerHello. */
  #takeApplicationData(side: SideIndex, length: number, at: number): void {
    const isServer = side !== this.client;
    if (!this.messages.some(({ from, type }) => from === side && type === "application_data"))
      this.note(side, "application_data", at);
    // A client may send before the server's Finished (RFC 7918) or ServerHello (early data); a server never does.
    if (isServer && (this.serverHello !== null || (this.#sentData && !ALERT_SIZES.has(length))))
      this.#end(COMPLETED);
    this.#sentData ||= !isServer;
  }

  #takeEncryptedAlert(side: SideIndex, at: number): void {
    this.note(side, "alert", at);
    this.#addAlert({ at, from: side, level: null, description: null, code: null });
    this.#end({ kind: "alert", by: side, encrypted: true });
  }

  #takeTls13Record(flight: Tls13Flight, side: SideIndex, length: number, at: number): void {
    if (side === this.client) {
      const wasFinished = flight.clientFinished;
      const record = flight.takeClientRecord(length);
      if (record === "alert" && !wasFinished) return this.#takeEncryptedAlert(side, at);
      if (record !== "application_data" || !this.#sentData) this.note(side, record, at);
      this.#sentData ||= record === "application_data";
      if (record === "finished" || record === "certificate") this.#due = { of: otherSide(side), since: at };
      return;
    }
    const record = flight.takeServerRecord(length);
    if (record === "alert") return this.#takeEncryptedAlert(side, at);
    if (flight.serverAlert) {
      this.note(side, "alert", at);
      this.#addAlert({ at, from: side, level: null, description: null, code: null });
    } else if (record === "completed" || !this.#serverFlight) {
      this.note(side, record === "completed" ? "application_data" : "encrypted_handshake", at);
    }
    this.#serverFlight = true;
    if (record === "completed") this.#end(COMPLETED);
  }

  /** In TLS 1.3 the server's refusal of a client certificate comes when the client has finished. */
  #judgeFlight(closing: SideIndex | null): TracerEnding | null {
    if (this.#flight?.clientFinished !== true || this.client === null) return null;
    if (this.#flight.serverAlert) return { kind: "alert", by: otherSide(this.client), encrypted: true };
    return closing === null || closing === this.client ? COMPLETED : null;
  }

  #judgePlain(): TracerEnding | null {
    if (this.serverHello !== null || this.alerts.length > 0) return null;
    if (this.#hello !== null && this.client !== null)
      return this.#plainAnswer ? { kind: "not_tls", by: otherSide(this.client) } : null;
    const by = this.firstBytes.findIndex((bytes) => bytes !== null);
    return by === -1 ? null : { kind: "not_tls", by: by === 0 ? 0 : 1 };
  }

  /** Whose turn it was, when the other gave up, or the capture ended. */
  #judgeSilence(closing: SideIndex | null, at: number): TracerEnding | null {
    if (this.#due === null || this.#due.of === closing) return null;
    const { of, since } = this.#due;
    const enough = closing === null ? SILENCE_MS : GAVE_UP_MS;
    return at - since >= enough ? { kind: "silence", of, afterMs: at - since } : null;
  }

  #addAlert(alert: TracerAlert): void {
    if (this.alerts.length < MAX_ALERTS) this.alerts.push(alert);
  }

  #end(ending: TracerEnding): void {
    this.ending ??= ending;
  }
}

/** Of TLS 1.3, encrypted. */
const ALERT_SIZES: ReadonlySet<number> = new Set([11, 19]);
const COMPLETED: TracerEnding = { kind: "completed" };
const INCOMPLETE: TracerEnding = { kind: "incomplete" };

export function otherSide(side: SideIndex): SideIndex {
  return side === 0 ? 1 : 0;
}
