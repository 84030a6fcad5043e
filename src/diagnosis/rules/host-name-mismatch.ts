import { isIP } from "node:net";
import type { Certificate } from "../../x509/certificate.ts";
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
        : (findHandshake(evidence, "without_server_name")?.certificateList ?? []);
    const presentedIdentifiers = list[0] === undefined ? [] : list[0].subjectAltName;
    if (alert === null && (list[0] === undefined || matches(list[0], referenceIdentifier))) return [];
    return [
      { kind: "host_name_mismatch", severity: "error", referenceIdentifier, presentedIdentifiers, alert },
    ];
  },
};

function matches({ subjectAltName }: Certificate, reference: string): boolean {
  const prefix = isIP(reference) === 0 ? "DNS:" : "IP Address:";
  const presented = subjectAltName
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
  if (isIP(reference) !== 0) return presented.includes(reference);
  return presented.some((name) => matchesDnsName(name.toLowerCase().replace(/\.$/, ""), reference));
}

/** RFC 9525 section 6.3: a wildcard is the whole left-most label and stands for exactly one. */
function matchesDnsName(presented: string, reference: string): boolean {
  if (!presented.startsWith("*.")) return presented === reference;
  const dot = reference.indexOf(".");
  return dot > 0 && presented.slice(1) === reference.slice(dot) && presented.split(".").length > 2;
}
