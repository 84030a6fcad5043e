import type { CipherSuiteFacts } from "../tls/cipher-suite-facts.ts";
import { analyzeCipherSuite } from "../tls/cipher-suite-facts.ts";
import type { ClientCapabilities } from "./client-capabilities.ts";
import { ORDINARY_CLIENT } from "./client-capabilities.ts";
import type { Evidence } from "./evidence.ts";
import { findHandshake } from "./evidence.ts";
import type { ServerProfile, VersionName } from "./server-profile.ts";
import { VERSION_NAMES } from "./server-profile.ts";

/** What a client and a server must have in common, in the order in which a server looks for it. */
export type Parameter = "versions" | "cipher_suites" | "groups" | "signature_algorithms";

/** Nothing in common: both lists, as far as they count with what is agreed on before. */
export interface Mismatch {
  readonly parameter: Parameter;
  readonly offered: readonly string[];
  readonly accepted: readonly string[];
}

/** The first thing of which a client and a server have nothing in common; null where they fit, or where the profile does
 *  not tell: a list that is empty was not found out, and one that was cut short may lack just the common one. */
export function findMismatch(client: ClientCapabilities, profile: ServerProfile): Mismatch | null {
  const accepted = acceptedVersions(profile);
  if (accepted.length > 0 && client.versions.every((version) => profile.versions[version] === "refused"))
    return { parameter: "versions", offered: client.versions, accepted };
  if (!profile.complete || !client.versions.every((version) => tellsSuitesOf(version, profile))) return null;
  return findSuiteMismatch(client, profile) ?? findExchangeMismatch(client, profile);
}

function tellsSuitesOf(wanted: VersionName, { versions, cipherSuites }: ServerProfile): boolean {
  return versions[wanted] === "refused" || cipherSuites.some(({ version }) => version === wanted);
}

/** Oldest first. */
export function acceptedVersions({ versions }: Pick<ServerProfile, "versions">): VersionName[] {
  return VERSION_NAMES.filter((version) => versions[version] === "accepted");
}

/** Asked for everything, the server said no each time. */
export function refusesAll(profile: ServerProfile | null): boolean {
  return (
    profile !== null &&
    profile.complete &&
    Object.values(profile.versions).every((answer) => answer === "refused")
  );
}

/** Whether it is known what the client and the server have in common. */
export function tellsCipherSuites(
  profile: ServerProfile | null,
  client: Pick<ClientCapabilities, "versions"> = ORDINARY_CLIENT,
): boolean {
  return (
    profile !== null &&
    profile.complete &&
    profile.cipherSuites.length > 0 &&
    client.versions.every((version) => tellsSuitesOf(version, profile))
  );
}

/** Why an ordinary client gets no handshake, as far as what the server accepts explains it. */
export function explainFailure(evidence: Evidence): (Mismatch & { readonly alert: string | null }) | null {
  const result = findHandshake(evidence, "ordinary")?.result;
  if (evidence.profile === null || result === undefined || result.outcome === "completed") return null;
  const mismatch = findMismatch(ORDINARY_CLIENT, evidence.profile);
  return mismatch && { ...mismatch, alert: result.outcome === "alert" ? result.description : null };
}

/** A suite that both have, in a version that both have. */
interface Common {
  readonly version: VersionName;
  readonly facts: CipherSuiteFacts;
}

function findSuiteMismatch(client: ClientCapabilities, profile: ServerProfile): Mismatch | null {
  const suites = profile.cipherSuites.filter(({ version }) => client.versions.includes(version));
  if (suites.length === 0 || listCommon(client, profile).length > 0) return null;
  return {
    parameter: "cipher_suites",
    offered: client.cipherSuites,
    accepted: [...new Set(suites.map(({ name }) => name))],
  };
}

/** Group and signature algorithm are chosen for a suite; one that needs neither (`TLS_RSA_…`) is a way out of both. */
function findExchangeMismatch(client: ClientCapabilities, profile: ServerProfile): Mismatch | null {
  const common = listCommon(client, profile);
  if (common.length === 0) return null;
  const { groups, signatureAlgorithms } = profile;
  const sharedGroups = groups.filter((group) => client.groups.includes(group));
  const exchangeable =
    groups.length === 0 || client.groups.length === 0
      ? common
      : common.filter(
          (suite) => !needsGroup(suite) || sharedGroups.some((group) => fitsVersion(group, suite.version)),
        );
  if (exchangeable.length === 0) return { parameter: "groups", offered: client.groups, accepted: groups };
  const sharedAlgorithms = signatureAlgorithms.filter((name) => client.signatureAlgorithms.includes(name));
  const signable = exchangeable.filter(
    (suite) => !needsSignature(suite) || sharedAlgorithms.some((name) => signs(name, suite)),
  );
  if (signatureAlgorithms.length === 0 || client.signatureAlgorithms.length === 0 || signable.length > 0)
    return null;
  return {
    parameter: "signature_algorithms",
    offered: client.signatureAlgorithms,
    accepted: signatureAlgorithms,
  };
}

function listCommon(client: ClientCapabilities, profile: ServerProfile): Common[] {
  return profile.cipherSuites
    .filter(({ version, name }) => client.versions.includes(version) && client.cipherSuites.includes(name))
    .map(({ version, name }) => ({ version, facts: analyzeCipherSuite(name) }));
}

/** DHE before TLS 1.3 does without: the server sends its own prime. */
function needsGroup({ version, facts }: Common): boolean {
  return version === "TLS 1.3" || facts.keyExchange === "ECDHE";
}

/** RFC 8446 section 4.2.7: what TLS 1.3 left behind and what came with it. */
function fitsVersion(group: string, version: VersionName): boolean {
  return version === "TLS 1.3"
    ? /^(?:secp(?:256|384|521)r1|x25519|x448|ffdhe\d+|brainpool.+tls13|GC\d+[A-D]|curveSM2|.*MLKEM.*|.*Kyber.*)$/.test(
        group,
      )
    : !/^(?:ffdhe|brainpool.+tls13|.*MLKEM|.*Kyber)/.test(group);
}

/** Before TLS 1.2 nothing is negotiated: MD5 with SHA-1, or SHA-1. */
function needsSignature({ version, facts }: Common): boolean {
  if (version === "TLS 1.3") return true;
  return (
    version === "TLS 1.2" &&
    (facts.keyExchange === "DHE" || facts.keyExchange === "ECDHE") &&
    (facts.authentication === "RSA" || facts.authentication === "ECDSA" || facts.authentication === "DSS")
  );
}

/** RFC 8446 section 4.2.3. */
function signs(algorithm: string, { version, facts }: Common): boolean {
  if (version === "TLS 1.3") return !/^(?:rsa_pkcs1_|dsa_)|_sha1$|_sha224$/.test(algorithm);
  switch (facts.authentication) {
    case "RSA":
      return algorithm.startsWith("rsa_");
    case "DSS":
      return algorithm.startsWith("dsa_");
    default:
      return /^(?:ecdsa_|ed25519$|ed448$)/.test(algorithm);
  }
}
