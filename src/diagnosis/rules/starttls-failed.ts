import { findHandshake } from "../evidence.ts";
import type { Rule } from "../rule.ts";

/** The protocol on top did not lead to TLS, so that there was no handshake. */
export const startTlsFailed: Rule = {
  cites:
    "RFC 3207, RFC 9051 section 6.2.1, RFC 2595 section 4, RFC 4511 section 4.14, RFC 6120 section 5, RFC 4217",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const result = findHandshake(evidence, "ordinary")?.result;
    if (result?.outcome !== "starttls_failed") return [];
    const { protocol, fault } = result;
    return [{ kind: "starttls_failed", severity: "error", port: evidence.target.port, protocol, fault }];
  },
};
