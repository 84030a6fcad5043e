import type { TracedClientHello } from "./traced-client-hello.ts";
import type { Prelude } from "./tls-start.ts";

export type Side = "client" | "server";

export interface Endpoint {
  /** `192.0.2.7`, `2001:db8::1`. */
  readonly address: string;
  readonly port: number;
}

/** One handshake as the capture shows it. Times are ms since 1970. */
export interface HandshakeTrace {
  readonly transport: "tcp" | "quic";
  /** Who sent the ClientHello, or else opened the connection. */
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Tells servers apart, and is made faster than the endpoint. */
  readonly serverKey: number | string;
  /** What came before TLS; null for nothing. */
  readonly prelude: Prelude | null;
  readonly clientHello: TracedClientHello | null;
  /** Bytes of the ClientHello; 0 without one. */
  readonly clientHelloLength: number;
  /** server_name of the ClientHello; hostile text. */
  readonly serverName: string | null;
  readonly serverHello: TracedServerHello | null;
  /** The group that a HelloRetryRequest asked for; null when there was none. */
  readonly retriedGroup: number | null;
  /** DER, exactly as the server sent it; empty where TLS 1.3 encrypts it. */
  readonly certificateList: readonly Uint8Array[];
  readonly clientCertificate: TracedClientCertificate;
  readonly alerts: readonly TracedAlert[];
  /** In the order of their times; the first MAX_MESSAGES. */
  readonly messages: readonly TracedMessage[];
  readonly startedAt: number;
  readonly endedAt: number;
  readonly ending: Ending;
  /** What the capture lacks of the handshake. */
  readonly capture: {
    /** The connection was there before the capture began. */
    readonly startedLate: boolean;
    /** Only packets of this side were seen. */
    readonly onlySide: Side | null;
    /** Bytes of the streams that are missing. */
    readonly missingBytes: number;
  };
  /** Segments that each side sent again. */
  readonly retransmissions: Readonly<Record<Side, number>>;
}

export interface TracedServerHello {
  /** From supported_versions when it is there, else legacy_version. */
  readonly version: number;
  readonly cipherSuite: number;
  /** Of the key share, TLS 1.3, or of the ServerKeyExchange; null where none is seen. */
  readonly group: number | null;
  /** Null also where TLS 1.3 encrypts it. */
  readonly alpn: string | null;
}

export interface TracedClientCertificate {
  /** Null where TLS 1.3 hides whether the server asked. */
  readonly requested: boolean | null;
  /** DER of the names that the server would trust. */
  readonly authorities: readonly Uint8Array[];
  /** What the client answered; `some` where TLS 1.3 shows no more than a size. */
  readonly sent: "nothing" | "empty" | "some" | null;
  readonly certificateList: readonly Uint8Array[];
}

export interface TracedAlert {
  readonly at: number;
  readonly from: Side;
  /** Null when it is encrypted and only its size gives it away. */
  readonly level: string | null;
  readonly description: string | null;
  readonly code: number | null;
}

export interface TracedMessage {
  readonly at: number;
  readonly from: Side;
  /** `client_hello`, `finished` …: HandshakeType; `syn`, `syn_ack`, `fin`, `rst`: TCP; `alert`, `change_cipher_spec`,
   *  `application_data`: ContentType; `encrypted_handshake`: TLS 1.3; `retransmission`. */
  readonly type: string;
}

export type Ending =
  | { readonly kind: "completed" }
  /** A fatal alert. The last of `alerts`; encrypted ones are known by their size alone. */
  | { readonly kind: "alert"; readonly by: Side; readonly encrypted: boolean }
  | { readonly kind: "reset" | "closed"; readonly by: Side }
  /** The connection was never accepted: a reset, or no answer, to the SYN. */
  | { readonly kind: "refused" }
  | { readonly kind: "unanswered" }
  /** Nothing more came from whom it was due, for `afterMs` or until the other side gave up. */
  | { readonly kind: "silence"; readonly of: Side; readonly afterMs: number }
  /** This side speaks something else. @see firstBytes hostile, at most 256 bytes */
  | { readonly kind: "not_tls"; readonly by: Side; readonly firstBytes: Uint8Array }
  /** The capture ends, or lacks too much, before anything is decided. */
  | { readonly kind: "incomplete" };

export const MAX_MESSAGES = 64;
