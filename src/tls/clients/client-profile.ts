import type { NAMED_GROUP } from "../named-groups.ts";
import type { SIGNATURE_SCHEME } from "../signature-schemes.ts";
import type { VersionName } from "../version.ts";

/** A TLS client that people use, and all that its Client Hello says. Names are IANA's, lists in the client's order. */
export interface ClientProfile {
  /** As on the command line: `java8`, `openssl1.0.2`. */
  readonly id: string;
  /** The same in every language: `Java 8 (8u161 to 8u281)`. */
  readonly name: string;
  /** Where the facts come from: an address, or of what they were recorded. */
  readonly source: string;
  /** Those that it agrees to, newest first. */
  readonly versions: readonly VersionName[];
  /** Of the record that the Client Hello comes in. */
  readonly recordVersion: VersionName;
  readonly legacyVersion: VersionName;
  readonly sessionId: "empty" | "random";
  /** Signaling values (SCSV) included. */
  readonly cipherSuites: readonly string[];
  /** In the order in which they are sent; null: the field is left out. */
  readonly extensions: ProfileExtensions | null;
  /** In another order each time; `extensions` is one of them. */
  readonly permutesExtensions?: boolean;
  /** Lists that begin with a value that means nothing (RFC 8701). Of extensions, the last one before padding is one, too. */
  readonly grease?: readonly GreasedList[];
  /** It comes in SSL 2.0's form (RFC 5246 appendix E.2), which we do not imitate: servers of today may refuse that alone. */
  readonly ssl2Form?: boolean;
  /** What it ends the handshake for, though its Client Hello does not say so. */
  readonly limits?: ClientLimits;
}

export type ProfileExtensions = Partial<ExtensionContents>;

/** Keys are ExtensionType; `true`: it has only one thing to say. */
export interface ExtensionContents {
  /** Left out where there is no name to send. */
  readonly server_name: true;
  /** OCSP, no responders, no extensions. */
  readonly status_request: true;
  readonly supported_groups: readonly GroupName[];
  readonly ec_point_formats: readonly PointFormat[];
  readonly signature_algorithms: readonly SignatureName[];
  /** The peer may send. */
  readonly heartbeat: true;
  readonly application_layer_protocol_negotiation: readonly string[];
  /** RFC 6961: no responders, no extensions. */
  readonly status_request_v2: readonly ("ocsp" | "ocsp_multi")[];
  readonly signed_certificate_timestamp: true;
  /** Last of all, and only where the message has 256 to 511 bytes: makes it at least 512 bytes long. RFC 7685. */
  readonly padding: true;
  readonly encrypt_then_mac: true;
  readonly extended_master_secret: true;
  readonly compress_certificate: readonly ("zlib" | "brotli" | "zstd")[];
  /** RFC 8449: bytes. */
  readonly record_size_limit: number;
  readonly delegated_credential: readonly SignatureName[];
  readonly session_ticket: true;
  readonly supported_versions: readonly VersionName[];
  readonly psk_key_exchange_modes: readonly ("psk_ke" | "psk_dhe_ke")[];
  readonly post_handshake_auth: true;
  readonly signature_algorithms_cert: readonly SignatureName[];
  readonly key_share: readonly GroupName[];
  readonly next_protocol_negotiation: true;
  readonly application_settings: readonly string[];
  /** What means nothing, RFC 9849 section 6.2. */
  readonly encrypted_client_hello: true;
  readonly renegotiation_info: true;
  /** draft-ietf-tls-trust-anchor-ids: relative to 1.3.6.1.4.1. */
  readonly trust_anchors: readonly string[];
}

export type GreasedList =
  | "cipher_suites"
  | "extensions"
  | "supported_groups"
  | "key_share"
  | "supported_versions"
  | "signature_algorithms";

export type GroupName = keyof typeof NAMED_GROUP;

/** Of those that are no SignatureScheme, the pairs of TLS 1.2. */
export type SignatureName =
  | keyof typeof SIGNATURE_SCHEME
  | `${"rsa_pkcs1" | "dsa" | "ecdsa"}_${"md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512"}`;

/** RFC 8422 section 5.1.2. */
export type PointFormat = "uncompressed" | "ansiX962_compressed_prime" | "ansiX962_compressed_char2";

/** Bits, both ends included. */
export interface ClientLimits {
  /** Of the server's DHE. */
  readonly dhPrime?: BitRange;
  /** Of certificates' RSA keys. */
  readonly rsaKey?: BitRange;
  /** False: none of what TLS 1.1 and earlier sign key exchanges with (MD5 with SHA-1; SHA-1), so that of them only `TLS_RSA_…` works. */
  readonly legacySignatures?: boolean;
}

export interface BitRange {
  readonly min?: number;
  readonly max?: number;
}
