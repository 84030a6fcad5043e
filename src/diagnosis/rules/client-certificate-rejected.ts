import { summarizeCertificate } from "../certificate-summary.ts";
import type { Evidence } from "../evidence.ts";
import { findHandshake } from "../evidence.ts";
import type { Rule } from "../rule.ts";

/** Alerts that are about a certificate and nothing else. Others count once the server has asked for one. */
const ABOUT_CERTIFICATES = new Set([
  "bad_certificate",
  "unsupported_certificate",
  "certificate_revoked",
  "certificate_expired",
  "certificate_unknown",
  "unknown_ca",
  "access_denied",
  "certificate_required",
]);

/** The server refuses the client certificate that was given. */
export const clientCertificateRejected: Rule = {
  cites: "RFC 8446 sections 4.4.2.4 and 6.2; RFC 5246 section 7.4.8",
  applies: (evidence) => findHandshake(evidence, "with_client_certificate") !== undefined,
  check: (evidence) => {
    const rejection = findRejection(evidence);
    if (rejection === null || callsValidExpired(evidence, rejection)) return [];
    const { clientCertificate } = evidence;
    const certificate = clientCertificate && summarizeCertificate(clientCertificate);
    return [{ kind: "client_certificate_rejected", severity: "error", ...rejection, certificate }];
  },
};

export interface Rejection {
  /** Null: the server cut the connection instead. */
  readonly alert: string | null;
  /** Whom it would trust. */
  readonly authorities: readonly string[];
}

/** Null where no client certificate was given, or none was refused. */
export function findRejection(evidence: Evidence): Rejection | null {
  const handshake = findHandshake(evidence, "with_client_certificate");
  if (handshake === undefined) return null;
  const { requested, authorities } = handshake.clientCertificate;
  const { result } = handshake;
  switch (result.outcome) {
    case "alert":
      return requested || ABOUT_CERTIFICATES.has(result.description)
        ? { alert: result.description, authorities }
        : null;
    case "closed":
    case "connection_reset":
      return requested ? { alert: null, authorities } : null;
    case "completed":
    case "timeout":
    case "not_tls":
    case "starttls_failed":
    case "broken":
      return null;
  }
}

/** The server judged by its clock when the handshake took place, not by the time that we were asked to judge at. */
export function callsValidExpired({ clientCertificate, startedAt }: Evidence, { alert }: Rejection): boolean {
  return (
    alert === "certificate_expired" &&
    clientCertificate !== null &&
    startedAt >= clientCertificate.notBefore &&
    startedAt <= clientCertificate.notAfter
  );
}
