import { describe, expect, test } from "vitest";
import { createOcspResponse } from "./certificate-files.ts";
import { startNginx, useCertificate } from "./nginx.ts";
import { kindsOf, openPeers } from "./support.ts";

const { folder, authority, check } = openPeers();
const rsa = authority.issue("rsa", "rsa");
const ec = authority.issue("ec", "ec");
const mustStaple = authority.issue("must-staple", "ec", ["tlsfeature=status_request"]);

test("versions, groups, application protocols and the list exactly as sent", async () => {
  const report = await check(
    startNginx(folder, {
      certificates: [rsa],
      directives: ["ssl_protocols TLSv1.2 TLSv1.3", "ssl_ecdh_curve X25519:prime256v1:secp384r1"],
    }),
  );
  expect(report).toMatchObject({
    verdict: "ok",
    versions: {
      "SSL 3.0": "refused",
      "TLS 1.0": "refused",
      "TLS 1.1": "refused",
      "TLS 1.2": "accepted",
      "TLS 1.3": "accepted",
    },
    alpn: ["h2", "http/1.1"],
    certificateList: [
      { subject: "CN=peer.test", issuer: "CN=peers' authority", subjectAltName: ["DNS:peer.test"] },
      { subject: "CN=peers' authority", publicKey: "RSA 2048" },
    ],
    serverName: { required: false, certificateDiffers: false },
    clientCertificate: { requested: false, required: false, authorities: [] },
    findings: [],
  });
  expect(report).toHaveProperty("groups", expect.arrayContaining(["x25519", "secp256r1", "secp384r1"]));
  expect(report).toHaveProperty("groups.length", 3);
});

test("TLS 1.0 and 1.1 only", async () => {
  const report = await check(
    startNginx(folder, {
      certificates: [rsa],
      directives: ["ssl_protocols TLSv1 TLSv1.1", "ssl_ciphers ALL:@SECLEVEL=0"],
    }),
  );
  expect(report).toMatchObject({
    verdict: "problem",
    versions: { "TLS 1.0": "accepted", "TLS 1.1": "accepted", "TLS 1.2": "refused", "TLS 1.3": "refused" },
  });
  expect(kindsOf(report)).toContain("protocol_mismatch");
});

test("RSA and ECDSA certificates side by side", async () => {
  const report = await check(
    startNginx(folder, { certificates: [rsa, ec], directives: ["ssl_protocols TLSv1.2 TLSv1.3"] }),
  );
  const names = report.cipherSuites.map(({ name }) => name);
  expect(names).toContain("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
  expect(names).toContain("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
  expect(report).toMatchObject({ verdict: "ok", certificateList: [{ publicKey: "EC P-256" }, {}] });
});

describe("a client certificate", () => {
  // nginx completes the handshake in either case and judges in HTTP.
  test.each(["on", "optional"])("is requested with ssl_verify_client %s", async (value) => {
    const report = await check(
      startNginx(folder, {
        certificates: [rsa],
        directives: [`ssl_verify_client ${value}`, `ssl_client_certificate ${authority.certificate}`],
      }),
    );
    expect(report.clientCertificate).toEqual({
      requested: true,
      required: false,
      authorities: ["CN=peers' authority"],
    });
  });
});

describe("server_name", () => {
  test("is required", async () => {
    const report = await check(
      startNginx(folder, { certificates: [rsa], otherwise: ["ssl_reject_handshake on"] }),
    );
    expect(report.serverName).toEqual({ required: true, certificateDiffers: false });
    expect(kindsOf(report)).toEqual(["sni_required"]);
  });

  test("chooses the certificate", async () => {
    const other = authority.issue("other", "ec");
    const report = await check(
      startNginx(folder, { certificates: [rsa], otherwise: [...useCertificate(other), "return 200"] }),
    );
    expect(report.serverName).toEqual({ required: false, certificateDiffers: true });
    expect(kindsOf(report)).toEqual(["sni_required"]);
  });

  test("is not known to the server", async () => {
    const report = await check(
      startNginx(folder, { certificates: [rsa], otherwise: ["ssl_reject_handshake on"] }),
      "another.test",
    );
    expect(report).toMatchObject({ verdict: "problem", findings: [{ kind: "host_name_mismatch" }] });
  });
});

describe("a stapled OCSP response", () => {
  const staple = (status: "good" | "revoked") =>
    startNginx(folder, {
      certificates: [mustStaple],
      directives: [
        "ssl_stapling on",
        `ssl_stapling_file ${createOcspResponse(folder, authority, mustStaple, status)}`,
      ],
    });

  test("is there as the certificate demands", async () => {
    expect(kindsOf(await check(staple("good")))).toEqual([]);
  });

  test("says that the certificate is revoked", async () => {
    const report = await check(staple("revoked"));
    expect(report.verdict).toBe("problem");
    expect(kindsOf(report)).toContain("certificate_revoked");
  });

  test("is missing", async () => {
    const report = await check(startNginx(folder, { certificates: [mustStaple] }));
    expect(kindsOf(report)).toEqual(["ocsp_must_staple_missing"]);
  });
});

test("HTTP without TLS", async () => {
  const report = await check(startNginx(folder, { certificates: [] }));
  expect(report).toMatchObject({ verdict: "problem", versions: {}, cipherSuites: [], certificateList: [] });
  expect(kindsOf(report)).toEqual(["not_tls"]);
});
