import { describe, expect, it } from "vitest";
import { diagnose, rules } from "../../src/diagnosis/diagnose.ts";
import { judgeVerdict } from "../../src/diagnosis/diagnosis.ts";
import type { ClientTrial } from "../../src/diagnosis/client-trial.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import type { ServerProfile, VersionName } from "../../src/diagnosis/server-profile.ts";
import type { Certificate } from "../../src/x509/certificate.ts";
import type { ListExamination } from "../../src/x509/list-examination.ts";
import type { PathFault } from "../../src/x509/path-fault.ts";
import type { StapleJudgement } from "../../src/x509/staple.ts";
import {
  AT,
  DAY,
  STAPLE_FAULTS,
  alerted,
  certificate,
  evidence,
  examination,
  examined,
  failed,
  handshake,
  profile,
  refusedTrial,
  trial,
} from "../support/evidence.ts";

interface Fixture {
  readonly what: string;
  readonly seen: Evidence;
  /** What the rule finds, none for a good fixture. */
  readonly finds: readonly object[];
}

const good = (what: string, seen: Evidence): Fixture => ({ what, seen, finds: [] });
const bad = (what: string, seen: Evidence, ...finds: object[]): Fixture => ({ what, seen, finds });
const seeing = (...handshakes: Evidence["handshakes"]) => evidence({ handshakes });
const unreached = (why: NonNullable<Evidence["unreachable"]>) =>
  evidence({ unreachable: why, handshakes: [], addresses: [] });
const address = "93.184.216.34";
const tls10 = handshake({ offer: "legacy", version: "TLS 1.0" });
const otherName = [certificate({ subjectAltName: ["DNS:other.example.com"], sha256: "cd".repeat(32) })];
const reads = (...certificateList: Evidence["handshakes"][number]["certificateList"]) =>
  seeing(handshake({ certificateList }));
/** A list of that length, and what its examination found. */
const examining = (length: number, faults: readonly PathFault[], given: Partial<ListExamination> = {}) =>
  evidence({
    handshakes: [handshake({ certificateList: Array.from({ length }, () => certificate()) })],
    examination: examination(faults.map(examined), given),
  });
const refused = alerted("handshake_failure");
const reset = failed({ outcome: "connection_reset" });
/** An ordinary handshake that ended so, and what the server would have accepted. */
const accepting = (given: Partial<ServerProfile>, ...handshakes: Evidence["handshakes"]) =>
  evidence({ handshakes: handshakes.length === 0 ? [refused] : handshakes, profile: profile(given) });
/** A server that nobody knows everything of, and what named clients got. */
const trying = (trials: readonly ClientTrial[], named = trials.map(({ client }) => client)) =>
  evidence({ clientTrials: { named, trials } });
const versions = (...accepted: VersionName[]): ServerProfile["versions"] => {
  const stateOf = (version: VersionName) => (accepted.includes(version) ? "accepted" : "refused");
  return {
    "SSL 3.0": stateOf("SSL 3.0"),
    "TLS 1.0": stateOf("TLS 1.0"),
    "TLS 1.1": stateOf("TLS 1.1"),
    "TLS 1.2": stateOf("TLS 1.2"),
    "TLS 1.3": stateOf("TLS 1.3"),
  };
};
const nothingKnown: ServerProfile["versions"] = {
  "SSL 3.0": "unknown",
  "TLS 1.0": "unknown",
  "TLS 1.1": "unknown",
  "TLS 1.2": "unknown",
  "TLS 1.3": "unknown",
};
/** Suites of one version, which is the only one accepted. */
const suites = (
  version: VersionName,
  ...names: string[]
): Pick<ServerProfile, "versions" | "cipherSuites"> => ({
  versions: versions(version),
  cipherSuites: names.map((name) => ({ version, id: "0x0000", name })),
});
const onlyRc4 = suites("TLS 1.2", "TLS_RSA_WITH_RC4_128_SHA");
const asked = { requested: true, authorities: ["CN=Partner CA"] };
const client = certificate({ subject: "CN=client" });
/** What a server that asks for certificates does without one and with one. */
const presenting = (
  result: Evidence["handshakes"][number]["result"],
  clientCertificate: Certificate | null = client,
  ordinary: Evidence["handshakes"][number] = {
    ...alerted("certificate_required", 116),
    clientCertificate: asked,
  },
) =>
  evidence({
    clientCertificate,
    handshakes: [ordinary, handshake({ offer: "with_client_certificate", result, clientCertificate: asked })],
  });
const saying = (description: string) => ({ outcome: "alert", level: "fatal", description, code: 0 }) as const;
const inOrder: Omit<Evidence["otherAddresses"][number], "address"> = {
  unreachable: null,
  result: { outcome: "completed" },
  version: "TLS 1.3",
  certificateList: [certificate()],
};
/** The first address is in order; the others are these. */
const elsewhere = (...others: Partial<Evidence["otherAddresses"][number]>[]) =>
  evidence({
    otherAddresses: others.map((other, index) =>
      Object.assign({ address: `93.184.216.${35 + index}` }, inOrder, other),
    ),
  });
const lateLeaf = certificate({ sha256: "12".repeat(32), publicKey: "RSA 2048", notAfter: AT - 1 });
const lateIssuer = certificate({ sha256: "34".repeat(32), subject: "CN=Issuer", notAfter: AT - 1 });
const renewed = certificate({ sha256: "cd".repeat(32) });
const error = { severity: "error", position: 0 } as const;
const noIssuer = { ...error, kind: "issuer_not_found", issuer: "CN=Example CA,O=Example" } as const;
const otherNames = (...presentedIdentifiers: string[]) => ({
  ...examining(1, [
    { ...error, kind: "host_name_mismatch", referenceIdentifier: "api.example.com", presentedIdentifiers },
  ]),
  handshakes: [handshake({ certificateList: [certificate({ subjectAltName: presentedIdentifiers })] })],
});

const goodStaple: StapleJudgement = { kind: "good", thisUpdate: AT - DAY, nextUpdate: AT + DAY };
const stapling = (staple: StapleJudgement | null, mustStaple: boolean): Evidence => ({
  ...reads(certificate({ mustStaple, ocspResponders: ["http://ocsp.example.com"] })),
  staple,
});

const FIXTURES: Readonly<Record<string, readonly Fixture[]>> = {
  unreachable: [
    good("a connection", evidence()),
    bad("no such name", unreached({ reason: "name_not_resolved", code: "ENOTFOUND" }), {
      kind: "name_not_resolved",
      code: "ENOTFOUND",
      host: "api.example.com",
    }),
    bad("a closed network", unreached({ reason: "not_allowed", address: "10.0.0.1", range: "private" }), {
      kind: "not_allowed",
      range: "private",
    }),
    bad("a closed port", unreached({ reason: "connection_refused", address }), {
      kind: "connection_refused",
      port: 443,
    }),
    bad("a reset", unreached({ reason: "connection_reset", address }), {
      kind: "connection_reset",
      during: "connection",
    }),
    bad("silence", unreached({ reason: "timeout", address, afterMs: 5 }), {
      kind: "timeout",
      during: "connection",
      afterMs: 5,
    }),
    bad("no route", unreached({ reason: "network", address, code: "EHOSTUNREACH" }), {
      kind: "network_error",
      code: "EHOSTUNREACH",
    }),
  ],
  startTlsFailed: [
    good("TLS", evidence()),
    bad(
      "no offer",
      seeing(
        failed({
          outcome: "starttls_failed",
          protocol: "imap",
          fault: { code: "not_offered", offered: ["IMAP4rev1"], command: "CAPABILITY" },
        }),
      ),
      { kind: "starttls_failed", protocol: "imap", fault: { code: "not_offered", offered: ["IMAP4rev1"] } },
    ),
  ],
  notTls: [
    good("TLS", evidence()),
    bad("HTTP", seeing(failed({ outcome: "not_tls", protocol: "http", firstBytes: "HTTP/1.1 400" })), {
      kind: "not_tls",
      protocol: "http",
    }),
    ...(["smtp", "ftp", "imap", "pop3", "mysql"] as const).map((protocol) =>
      bad(protocol, seeing(failed({ outcome: "not_tls", protocol, firstBytes: "" })), {
        kind: "starttls_required",
        protocol,
      }),
    ),
  ],
  protocolMismatch: [
    good("TLS 1.3", evidence()),
    good("another alert", seeing(alerted("handshake_failure"))),
    good(
      "an old client that is refused as well",
      seeing(alerted("internal_error"), { ...alerted("internal_error"), offer: "legacy" }),
    ),
    bad("its own word", seeing(alerted("protocol_version", 70)), {
      kind: "protocol_mismatch",
      accepted: [],
      alert: "protocol_version",
    }),
    bad("an old client that gets through", seeing(failed({ outcome: "closed" }), tls10), {
      kind: "protocol_mismatch",
      accepted: ["TLS 1.0"],
      alert: null,
    }),
    good("a version in common, whatever the alert says", accepting({}, alerted("protocol_version", 70))),
    good("a version in common, though an old client gets through", accepting({}, reset, tls10)),
    good(
      "one version that did not tell",
      accepting({ versions: { ...versions("TLS 1.1"), "TLS 1.2": "unknown" } }),
    ),
    good("versions that are refused, and a client that gets through", {
      ...accepting({ versions: versions("TLS 1.0") }, handshake()),
    }),
    bad(
      "only old versions, as asked for each, though the connection was reset",
      accepting({ versions: versions("TLS 1.0", "TLS 1.1") }, reset),
      { accepted: ["TLS 1.0", "TLS 1.1"], alert: null },
    ),
    bad(
      "only old versions, though the library gave up",
      accepting(
        { versions: versions("TLS 1.1"), complete: false },
        failed({ outcome: "broken", class: "incompatible", code: "ERR_SSL_UNSUPPORTED_PROTOCOL" }),
      ),
      { accepted: ["TLS 1.1"], alert: null },
    ),
    bad(
      "its own word where asking told nothing",
      accepting({ versions: nothingKnown }, alerted("protocol_version", 70)),
      { accepted: [], alert: "protocol_version" },
    ),
  ],
  alpnMismatch: [
    good("a protocol in common", evidence()),
    good("another alert", seeing(refused)),
    bad("its own word", seeing(alerted("no_application_protocol", 120)), {
      kind: "alpn_mismatch",
      accepted: [],
    }),
    bad(
      "its own word, and what it accepts",
      accepting({ alpn: ["mqtt"] }, alerted("no_application_protocol", 120)),
      { accepted: ["mqtt"], alert: "no_application_protocol" },
    ),
  ],
  clockWrong: [
    good("no client certificate", seeing(alerted("certificate_expired", 45))),
    good("one that has expired", presenting(saying("certificate_expired"), { ...client, notAfter: AT - 1 })),
    good("another alert", presenting(saying("certificate_unknown"))),
    good("a time to judge at, which the server does not know of", {
      ...presenting(saying("certificate_expired"), { ...client, notAfter: AT - 1 }),
      at: AT - DAY,
    }),
    bad("one that is valid", presenting(saying("certificate_expired")), {
      kind: "clock_wrong",
      severity: "error",
      certificate: { subject: "CN=client" },
      at: AT,
    }),
  ],
  clientCertificateRejected: [
    good("none given", seeing({ ...refused, clientCertificate: asked })),
    good("one that is taken", presenting({ outcome: "completed" })),
    good("one that a wrong clock rejects", presenting(saying("certificate_expired"))),
    good(
      "an alert before any certificate was asked for",
      evidence({
        clientCertificate: client,
        handshakes: [refused, { ...refused, offer: "with_client_certificate" }],
      }),
    ),
    bad("an unknown authority", presenting(saying("unknown_ca")), {
      kind: "client_certificate_rejected",
      severity: "error",
      alert: "unknown_ca",
      authorities: ["CN=Partner CA"],
      certificate: { subject: "CN=client" },
    }),
    bad("one that has expired", presenting(saying("certificate_expired"), { ...client, notAfter: AT - 1 }), {
      alert: "certificate_expired",
    }),
    bad("one that could not be read", presenting(saying("bad_certificate"), null), { certificate: null }),
    bad("a connection that is cut", presenting({ outcome: "closed" }), { alert: null }),
    bad(
      "an alert that tells, though the request went by encrypted",
      evidence({
        handshakes: [handshake(), { ...alerted("unknown_ca", 48), offer: "with_client_certificate" }],
      }),
      { alert: "unknown_ca", authorities: [] },
    ),
  ],
  clientCertificateRequired: [
    good("none asked for", evidence()),
    good(
      "asked for, then closed for another reason",
      seeing(failed({ outcome: "closed" }, { clientCertificate: { requested: true, authorities: [] } })),
    ),
    bad(
      "asked for and not needed",
      seeing(handshake({ clientCertificate: { requested: true, authorities: ["CN=A"] } })),
      {
        severity: "info",
        required: false,
        authorities: ["CN=A"],
      },
    ),
    bad("TLS 1.3", seeing(alerted("certificate_required", 116)), { severity: "error", required: true }),
    bad(
      "TLS 1.2",
      seeing({ ...alerted("handshake_failure"), clientCertificate: { requested: true, authorities: [] } }),
      {
        severity: "error",
        required: true,
        alert: "handshake_failure",
      },
    ),
    bad("required, and the one that was given is taken", presenting({ outcome: "completed" }), {
      severity: "info",
      required: true,
      accepted: true,
    }),
    bad("required, and the one that was given is refused", presenting(saying("unknown_ca")), {
      severity: "info",
      required: true,
      accepted: false,
    }),
    bad(
      "required, and nobody knows of the one that was given",
      presenting({ outcome: "timeout", afterMs: 5 }),
      {
        severity: "error",
        required: true,
      },
    ),
    bad(
      "required, as only the one that was given shows",
      presenting({ outcome: "completed" }, client, { ...reset, clientCertificate: asked }),
      { severity: "info", required: true, alert: null },
    ),
  ],
  cipherSuiteMismatch: [
    good("a common suite", evidence()),
    good(
      "a refusal after the certificate",
      seeing({ ...alerted("handshake_failure"), certificateList: [certificate()] }),
    ),
    good("a version instead", seeing(alerted("handshake_failure"), tls10)),
    good("a name instead", seeing(alerted("handshake_failure"), handshake({ offer: "without_server_name" }))),
    good("perhaps a missing name", {
      ...seeing(alerted("handshake_failure")),
      target: { host: "a.example", port: 443, serverName: null },
    }),
    bad("handshake_failure", seeing(alerted("handshake_failure")), {
      kind: "cipher_suite_mismatch",
      alert: "handshake_failure",
    }),
    bad("insufficient_security", seeing(alerted("insufficient_security", 71)), {
      alert: "insufficient_security",
    }),
    good("a name that it cannot know", seeing(refused, handshake({ offer: "wrong_server_name" }))),
    good("a suite in common, whatever the alert says", accepting({})),
    good("a version instead, as asked for", accepting(suites("TLS 1.0", "TLS_RSA_WITH_RC4_128_SHA"))),
    good("an intolerance", accepting({ cipherSuites: [], intolerances: ["tls_1_3"] })),
    good("a client that gets through", accepting(onlyRc4, handshake())),
    bad("no suite in common", accepting(onlyRc4), {
      accepted: ["TLS_RSA_WITH_RC4_128_SHA"],
      alert: "handshake_failure",
    }),
    bad("no suite in common, and a reset where an alert is due", accepting(onlyRc4, reset), {
      accepted: ["TLS_RSA_WITH_RC4_128_SHA"],
      alert: null,
    }),
    bad("handshake_failure, where the search was cut short", accepting({ ...onlyRc4, complete: false }), {
      accepted: [],
    }),
  ],
  groupMismatch: [
    good("a group in common", accepting({})),
    good("no profile", seeing(refused)),
    good(
      "a suite that needs none",
      accepting({ ...suites("TLS 1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256"), groups: ["secp256k1"] }),
    ),
    good("a client that gets through", accepting({ groups: ["secp256k1"] }, handshake())),
    good("groups that are not known", accepting({ groups: [] })),
    bad("none in common", accepting({ groups: ["secp256k1", "brainpoolP256r1"] }), {
      kind: "group_mismatch",
      severity: "error",
      accepted: ["secp256k1", "brainpoolP256r1"],
      alert: "handshake_failure",
    }),
  ],
  signatureAlgorithmMismatch: [
    good("an algorithm in common", accepting({})),
    good(
      "no group either, which comes first",
      accepting({ groups: ["secp256k1"], signatureAlgorithms: ["rsa_pkcs1_sha1"] }),
    ),
    good(
      "a suite that needs none",
      accepting({
        ...suites("TLS 1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256"),
        signatureAlgorithms: ["rsa_pkcs1_sha1"],
      }),
    ),
    bad("SHA-1 alone", accepting({ signatureAlgorithms: ["rsa_pkcs1_sha1"] }), {
      kind: "signature_algorithm_mismatch",
      severity: "error",
      accepted: ["rsa_pkcs1_sha1"],
    }),
    bad(
      "what TLS 1.3 left behind",
      accepting({
        ...suites("TLS 1.3", "TLS_AES_128_GCM_SHA256"),
        signatureAlgorithms: ["rsa_pkcs1_sha256"],
      }),
      { kind: "signature_algorithm_mismatch" },
    ),
  ],
  handshakeCut: [
    good("an alert", seeing(alerted("handshake_failure"))),
    good("an old client that gets through", seeing(reset, tls10)),
    good("nothing in common, which a reset says as well", accepting(onlyRc4, reset)),
    good("an intolerance", accepting({ intolerances: ["large_client_hello"] }, reset)),
    good(
      "a client certificate that is taken",
      presenting({ outcome: "completed" }, client, { ...reset, clientCertificate: asked }),
    ),
    bad("a reset of what should fit", accepting({}, reset, tls10), { kind: "connection_reset" }),
    bad("a reset", seeing(failed({ outcome: "connection_reset" })), {
      kind: "connection_reset",
      during: "handshake",
    }),
    bad("a close", seeing(failed({ outcome: "closed" })), { kind: "connection_reset", during: "closed" }),
    bad("silence", seeing(failed({ outcome: "timeout", afterMs: 9 })), {
      kind: "timeout",
      during: "handshake",
      afterMs: 9,
    }),
  ],
  certificateValidity: [
    good("within its days", evidence()),
    good("its last instant", reads(certificate({ notAfter: AT }))),
    good("its first instant", reads(certificate({ notBefore: AT }))),
    bad("a millisecond late", reads(certificate({ notAfter: AT - 1 })), {
      kind: "certificate_expired",
      position: 0,
    }),
    bad("a millisecond early", reads(certificate({ notBefore: AT + 1 })), {
      kind: "certificate_not_yet_valid",
      position: 0,
    }),
    bad("an intermediate", reads(certificate(), certificate({ notAfter: AT - DAY })), {
      kind: "certificate_expired",
      position: 1,
    }),
    bad(
      "an RSA certificate beside an EC one, told once with the intermediate that both share",
      accepting(
        {
          certificateLists: [
            [certificate(), lateIssuer],
            [lateLeaf, lateIssuer],
          ],
        },
        handshake({ certificateList: [certificate(), lateIssuer] }),
      ),
      { kind: "certificate_expired", position: 1, certificate: { subject: "CN=Issuer" } },
      { kind: "certificate_expired", position: 0, certificate: { publicKey: "RSA 2048" } },
    ),
    bad("a list that only our own Client Hellos got", accepting({ certificateLists: [[lateLeaf]] }), {
      kind: "certificate_expired",
      position: 0,
    }),
  ],
  hostNameMismatch: [
    good("the name", evidence()),
    good("another fault", examining(1, [noIssuer])),
    bad("another name", otherNames("DNS:other.example.com"), {
      referenceIdentifier: "api.example.com",
      presentedIdentifiers: ["DNS:other.example.com"],
    }),
    bad("no name at all", otherNames(), { kind: "host_name_mismatch", presentedIdentifiers: [] }),
    bad(
      "its own word",
      seeing(
        alerted("unrecognized_name", 112),
        handshake({ offer: "without_server_name", certificateList: otherName }),
      ),
      { alert: "unrecognized_name", presentedIdentifiers: ["DNS:other.example.com"] },
    ),
    bad(
      "its own word, and the names that another wrong name gets",
      seeing(
        alerted("unrecognized_name", 112),
        { ...refused, offer: "without_server_name" },
        handshake({ offer: "wrong_server_name", certificateList: otherName }),
      ),
      { alert: "unrecognized_name", presentedIdentifiers: ["DNS:other.example.com"] },
    ),
  ],
  certificatePath: [
    good("a trusted path", evidence()),
    good(
      "what only strict verifiers refuse",
      examining(1, [{ ...error, severity: "warning", kind: "key_identifier_mismatch" }]),
    ),
    good(
      "what other rules tell",
      examining(1, [{ ...error, kind: "certificate_expired", notAfter: 0, at: AT }]),
    ),
    good("a root that need not be there", examining(2, [], { roots: [1] })),
    bad("self-signed", examining(1, [{ ...error, kind: "root_not_trusted", otherKey: false }]), {
      kind: "certificate_unknown",
      reason: "self_signed",
    }),
    bad(
      "a root of its own",
      examining(2, [{ ...error, position: 1, kind: "root_not_trusted", otherKey: false }]),
      {
        kind: "certificate_unknown",
        reason: "self_signed_in_chain",
      },
    ),
    bad("its own certificate alone", examining(1, [noIssuer]), {
      kind: "chain_incomplete",
      issuer: "CN=Example CA,O=Example",
    }),
    bad("an unknown authority", examining(2, [noIssuer]), {
      kind: "certificate_unknown",
      reason: "issuer_unknown",
    }),
    bad("a second intermediate that could be fetched", examining(2, [noIssuer], { completed: "PEM" }), {
      kind: "chain_incomplete",
      completed: "PEM",
    }),
    bad(
      "another key of the issuer",
      examining(2, [{ ...error, kind: "signature_invalid", issuer: "CN=I", otherKey: true }]),
      {
        kind: "chain_incorrect",
        severity: "error",
        flaws: [{ kind: "path", fault: { kind: "signature_invalid" } }],
      },
    ),
    bad("the wrong order, and a root", examining(3, [], { outOfOrder: true, roots: [1], completed: "PEM" }), {
      kind: "chain_incorrect",
      severity: "warning",
      flaws: [{ kind: "wrong_order" }, { kind: "extra_root", position: 1 }],
      completed: "PEM",
    }),
    bad("duplicates and strangers", examining(3, [], { duplicates: [1], unrelated: [2] }), {
      severity: "warning",
      flaws: [
        { kind: "duplicate", position: 1 },
        { kind: "unrelated", position: 2 },
      ],
    }),
    bad(
      "a weak signature and a weak key",
      examining(1, [
        { ...error, kind: "weak_signature", signatureAlgorithm: "sha1WithRSAEncryption" },
        { ...error, kind: "weak_key", publicKey: "RSA 1024" },
      ]),
      { kind: "weak_signature" },
      { kind: "weak_key", publicKey: "RSA 1024" },
    ),
    bad(
      "revoked",
      examining(1, [{ ...error, kind: "certificate_revoked", revocationDate: 1, reason: "keyCompromise" }]),
      {
        kind: "certificate_revoked",
        reason: "keyCompromise",
        source: "crl",
      },
    ),
  ],
  versionIntolerant: [
    good("tolerance", accepting({}, handshake())),
    good("another intolerance", accepting({ intolerances: ["large_client_hello"] })),
    bad("TLS 1.3 and GREASE", accepting({ intolerances: ["grease", "large_client_hello", "tls_1_3"] }), {
      kind: "version_intolerant",
      severity: "error",
      intolerances: ["tls_1_3", "grease"],
    }),
  ],
  largeClientHello: [
    good("tolerance", accepting({}, handshake())),
    good("another intolerance", accepting({ intolerances: ["tls_1_3"] })),
    bad(
      "an error for browsers, though this client gets through",
      accepting({ intolerances: ["large_client_hello"] }, handshake()),
      { kind: "large_client_hello_intolerant", severity: "error" },
    ),
  ],
  weakKeyExchange: [
    good("no DHE", accepting({})),
    good("2048 bits", accepting({ dhBits: 2048 })),
    bad("2047 bits, beside ECDHE", accepting({ dhBits: 2047 }, handshake()), {
      kind: "weak_key",
      severity: "warning",
      subject: null,
      publicKey: "DH 2047",
    }),
    bad(
      "1024 bits, and nothing else that clients offer",
      accepting({
        ...suites("TLS 1.2", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_RC4_128_SHA"),
        dhBits: 1024,
      }),
      { severity: "error", publicKey: "DH 1024" },
    ),
    bad(
      "1024 bits, where clients find nothing else in common either",
      accepting({ ...suites("TLS 1.2", "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA"), dhBits: 1024 }),
      { severity: "warning" },
    ),
  ],
  addressesDiffer: [
    good("one address", evidence()),
    good("the same everywhere", elsewhere({}, {})),
    good(
      "networks that we cannot or may not reach",
      elsewhere(
        {
          address: "2001:db8::1",
          unreachable: { reason: "network", address: "2001:db8::1", code: "ENETUNREACH" },
          result: null,
          certificateList: [],
        },
        {
          unreachable: { reason: "not_allowed", address: "10.0.0.1", range: "private" },
          result: null,
          certificateList: [],
        },
      ),
    ),
    good("a hello that goes no further, where two-way TLS ends the first", {
      ...elsewhere({}),
      handshakes: [{ ...alerted("certificate_required", 116), certificateList: [certificate()] }],
    }),
    bad("another certificate, as good", elsewhere({}, { certificateList: [renewed] }), {
      kind: "addresses_differ",
      severity: "info",
      addresses: [
        { address: "93.184.216.34", difference: null },
        { address: "93.184.216.35", difference: null },
        { address: "93.184.216.36", difference: "certificate", certificate: { sha256: renewed.sha256 } },
      ],
    }),
    bad("another authority", elsewhere({ certificateList: [{ ...renewed, issuer: "CN=Other" }] }), {
      severity: "warning",
      addresses: [{}, { difference: "issuer" }],
    }),
    bad(
      "another name",
      elsewhere({
        certificateList: [{ ...renewed, subjectAltName: ["DNS:*.example.org", "IP Address:192.0.2.7"] }],
      }),
      { severity: "error", addresses: [{}, { difference: "name" }] },
    ),
    bad("one that has expired", elsewhere({ certificateList: [{ ...renewed, notAfter: AT - 1 }] }), {
      severity: "error",
      addresses: [{}, { difference: "validity" }],
    }),
    bad(
      "a closed port",
      elsewhere({
        unreachable: { reason: "connection_refused", address: "93.184.216.35" },
        result: null,
        certificateList: [],
      }),
      { severity: "error", addresses: [{}, { difference: "outcome", outcome: "connection_refused" }] },
    ),
    bad(
      "another alert",
      {
        ...elsewhere({ result: saying("internal_error"), certificateList: [] }),
        handshakes: [alerted("handshake_failure")],
      },
      { addresses: [{ alert: "handshake_failure" }, { difference: "outcome", alert: "internal_error" }] },
    ),
    bad("an alert", elsewhere({ result: saying("internal_error"), certificateList: [] }), {
      severity: "error",
      addresses: [{}, { difference: "outcome", outcome: "alert", alert: "internal_error" }],
    }),
  ],
  ocspStaple: [
    good("a certificate that demands none, and none asked for", evidence()),
    good("none demanded, none sent", stapling(null, false)),
    good("demanded, but not asked for", reads(certificate({ mustStaple: true }))),
    good("demanded and good", stapling(goodStaple, true)),
    good("good though not demanded", stapling(goodStaple, false)),
    good("no issuer to judge it by", stapling({ kind: "issuer_missing" }, true)),
    good("no certificate", { ...seeing(alerted("handshake_failure")), staple: null }),
    good("an intermediate that demands one", {
      ...reads(certificate(), certificate({ mustStaple: true })),
      staple: null,
    }),
    bad("demanded and not sent", stapling(null, true), {
      kind: "ocsp_must_staple_missing",
      severity: "error",
      mustStaple: true,
      reason: { kind: "not_sent" },
      ocspResponders: ["http://ocsp.example.com"],
    }),
    ...STAPLE_FAULTS.flatMap((fault) => [
      bad(`demanded and ${fault.kind}`, stapling(fault, true), {
        kind: "ocsp_must_staple_missing",
        severity: fault.kind === "signature_unsupported" ? "warning" : "error",
        reason: fault,
      }),
      bad(`not demanded and ${fault.kind}`, stapling(fault, false), {
        kind: "ocsp_must_staple_missing",
        severity: "warning",
        mustStaple: false,
        reason: fault,
      }),
    ]),
    ...[true, false].map((mustStaple) =>
      bad(
        `revoked, ${mustStaple ? "demanded" : "not demanded"}`,
        stapling({ kind: "revoked", revocationDate: 7, reason: "keyCompromise" }, mustStaple),
        {
          kind: "certificate_revoked",
          severity: "error",
          position: 0,
          subject: "CN=api.example.com,O=Example",
          revocationDate: 7,
          reason: "keyCompromise",
          source: "staple",
        },
      ),
    ),
  ],
  sniRequired: [
    good("the same certificate", evidence()),
    good(
      "refused both ways",
      seeing(alerted("handshake_failure"), { ...alerted("handshake_failure"), offer: "without_server_name" }),
    ),
    bad(
      "refused without",
      seeing(handshake(), { ...alerted("handshake_failure"), offer: "without_server_name" }),
      {
        severity: "warning",
        without: "refused",
      },
    ),
    bad(
      "another certificate without",
      seeing(handshake(), handshake({ offer: "without_server_name", certificateList: otherName })),
      {
        without: "other_certificate",
      },
    ),
    bad(
      "refused without, and with a name that it cannot know",
      seeing(
        handshake(),
        { ...refused, offer: "without_server_name" },
        { ...alerted("unrecognized_name", 112), offer: "wrong_server_name" },
      ),
      { without: "refused", wrong: "refused" },
    ),
    bad(
      "other certificates, where two-way TLS ends each",
      seeing(
        { ...alerted("certificate_required", 116), certificateList: [certificate()] },
        { ...alerted("certificate_required", 116), offer: "without_server_name", certificateList: otherName },
        {
          ...alerted("certificate_required", 116),
          offer: "wrong_server_name",
          certificateList: [certificate()],
        },
      ),
      { without: "other_certificate", wrong: "same_certificate" },
    ),
  ],
  namedClients: [
    good("nobody was tried", evidence({ profile: profile() })),
    good("who was named connects", trying([trial()])),
    good(
      "nobody cares for the one that fails",
      trying([refusedTrial(), trial({ client: "chrome" })], ["chrome"]),
    ),
    good("not asked", trying([trial({ result: null })])),
    good("what an ordinary client meets too", {
      ...trying([refusedTrial({ result: { outcome: "connection_reset" } })]),
      handshakes: [reset],
    }),
    good("what is an error of the server whoever asks", {
      ...trying([refusedTrial({ client: "chrome", result: { outcome: "connection_reset" } })]),
      profile: profile({ intolerances: ["grease"] }),
    }),
    bad("who was named fails", trying([refusedTrial(), trial({ client: "chrome" })]), {
      kind: "cipher_suite_mismatch",
      severity: "error",
      client: "java8",
    }),
    bad(
      "each that was named",
      trying([refusedTrial(), refusedTrial({ client: "java7" })]),
      { client: "java8" },
      { client: "java7" },
    ),
  ],
};

describe.each(Object.entries(FIXTURES))("%s", (name, fixtures) => {
  it.each(fixtures)("$what", ({ seen, finds }) => {
    const rule = rules[name];
    const found = rule?.applies(seen) === true ? rule.check(seen) : [];
    expect(found).toMatchObject(finds);
    expect(found).toHaveLength(finds.length);
  });
});

it.each(Object.entries(rules))("%s cites, and has a good and a bad fixture", (name, { cites }) => {
  const counts = FIXTURES[name]?.map(({ finds }) => finds.length) ?? [];
  expect(counts).toContain(0);
  expect(Math.max(...counts)).toBeGreaterThan(0);
  expect(cites).toMatch(/RFC \d+/);
});

it("has no fixture of a rule that is gone", () => {
  expect(Object.keys(FIXTURES).toSorted()).toEqual(Object.keys(rules).toSorted());
});

describe("a diagnosis", () => {
  it("finds nothing where nothing is wrong", () => {
    expect(diagnose(evidence())).toEqual([]);
    expect(judgeVerdict(evidence(), [])).toBe("ok");
  });

  it("puts the worst first", () => {
    const seen = seeing(
      handshake({
        clientCertificate: { requested: true, authorities: [] },
        certificateList: [certificate({ notAfter: AT - 1 })],
      }),
      handshake({ offer: "without_server_name", certificateList: otherName }),
    );
    expect(diagnose(seen).map(({ severity }) => severity)).toEqual(["error", "warning", "info"]);
    expect(judgeVerdict(seen, diagnose(seen))).toBe("problem");
  });

  it("says so when no rule explains a failure", () => {
    expect(diagnose(seeing(alerted("internal_error", 80)))).toEqual([
      {
        kind: "not_determined",
        severity: "error",
        alert: { description: "internal_error", code: 80 },
        class: null,
        code: null,
        refusesAll: false,
      },
    ]);
    expect(
      diagnose(seeing(failed({ outcome: "broken", class: "incompatible", code: "ServerHello truncated" }))),
    ).toMatchObject([{ kind: "not_determined", alert: null, code: "ServerHello truncated" }]);
  });

  it("leaves nothing unexplained because what the server accepts contradicts its alert", () => {
    expect(diagnose(accepting({}))).toMatchObject([{ kind: "not_determined", severity: "error" }]);
    expect(diagnose(accepting({}, reset, tls10))).toMatchObject([{ kind: "connection_reset" }]);
  });

  it("does not blame the suites of who refuses everything", () => {
    const refusing = {
      "SSL 3.0": "refused",
      "TLS 1.0": "refused",
      "TLS 1.1": "refused",
      "TLS 1.2": "refused",
      "TLS 1.3": "refused",
    } as const;
    const nothing = {
      versions: refusing,
      cipherSuites: [],
      groups: [],
      signatureAlgorithms: [],
      certificateLists: [],
    };
    expect(diagnose(accepting(nothing))).toMatchObject([
      { kind: "not_determined", alert: { description: "handshake_failure" }, refusesAll: true },
    ]);
    expect(
      diagnose(accepting({ ...nothing, versions: { ...refusing, "TLS 1.2": "unknown" } })),
    ).toMatchObject([{ kind: "cipher_suite_mismatch" }]);
    expect(diagnose(accepting({ ...nothing, complete: false }))).toMatchObject([
      { kind: "cipher_suite_mismatch" },
    ]);
  });

  it("looks at the handshake with the client certificate that was given", () => {
    expect(diagnose(presenting({ outcome: "completed" }))).toMatchObject([
      { kind: "client_certificate_required", severity: "info" },
    ]);
    expect(diagnose(presenting(saying("unknown_ca"))).map(({ kind }) => kind)).toEqual([
      "client_certificate_rejected",
      "client_certificate_required",
    ]);
    const broken = { outcome: "broken", class: "misbehaved", code: "illegal_value" } as const;
    expect(diagnose(presenting(broken, client, handshake()))).toMatchObject([
      { kind: "not_determined", class: "misbehaved" },
    ]);
  });

  it("explains what an ordinary client meets, whatever a named one meets", () => {
    const named = { named: ["java8"], trials: [refusedTrial()] } as const;
    const seen = { ...seeing(alerted("internal_error", 80)), clientTrials: named };
    expect(diagnose(seen)).toMatchObject([{ kind: "not_determined" }, { kind: "cipher_suite_mismatch" }]);
  });

  it("does not call a warning a problem", () => {
    const seen = seeing(handshake(), handshake({ offer: "without_server_name", certificateList: otherName }));
    expect(diagnose(seen)).toMatchObject([{ kind: "sni_required", severity: "warning" }]);
    expect(judgeVerdict(seen, diagnose(seen))).toBe("ok");
  });

  it("calls what no connection reached unreachable", () => {
    const seen = unreached({ reason: "connection_refused", address });
    expect(judgeVerdict(seen, diagnose(seen))).toBe("unreachable");
  });
});
