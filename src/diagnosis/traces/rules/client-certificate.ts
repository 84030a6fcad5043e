import { formatAuthority } from "../authorities.ts";
import type { TraceRule } from "../trace-rule.ts";

/** Alerts of servers that say nothing of a client's certificate, even if they asked for one. */
const OTHER_CAUSES = new Set([
  "protocol_version",
  "no_application_protocol",
  "unrecognized_name",
  "decode_error",
]);

/** Of a certificate that the server read: they say themselves what is wrong with it. */
const CERTIFICATE_ALERTS = new Set([
  "certificate_expired",
  "certificate_revoked",
  "certificate_unknown",
  "unknown_ca",
]);

/** The server asks for a client certificate, and refuses the client for what it answers: none, or one that it does not trust.
 *  In TLS 1.3 the refusal is encrypted; that it comes where the client's certificate was, tells enough. */
export const clientCertificate: TraceRule = {
  cites: "RFC 8446 sections 4.3.2 and 6.2 certificate_required; RFC 5246 section 7.4.6",
  check: ({ trace, alert, certificates }) => {
    const { ending, clientCertificate: asked } = trace;
    if (ending.kind !== "alert" && ending.kind !== "reset" && ending.kind !== "closed") return [];
    if (ending.by !== "server" || asked.requested !== true) return [];
    if (alert !== null && OTHER_CAUSES.has(alert.description)) return [];
    const authorities = asked.authorities.map(formatAuthority);
    const common = { severity: "error", alert: alert?.description ?? null, authorities } as const;
    if (asked.sent === "empty" || asked.sent === "nothing")
      return [{ kind: "client_certificate_required", ...common }];
    if (asked.sent === null || (alert !== null && CERTIFICATE_ALERTS.has(alert.description))) return [];
    const [own] = certificates.client;
    const { subject = null, issuer = null } = own ?? {};
    return [{ kind: "client_certificate_rejected", ...common, subject, issuer }];
  },
};
