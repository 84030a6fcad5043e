import { describeAlert } from "../tls/alert.ts";
import { EXTENSION_TYPE } from "../tls/extension-types.ts";
import { HANDSHAKE_TYPE } from "../tls/handshake.ts";
import { CONTENT_TYPE } from "../tls/record.ts";
import { VERSION } from "../tls/version.ts";
import type { CertificateLists } from "./certificate-lists.ts";
import { HandshakeFacts } from "./handshake-facts.ts";
import type { TracedClientCertificate } from "./handshake-trace.ts";
import { Tls13Flight } from "./tls13-flight.ts";
import type { SideIndex, TlsEvents } from "./tls-stream.ts";

/** As in HandshakeTrace; who is client is known at the end only. */
export type TracerEnding =
  | { readonly kind: "completed" | "refused" | "unanswered" | "incomplete" }
  | { readonly kind: "alert"; readonly by: SideIndex; readonly encrypted: boolean }
  | { readonly kind: "reset" | "closed"; readonly by: SideIndex }
  | { readonly kind: "silence"; readonly of: SideIndex; readonly afterMs: number }
  | { readonly kind: "not_tls"; readonly by: SideIndex };

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
/** After them the same side goes on. */
const FOLLOWED: ReadonlySet<number> = new Set([
  HANDSHAKE_TYPE.server_hello,
  HANDSHAKE_TYPE.new_session_ticket,
  HANDSHAKE_TYPE.certificate,
  HANDSHAKE_TYPE.server_key_exchange,
  HANDSHAKE_TYPE.certificate_request,
  HANDSHAKE_TYPE.certificate_status,
  HANDSHAKE_TYPE.client_key_exchange,
  HANDSHAKE_TYPE.certificate_verify,
]);
const FATAL = 2;
/** An answer that takes longer is none. */
const SILENCE_MS = 5_000;
/** Who waited as long and then closed, closed because of it. */
const GAVE_UP_MS = 1_000;
/** Nobody sends as many records in a handshake, whatever the capture lacks of it. */
const MAX_OPAQUE = 32;

/** Follows one handshake through what both sides send, until it is decided how it ends. */
export class HandshakeTracer implements TlsEvents {
  readonly facts: HandshakeFacts;
  /** Null until it is decided. */
  ending: TracerEnding | null = null;

  readonly #changedCipherSpec: [boolean, boolean] = [false, false];
  readonly #finished: [boolean, boolean] = [false, false];
  /** Of TLS 1.3. */
  #flight: Tls13Flight | null = null;
  #serverFlight = false;
  #sentData = false;
  #opaque = 0;
  /** Who has to go on, and since when; null before anything was said. */
  #due: SideIndex | null = null;
  #dueSince = 0;
  /** Plain bytes came after the ClientHello. */
  #plainAnswer = false;

  constructor(lists: CertificateLists) {
    this.facts = new HandshakeFacts(lists);
  }

  get encryptsAfterChangeCipherSpec(): boolean | null {
    const { serverHello } = this.facts;
    return serverHello === null ? null : serverHello.version !== VERSION.TLS_1_3;
  }

  describeClientCertificate(): TracedClientCertificate {
    const { requested, authorities, clientCertificateList: certificateList } = this.facts;
    const sent = this.facts.sent ?? this.#flight?.sent ?? null;
    const shown = this.#flight !== null && sent !== null ? sent !== "nothing" : null;
    return { requested: requested ?? shown, authorities, sent, certificateList };
  }

  plain(side: SideIndex, bytes: Buffer): void {
    this.#plainAnswer ||= this.facts.hasClientHello && side !== this.facts.client;
    this.facts.keepFirstBytes(side, bytes);
  }

  notTls(side: SideIndex): void {
    this.#end({ kind: "not_tls", by: side });
  }

  ssl2Hello(side: SideIndex, body: Buffer, at: number): void {
    this.facts.note(side, "client_hello", at);
    this.#expect(otherSide(side), at);
    this.facts.takeClientHello(side, body, body.length, true);
  }

  message(
    side: SideIndex,
    type: number,
    bytes: Buffer | null,
    start: number,
    length: number,
    at: number,
  ): void {
    const { facts } = this;
    const body = bytes === null || !READ.has(type) ? null : bytes.subarray(start, start + length);
    this.#expect(FOLLOWED.has(type) ? side : otherSide(side), at);
    if (type === HANDSHAKE_TYPE.server_hello && body !== null) {
      this.#takeServerHello(side, body, at);
      return;
    }
    facts.note(side, TYPE_NAMES.get(type) ?? `handshake_${type}`, at);
    if (type === HANDSHAKE_TYPE.client_hello) facts.takeClientHello(side, body, length, false);
    else if (type === HANDSHAKE_TYPE.server_hello_done) facts.requested ??= false;
    else if (body !== null) facts.takeMessage(side, type, body);
  }

  alert(side: SideIndex, level: number, code: number, at: number): void {
    const name = level === FATAL ? "fatal" : level === 1 ? "warning" : String(level);
    this.facts.addAlert({ at, from: side, level: name, description: describeAlert(code), code });
    this.facts.note(side, "alert", at);
    const other = otherSide(side);
    if (this.#speaksPlainly(other)) this.#end({ kind: "not_tls", by: other });
    else if (level === FATAL) this.#end({ kind: "alert", by: side, encrypted: false });
  }

  record(side: SideIndex, type: number, length: number, at: number): void {
    switch (type) {
      case CONTENT_TYPE.change_cipher_spec:
        this.#changedCipherSpec[side] = true;
        this.facts.note(side, "change_cipher_spec", at);
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
        if (!this.facts.hasHello) this.#end(INCOMPLETE);
        if (this.#flight === null) this.#takeApplicationData(side, length, at);
        else this.#takeTls13Record(this.#flight, side, length, at);
        break;
    }
  }

  /** This side has begun something that it has not ended. */
  expectMore(side: SideIndex, at: number): void {
    this.#expect(side, this.#due === null ? at : this.#dueSince);
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
    const { facts } = this;
    facts.client ??= otherSide(side);
    facts.note(side, facts.takeServerHello(body), at);
    const { serverHello } = facts;
    // What follows it in TLS 1.3 is encrypted, and a HelloRetryRequest is for the client to answer.
    if (serverHello === null || serverHello.version === VERSION.TLS_1_3) this.#expect(otherSide(side), at);
    if (serverHello?.version === VERSION.TLS_1_3)
      this.#flight ??= new Tls13Flight(serverHello.cipherSuite, facts.offers(EXTENSION_TYPE.early_data));
  }

  #takeFinished(side: SideIndex, at: number): void {
    if (!this.#finished[side]) this.facts.note(side, "finished", at);
    this.#finished[side] = true;
    if (side === this.facts.client && this.facts.requested === true) this.facts.sent ??= "nothing";
    this.#expect(otherSide(side), at);
    if (this.#finished[otherSide(side)]) this.#end(COMPLETED);
  }

  /** Before TLS 1.3, or where the capture lacks the ServerHello. */
  #takeApplicationData(side: SideIndex, length: number, at: number): void {
    const isServer = side !== this.facts.client;
    if (!this.facts.hasNoted(side, "application_data")) this.facts.note(side, "application_data", at);
    // A client may send before the server's Finished (RFC 7918) or ServerHello (early data); a server never does.
    if (isServer && (this.facts.serverHello !== null || (this.#sentData && !ALERT_SIZES.has(length))))
      this.#end(COMPLETED);
    this.#sentData ||= !isServer;
  }

  #takeEncryptedAlert(side: SideIndex, at: number): void {
    this.facts.note(side, "alert", at);
    this.facts.addAlert({ at, from: side, level: null, description: null, code: null });
    this.#end({ kind: "alert", by: side, encrypted: true });
  }

  #takeTls13Record(flight: Tls13Flight, side: SideIndex, length: number, at: number): void {
    if (side === this.facts.client) {
      const wasFinished = flight.clientFinished;
      const record = flight.takeClientRecord(length);
      if (record === "alert" && !wasFinished) return this.#takeEncryptedAlert(side, at);
      if (record !== "application_data" || !this.#sentData) this.facts.note(side, record, at);
      this.#sentData ||= record === "application_data";
      if (record === "finished" || record === "certificate") this.#expect(otherSide(side), at);
      return;
    }
    const record = flight.takeServerRecord(length);
    if (record === "alert") return this.#takeEncryptedAlert(side, at);
    if (flight.serverAlert) {
      this.facts.note(side, "alert", at);
      this.facts.addAlert({ at, from: side, level: null, description: null, code: null });
    } else if (record === "completed" || !this.#serverFlight) {
      this.facts.note(side, record === "completed" ? "application_data" : "encrypted_handshake", at);
    }
    this.#serverFlight = true;
    if (record === "completed") this.#end(COMPLETED);
  }

  /** In TLS 1.3 the server's refusal of a client certificate comes when the client has finished. */
  #judgeFlight(closing: SideIndex | null): TracerEnding | null {
    if (this.#flight?.clientFinished !== true || this.facts.client === null) return null;
    if (this.#flight.serverAlert) return { kind: "alert", by: otherSide(this.facts.client), encrypted: true };
    return closing === null || closing === this.facts.client ? COMPLETED : null;
  }

  #judgePlain(): TracerEnding | null {
    if (this.facts.serverHello !== null || this.facts.alerts.length > 0) return null;
    if (this.facts.hasClientHello && this.facts.client !== null) {
      const server = otherSide(this.facts.client);
      return this.#speaksPlainly(server) ? { kind: "not_tls", by: server } : null;
    }
    const by = this.facts.firstBytes.findIndex((bytes) => bytes !== null);
    return by === -1 ? null : { kind: "not_tls", by: by === 0 ? 0 : 1 };
  }

  /** It answered a ClientHello, or greeted and was not asked for TLS. */
  #speaksPlainly(side: SideIndex): boolean {
    const { facts } = this;
    if (facts.serverHello !== null || facts.client === side) return false;
    if (this.#plainAnswer || facts.firstBytes[side] === null) return this.#plainAnswer;
    return !facts.hasHello || facts.firstBytes[otherSide(side)] === null;
  }

  /** Whose turn it was, when the other gave up, or the capture ended. */
  #judgeSilence(closing: SideIndex | null, at: number): TracerEnding | null {
    if (this.#due === null || this.#due === closing) return null;
    const afterMs = at - this.#dueSince;
    const enough = closing === null ? SILENCE_MS : GAVE_UP_MS;
    return afterMs >= enough ? { kind: "silence", of: this.#due, afterMs } : null;
  }

  #expect(side: SideIndex, since: number): void {
    this.#due = side;
    this.#dueSince = since;
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
