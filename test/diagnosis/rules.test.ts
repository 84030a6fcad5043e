import { describe, expect, it } from "vitest";
import { diagnose, rules } from "../../src/diagnosis/diagnose.ts";
import { judgeVerdict } from "../../src/diagnosis/diagnosis.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
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
      accepted: null,
      alert: "protocol_version",
    }),
    bad("an old client that gets through", seeing(failed({ outcome: "closed" }), tls10), {
      kind: "protocol_mismatch",
      accepted: "TLS 1.0",
      alert: null,
    }),
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
  ],
  handshakeCut: [
    good("an alert", seeing(alerted("handshake_failure"))),
    good("an old client that gets through", seeing(failed({ outcome: "connection_reset" }), tls10)),
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
        code: null,
      },
    ]);
    expect(diagnose(seeing(failed({ outcome: "broken", class: "incompatible", code: "ServerHello truncated" })))).toMatchObject([
      { kind: "not_determined", alert: null, code: "ServerHello truncated" },
    ]);
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
