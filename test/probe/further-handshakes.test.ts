import { afterAll, beforeAll, expect, it } from "vitest";
import type { CollectOptions } from "../../src/probe/collect-evidence.ts";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";
import type { CertificateFiles } from "./scan/s-server.ts";
import { HOST, createCertificateFiles, startSServer } from "./scan/s-server.ts";

let files: CertificateFiles;
beforeAll(() => {
  files = createCertificateFiles();
});
afterAll(() => files.remove());

const collect = (port: number, scope?: CollectOptions["scope"]) =>
  collectEvidence(
    { host: "127.0.0.1", port, serverName: HOST },
    { at: Date.now(), timeoutMs: 3_000, egress: null, trustAnchors: null, ...(scope && { scope }) },
  );

it("tries no older version with who has shown a certificate before refusing", async () => {
  const server = await startSServer(...files.ecdsa, "-tls1_2", "-Verify", "1");
  try {
    const { handshakes, connections } = await collect(server.port, "quick");
    expect(handshakes).toMatchObject([{ offer: "ordinary", result: { outcome: "alert" } }]);
    expect(handshakes[0]?.certificateList).toHaveLength(1);
    expect(connections).toBe(1);
  } finally {
    await server.close();
  }
});

it("examines the list that only other clients get", async () => {
  const server = await startSServer(...files.rsa, "-tls1_2", "-cipher", "NULL-SHA:@SECLEVEL=0");
  try {
    const { handshakes, examination } = await collect(server.port);
    expect(handshakes[0]).toMatchObject({ result: { outcome: "alert" }, certificateList: [] });
    expect(examination).toMatchObject({ valid: false, faults: [{ fault: { kind: "root_not_trusted" } }] });
  } finally {
    await server.close();
  }
});

it("calls TLS 1.3 without tickets no resumption", async () => {
  const server = await startSServer(...files.ecdsa, "-tls1_3", "-num_tickets", "0");
  try {
    const { profile } = await collect(server.port);
    expect(profile?.supports.resumption).toBe(false);
  } finally {
    await server.close();
  }
});

it("finds each signature algorithm of a server with one rare group", async () => {
  const schemes = ["RSA-PSS+SHA256", "RSA-PSS+SHA512", "RSA+SHA256", "RSA+SHA384"];
  const args = ["-tls1_2", "-groups", "P-521", "-sigalgs", schemes.join(":")];
  const server = await startSServer(...files.rsa, ...args);
  try {
    const { profile } = await collect(server.port);
    expect(profile).toMatchObject({ groups: ["secp521r1"], complete: true });
    expect(profile?.signatureAlgorithms.toSorted()).toEqual([
      "rsa_pkcs1_sha256",
      "rsa_pkcs1_sha384",
      "rsa_pss_rsae_sha256",
      "rsa_pss_rsae_sha512",
    ]);
  } finally {
    await server.close();
  }
});
