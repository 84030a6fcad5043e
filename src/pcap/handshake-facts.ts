import { decodeCertificateRequest } from "../tls/certificate-messages.ts";
import { HANDSHAKE_TYPE } from "../tls/handshake.ts";
import { DecodeError } from "../wire/decode-error.ts";
import type { CertificateLists } from "./certificate-lists.ts";
import type { TracedClientCertificate, TracedServerHello } from "./handshake-trace.ts";
import { MAX_MESSAGES } from "./handshake-trace.ts";
import type { SideIndex } from "./tls-stream.ts";
import type { TracedClientHello } from "./traced-client-hello.ts";
import {
  findExtension,
  readClientHello,
  readServerNameOf,
  readSsl2ClientHello,
} from "./traced-client-hello.ts";
import { readServerHello } from "./traced-server-hello.ts";

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

const NAMED_CURVE = 3;
const MAX_ALERTS = 8;
const MAX_FIRST_BYTES = 256;

/** What both sides have said so far. Bodies are valid during the call only: what is kept is copied. */
export class HandshakeFacts {
  readonly #lists: CertificateLists;
  /** Who sent the ClientHello, or was sent the ServerHello. */
  client: SideIndex | null = null;
  /** Read when it is asked for: of most handshakes nobody asks. */
  #hello: { readonly body: Buffer; readonly length: number; readonly ssl2: boolean } | null = null;
  #clientHello: TracedClientHello | null = null;
  serverHello: TracedServerHello | null = null;
  retriedGroup: number | null = null;
  certificateList: readonly Uint8Array[] = [];
  /** Null as long as the server may still ask. */
  requested: boolean | null = null;
  authorities: readonly Uint8Array[] = [];
  sent: TracedClientCertificate["sent"] = null;
  clientCertificateList: readonly Uint8Array[] = [];
  /** Of the messages: apart from each other, which costs less than an object for each. */
  readonly #times: number[] = [];
  readonly #senders: SideIndex[] = [];
  readonly #types: string[] = [];
  readonly alerts: TracerAlert[] = [];
  /** Of what each side said that is no TLS. */
  readonly firstBytes: [Buffer | null, Buffer | null] = [null, null];

  constructor(lists: CertificateLists) {
    this.#lists = lists;
  }

  get hasClientHello(): boolean {
    return this.#hello !== null;
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

  /** Whether the ClientHello has the extension. */
  offers(extension: number): boolean {
    return this.#hello !== null && findExtension(this.#hello.body, extension) !== -1;
  }

  get messages(): TracerMessage[] {
    return this.#types.map((type, index) => ({
      at: this.#times[index] ?? 0,
      from: this.#senders[index] ?? 0,
      type,
    }));
  }

  note(from: SideIndex, type: string, at: number): void {
    if (this.#types.length === MAX_MESSAGES) return;
    this.#times.push(at);
    this.#senders.push(from);
    this.#types.push(type);
  }

  hasNoted(from: SideIndex, type: string): boolean {
    return this.#types.some((noted, index) => noted === type && this.#senders[index] === from);
  }

  addAlert(alert: TracerAlert): void {
    if (this.alerts.length < MAX_ALERTS) this.alerts.push(alert);
  }

  keepFirstBytes(side: SideIndex, bytes: Buffer): void {
    this.firstBytes[side] ??= Buffer.from(bytes.subarray(0, MAX_FIRST_BYTES));
  }

  /** The first one counts. @param body null when the capture lacks some of it */
  takeClientHello(side: SideIndex, body: Buffer | null, length: number, ssl2: boolean): void {
    if (this.#hello !== null) return;
    this.client = side;
    this.#hello = { body: Buffer.from(body ?? []), length, ssl2 };
  }

  /** A HelloRetryRequest names a group only. */
  takeServerHello(body: Buffer): "server_hello" | "hello_retry_request" {
    const hello = readServerHello(body);
    if (hello?.helloRetryRequest === true) {
      this.retriedGroup = hello.group;
      return "hello_retry_request";
    }
    if (hello !== null) {
      const { version, cipherSuite, group, alpn } = hello;
      this.serverHello = { version, cipherSuite, group, alpn };
    }
    return "server_hello";
  }

  /** Messages after the hellos, before TLS 1.3. */
  takeMessage(side: SideIndex, type: number, body: Buffer): void {
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

  #readAuthorities(body: Buffer): readonly Uint8Array[] {
    try {
      return decodeCertificateRequest(Buffer.from(body), this.serverHello?.version ?? 0).authorities;
    } catch (error) {
      if (error instanceof DecodeError) return [];
      throw error;
    }
  }
}
