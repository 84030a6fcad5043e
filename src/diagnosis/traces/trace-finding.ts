import type { Side } from "../../pcap/handshake-trace.ts";
import type { Severity } from "../finding.ts";

/** One thing that is wrong with a handshake in a capture. Kinds are those of the documented tree; the data is what a capture
 *  shows: both sides, neither of them ours. Versions, suites and groups are numbers; text is hostile where a peer wrote it. */
export type TraceFinding = { readonly severity: Severity } & (
  | { readonly kind: "connection_refused" }
  | {
      readonly kind: "timeout";
      /** Who should have gone on. */
      readonly of: Side;
      readonly during: "connection" | "handshake";
      readonly afterMs: number;
      readonly retransmissions: number;
    }
  | {
      readonly kind: "connection_reset";
      readonly by: Side;
      readonly how: "reset" | "closed";
      /** The last message before it; null when nothing of TLS was said. */
      readonly after: string | null;
    }
  | {
      readonly kind: "large_client_hello_intolerant";
      /** Bytes of the ClientHello. */
      readonly length: number;
      /** Of one that the same server answered in this capture. */
      readonly answered: number | null;
      readonly ending: "reset" | "closed" | "silence";
      /** It fails with a long one of ours too. */
      readonly probed?: true;
    }
  | {
      readonly kind: "not_tls";
      readonly by: Side;
      readonly protocol: "http" | "ssh" | "unknown";
      readonly firstBytes: string;
    }
  | {
      readonly kind: "starttls_required";
      readonly protocol: "smtp" | "ftp" | "imap" | "pop3" | "mysql";
      readonly firstBytes: string;
    }
  | {
      readonly kind: "protocol_mismatch";
      readonly by: Side;
      readonly alert: string | null;
      /** ProtocolVersion. */
      readonly offered: readonly number[];
      /** What the server selected: here, or with others in this capture. */
      readonly selected: readonly number[];
      readonly accepted?: Accepted;
    }
  | ({ readonly kind: "cipher_suite_mismatch" } & NothingInCommon)
  | ({ readonly kind: "group_mismatch" } & NothingInCommon)
  | ({ readonly kind: "signature_algorithm_mismatch"; readonly accepted: Accepted } & NothingInCommon)
  | { readonly kind: "alpn_mismatch"; readonly offered: readonly string[] }
  | {
      readonly kind: "sni_required";
      /** Names that others sent to this server and that it took. */
      readonly others: readonly string[];
      readonly alert: string | null;
    }
  | {
      readonly kind: "host_name_mismatch";
      readonly by: Side;
      readonly alert: string;
      readonly referenceIdentifier: string;
      readonly presentedIdentifiers: readonly string[];
    }
  | ({ readonly kind: "certificate_expired" } & NotValidNow)
  | ({ readonly kind: "certificate_not_yet_valid" } & NotValidNow)
  | { readonly kind: "clock_wrong"; readonly by: Side; readonly subject: string; readonly at: number }
  | { readonly kind: "certificate_revoked"; readonly by: Side; readonly subject: string | null }
  | {
      readonly kind: "certificate_unknown";
      readonly by: Side;
      /** Null when it is encrypted: TLS 1.3. */
      readonly alert: string | null;
      readonly subject: string | null;
      readonly issuer: string | null;
    }
  | {
      readonly kind: "client_certificate_required";
      readonly alert: string | null;
      /** Whom the server would trust. */
      readonly authorities: readonly string[];
    }
  | {
      readonly kind: "client_certificate_rejected";
      readonly alert: string | null;
      readonly authorities: readonly string[];
      readonly subject: string | null;
      readonly issuer: string | null;
    }
  | {
      readonly kind: "not_determined";
      readonly by: Side;
      readonly alert: { readonly description: string; readonly code: number } | null;
      readonly after: string | null;
    }
);

/** All that the server accepts, where a probe has asked it; names. */
type Accepted = readonly string[];

/** CipherSuite, NamedGroup or SignatureScheme. */
interface NothingInCommon {
  /** Null: it ended without one. */
  readonly alert: string | null;
  readonly offered: readonly number[];
  /** What the server selected with others in this capture. */
  readonly selected: readonly number[];
  readonly accepted?: Accepted;
}

interface NotValidNow {
  /** Who refused it; null when nobody did. */
  readonly by: Side | null;
  readonly alert: string | null;
  readonly presenter: Side;
  /** 0 is the end entity. */
  readonly position: number;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly at: number;
}

export type TraceFindingKind = TraceFinding["kind"];
export type TraceFindingOf<K extends TraceFindingKind> = Extract<TraceFinding, { readonly kind: K }>;
