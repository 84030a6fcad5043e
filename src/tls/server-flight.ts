import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import type { Alert } from "./alert.ts";
import { decodeAlert } from "./alert.ts";
import type { HandshakeMessage, ServerHello } from "./handshake.ts";
import {
  HANDSHAKE_TYPE,
  HandshakeReader,
  decodeCertificateMessage,
  decodeCertificateRequest,
  decodeServerHello,
} from "./handshake.ts";
import { RecordOpener } from "./record-protection.ts";
import type { TlsRecord } from "./record.ts";
import { CONTENT_TYPE, RecordReader, looksLikeRecord } from "./record.ts";
import { VERSION } from "./version.ts";

/** No honest first flight is longer. */
const MAX_BYTES = 512 * 1024;
const FIRST_BYTES = 256;

/** Reads along what a server sends until its first flight is over: the part of a handshake that a TLS library keeps to
 *  itself. Never throws: a fault is kept, and what was read before it stays. */
export class ServerFlight {
  readonly #records = new RecordReader();
  #handshake = new HandshakeReader();
  #opener: RecordOpener | null = null;
  /** What came encrypted before its secret. */
  #sealed: TlsRecord[] = [];
  #total = 0;
  #over = false;

  /** What came first, at most 256 bytes. */
  firstBytes: Uint8Array = new Uint8Array();
  /** The first bytes are no TLS record. */
  notTls = false;
  fault: DecodeError | null = null;
  hello: ServerHello | null = null;
  /** DER, exactly as sent. */
  certificateList: readonly Uint8Array[] = [];
  certificateRequested = false;
  /** DER names. */
  authorities: readonly Uint8Array[] = [];
  /** A fatal alert in the clear. */
  alert: Alert | null = null;

  /** The next bytes of the connection. */
  push(bytes: Uint8Array): void {
    if (this.firstBytes.length < FIRST_BYTES) {
      this.firstBytes = Buffer.concat([this.firstBytes, bytes]).subarray(0, FIRST_BYTES);
      this.notTls ||= !looksLikeRecord(this.firstBytes);
    }
    this.#total += bytes.length;
    if (this.#over || this.notTls) return;
    this.#read(() => {
      if (this.#total > MAX_BYTES) throw new DecodeError("too_large", "server flight", MAX_BYTES);
      for (const record of this.#records.push(bytes)) this.#take(record);
    });
  }

  /** Opens what TLS 1.3 encrypts of the flight: what has come and what will come.
   *  @param secret server_handshake_traffic_secret, as a key log has it. */
  decrypt(secret: Uint8Array): void {
    const { hello } = this;
    if (hello?.version !== VERSION.TLS_1_3 || this.#opener !== null || this.#over) return;
    this.#read(() => {
      this.#opener = new RecordOpener(hello.cipherSuite, secret);
      // No message spans a change of keys, RFC 8446 section 5.1.
      this.#handshake = new HandshakeReader();
      for (const record of this.#sealed.splice(0)) this.#takeSealed(record, this.#opener);
    });
  }

  #take(record: TlsRecord): void {
    if (this.#over) return;
    switch (record.type) {
      case CONTENT_TYPE.alert: {
        const alert = decodeAlert(new Cursor(record.fragment));
        if (alert.level === "fatal" || alert.description === "close_notify") this.alert ??= alert;
        break;
      }
      case CONTENT_TYPE.handshake:
        for (const message of this.#handshake.push(record.fragment)) this.#takeMessage(message);
        break;
      case CONTENT_TYPE.change_cipher_spec:
        // In TLS 1.3 it means nothing (RFC 8446 appendix D.4), also after a HelloRetryRequest; before, all that follows is
        // encrypted.
        if (this.hello !== null && this.hello.version !== VERSION.TLS_1_3) this.#over = true;
        break;
      case CONTENT_TYPE.application_data:
        if (this.#opener === null) this.#sealed.push(record);
        else this.#takeSealed(record, this.#opener);
        break;
    }
  }

  #takeSealed(record: TlsRecord, opener: RecordOpener): void {
    if (this.#over) return;
    const { type, content } = opener.open(record);
    if (type !== CONTENT_TYPE.handshake) {
      this.#over = true;
      return;
    }
    for (const message of this.#handshake.push(content)) this.#takeMessage(message);
  }

  #takeMessage({ type, body }: HandshakeMessage): void {
    const version = this.hello?.version ?? 0;
    switch (type) {
      case HANDSHAKE_TYPE.server_hello: {
        const hello = decodeServerHello(body);
        if (!hello.helloRetryRequest) this.hello = hello;
        break;
      }
      case HANDSHAKE_TYPE.certificate:
        this.certificateList = decodeCertificateMessage(body, version);
        break;
      case HANDSHAKE_TYPE.certificate_request:
        this.certificateRequested = true;
        this.authorities = decodeCertificateRequest(body, version);
        break;
      case HANDSHAKE_TYPE.finished:
        // Other keys are in use from here.
        this.#over = true;
        break;
    }
  }

  #read(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.fault = error;
      this.#over = true;
    }
  }
}
