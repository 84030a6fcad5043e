import { ORDINARY_CLIENT } from "../client-capabilities.ts";
import { findHandshake } from "../evidence.ts";
import { acceptedVersions, explainFailure } from "../mismatch.ts";
import type { Rule } from "../rule.ts";

/** The server refuses TLS 1.2 and 1.3: asked for each, it says so. Without a profile: it refuses by name, or an older
 *  version completes where these do not. */
export const protocolMismatch: Rule = {
  cites: "RFC 8446 section 4.2.1 and appendix D; RFC 8996",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const ordinary = findHandshake(evidence, "ordinary");
    if (ordinary === undefined || ordinary.result.outcome === "completed") return [];
    const alert = ordinary.result.outcome === "alert" ? ordinary.result.description : null;
    const failure = explainFailure(evidence);
    const { versions: offered } = ORDINARY_CLIENT;
    if (failure?.parameter === "versions")
      return [{ kind: "protocol_mismatch", severity: "error", offered, accepted: failure.accepted, alert }];
    if (evidence.profile !== null && acceptedVersions(evidence.profile).length > 0) return [];
    const legacy = findHandshake(evidence, "legacy");
    const older = legacy?.result.outcome === "completed" ? legacy.version : null;
    if (older === null && alert !== "protocol_version") return [];
    const accepted = older === null ? [] : [older];
    return [{ kind: "protocol_mismatch", severity: "error", offered, accepted, alert }];
  },
};
