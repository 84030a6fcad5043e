import { findHandshake } from "../evidence.ts";
import { explainFailure } from "../mismatch.ts";
import type { Rule } from "../rule.ts";
import { protocolMismatch } from "./protocol-mismatch.ts";

/** The connection stands, then the server resets it, hangs up or says nothing. Some servers do so where an alert is due; what
 *  they accept, or what completes, is the better explanation then and has a rule of its own. */
export const handshakeCut: Rule = {
  cites: "RFC 8446 section 6: an alert is due, so silence is the network's or a broken server's",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const ordinary = findHandshake(evidence, "ordinary");
    if (ordinary === undefined || explainFailure(evidence) !== null) return [];
    if ((evidence.profile?.intolerances.length ?? 0) > 0 || protocolMismatch.check(evidence).length > 0)
      return [];
    if (findHandshake(evidence, "with_client_certificate")?.result.outcome === "completed") return [];
    const { address, port, result } = ordinary;
    switch (result.outcome) {
      case "connection_reset":
        return [{ kind: "connection_reset", severity: "error", address, port, during: "handshake" }];
      case "closed":
        return [{ kind: "connection_reset", severity: "error", address, port, during: "closed" }];
      case "timeout":
        return [
          { kind: "timeout", severity: "error", address, port, during: "handshake", afterMs: result.afterMs },
        ];
      case "completed":
      case "alert":
      case "not_tls":
      case "starttls_failed":
      case "broken":
        return [];
    }
  },
};
