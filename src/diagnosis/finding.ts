import type { ClientId } from "../tls/clients/clients.ts";
import type { BundleFault } from "../x509/bundle/bundle.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { PathFault } from "../x509/path-fault.ts";
import type { StapleFault } from "../x509/staple.ts";
import type { CertificateSummary } from "./certificate-summary.ts";
import type { HandshakeResult, Unreachable } from "./evidence.ts";
import type { Intolerance } from "./server-profile.ts";
import type { StartTlsFault, StartTlsProtocol } from "./starttls.ts";

/** `error`: a handshake with this target fails, or will be refused for some client that matters. */
export type Severity = "error" | "warning" | "info";

/** One thing that is wrong, with the data that its words need. `kind` is the id of the documented tree. `client`: whose
 *  handshake it is about; absent: an ordinary client's of today. */
export type Finding = { readonly severity: Severity; readonly client?: ClientId } & (
  | { readonly kind: "name_not_resolved"; readonly host: string; readonly code: string }
  | { readonly kind: "not_allowed"; readonly host: string; readonly address: string; readonly range: string }
  | { readonly kind: "connection_refused"; readonly address: string; readonly port: number }
  | {
      readonly kind: "connection_reset";
      readonly address: string;
      readonly port: number;
      /** How far it came. `closed`: the server hung up without a reset. */
      readonly during: "connection" | "handshake" | "closed";
    }
  | {
      readonly kind: "timeout";
      readonly address: string;
      readonly port: number;
      readonly during: "connection" | "handshake";
      readonly afterMs: number;
    }
  | { readonly kind: "network_error"; readonly address: string; readonly code: string }
  | {
      readonly kind: "not_tls";
      readonly port: number;
      readonly protocol: "http" | "ssh" | "unknown";
      readonly firstBytes: string;
    }
  | {
      readonly kind: "starttls_required";
      readonly port: number;
      readonly protocol: "smtp" | "ftp" | "imap" | "pop3" | "mysql";
      readonly firstBytes: string;
    }
  | {
      readonly kind: "starttls_failed";
      readonly port: number;
      readonly protocol: StartTlsProtocol;
      readonly fault: StartTlsFault;
    }
  | {
      readonly kind: "protocol_mismatch";
      readonly offered: readonly string[];
      /** What the server does accept, oldest first: `TLS 1.0`; none when only its refusal is known. */
      readonly accepted: readonly string[];
      readonly alert: string | null;
    }
  | {
      readonly kind: "cipher_suite_mismatch";
      readonly offered: readonly string[];
      /** What the server does accept, in its order; none when only its refusal is known. */
      readonly accepted: readonly string[];
      readonly alert: string | null;
    }
  | {
      readonly kind: "group_mismatch";
      readonly offered: readonly string[];
      readonly accepted: readonly string[];
      readonly alert: string | null;
      /** It is about the prime that the server took for DHE: `DH 2048` is accepted, `DH ≤ 1024` offered. */
      readonly dhPrime?: true;
    }
  | {
      readonly kind: "signature_algorithm_mismatch";
      readonly offered: readonly string[];
      readonly accepted: readonly string[];
      readonly alert: string | null;
    }
  | {
      readonly kind: "alpn_mismatch";
      readonly offered: readonly string[];
      /** What the server does accept; none when that is not known. Hostile text. */
      readonly accepted: readonly string[];
      readonly alert: string;
    }
  | { readonly kind: "large_client_hello_intolerant" }
  | {
      readonly kind: "version_intolerant";
      /** What the server must pass over and trips on; at least one. */
      readonly intolerances: readonly Exclude<Intolerance, "large_client_hello">[];
    }
  | {
      readonly kind: "sni_required";
      readonly serverName: string;
      /** What a client without server_name gets: no handshake, or another certificate. */
      readonly without: "refused" | "other_certificate";
      readonly subject: string | null;
      /** What a client gets that sends a name the server cannot know; null when that was not tried. */
      readonly wrong: "refused" | "other_certificate" | "same_certificate" | null;
    }
  | {
      readonly kind: "host_name_mismatch";
      readonly referenceIdentifier: string;
      readonly presentedIdentifiers: readonly string[];
      /** The server refused the server_name itself (`unrecognized_name`). */
      readonly alert: string | null;
    }
  | {
      readonly kind: "certificate_expired";
      /** 0 is the end entity. */
      readonly position: number;
      readonly certificate: Certificate;
      readonly at: number;
    }
  | {
      readonly kind: "certificate_not_yet_valid";
      readonly position: number;
      readonly certificate: Certificate;
      readonly at: number;
    }
  | {
      readonly kind: "certificate_unknown";
      readonly reason: "self_signed" | "self_signed_in_chain" | "issuer_unknown";
      readonly subject: string;
      readonly issuer: string;
    }
  | {
      readonly kind: "chain_incomplete";
      readonly subject: string;
      readonly issuer: string;
      /** Where the certificate says that its issuer can be fetched; URLs, hostile text. */
      readonly caIssuers: readonly string[];
      /** The list as it should be, PEM; null when what is missing is not known. */
      readonly completed: string | null;
    }
  | {
      readonly kind: "chain_incorrect";
      readonly flaws: readonly ChainFlaw[];
      readonly completed: string | null;
    }
  | {
      readonly kind: "certificate_revoked";
      readonly subject: string;
      readonly position: number | null;
      readonly revocationDate: number;
      readonly reason: string;
      /** What says so: the issuer's CRL, or the OCSP response that the server itself staples. */
      readonly source: "crl" | "staple";
    }
  | {
      readonly kind: "ocsp_must_staple_missing";
      readonly subject: string;
      /** Whether the certificate demands a staple. If not, the one that was sent is still refused. */
      readonly mustStaple: boolean;
      readonly reason: StapleDefect;
      /** URLs of the certificate, hostile text. */
      readonly ocspResponders: readonly string[];
    }
  | {
      readonly kind: "weak_signature";
      readonly subject: string;
      readonly position: number | null;
      readonly signatureAlgorithm: string;
    }
  | {
      readonly kind: "weak_key";
      /** Null: the key is no certificate's, but the prime that the server takes for DHE. */
      readonly subject: string | null;
      readonly position: number | null;
      readonly publicKey: string;
    }
  | {
      readonly kind: "certificate_malformed";
      /** At least one, in the order of the file. */
      readonly faults: readonly BundleFault[];
      /** The certificates as clean PEM; null where a repair is not certain. */
      readonly repaired: string | null;
    }
  /** SHA-256 of the public keys. */
  | {
      readonly kind: "key_mismatch";
      readonly subject: string;
      readonly certificateKey: string;
      readonly otherKey: string;
      readonly otherAlgorithm: string | null;
    }
  | {
      readonly kind: "client_certificate_required";
      readonly authorities: readonly string[];
      readonly alert: string | null;
      /** False: asked for, and the handshake completes without one. */
      readonly required: boolean;
      /** The one that was given to the check is taken. */
      readonly accepted: boolean;
    }
  | {
      readonly kind: "client_certificate_rejected";
      /** Null: the server cut the connection instead. */
      readonly alert: string | null;
      readonly authorities: readonly string[];
      /** What was sent; null when it could not be read. */
      readonly certificate: CertificateSummary | null;
    }
  | {
      readonly kind: "clock_wrong";
      /** What the server calls expired though it is not. */
      readonly certificate: CertificateSummary;
      /** What our clock said, ms since 1970. */
      readonly at: number;
    }
  | {
      readonly kind: "addresses_differ";
      /** The first is the one that the rest of the diagnosis is about. */
      readonly addresses: readonly AddressSummary[];
    }
  | {
      readonly kind: "not_determined";
      readonly alert: { readonly description: string; readonly code: number } | null;
      /** Which side of a rule was broken, where no alert came. */
      readonly class: "malformed" | "misbehaved" | "incompatible" | null;
      /** The library's or the decoder's code when no alert came. */
      readonly code: string | null;
      /** The server accepted nothing of all that there is, and said so each time. */
      readonly refusesAll: boolean;
    }
);

/** What one address of a name showed to an ordinary Client Hello. */
export interface AddressSummary {
  readonly address: string;
  /** Null for the first, and where nothing differs from it. */
  readonly difference: AddressDifference | null;
  /** How it ended, as in `HandshakeResult` or `Unreachable`. */
  readonly outcome: AddressOutcome;
  readonly alert: string | null;
  /** The end entity. */
  readonly certificate: CertificateSummary | null;
}

export type AddressOutcome = HandshakeResult["outcome"] | Unreachable["reason"];

export type AddressDifference =
  /** It fails where the first does not, the other way round, or otherwise. */
  | "outcome"
  /** Its certificate is out of its days, and the first's is not. */
  | "validity"
  /** Its certificate is for another name, and the first's is not. */
  | "name"
  /** Its certificate comes from another authority. */
  | "issuer"
  /** Another certificate, as good. */
  | "certificate";

/** What is wrong with how certificates link to each other. */
export type ChainFlaw =
  | { readonly kind: "wrong_order" }
  | {
      readonly kind: "duplicate" | "extra_root" | "unrelated";
      readonly position: number;
      readonly subject: string;
    }
  /** A rule that a certificate of the path breaks; `subject` is null where it is about none. */
  | { readonly kind: "path"; readonly fault: PathFault; readonly subject: string | null };

/** Why a client has no staple that it accepts. */
export type StapleDefect = StapleFault | { readonly kind: "not_sent" };

export type FindingKind = Finding["kind"];
export type FindingOf<K extends FindingKind> = Extract<Finding, { readonly kind: K }>;

/** What may be about one named client and not about others. */
export type ClientFindingKind =
  | "protocol_mismatch"
  | "cipher_suite_mismatch"
  | "group_mismatch"
  | "signature_algorithm_mismatch"
  | "alpn_mismatch"
  | "sni_required"
  | "host_name_mismatch"
  | "weak_key"
  | "connection_reset"
  | "timeout"
  | "not_determined";
export type ClientFinding = FindingOf<ClientFindingKind> & { readonly client: ClientId };
