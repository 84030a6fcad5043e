import type { Certificate } from "../../x509/certificate.ts";
import type { Handshake } from "../evidence.ts";
import { findHandshake } from "../evidence.ts";
import type { FindingOf } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** Without server_name the server refuses, or shows another certificate. Most hosts behind a CDN do, so it
 *  is an error only for a client that sends none. A name that the server cannot know tells how strict it is. */
export const sniRequired: Rule = {
  cites: "RFC 6066 section 3",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const { host, serverName } = evidence.target;
    const withName = findHandshake(evidence, "ordinary");
    const withoutName = findHandshake(evidence, "without_server_name");
    const lists = evidence.profile?.certificateLists ?? [];
    const without = compare(withName, withoutName, lists);
    if (without !== "refused" && without !== "other_certificate") return [];
    return [
      {
        kind: "sni_required",
        // With --no-sni the name was left out on purpose: the client looked at is the one that fails.
        severity: serverName === null ? "error" : "warning",
        serverName: serverName ?? host,
        without,
        subject: withoutName?.certificateList[0]?.subject ?? null,
        wrong: compare(withName, findHandshake(evidence, "wrong_server_name"), lists),
      },
    ];
  },
};

/** What another name gets, held against what the right one gets; null where nothing can be said.
 *  @param lists all that the right one gets, from a server that has several certificates for it. */
function compare(
  right: Handshake | undefined,
  other: Handshake | undefined,
  lists: readonly (readonly Certificate[])[],
): FindingOf<"sni_required">["wrong"] {
  if (right === undefined || other === undefined) return null;
  if (right.result.outcome === "completed" && other.result.outcome !== "completed") return "refused";
  const [own] = right.certificateList;
  const [theirs] = other.certificateList;
  if (own === undefined || theirs === undefined) return null;
  const isOwn = [right.certificateList, ...lists].some(([first]) => first?.sha256 === theirs.sha256);
  return isOwn ? "same_certificate" : "other_certificate";
}
