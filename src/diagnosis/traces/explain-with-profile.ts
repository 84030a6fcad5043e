import type { HandshakeTrace } from "../../pcap/handshake-trace.ts";
import type { TracedClientHello } from "../../pcap/traced-client-hello.ts";
import { describeCipherSuite, isSignaling } from "../../tls/cipher-suites.ts";
import { EXTENSION_TYPE } from "../../tls/extension-types.ts";
import { describeNamedGroup } from "../../tls/named-groups.ts";
import { describeSignatureScheme } from "../../tls/signature-schemes.ts";
import { formatVersion } from "../../tls/version.ts";
import type { ClientCapabilities } from "../client-capabilities.ts";
import { findMismatch } from "../mismatch.ts";
import type { ServerProfile } from "../server-profile.ts";
import { VERSION_NAMES } from "../server-profile.ts";
import { findFatalAlert } from "./diagnose-trace.ts";
import type { TraceFinding } from "./trace-finding.ts";
import { ONE_SEGMENT } from "./trace-rule.ts";

/** Why the server of a capture selected nothing: what the client offered × what the server accepts now. Null where that does
 *  not tell, and of handshakes that a profile cannot explain. */
export function explainWithProfile(trace: HandshakeTrace, profile: ServerProfile): TraceFinding | null {
  const { clientHello: hello } = trace;
  if (hello === null || hello.incomplete || hello.ssl2 || !isRefusal(trace)) return null;
  const mismatch = findMismatch(capabilitiesOf(hello), profile);
  if (mismatch === null) return explainLength(trace, hello, profile);
  const { parameter, accepted } = mismatch;
  const common = {
    severity: "error",
    alert: findFatalAlert(trace)?.description ?? null,
    selected: [],
    accepted,
  } as const;
  switch (parameter) {
    case "versions":
      return { kind: "protocol_mismatch", by: "server", ...common, offered: hello.versions };
    case "cipher_suites": {
      const offered = hello.cipherSuites.filter((id) => !isSignaling(id));
      return { kind: "cipher_suite_mismatch", ...common, offered };
    }
    case "groups":
      return { kind: "group_mismatch", ...common, offered: hello.groups };
    case "signature_algorithms":
      return { kind: "signature_algorithm_mismatch", ...common, offered: hello.signatureAlgorithms };
  }
}

/** Whether the ClientHello is all that the server took, and it was the server that ended it there. */
export function isRefusal({ ending, serverHello, clientHello }: HandshakeTrace): boolean {
  if (clientHello === null || serverHello !== null) return false;
  const by = "by" in ending ? ending.by : "of" in ending ? ending.of : null;
  return by === "server" && ending.kind !== "not_tls";
}

/** Names as a profile has them. */
function capabilitiesOf(hello: TracedClientHello): ClientCapabilities {
  const versions = new Set(hello.versions.map(formatVersion));
  // Without supported_versions the version is the newest, and stands for older ones: RFC 5246 section 7.4.1.2.
  const named = hello.extensions.includes(EXTENSION_TYPE.supported_versions);
  const newest = VERSION_NAMES.findLastIndex((name) => versions.has(name));
  return {
    name: "captured",
    versions: VERSION_NAMES.filter((name, index) => (named ? versions.has(name) : index <= newest)),
    cipherSuites: hello.cipherSuites.map((id) => describeCipherSuite(id).name),
    groups: hello.groups.map(describeNamedGroup),
    signatureAlgorithms: hello.signatureAlgorithms.map(describeSignatureScheme),
  };
}

function explainLength(
  { ending }: HandshakeTrace,
  { length }: TracedClientHello,
  { intolerances }: ServerProfile,
): TraceFinding | null {
  if (length <= ONE_SEGMENT || !intolerances.includes("large_client_hello")) return null;
  if (ending.kind !== "reset" && ending.kind !== "closed" && ending.kind !== "silence") return null;
  return {
    kind: "large_client_hello_intolerant",
    severity: "error",
    length,
    answered: null,
    ending: ending.kind,
    probed: true,
  };
}
