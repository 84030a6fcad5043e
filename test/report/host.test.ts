import { describe, expect, it } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { catalogFor } from "../../src/locales/locale.ts";
import { reportHost } from "../../src/report/host-json.ts";
import { formatHostReport } from "../../src/report/host-text.ts";
import { AT, DAY, FINDINGS, alerted, certificate, evidence, handshake } from "../support/evidence.ts";

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
      "alpn",
      "certificateList",
      "serverName",
      "clientCertificate",
      "findings",
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
      versions: { "TLS 1.3": "accepted" },
      cipherSuites: [{ version: "TLS 1.3", id: "0x1302", name: "TLS_AES_256_GCM_SHA384" }],
      alpn: ["h2"],
      certificateList: [{ notAfter: "2026-11-08T20:00:00.000Z", publicKey: "EC P-256" }, {}],
      serverName: { required: false, certificateDiffers: false },
      clientCertificate: { requested: false, required: false, authorities: [] },
      findings: [{ kind: "certificate_expired", severity: "error" }],
    });
  });

  it("is plain JSON, whatever the verdict", () => {
    const reports = [
      evidence(),
      evidence({ handshakes: [alerted("handshake_failure")] }),
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
            Serial number 03ab, issued by CN=Example CA,O=Example.
            SHA-256 fingerprint abababababababababababababababababababababababababababababababab.
          What to do:
            Install a new certificate together with its chain on the side that sent this one, and reload the server.
            If it was renewed already, the server still has the old file loaded, or one of several servers was forgotten.
        214 ms, 2 connections"
    `);
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
