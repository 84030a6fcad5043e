import { describe, expect, test } from "vitest";
import { startGnuTlsServ } from "./gnutls-serv.ts";
import { createOcspResponse } from "./certificate-files.ts";
import { kindsOf, openPeers } from "./support.ts";

const { folder, authority, check } = openPeers();
const rsa = authority.issue("rsa", "rsa");
const ec = authority.issue("ec", "ec");

test("TLS 1.3 only, with a group that nobody sends a key share for", async () => {
  const priority = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP521R1";
  const report = await check(startGnuTlsServ([ec], priority, ["--disable-client-cert"]));
  expect(report).toMatchObject({
    verdict: "ok",
    versions: { "TLS 1.1": "refused", "TLS 1.2": "refused", "TLS 1.3": "accepted" },
    groups: ["secp521r1"],
    certificateList: [{ publicKey: "EC P-256" }, {}],
  });
});

test("finite-field groups", async () => {
  const priority = "NORMAL:-GROUP-ALL:+GROUP-FFDHE2048:+GROUP-FFDHE3072";
  const report = await check(startGnuTlsServ([rsa], priority, ["--disable-client-cert"]));
  expect(report).toHaveProperty("groups", expect.arrayContaining(["ffdhe2048", "ffdhe3072"]));
  expect(report).toHaveProperty("groups.length", 2);
  // An ordinary client has none of them and gets TLS 1.2; the server does speak TLS 1.3.
  expect(kindsOf(report)).not.toContain("version_intolerant");
});

test("groups of a server that prefers suites without any", async () => {
  const priority =
    "NONE:+VERS-TLS1.2:+COMP-NULL:+RSA:+DHE-RSA:+ECDHE-RSA:+AES-128-CBC:+AES-256-CBC:+3DES-CBC:+ARCFOUR-128:+SHA1:+SIGN-ALL:%SERVER_PRECEDENCE" +
    ":+GROUP-SECP256R1:+GROUP-SECP384R1:+GROUP-X25519";
  const report = await check(startGnuTlsServ([rsa], priority, ["--disable-client-cert"]));
  expect(report.groups.toSorted()).toEqual(["secp256r1", "secp384r1", "x25519"]);
});

test("TLS 1.0 only", async () => {
  const priority = "NORMAL:-VERS-ALL:+VERS-TLS1.0:+SHA1:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1";
  const report = await check(startGnuTlsServ([rsa], priority, ["--disable-client-cert"]));
  expect(report).toMatchObject({
    verdict: "problem",
    versions: { "TLS 1.0": "accepted", "TLS 1.1": "refused", "TLS 1.2": "refused", "TLS 1.3": "refused" },
    groups: ["x25519", "secp256r1"],
  });
  expect(kindsOf(report)).toContain("protocol_mismatch");
});

test("a compressed certificate list", async () => {
  const options = ["--disable-client-cert", "--compress-cert", "zlib"];
  const report = await check(startGnuTlsServ([rsa], "NORMAL", options));
  expect(report).toMatchObject({ verdict: "ok", certificateList: [{ publicKey: "RSA 2048" }, {}] });
});

test("one application protocol only", async () => {
  const report = await check(
    startGnuTlsServ([rsa], "NORMAL", ["--disable-client-cert", "--alpn", "h2", "--alpn-fatal"]),
  );
  expect(report).toMatchObject({ verdict: "ok", alpn: ["h2"] });
});

describe.each(["TLS1.2", "TLS1.3"])("%s", (version) => {
  const priority = `NORMAL:-VERS-ALL:+VERS-${version}`;
  const ca = ["--x509cafile", authority.certificate];

  test("a client certificate is required", async () => {
    const report = await check(startGnuTlsServ([rsa], priority, [...ca, "--require-client-cert"]));
    expect(report.clientCertificate).toEqual({
      requested: true,
      required: true,
      authorities: ["CN=peers' authority"],
    });
    expect(kindsOf(report)).toContain("client_certificate_required");
  });

  test("a client certificate is asked for, and none will do", async () => {
    const report = await check(startGnuTlsServ([rsa], priority, ca));
    expect(report.clientCertificate).toEqual({
      requested: true,
      required: false,
      authorities: ["CN=peers' authority"],
    });
  });

  test("a stapled response says that the certificate is revoked", async () => {
    const response = createOcspResponse(folder, authority, rsa, "revoked");
    const options = ["--disable-client-cert", "--ocsp-response", response, "--ignore-ocsp-response-errors"];
    const report = await check(startGnuTlsServ([rsa], priority, options));
    expect(kindsOf(report)).toContain("certificate_revoked");
  });
});
