import { describeCipherSuite } from "../../tls/cipher-suites.ts";
import { describeNamedGroup } from "../../tls/named-groups.ts";
import { describeSignatureScheme } from "../../tls/signature-schemes.ts";
import { formatVersion } from "../../tls/version.ts";
import type { ClientCapabilities } from "../client-capabilities.ts";
import { findMismatch, tellsCipherSuites } from "../mismatch.ts";
import type { ServerProfile } from "../server-profile.ts";
import { VERSION_NAMES } from "../server-profile.ts";
import type { RefusedOffer } from "./refused-offer.ts";
import type { TraceFindingOf } from "./trace-finding.ts";
import { ONE_SEGMENT } from "./trace-rule.ts";

/** What a capture and a probe say together. */
export type JointFinding = TraceFindingOf<
  | "protocol_mismatch"
  | "cipher_suite_mismatch"
  | "group_mismatch"
  | "signature_algorithm_mismatch"
  | "large_client_hello_intolerant"
>;

/** Why the server of a capture selected nothing: what the client offered × what the server accepts now. Null where that does
 *  not tell. */
export function explainWithProfile(offer: RefusedOffer, profile: ServerProfile): JointFinding | null {
  const mismatch = findMismatch(capabilitiesOf(offer), profile);
  if (mismatch === null) return explainLength(offer, profile);
  const { parameter, accepted } = mismatch;
  const { alert } = offer;
  const common = { severity: "error", alert, selected: [], accepted } as const;
  switch (parameter) {
    case "versions":
      return { kind: "protocol_mismatch", by: "server", ...common, offered: offer.versions };
    case "cipher_suites":
      return { kind: "cipher_suite_mismatch", ...common, offered: offer.cipherSuites };
    case "groups":
      return { kind: "group_mismatch", ...common, offered: offer.groups };
    case "signature_algorithms":
      return { kind: "signature_algorithm_mismatch", ...common, offered: offer.signatureAlgorithms };
  }
}

/** Whether the server accepts now what it refused then. False also where that was not found out. */
export function acceptsNow(offer: RefusedOffer, profile: ServerProfile): boolean {
  const client = capabilitiesOf(offer);
  return tellsCipherSuites(profile, client) && explainWithProfile(offer, profile) === null;
}

/** Names as a profile has them. */
function capabilitiesOf(offer: RefusedOffer): ClientCapabilities {
  const versions = new Set(offer.versions.map(formatVersion));
  const newest = VERSION_NAMES.findLastIndex((name) => versions.has(name));
  return {
    name: "captured",
    versions: VERSION_NAMES.filter((name, index) =>
      offer.supportedVersions ? versions.has(name) : index <= newest,
    ),
    cipherSuites: offer.cipherSuites.map((id) => describeCipherSuite(id).name),
    groups: offer.groups.map(describeNamedGroup),
    signatureAlgorithms: offer.signatureAlgorithms.map(describeSignatureScheme),
  };
}

function explainLength(
  { length, ending }: RefusedOffer,
  { intolerances }: ServerProfile,
): JointFinding | null {
  if (length <= ONE_SEGMENT || !intolerances.includes("large_client_hello") || ending === "alert")
    return null;
  return {
    kind: "large_client_hello_intolerant",
    severity: "error",
    length,
    answered: null,
    ending,
    probed: true,
  };
}
