import { encodeClientHello } from "../tls/client-hello.ts";
import type { ClientProfile } from "../tls/clients/client-profile.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";
import { composeProfileHello } from "../tls/clients/compose-profile-hello.ts";
import { capabilitiesOf } from "./client-capabilities.ts";
import type { ClientRefusal, ClientTrial } from "./client-trial.ts";
import type { Evidence, HandshakeResult } from "./evidence.ts";
import { findHandshake } from "./evidence.ts";
import type { ClientFinding, FindingOf } from "./finding.ts";
import { acceptedVersions, findMismatch, tellsCipherSuites } from "./mismatch.ts";
import { clientCertificateRequired } from "./rules/client-certificate-required.ts";
import { describeNotTls } from "./rules/not-tls.ts";
import { sniRequired } from "./rules/sni-required.ts";
import type { Intolerance } from "./server-profile.ts";
import { ONE_SEGMENT } from "./traces/trace-rule.ts";

/** Why a client gets no connection: what is about it, or what is wrong with the server whoever asks. */
export type TrialFinding =
  | ClientFinding
  | FindingOf<
      | "not_tls"
      | "starttls_required"
      | "starttls_failed"
      | "client_certificate_required"
      | "large_client_hello_intolerant"
      | "version_intolerant"
    >;

export type TrialJudgement =
  | { readonly state: "connects"; readonly version: string; readonly cipherSuite: string }
  | { readonly state: "fails"; readonly finding: TrialFinding }
  | { readonly state: "not_asked" };

/** What one client gets, and why it gets nothing: what it met × what else is known of the server. Whether the certificate is
 *  worth anything is the same for all who get it, so that it is not asked here. */
export function judgeTrial(trial: ClientTrial, evidence: Evidence): TrialJudgement {
  const { result, version, cipherSuite } = trial;
  if (result === null) return { state: "not_asked" };
  const finding =
    result.outcome === "completed" ? findObjection(trial, evidence) : findCause(trial, result, evidence);
  if (finding !== null) return { state: "fails", finding };
  return { state: "connects", version: version ?? "", cipherSuite: cipherSuite?.name ?? "" };
}

/** Why the handshake fails after the server went along. */
function findObjection(trial: ClientTrial, evidence: Evidence): TrialFinding | null {
  const { client, refusal, certificate } = trial;
  const common = { severity: "error", client } as const;
  if (refusal !== null) return describeRefusal(trial, refusal);
  if (certificate?.isOther === true && certificate.isForName === false) {
    const { serverName, host } = evidence.target;
    const { presentedIdentifiers } = certificate;
    const referenceIdentifier = serverName ?? host;
    return { ...common, kind: "host_name_mismatch", referenceIdentifier, presentedIdentifiers, alert: null };
  }
  const [required] = clientCertificateRequired.check(evidence);
  return required?.kind === "client_certificate_required" && required.severity === "error" ? required : null;
}

function describeRefusal({ client, certificate }: ClientTrial, refusal: ClientRefusal): ClientFinding {
  const { limits = {} } = CLIENT_PROFILES[client];
  const common = { severity: "error", client, alert: null } as const;
  if (refusal.of === "legacySignatures") {
    const offered = capabilitiesOf(CLIENT_PROFILES[client]).signatureAlgorithms;
    return { ...common, kind: "signature_algorithm_mismatch", offered, accepted: LEGACY_SIGNATURES };
  }
  const { of, bits } = refusal;
  const { min = 0, max } = limits[of] ?? {};
  const algorithm = of === "dhPrime" ? "DH" : "RSA";
  const publicKey = `${algorithm} ${bits}`;
  if (bits < min) {
    const subject = of === "dhPrime" ? null : (certificate?.subject ?? null);
    return { kind: "weak_key", severity: "error", client, subject, position: null, publicKey };
  }
  const lists = { offered: [`${algorithm} ≤ ${max}`], accepted: [publicKey] };
  return of === "dhPrime"
    ? { ...common, kind: "group_mismatch", ...lists, dhPrime: true }
    : { ...common, kind: "signature_algorithm_mismatch", ...lists };
}

/** RFC 4346 section 7.4.3: MD5 with SHA-1 for RSA, SHA-1 for the others. */
const LEGACY_SIGNATURES = ["rsa_pkcs1_md5_sha1", "ecdsa_sha1", "dsa_sha1"];

/** Why the server did not go along. */
function findCause(
  trial: ClientTrial,
  result: Exclude<HandshakeResult, { outcome: "completed" }>,
  evidence: Evidence,
): TrialFinding {
  const { port } = evidence.target;
  if (result.outcome === "not_tls") return describeNotTls(result, port);
  if (result.outcome === "starttls_failed")
    return {
      kind: "starttls_failed",
      severity: "error",
      port,
      protocol: result.protocol,
      fault: result.fault,
    };
  return (
    findNothingInCommon(trial, result, evidence) ??
    findNameTrouble(trial, result, evidence) ??
    findIntolerance(trial, evidence) ??
    guessFromAlert(trial, result, evidence) ??
    describeResult(trial, result, evidence)
  );
}

type Refused = Exclude<HandshakeResult, { outcome: "completed" | "not_tls" | "starttls_failed" }>;

/** What client and server do not share, as the server's profile tells; else as its alert does. */
function findNothingInCommon(
  { client }: ClientTrial,
  result: Refused,
  { profile }: Evidence,
): ClientFinding | null {
  const capabilities = capabilitiesOf(CLIENT_PROFILES[client]);
  const alert = result.outcome === "alert" ? result.description : null;
  const common = { severity: "error", client, alert } as const;
  const mismatch = profile === null ? null : findMismatch(capabilities, profile);
  if (mismatch !== null) {
    const { parameter, offered, accepted } = mismatch;
    return { ...common, kind: MISMATCH_KINDS[parameter], offered, accepted };
  }
  const accepted = profile === null ? [] : acceptedVersions(profile);
  if (alert === "protocol_version" || isVersionNotOffered(result))
    return { ...common, kind: "protocol_mismatch", offered: capabilities.versions, accepted };
  if (alert === "no_application_protocol") {
    const offered = CLIENT_PROFILES[client].extensions?.application_layer_protocol_negotiation ?? [];
    return {
      kind: "alpn_mismatch",
      severity: "error",
      client,
      offered,
      accepted: profile?.alpn ?? [],
      alert,
    };
  }
  return null;
}

const MISMATCH_KINDS = {
  versions: "protocol_mismatch",
  cipher_suites: "cipher_suite_mismatch",
  groups: "group_mismatch",
  signature_algorithms: "signature_algorithm_mismatch",
} as const;

/** The server selected one all the same, as servers of old do that know only one. */
function isVersionNotOffered(result: Refused): boolean {
  return result.outcome === "broken" && result.code === "ServerHello.version not_offered";
}

/** The name that the client sent, or that it sent none. */
function findNameTrouble(
  { client, serverName }: ClientTrial,
  result: Refused,
  evidence: Evidence,
): ClientFinding | null {
  const { target } = evidence;
  const name = target.serverName ?? target.host;
  const alert = result.outcome === "alert" ? result.description : null;
  const common = { severity: "error", client } as const;
  if (serverName)
    return alert === "unrecognized_name"
      ? { ...common, kind: "host_name_mismatch", referenceIdentifier: name, presentedIdentifiers: [], alert }
      : null;
  const [known] = sniRequired.check(evidence);
  const isRefused = known?.kind === "sni_required" && known.without === "refused";
  if (!isRefused && alert !== "unrecognized_name") return null;
  return {
    ...common,
    kind: "sni_required",
    serverName: name,
    without: "refused",
    subject: null,
    wrong: null,
  };
}

/** What the client's hello has, and the server fails on. */
function findIntolerance({ client }: ClientTrial, { profile }: Evidence): TrialFinding | null {
  const known = new Set<Intolerance>(profile?.intolerances ?? []);
  const { versions, grease } = CLIENT_PROFILES[client];
  const severity = "error";
  if (known.has("large_client_hello") && isLong(CLIENT_PROFILES[client]))
    return { kind: "large_client_hello_intolerant", severity };
  if (known.has("tls_1_3") && versions.includes("TLS 1.3"))
    return { kind: "version_intolerant", severity, intolerances: ["tls_1_3"] };
  return known.has("grease") && grease !== undefined
    ? { kind: "version_intolerant", severity, intolerances: ["grease"] }
    : null;
}

function isLong(profile: ClientProfile): boolean {
  return encodeClientHello(composeProfileHello(profile, null)).length > ONE_SEGMENT;
}

/** Where it is not known which suites the server accepts, its alert says that the client's are none of them. */
function guessFromAlert(
  { client, serverName }: ClientTrial,
  result: Refused,
  { profile }: Evidence,
): ClientFinding | null {
  const alert = result.outcome === "alert" ? result.description : null;
  const { versions, cipherSuites: offered } = capabilitiesOf(CLIENT_PROFILES[client]);
  if (alert !== "handshake_failure" && alert !== "insufficient_security") return null;
  if (!serverName || tellsCipherSuites(profile, { versions })) return null;
  return { kind: "cipher_suite_mismatch", severity: "error", client, offered, accepted: [], alert };
}

function describeResult({ client }: ClientTrial, result: Refused, evidence: Evidence): ClientFinding {
  const { address, port } = findHandshake(evidence, "ordinary") ?? {
    address: evidence.target.host,
    port: evidence.target.port,
  };
  const common = { severity: "error", client } as const;
  switch (result.outcome) {
    case "connection_reset":
      return { ...common, kind: "connection_reset", address, port, during: "handshake" };
    case "closed":
      return { ...common, kind: "connection_reset", address, port, during: "closed" };
    case "timeout":
      return { ...common, kind: "timeout", address, port, during: "handshake", afterMs: result.afterMs };
    case "alert": {
      const { description, code } = result;
      const alert = { description, code };
      return { ...common, kind: "not_determined", alert, class: null, code: null, refusesAll: false };
    }
    case "broken": {
      const { class: broken, code } = result;
      return { ...common, kind: "not_determined", alert: null, class: broken, code, refusesAll: false };
    }
  }
}
