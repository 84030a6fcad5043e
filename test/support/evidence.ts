import { summarizeCertificate } from "../../src/diagnosis/certificate-summary.ts";
import type { ClientTrial } from "../../src/diagnosis/client-trial.ts";
import type { Diagnosis } from "../../src/diagnosis/diagnosis.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import type { Evidence, Handshake, HandshakeResult } from "../../src/diagnosis/evidence.ts";
import type { ClientFindingKind, Finding, FindingKind } from "../../src/diagnosis/finding.ts";
import type { ServerProfile } from "../../src/diagnosis/server-profile.ts";
import type { Certificate } from "../../src/x509/certificate.ts";
import type { ListExamination } from "../../src/x509/list-examination.ts";
import type { PathFault } from "../../src/x509/path-fault.ts";
import type { StapleFault } from "../../src/x509/staple.ts";

export const AT = Date.UTC(2026, 10, 20, 20);
export const DAY = 86_400_000;

/** A certificate of no importance, so that there is a public key. */
const DER = [
  "MIIBezCCASGgAwIBAgIUasS6anHswWzgmZvgO6nAugJ+U/AwCgYIKoZIzj0EAwIwEjEQMA4GA1UEAwwHZml4dHVyZTAgFw0y",
  "NjExMjEwNjI5MDlaGA8yMTI2MTAyODA2MjkwOVowEjEQMA4GA1UEAwwHZml4dHVyZTBZMBMGByqGSM49AgEGCCqGSM49AwEH",
  "A0IABK7B8MSH34SQ9Y6DSEYyGMoLkUXywBznHJWzYt6hXd65wzE0wAJj0WFx7zgRTwK2qptZdpj8XFe16QUQz5GksGmjUzBR",
  "MB0GA1UdDgQWBBTO1qtpocSKAKvrh3NDD3hVJtAFejAfBgNVHSMEGDAWgBTO1qtpocSKAKvrh3NDD3hVJtAFejAPBgNVHRMB",
  "Af8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIGkJaaJ55KlrJ/VPEr957DwSLsTusx/h1izG04UBFu94AiEAlYZfC5O3yS3C",
  "oLwMC7JzoiacIIJPMWAOHocb6yV4Ywk=",
].join("");

export function certificate(given: Partial<Certificate> = {}): Certificate {
  return {
    subject: "CN=api.example.com,O=Example",
    issuer: "CN=Example CA,O=Example",
    serialNumber: "03ab",
    notBefore: AT - 30 * DAY,
    notAfter: AT + 60 * DAY,
    subjectAltName: ["DNS:api.example.com"],
    publicKey: "EC P-256",
    signatureAlgorithm: "sha256WithRSAEncryption",
    mustStaple: false,
    ocspResponders: [],
    sha256: "ab".repeat(32),
    der: DER,
    ...given,
  };
}

export function handshake(given: Partial<Handshake> = {}): Handshake {
  return {
    offer: "ordinary",
    serverName: "api.example.com",
    address: "93.184.216.34",
    port: 443,
    durationMs: 21,
    result: { outcome: "completed" },
    version: "TLS 1.3",
    cipherSuite: { id: "0x1302", name: "TLS_AES_256_GCM_SHA384" },
    alpn: "h2",
    certificateList: [certificate()],
    clientCertificate: { requested: false, authorities: [] },
    ...given,
  };
}

/** A handshake that came no further than the server's answer to the ClientHello. */
export function failed(result: HandshakeResult, given: Partial<Handshake> = {}): Handshake {
  return handshake({ result, version: null, cipherSuite: null, alpn: null, certificateList: [], ...given });
}

export function alerted(description: string, code = 40): Handshake {
  return failed({ outcome: "alert", level: "fatal", description, code });
}

/** A list that leads to a trust anchor, unless faults are given. */
export function examination(
  faults: ListExamination["faults"] = [],
  given: Partial<ListExamination> = {},
): ListExamination {
  return {
    valid: faults.length === 0,
    path: faults.length === 0 ? ["ab".repeat(32)] : null,
    faults,
    outOfOrder: false,
    duplicates: [],
    roots: [],
    unrelated: [],
    missingIssuer: null,
    completed: null,
    ...given,
  };
}

/** A fault about the end entity. */
export function examined(fault: PathFault): ListExamination["faults"][number] {
  return { fault, position: 0, subject: "CN=api.example.com,O=Example" };
}

/** A client that connects, unless something else is given. */
export function trial(given: Partial<ClientTrial> = {}): ClientTrial {
  return {
    client: "java8",
    serverName: true,
    result: { outcome: "completed" },
    version: "TLS 1.2",
    cipherSuite: { id: "0xc02f", name: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
    group: "secp256r1",
    certificate: null,
    refusal: null,
    ...given,
  };
}

/** One that the server refuses. */
export function refusedTrial(given: Partial<ClientTrial> = {}): ClientTrial {
  const result = { outcome: "alert", level: "fatal", description: "handshake_failure", code: 40 } as const;
  return trial({ result, version: null, cipherSuite: null, group: null, ...given });
}

/** Nothing wrong, unless something else is given. */
export function evidence(given: Partial<Evidence> = {}): Evidence {
  return {
    target: { host: "api.example.com", port: 443, serverName: "api.example.com" },
    at: AT,
    startedAt: AT,
    durationMs: 214,
    connections: 2,
    addresses: ["93.184.216.34"],
    unreachable: null,
    handshakes: [handshake(), handshake({ offer: "without_server_name", serverName: null })],
    examination: examination(),
    profile: null,
    clientCertificate: null,
    otherAddresses: [],
    ...given,
  };
}

/** A server of today with nothing wrong, unless something else is given. */
export function profile(given: Partial<ServerProfile> = {}): ServerProfile {
  return {
    versions: {
      "SSL 3.0": "refused",
      "TLS 1.0": "refused",
      "TLS 1.1": "refused",
      "TLS 1.2": "accepted",
      "TLS 1.3": "accepted",
    },
    cipherSuites: [
      { version: "TLS 1.3", id: "0x1302", name: "TLS_AES_256_GCM_SHA384" },
      { version: "TLS 1.2", id: "0xc02f", name: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
    ],
    serverPreference: true,
    groups: ["X25519MLKEM768", "x25519", "secp256r1"],
    signatureAlgorithms: ["rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"],
    alpn: ["h2", "http/1.1"],
    dhBits: null,
    certificateLists: [[certificate()]],
    supports: {
      extendedMasterSecret: true,
      secureRenegotiation: true,
      resumption: true,
    },
    intolerances: [],
    backedOff: 0,
    complete: true,
    ...given,
  };
}

export function diagnosis(seen: Evidence, findings: readonly Finding[] = diagnose(seen)): Diagnosis {
  return {
    id: "0123456789abcdef",
    target: seen.target,
    origin: { team: "T1", enterprise: null, channel: "C1", user: "U1", threadTs: null, locale: "en-US" },
    createdAt: AT,
    result: { state: "checked", evidence: seen, findings },
  };
}

/** One of each kind. */
export const STAPLE_FAULTS = Object.values({
  malformed: { kind: "malformed", code: "truncated", structure: "OCSPResponse", offset: 2 },
  unsuccessful: { kind: "unsuccessful", responseStatus: "tryLater" },
  other_certificate: { kind: "other_certificate" },
  bad_signature: { kind: "bad_signature", signatureAlgorithm: "sha256WithRSAEncryption" },
  signature_unsupported: { kind: "signature_unsupported", signatureAlgorithm: "1.2.3.4" },
  responder_not_authorized: {
    kind: "responder_not_authorized",
    responder: "CN=Responder",
    reason: "purpose",
  },
  critical_extension: { kind: "critical_extension", extension: "1.2.3.4" },
  not_yet_valid: { kind: "not_yet_valid", thisUpdate: AT + DAY },
  expired: { kind: "expired", thisUpdate: AT - 9 * DAY, nextUpdate: AT - 2 * DAY },
  unknown: { kind: "unknown" },
} satisfies { readonly [K in StapleFault["kind"]]: Extract<StapleFault, { kind: K }> });

const expired = certificate({ notAfter: AT - 12 * DAY });

/** One finding of each kind; a kind that is missing does not compile. */
export const FINDINGS: { readonly [K in FindingKind]: Extract<Finding, { kind: K }> } = {
  name_not_resolved: {
    kind: "name_not_resolved",
    severity: "error",
    host: "api.example.com",
    code: "ENOTFOUND",
  },
  not_allowed: {
    kind: "not_allowed",
    severity: "error",
    host: "api.example.com",
    address: "10.0.0.7",
    range: "private",
  },
  connection_refused: { kind: "connection_refused", severity: "error", address: "93.184.216.34", port: 443 },
  connection_reset: {
    kind: "connection_reset",
    severity: "error",
    address: "93.184.216.34",
    port: 443,
    during: "handshake",
  },
  timeout: {
    kind: "timeout",
    severity: "error",
    address: "93.184.216.34",
    port: 443,
    during: "connection",
    afterMs: 5_000,
  },
  network_error: { kind: "network_error", severity: "error", address: "93.184.216.34", code: "EHOSTUNREACH" },
  not_tls: {
    kind: "not_tls",
    severity: "error",
    port: 80,
    protocol: "http",
    firstBytes: "HTTP/1.1 400 Bad Request",
  },
  starttls_required: {
    kind: "starttls_required",
    severity: "error",
    port: 25,
    protocol: "smtp",
    firstBytes: "220 mx.example.com ESMTP",
  },
  starttls_failed: {
    kind: "starttls_failed",
    severity: "error",
    port: 25,
    protocol: "smtp",
    fault: { code: "refused", status: "454", reply: "TLS not available", command: "STARTTLS" },
  },
  protocol_mismatch: {
    kind: "protocol_mismatch",
    severity: "error",
    offered: ["TLS 1.3", "TLS 1.2"],
    accepted: ["TLS 1.0"],
    alert: "protocol_version",
  },
  cipher_suite_mismatch: {
    kind: "cipher_suite_mismatch",
    severity: "error",
    offered: ["TLS_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
    accepted: ["TLS_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"],
    alert: "handshake_failure",
  },
  group_mismatch: {
    kind: "group_mismatch",
    severity: "error",
    offered: ["x25519", "secp256r1"],
    accepted: ["brainpoolP256r1"],
    alert: "handshake_failure",
  },
  signature_algorithm_mismatch: {
    kind: "signature_algorithm_mismatch",
    severity: "error",
    offered: ["rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"],
    accepted: ["rsa_pkcs1_sha1"],
    alert: null,
  },
  alpn_mismatch: {
    kind: "alpn_mismatch",
    severity: "error",
    offered: ["h2", "http/1.1"],
    accepted: ["mqtt"],
    alert: "no_application_protocol",
  },
  large_client_hello_intolerant: { kind: "large_client_hello_intolerant", severity: "error" },
  version_intolerant: { kind: "version_intolerant", severity: "error", intolerances: ["tls_1_3", "grease"] },
  sni_required: {
    kind: "sni_required",
    severity: "warning",
    serverName: "api.example.com",
    without: "other_certificate",
    subject: "CN=fallback.example.com",
    wrong: "refused",
  },
  host_name_mismatch: {
    kind: "host_name_mismatch",
    severity: "error",
    referenceIdentifier: "api.example.com",
    presentedIdentifiers: ["DNS:other.example.com"],
    alert: null,
  },
  certificate_expired: {
    kind: "certificate_expired",
    severity: "error",
    position: 0,
    certificate: expired,
    at: AT,
  },
  certificate_not_yet_valid: {
    kind: "certificate_not_yet_valid",
    severity: "error",
    position: 0,
    certificate: certificate({ notBefore: AT + DAY }),
    at: AT,
  },
  certificate_unknown: {
    kind: "certificate_unknown",
    severity: "error",
    reason: "self_signed",
    subject: "CN=api.example.com",
    issuer: "CN=api.example.com",
  },
  chain_incomplete: {
    kind: "chain_incomplete",
    severity: "error",
    subject: "CN=api.example.com",
    issuer: "CN=Example CA",
    caIssuers: ["http://ca.example.com/ca.der"],
    completed: "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n",
  },
  chain_incorrect: {
    kind: "chain_incorrect",
    severity: "error",
    flaws: [
      {
        kind: "path",
        fault: { kind: "not_a_ca", severity: "error", position: 1, reason: "ca_false" },
        subject: "CN=x",
      },
      { kind: "wrong_order" },
      { kind: "unrelated", position: 2, subject: "CN=other" },
    ],
    completed: null,
  },
  certificate_revoked: {
    kind: "certificate_revoked",
    severity: "error",
    subject: "CN=api.example.com",
    position: 0,
    revocationDate: AT - DAY,
    reason: "keyCompromise",
    source: "staple",
  },
  ocsp_must_staple_missing: {
    kind: "ocsp_must_staple_missing",
    severity: "error",
    subject: "CN=api.example.com",
    mustStaple: true,
    reason: { kind: "expired", thisUpdate: AT - 9 * DAY, nextUpdate: AT - 2 * DAY },
    ocspResponders: ["http://ocsp.example.com"],
  },
  weak_signature: {
    kind: "weak_signature",
    severity: "error",
    subject: "CN=api.example.com",
    position: 0,
    signatureAlgorithm: "sha1WithRSAEncryption",
  },
  weak_key: {
    kind: "weak_key",
    severity: "error",
    subject: "CN=api.example.com",
    position: null,
    publicKey: "RSA 1024",
  },
  certificate_malformed: {
    kind: "certificate_malformed",
    severity: "error",
    faults: [
      {
        severity: "error",
        place: { within: "data.tls.crt", line: 3 },
        code: "boundary",
        found: "-----END CERTIFICATE----",
        expected: "-----END CERTIFICATE-----",
      },
    ],
    repaired: "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n",
  },
  key_mismatch: {
    kind: "key_mismatch",
    severity: "error",
    subject: "CN=api.example.com",
    certificateKey: "ab".repeat(32),
    otherKey: "cd".repeat(32),
    otherAlgorithm: "RSA 2048",
  },
  client_certificate_required: {
    kind: "client_certificate_required",
    severity: "error",
    authorities: ["CN=Partner CA"],
    alert: "certificate_required",
    required: true,
    accepted: false,
  },
  client_certificate_rejected: {
    kind: "client_certificate_rejected",
    severity: "error",
    alert: "unknown_ca",
    authorities: ["CN=Partner CA"],
    certificate: summarizeCertificate(certificate({ subject: "CN=client" })),
  },
  clock_wrong: {
    kind: "clock_wrong",
    severity: "error",
    certificate: summarizeCertificate(certificate({ subject: "CN=client" })),
    at: AT,
  },
  addresses_differ: {
    kind: "addresses_differ",
    severity: "error",
    addresses: [
      {
        address: "93.184.216.34",
        difference: null,
        outcome: "completed",
        alert: null,
        certificate: summarizeCertificate(certificate()),
      },
      {
        address: "93.184.216.35",
        difference: "validity",
        outcome: "completed",
        alert: null,
        certificate: summarizeCertificate(expired),
      },
      {
        address: "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        difference: "outcome",
        outcome: "connection_refused",
        alert: null,
        certificate: null,
      },
    ],
  },
  not_determined: {
    kind: "not_determined",
    severity: "error",
    alert: { description: "internal_error", code: 80 },
    class: null,
    code: null,
    refusesAll: false,
  },
};

/** Findings that may be about a named client; a kind that is missing does not compile. */
export const CLIENT_FINDING_KINDS = Object.keys({
  protocol_mismatch: true,
  cipher_suite_mismatch: true,
  group_mismatch: true,
  signature_algorithm_mismatch: true,
  alpn_mismatch: true,
  sni_required: true,
  host_name_mismatch: true,
  weak_key: true,
  connection_reset: true,
  timeout: true,
  not_determined: true,
} satisfies { readonly [K in ClientFindingKind]: true }) as readonly ClientFindingKind[];
