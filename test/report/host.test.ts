import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { catalogFor } from "../../src/locales/catalogs.ts";
import { reportHost } from "../../src/report/host-json.ts";
import { formatHostReport } from "../../src/report/host-text.ts";
import {
  AT,
  DAY,
  FINDINGS,
  alerted,
  certificate,
  evidence,
  handshake,
  profile,
} from "../support/evidence.ts";

const en = catalogFor("en");
const plain = (_: string, text: string) => text;
const expired = evidence({
  handshakes: [
    handshake({
      certificateList: [
        certificate({ notAfter: AT - 12 * DAY }),
        certificate({ subject: "CN=Example CA,O=Example", issuer: "CN=Example Root,O=Example" }),
      ],
    }),
  ],
});

/** Its profile is known, and one of its addresses does not answer. */
const probed = evidence({
  profile: profile({
    cipherSuites: [
      ...profile().cipherSuites,
      { version: "TLS 1.2", id: "0x0005", name: "TLS_RSA_WITH_RC4_128_SHA" },
      { version: "TLS 1.2", id: "0x002f", name: "TLS_RSA_WITH_AES_128_CBC_SHA" },
    ],
  }),
  otherAddresses: [
    {
      address: "93.184.216.35",
      unreachable: null,
      result: { outcome: "completed" },
      version: "TLS 1.3",
      certificateList: [certificate()],
    },
    {
      address: "93.184.216.36",
      unreachable: { reason: "timeout", address: "93.184.216.36", afterMs: 5_000 },
      result: null,
      version: null,
      certificateList: [],
    },
  ],
});

describe("JSON", () => {
  const report = reportHost(expired, diagnose(expired), en);

  it("has the contract's keys", () => {
    expect(Object.keys(report)).toEqual([
      "schema",
      "target",
      "addresses",
      "startedAt",
      "durationMs",
      "connections",
      "verdict",
      "versions",
      "cipherSuites",
      "serverPreference",
      "groups",
      "alpn",
      "certificateList",
      "serverName",
      "clientCertificate",
      "findings",
      "signatureAlgorithms",
      "dhBits",
      "supports",
      "intolerances",
      "staple",
      "otherCertificateLists",
      "otherAddresses",
      "scan",
    ]);
    expect(Object.keys(report.certificateList[0] ?? {})).toEqual([
      "subject",
      "issuer",
      "serialNumber",
      "notBefore",
      "notAfter",
      "subjectAltName",
      "publicKey",
      "signatureAlgorithm",
      "sha256",
    ]);
    expect(Object.keys(report.findings[0] ?? {})).toEqual([
      "kind",
      "severity",
      "title",
      "evidence",
      "resolution",
    ]);
  });

  it("says what was seen", () => {
    expect(report).toMatchObject({
      schema: "tlscheck.host/1",
      target: { host: "api.example.com", port: 443, serverName: "api.example.com" },
      startedAt: "2026-11-20T20:00:00.000Z",
      durationMs: 214,
      verdict: "problem",
      versions: {
        "SSL 3.0": "unknown",
        "TLS 1.0": "unknown",
        "TLS 1.1": "unknown",
        "TLS 1.2": "unknown",
        "TLS 1.3": "accepted",
      },
      cipherSuites: [{ version: "TLS 1.3", id: "0x1302", name: "TLS_AES_256_GCM_SHA384" }],
      alpn: ["h2"],
      certificateList: [{ notAfter: "2026-11-08T20:00:00.000Z", publicKey: "EC P-256" }, {}],
      serverName: { required: false, certificateDiffers: false },
      clientCertificate: { requested: false, required: false, authorities: [] },
      findings: [{ kind: "certificate_expired", severity: "error" }],
      serverPreference: null,
      groups: [],
      supports: { resumption: null },
      scan: null,
    });
  });

  it("says what the server accepts", () => {
    expect(reportHost(probed, diagnose(probed), en)).toMatchObject({
      verdict: "problem",
      versions: { "SSL 3.0": "refused", "TLS 1.2": "accepted", "TLS 1.3": "accepted" },
      cipherSuites: [
        { version: "TLS 1.3", id: "0x1302", name: "TLS_AES_256_GCM_SHA384" },
        { version: "TLS 1.2", name: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
        { name: "TLS_RSA_WITH_RC4_128_SHA" },
        { name: "TLS_RSA_WITH_AES_128_CBC_SHA" },
      ],
      serverPreference: true,
      groups: ["X25519MLKEM768", "x25519", "secp256r1"],
      alpn: ["h2", "http/1.1"],
      signatureAlgorithms: ["rsa_pss_rsae_sha256", "rsa_pkcs1_sha256"],
      dhBits: null,
      supports: { extendedMasterSecret: true },
      intolerances: [],
      otherCertificateLists: [],
      otherAddresses: [
        { address: "93.184.216.35", outcome: "completed", alert: null, version: "TLS 1.3" },
        { address: "93.184.216.36", outcome: "timeout", alert: null, version: null, certificateList: [] },
      ],
      scan: { backedOff: 0, complete: true },
    });
  });

  it("says what came stapled to the certificate", () => {
    const stapleOf = (staple: NonNullable<Evidence["staple"]> | null) =>
      reportHost(evidence({ staple }), [], en).staple;
    expect(stapleOf(null)).toEqual({ status: "not_sent", thisUpdate: null, nextUpdate: null });
    expect(stapleOf({ kind: "good", thisUpdate: AT, nextUpdate: null })).toEqual({
      status: "good",
      thisUpdate: "2026-11-20T20:00:00.000Z",
      nextUpdate: null,
    });
    expect(reportHost(evidence(), [], en).staple).toBeNull();
  });

  it("takes what a handshake negotiated for accepted, whatever asking told", () => {
    const { versions } = profile();
    const seen = evidence({
      profile: profile({ versions: { ...versions, "TLS 1.3": "unknown" }, alpn: [] }),
    });
    expect(reportHost(seen, [], en)).toMatchObject({ versions: { "TLS 1.3": "accepted" }, alpn: ["h2"] });
    expect(formatHostReport(seen, [], en, plain)).toContain("Versions: TLS 1.2 and TLS 1.3");
  });

  it("names what was negotiated beside what was found before the search ended", () => {
    const [tls13, ...cipherSuites] = profile().cipherSuites;
    const seen = evidence({ profile: profile({ cipherSuites, complete: false }) });
    expect(reportHost(seen, [], en).cipherSuites).toEqual([tls13, ...cipherSuites]);
    expect(reportHost(evidence({ profile: profile() }), [], en).cipherSuites).toEqual(profile().cipherSuites);
  });

  it("is plain JSON, whatever the verdict", () => {
    const reports = [
      evidence(),
      evidence({ handshakes: [alerted("handshake_failure")], profile: profile() }),
      evidence({
        handshakes: [],
        unreachable: { reason: "name_not_resolved", code: "ENOTFOUND" },
        addresses: [],
      }),
    ].map((seen) => reportHost(seen, diagnose(seen), en));
    expect(reports.map(({ verdict }) => verdict)).toEqual(["ok", "problem", "unreachable"]);
    for (const each of reports) expect(JSON.parse(JSON.stringify(each))).toEqual(each);
  });
});

describe("text", () => {
  it("is complete without colour", () => {
    expect(formatHostReport(expired, diagnose(expired), en, plain)).toMatchInlineSnapshot(`
      "✘ api.example.com:443  The certificate expired 12 days ago
        Addresses: 93.184.216.34
        Negotiated: TLS 1.3, TLS_AES_256_GCM_SHA384, ALPN h2
        Certificates, as the server sent them:
          1. CN=api.example.com,O=Example, issued by CN=Example CA,O=Example, expired on 8 Nov 2026, 20:00 UTC
          2. CN=Example CA,O=Example, issued by CN=Example Root,O=Example, valid until 19 Jan 2027, 20:00 UTC (60 days left)

        ✘ The certificate expired 12 days ago [certificate_expired]
          What we saw:
            CN=api.example.com,O=Example was valid until 8 Nov 2026, 20:00 UTC.
            Serial number 03ab, issued by CN=Example CA,O=Example; its key is EC P-256.
            SHA-256 fingerprint abababababababababababababababababababababababababababababababab.
          What to do:
            Install a new certificate together with its chain on the side that sent this one, and reload the server.
            If it was renewed already, the server still has the old file loaded, or one of several servers was forgotten.
        214 ms, 2 connections"
    `);
  });

  it("says what the server accepts, below what is wrong", () => {
    expect(formatHostReport(probed, diagnose(probed), en, plain)).toMatchInlineSnapshot(`
      "✘ api.example.com:443  Not every address of the name gives a handshake
        Addresses: 93.184.216.34
        Negotiated: TLS 1.3, TLS_AES_256_GCM_SHA384, ALPN h2
        Versions: TLS 1.2 and TLS 1.3
        Cipher suites: 4; insecure: TLS_RSA_WITH_RC4_128_SHA; weak: TLS_RSA_WITH_AES_128_CBC_SHA
        Groups: X25519MLKEM768, x25519 and secp256r1
        Certificates, as the server sent them:
          1. CN=api.example.com,O=Example, issued by CN=Example CA,O=Example, valid until 19 Jan 2027, 20:00 UTC (60 days left)

        ✘ Not every address of the name gives a handshake [addresses_differ]
          What we saw:
            93.184.216.34: CN=api.example.com,O=Example, issued by CN=Example CA,O=Example, valid until 19 Jan 2027, 20:00 UTC.
            93.184.216.35: CN=api.example.com,O=Example, issued by CN=Example CA,O=Example, valid until 19 Jan 2027, 20:00 UTC.
            93.184.216.36: does not answer.
          What to do:
            Clients get one address or another, so this fails now and then. Give every server behind the name the same certificate and configuration; until then, take the one that is behind out of DNS or the load balancer.
            To see what each shows:
                for address in 93.184.216.34 93.184.216.35 93.184.216.36; do
                  echo | openssl s_client -connect "$address:443" -servername api.example.com | openssl x509 -noout -subject -enddate
                done
        214 ms, 2 connections"
    `);
  });

  it("says that the addresses agree, and how the search went", () => {
    const seen = {
      ...probed,
      profile: profile({ backedOff: 2, complete: false }),
      otherAddresses: probed.otherAddresses.slice(0, 1),
    };
    const text = formatHostReport(seen, diagnose(seen), en, plain);
    expect(text).toContain("All 2 addresses give the same answer.");
    expect(text).toContain("cut connections 2 times");
    expect(text).toContain("ended at its limit");
    expect(text).not.toContain("weak");
  });

  it("says that a client certificate was given for nothing", () => {
    const unasked = "The server asked for no client certificate";
    const given = handshake({ offer: "with_client_certificate" });
    const textOf = (handshakes: Evidence["handshakes"]) =>
      formatHostReport(evidence({ handshakes, clientCertificate: certificate() }), [], en, plain);
    expect(textOf([handshake(), given])).toContain(unasked);
    const asked = { ...given, clientCertificate: { requested: true, authorities: [] } };
    expect(textOf([handshake(), asked])).not.toContain(unasked);
    expect(textOf([handshake(), { ...given, result: { outcome: "closed" } }])).not.toContain(unasked);
    expect(textOf([handshake()])).not.toContain(unasked);
  });

  it("holds no control character of a stranger", () => {
    const hostile = "\u001B[2J\u202E<!channel>";
    const seen = evidence({
      handshakes: [handshake({ certificateList: [certificate({ subject: `CN=${hostile}`, notAfter: 0 })] })],
    });
    const text = formatHostReport(
      seen,
      [...diagnose(seen), { ...FINDINGS.not_tls, firstBytes: hostile }],
      en,
      plain,
    );
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain("\\u{1b}[2J");
  });

  it("marks each finding by its severity and kind", () => {
    const findings = Object.values(FINDINGS);
    const text = formatHostReport(
      evidence(),
      findings,
      en,
      (style, shown) => `<${style}>${shown}</${style}>`,
    );
    for (const { kind } of findings) expect(text).toContain(`<dim>[${kind}]</dim>`);
    expect(text).toContain("<yellow>! ");
    expect(text).toContain("<red>✘ ");
  });
});
