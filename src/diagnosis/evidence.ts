import type { Certificate } from "../x509/certificate.ts";
import type { ListExamination } from "../x509/list-examination.ts";
import type { StapleJudgement } from "../x509/staple.ts";
import type { ClientTrials } from "./client-trial.ts";
import type { AddressObservation, ServerProfile } from "./server-profile.ts";
import type { StartTlsFault, StartTlsProtocol } from "./starttls.ts";
import type { Target } from "./target.ts";

/** Everything that is known of one target. Plain JSON: it is stored, queued and compared. Times are ms since 1970. */
export interface Evidence {
  readonly target: Target;
  /** The time that validity is judged at. */
  readonly at: number;
  readonly startedAt: number;
  readonly durationMs: number;
  /** Sockets opened in all. */
  readonly connections: number;
  /** What the name resolved to, in the resolver's order. */
  readonly addresses: readonly string[];
  /** Why no connection was possible; null when there was one. */
  readonly unreachable: Unreachable | null;
  /** One for each connection on which a handshake was tried, in the order of the probes. */
  readonly handshakes: readonly Handshake[];
  /** How the certificates that were served link and what they are worth; null when none were. */
  readonly examination: ListExamination | null;
  /** The OCSP response that came with that list; null when none came, absent when none was asked for. */
  readonly staple?: StapleJudgement | null;
  /** What the server accepts; null when it was not asked (`quick`) or speaks no TLS. */
  readonly profile: ServerProfile | null;
  /** The certificate that `with_client_certificate` sends; null when none was given. */
  readonly clientCertificate: Certificate | null;
  /** Each further address of the name. */
  readonly otherAddresses: readonly AddressObservation[];
  /** What named clients get; absent when none was tried. */
  readonly clientTrials?: ClientTrials;
}

export type Unreachable =
  | { readonly reason: "name_not_resolved"; readonly code: string }
  /** The egress policy forbids every address of the name. */
  | { readonly reason: "not_allowed"; readonly address: string; readonly range: string }
  | { readonly reason: "connection_refused"; readonly address: string }
  | { readonly reason: "connection_reset"; readonly address: string }
  | { readonly reason: "timeout"; readonly address: string; readonly afterMs: number }
  /** No route, network down …: the system's own code (`EHOSTUNREACH`). */
  | { readonly reason: "network"; readonly address: string; readonly code: string };

/** How a ClientHello was made. */
export type Offer =
  /** As an ordinary client of today does: TLS 1.2 and 1.3, server_name. */
  | "ordinary"
  /** The same without server_name. */
  | "without_server_name"
  /** The same with a server_name that the server cannot know. */
  | "wrong_server_name"
  /** The same with the client certificate that was given. */
  | "with_client_certificate"
  /** TLS 1.0 and 1.1, everything old that the library still has. */
  | "legacy";

export interface Handshake {
  readonly offer: Offer;
  readonly serverName: string | null;
  readonly address: string;
  readonly port: number;
  readonly durationMs: number;
  readonly result: HandshakeResult;
  /** `TLS 1.2`; null when the server selected none. */
  readonly version: string | null;
  readonly cipherSuite: { readonly id: string; readonly name: string } | null;
  readonly alpn: string | null;
  /** Exactly as the server sent it: order, duplicates and extra certificates stay visible. */
  readonly certificateList: readonly Certificate[];
  /** Whether the server sent a CertificateRequest, and whom it would trust (RFC 4514 names). */
  readonly clientCertificate: { readonly requested: boolean; readonly authorities: readonly string[] };
}

export type HandshakeResult =
  | { readonly outcome: "completed" }
  /** The server sent a fatal alert. `level` and `description` as RFC 8446 section 6 spells them. */
  | { readonly outcome: "alert"; readonly level: string; readonly description: string; readonly code: number }
  | { readonly outcome: "connection_reset" }
  /** The server closed the connection without a word. */
  | { readonly outcome: "closed" }
  | { readonly outcome: "timeout"; readonly afterMs: number }
  /** The first bytes are no TLS record. `protocol` where we know it; `firstBytes` printable, bounded, hostile. */
  | {
      readonly outcome: "not_tls";
      readonly protocol: "http" | "smtp" | "ssh" | "ftp" | "imap" | "pop3" | "mysql" | "unknown";
      readonly firstBytes: string;
    }
  /** The protocol that is upgraded to TLS did not come that far. */
  | {
      readonly outcome: "starttls_failed";
      readonly protocol: StartTlsProtocol;
      readonly fault: StartTlsFault;
    }
  /** Looks like TLS but goes no further: bytes that cannot be read (`malformed`), that break a rule (`misbehaved`), or that our
   *  own library will not go along with (`incompatible`). `code` is the library's or the decoder's. */
  | {
      readonly outcome: "broken";
      readonly class: "malformed" | "misbehaved" | "incompatible";
      readonly code: string;
    };

/** The handshake that was tried with this offer. */
export function findHandshake(
  { handshakes }: Pick<Evidence, "handshakes">,
  offer: Offer,
): Handshake | undefined {
  return handshakes.find((handshake) => handshake.offer === offer);
}

/** The list that an ordinary client gets; where none does, the one that any other gets. */
export function servedCertificateList(
  evidence: Pick<Evidence, "handshakes"> & Partial<Pick<Evidence, "profile">>,
): readonly Certificate[] {
  const lists = [
    ...(["ordinary", "legacy"] as const).map(
      (offer) => findHandshake(evidence, offer)?.certificateList ?? [],
    ),
    ...(evidence.profile?.certificateLists ?? []),
  ];
  return lists.find((list) => list.length > 0) ?? [];
}
