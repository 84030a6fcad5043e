import { findHandshake, servedCertificateList } from "../evidence.ts";
import type { Rule } from "../rule.ts";

/** No presented identifier of the end entity matches the reference identifier; the common name does not count. */
export const hostNameMismatch: Rule = {
  cites: "RFC 9525 section 6; RFC 6066 section 3 unrecognized_name",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const referenceIdentifier = evidence.target.serverName ?? evidence.target.host;
    const result = findHandshake(evidence, "ordinary")?.result;
    const alert =
      result?.outcome === "alert" && result.description === "unrecognized_name" ? result.description : null;
    const list =
      alert === null
        ? servedCertificateList(evidence)
        : ((["without_server_name", "wrong_server_name"] as const)
            .map((offer) => findHandshake(evidence, offer)?.certificateList ?? [])
            .find((each) => each.length > 0) ?? []);
    const presentedIdentifiers = list[0]?.subjectAltName ?? [];
    const mismatch = evidence.examination?.faults.some(({ fault }) => fault.kind === "host_name_mismatch");
    if (alert === null && mismatch !== true) return [];
    return [
      { kind: "host_name_mismatch", severity: "error", referenceIdentifier, presentedIdentifiers, alert },
    ];
  },
};
