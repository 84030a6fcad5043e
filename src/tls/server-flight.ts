import { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import type { Alert } from "./alert.ts";
import { decodeAlert } from "./alert.ts";
import {
  decodeCertificateMessage,
  decodeCertificateRequest,
  decodeCertificateStatus,
  decompressCertificate,
} from "./certificate-messages.ts";
import { analyzeCipherSuite } from "./cipher-suite-facts.ts";
import { describeCipherSuite } from "./cipher-suites.ts";
import type { HandshakeMessage } from "./handshake.ts";
import { HANDSHAKE_TYPE, HandshakeReader } from "./handshake.ts";
import type { ServerKeyExchange } from "./key-exchange-messages.ts";
import {
  decodeCertificateVerify,
  decodeEncryptedExtensions,
  decodeServerKeyExchange,
} from "./key-exchange-messages.ts";
import { RecordOpener } from "./record-protection.ts";
import type { TlsRecord } from "./record.ts";
import { CONTENT_TYPE, RecordReader, looksLikeRecord } from "./record.ts";
import type { ServerHello } from "./server-hello.ts";
import { decodeServerHello } from "./server-hello.ts";
import { VERSION } from "./version.ts";

/** No honest first flight is longer. */
const MAX_BYTES = 512 * 1024;
const FIRST_BYTES = 256;

/** What a server did wrong: `malformed` bytes cannot be read, `misbehaved` ones can, and break a rule. */
export interface FlightFault {
  readonly class: "malformed" | "misbehaved";
  /** As the specification spells it. */
  readonly structure: string;
  readonly code: string;
}

export interface FlightOptions {
  /** What the ClientHello had; a server that selects anything else misbehaves. */
  readonly offered?: {
    readonly versions: readonly number[];
    readonly cipherSuites: readonly number[];
    readonly groups: readonly number[];
  };
  /** Called once, with TLS 1.3's ServerHello as it was encoded. @returns server_handshake_traffic_secret; null where it
   *  is not known (yet). @throws DecodeError */
  readonly openWith?: (hello: ServerHello, encoded: Uint8Array) => Uint8Array | null;
}

/** Reads along what a server sends until its first flight is over. Never throws: a fault is kept, and what was read
 *  before it stays. */
export class ServerFlight {
  readonly #options: FlightOptions;
  readonly #records = new RecordReader();
  #handshake = new HandshakeReader();
  #opener: RecordOpener | null = null;
  /** What came encrypted before its secret. */
  #sealed: TlsRecord[] = [];
  #total = 0;

  /** What came first, at most 256 bytes. */
  firstBytes: Uint8Array = new Uint8Array();
  /** The first bytes are no TLS record. */
  notTls = false;
  fault: FlightFault | null = null;
  hello: ServerHello | null = null;
  /** The HelloRetryRequest before it, and its encoding. */
  retry: { readonly hello: ServerHello; readonly encoded: Uint8Array } | null = null;
  /** DER, exactly as sent. */
  certificateList: readonly Uint8Array[] = [];
  /** Stapled, DER. */
  ocspResponse: Uint8Array | null = null;
  keyExchange: ServerKeyExchange | null = null;
  certificateRequested = false;
  /** DER names. */
  authorities: readonly Uint8Array[] = [];
  /** Of ServerHello, and of EncryptedExtensions in TLS 1.3. */
  alpn: string | null = null;
  extensionTypes: readonly number[] = [];
  /** A fatal alert in the clear. */
  alert: Alert | null = null;
  /** Nothing more is read: the flight has ended, well or with a fault. */
  over = false;
  /** The flight has ended well: ServerHelloDone, or Finished. */
  complete = false;

  constructor(options: FlightOptions = {}) {
    this.#options = options;
  }

  /** The next bytes of the connection. */
  push(bytes: Uint8Array): void {
    if (this.firstBytes.length < FIRST_BYTES) {
      const more = bytes.subarray(0, FIRST_BYTES - this.firstBytes.length);
      this.firstBytes = Buffer.concat([this.firstBytes, more]);
      this.notTls ||= !looksLikeRecord(this.firstBytes);
    }
    this.#total += bytes.length;
    if (this.over || this.notTls) return;
    this.#read(() => {
      if (this.#total > MAX_BYTES) throw new DecodeError("too_large", "server flight", MAX_BYTES);
      for (const record of this.#records.push(bytes)) this.#take(record);
    });
  }

  /** Opens what TLS 1.3 encrypts of the flight: what has come and what will come.
   *  @param secret server_handshake_traffic_secret, as a key log has it. */
  decrypt(secret: Uint8Array): void {
    this.#read(() => this.#open(secret));
  }

  #open(secret: Uint8Array): void {
    const { hello } = this;
    if (hello?.version !== VERSION.TLS_1_3 || this.#opener !== null || this.over) return;
    this.#opener = new RecordOpener(hello.cipherSuite, secret);
    // No message spans a change of keys, RFC 8446 section 5.1.
    this.#handshake = new HandshakeReader();
    for (const record of this.#sealed.splice(0)) this.#takeSealed(record, this.#opener);
  }

  #take(record: TlsRecord): void {
    if (this.over) return;
    switch (record.type) {
      case CONTENT_TYPE.alert:
        this.#takeAlert(record.fragment);
        break;
      case CONTENT_TYPE.handshake:
        for (const message of this.#handshake.push(record.fragment)) this.#takeMessage(message);
        break;
      case CONTENT_TYPE.change_cipher_spec:
        // In TLS 1.3 it means nothing (RFC 8446 appendix D.4), also after a HelloRetryRequest; before, all that follows is
        // encrypted.
        if (this.hello !== null && this.hello.version !== VERSION.TLS_1_3) this.over = true;
        break;
      case CONTENT_TYPE.application_data:
        if (this.#opener === null) this.#sealed.push(record);
        else this.#takeSealed(record, this.#opener);
        break;
    }
  }

  #takeAlert(fragment: Uint8Array): void {
    const alert = decodeAlert(new Cursor(fragment));
    if (alert.level === "fatal" || alert.description === "close_notify") this.alert ??= alert;
  }

  #takeSealed(record: TlsRecord, opener: RecordOpener): void {
    if (this.over) return;
    const { type, content } = opener.open(record);
    if (type === CONTENT_TYPE.alert) this.#takeAlert(content);
    if (type !== CONTENT_TYPE.handshake) {
      this.over = true;
      return;
    }
    for (const message of this.#handshake.push(content)) this.#takeMessage(message);
  }

  #takeMessage(message: HandshakeMessage): void {
    const { type, body } = message;
    const version = this.hello?.version ?? 0;
    if (type === HANDSHAKE_TYPE.hello_request || this.over) return;
    if (this.hello === null && type !== HANDSHAKE_TYPE.server_hello)
      return this.#misbehave("HandshakeType", "unexpected_message");
    switch (type) {
      case HANDSHAKE_TYPE.server_hello:
        this.#takeServerHello(message);
        break;
      case HANDSHAKE_TYPE.encrypted_extensions: {
        const { alpn, extensionTypes } = decodeEncryptedExtensions(body);
        this.alpn = alpn;
        this.extensionTypes = [...this.extensionTypes, ...extensionTypes];
        break;
      }
      case HANDSHAKE_TYPE.certificate:
        this.#takeCertificate(body, version);
        break;
      case HANDSHAKE_TYPE.compressed_certificate:
        this.#takeCertificate(decompressCertificate(body), version);
        break;
      case HANDSHAKE_TYPE.certificate_status:
        this.ocspResponse = decodeCertificateStatus(body);
        break;
      case HANDSHAKE_TYPE.server_key_exchange:
        this.keyExchange = this.#readKeyExchange(body, version);
        break;
      case HANDSHAKE_TYPE.certificate_verify:
        this.keyExchange = {
          group: this.hello?.keyShare?.group ?? null,
          dhBits: null,
          signatureScheme: decodeCertificateVerify(body),
        };
        break;
      case HANDSHAKE_TYPE.certificate_request:
        this.certificateRequested = true;
        this.authorities = decodeCertificateRequest(body, version).authorities;
        break;
      case HANDSHAKE_TYPE.server_hello_done:
      case HANDSHAKE_TYPE.finished:
        // Other keys are in use from here, or it is the client's turn.
        this.over = true;
        this.complete = true;
        break;
    }
  }

  #takeServerHello({ body, encoded }: HandshakeMessage): void {
    const hello = decodeServerHello(body);
    if (this.hello !== null || (hello.helloRetryRequest && this.retry !== null))
      return this.#misbehave("ServerHello", "unexpected_message");
    const { offered, openWith } = this.#options;
    if (offered?.versions.includes(hello.version) === false)
      return this.#misbehave("ServerHello.version", "not_offered");
    if (offered?.cipherSuites.includes(hello.cipherSuite) === false)
      return this.#misbehave("ServerHello.cipher_suite", "not_offered");
    // RFC 8446 section 4.2.8; earlier servers that choose a group of their own are gone along with.
    if (hello.keyShare !== null && offered?.groups.includes(hello.keyShare.group) === false)
      return this.#misbehave("KeyShareEntry.group", "not_offered");
    // RFC 8446 section 4.1.4.
    if (this.retry !== null && this.retry.hello.cipherSuite !== hello.cipherSuite)
      return this.#misbehave("ServerHello.cipher_suite", "changed");
    if (hello.helloRetryRequest) {
      this.retry = { hello, encoded };
      return;
    }
    this.hello = hello;
    this.alpn = hello.alpn;
    this.extensionTypes = hello.extensionTypes;
    if (hello.version !== VERSION.TLS_1_3) return;
    const secret = openWith?.(hello, encoded) ?? null;
    if (secret !== null) this.#open(secret);
  }

  #takeCertificate(body: Uint8Array, version: number): void {
    const { certificateList, ocspResponse } = decodeCertificateMessage(body, version);
    this.certificateList = certificateList;
    this.ocspResponse ??= ocspResponse;
  }

  #readKeyExchange(body: Uint8Array, version: number): ServerKeyExchange | null {
    const { name } = describeCipherSuite(this.hello?.cipherSuite ?? 0);
    const { keyExchange, authentication } = analyzeCipherSuite(name);
    if (authentication === "PSK") return null;
    return decodeServerKeyExchange(body, keyExchange, authentication !== "anon", version);
  }

  #misbehave(structure: string, code: string): void {
    this.fault = { class: "misbehaved", structure, code };
    this.over = true;
  }

  #read(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.fault = { class: "malformed", structure: error.structure, code: error.code };
      this.over = true;
    }
  }
}
