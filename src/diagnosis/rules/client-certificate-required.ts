import { findHandshake } from "../evidence.ts";
import type { Rule } from "../rule.ts";
import { findRejection } from "./client-certificate-rejected.ts";

/** What servers answer to an empty Certificate message: TLS 1.3 has an alert for it, before that each has its own habit. */
const REFUSALS = new Set([
  "handshake_failure",
  "bad_certificate",
  "certificate_unknown",
  "no_certificate",
  "decode_error",
]);

/** The server asks for a client certificate (two-way TLS). It is required when the handshake without one fails; information
 *  where the one that was given was taken, or was refused, which is what stands in the way then. */
export const clientCertificateRequired: Rule = {
  cites: "RFC 8446 sections 4.3.2 and 6.2 certificate_required; RFC 5246 section 7.4.4",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const handshake = findHandshake(evidence, "ordinary");
    if (handshake === undefined) return [];
    const { result } = handshake;
    const { requested, authorities } = handshake.clientCertificate;
    const alert = result.outcome === "alert" ? result.description : null;
    const works = findHandshake(evidence, "with_client_certificate")?.result.outcome === "completed";
    const required =
      alert === "certificate_required" ||
      (requested && ((alert !== null && REFUSALS.has(alert)) || (works && result.outcome !== "completed")));
    if (!required && !(requested && result.outcome === "completed")) return [];
    const severity = required && !works && findRejection(evidence) === null ? "error" : "info";
    return [{ kind: "client_certificate_required", severity, authorities, alert, required, accepted: works }];
  },
};
