import { createServer } from "node:net";
import { connect } from "node:tls";
import { describe, expect, it } from "vitest";
import type { ClientCapabilities } from "../../src/diagnosis/client-capabilities.ts";
import { ORDINARY_CLIENT } from "../../src/diagnosis/client-capabilities.ts";
import { findMismatch } from "../../src/diagnosis/mismatch.ts";
import type { ServerProfile, VersionName } from "../../src/diagnosis/server-profile.ts";
import { CIPHER_SUITES, describeCipherSuite } from "../../src/tls/cipher-suites.ts";
import { decodeClientHello } from "../../src/tls/client-hello.ts";
import { readClientOffer } from "../tls/client-offer.ts";
import { NAMED_GROUP, describeNamedGroup } from "../../src/tls/named-groups.ts";
import { SIGNATURE_SCHEME, describeSignatureScheme } from "../../src/tls/signature-schemes.ts";
import { profile } from "../support/evidence.ts";

const suites = (version: VersionName, ...names: string[]): ServerProfile["cipherSuites"] =>
  names.map((name) => ({ version, id: "0x0000", name }));
/** Suites of one version, which is the only one accepted. */
const only = (
  version: VersionName,
  ...names: string[]
): Pick<ServerProfile, "versions" | "cipherSuites"> => ({
  versions: {
    "SSL 3.0": "refused",
    "TLS 1.0": "refused",
    "TLS 1.1": "refused",
    "TLS 1.2": "refused",
    "TLS 1.3": "refused",
    [version]: "accepted",
  },
  cipherSuites: suites(version, ...names),
});
const client = (given: Partial<ClientCapabilities>): ClientCapabilities => ({ ...ORDINARY_CLIENT, ...given });
const old = client({ versions: ["TLS 1.0"], cipherSuites: ["TLS_RSA_WITH_3DES_EDE_CBC_SHA"], groups: [] });
const AES = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
const DHE = "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256";

describe("a client and a server", () => {
  it.each<[string, ClientCapabilities, Partial<ServerProfile>]>([
    ["fit", ORDINARY_CLIENT, {}],
    ["fit by what needs no group", ORDINARY_CLIENT, { ...only("TLS 1.2", AES, DHE), groups: ["secp256k1"] }],
    [
      "fit by what needs no signature",
      ORDINARY_CLIENT,
      {
        ...only("TLS 1.2", AES, "TLS_RSA_WITH_AES_128_CBC_SHA"),
        signatureAlgorithms: ["rsa_pkcs1_sha1"],
      },
    ],
    [
      "fit in TLS 1.0, where no signature is negotiated",
      client({ versions: ["TLS 1.0"], cipherSuites: ["TLS_DHE_RSA_WITH_AES_128_CBC_SHA"] }),
      {
        ...only("TLS 1.0", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"),
        signatureAlgorithms: ["ecdsa_secp256r1_sha256"],
      },
    ],
    ["may fit: one version did not tell", old, { versions: { ...profile().versions, "TLS 1.0": "unknown" } }],
    ["may fit: no suite is known", ORDINARY_CLIENT, { cipherSuites: [] }],
    [
      "may fit: of one version no suite is known",
      ORDINARY_CLIENT,
      { cipherSuites: suites("TLS 1.2", "TLS_RSA_WITH_RC4_128_SHA") },
    ],
    ["may fit: no group is known", ORDINARY_CLIENT, { groups: [] }],
    ["may fit: no signature algorithm is known", ORDINARY_CLIENT, { signatureAlgorithms: [] }],
    [
      "may fit: the search was cut short",
      ORDINARY_CLIENT,
      { ...only("TLS 1.2", "TLS_RSA_WITH_RC4_128_SHA"), complete: false },
    ],
    ["may fit: the client names no groups", client({ groups: [] }), {}],
  ])("%s", (_, capabilities, given) => {
    expect(findMismatch(capabilities, profile(given))).toBeNull();
  });

  it("have no version in common", () => {
    expect(findMismatch(old, profile({ complete: false }))).toEqual({
      parameter: "versions",
      offered: ["TLS 1.0"],
      accepted: ["TLS 1.2", "TLS 1.3"],
    });
  });

  it("have no suite in common in the versions that both have", () => {
    const cipherSuites = [
      ...suites("TLS 1.2", "TLS_RSA_WITH_RC4_128_SHA"),
      ...suites("TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA"),
    ];
    const { versions } = only("TLS 1.2");
    const given = profile({ versions: { ...versions, "TLS 1.0": "accepted" }, cipherSuites });
    expect(findMismatch(ORDINARY_CLIENT, given)).toMatchObject({
      parameter: "cipher_suites",
      accepted: ["TLS_RSA_WITH_RC4_128_SHA"],
    });
  });

  it.each<[VersionName, string, string]>([
    ["TLS 1.2", AES, "ffdhe2048"],
    ["TLS 1.2", AES, "X25519MLKEM768"],
    ["TLS 1.2", AES, "brainpoolP256r1tls13"],
    ["TLS 1.3", "TLS_AES_128_GCM_SHA256", "brainpoolP256r1"],
    ["TLS 1.3", "TLS_AES_128_GCM_SHA256", "secp256k1"],
  ])("have no group in common where %s has no such: %s with %s", (version, suite, group) => {
    const given = profile({ ...only(version, suite), groups: [group] });
    expect(findMismatch(client({ groups: [group] }), given)?.parameter).toBe("groups");
    const both = profile({ ...only(version, suite), groups: [group, "x25519"] });
    expect(findMismatch(client({ groups: [group, "x25519"] }), both)).toBeNull();
  });

  it.each<[VersionName, string, string, string]>([
    ["TLS 1.2", AES, "ecdsa_secp256r1_sha256", "rsa_pkcs1_sha256"],
    ["TLS 1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "rsa_pkcs1_sha256", "ed25519"],
    ["TLS 1.2", "TLS_DHE_DSS_WITH_AES_128_CBC_SHA", "rsa_pkcs1_sha256", "dsa_sha256"],
    ["TLS 1.3", "TLS_AES_128_GCM_SHA256", "rsa_pkcs1_sha256", "mldsa65"],
    ["TLS 1.3", "TLS_AES_128_GCM_SHA256", "ecdsa_sha1", "rsa_pss_rsae_sha256"],
  ])("have a signature in common only where it fits: %s, %s, not %s but %s", (version, suite, not, but) => {
    const capabilities = client({ cipherSuites: [suite], signatureAlgorithms: [not, but] });
    const given = { ...only(version, suite) };
    expect(findMismatch(capabilities, profile({ ...given, signatureAlgorithms: [not] }))).toMatchObject({
      parameter: "signature_algorithms",
      offered: [not, but],
      accepted: [not],
    });
    expect(findMismatch(capabilities, profile({ ...given, signatureAlgorithms: [but] }))).toBeNull();
  });
});

describe("the ordinary client", () => {
  it("is spelt as the registries are", () => {
    const names = new Set(CIPHER_SUITES.map(({ name }) => name));
    expect(ORDINARY_CLIENT.cipherSuites.filter((name) => !names.has(name))).toEqual([]);
    expect(ORDINARY_CLIENT.groups.filter((name) => !(name in NAMED_GROUP))).toEqual([]);
    expect(ORDINARY_CLIENT.signatureAlgorithms.filter((name) => !(name in SIGNATURE_SCHEME))).toEqual([]);
  });

  it("offers nothing that this Node's OpenSSL does not, apart from what is newer than it", async () => {
    const offer = await captureOffer();
    const suitesOffered = new Set(offer.cipherSuites.map((id) => describeCipherSuite(id).name));
    const groups = new Set([...offer.groups.map(describeNamedGroup), "X25519MLKEM768"]);
    const algorithms = new Set(offer.signatureAlgorithms.map(describeSignatureScheme));
    expect(ORDINARY_CLIENT.cipherSuites.filter((name) => !suitesOffered.has(name))).toEqual([]);
    expect(ORDINARY_CLIENT.groups.filter((name) => !groups.has(name))).toEqual([]);
    expect(ORDINARY_CLIENT.signatureAlgorithms.filter((name) => !algorithms.has(name))).toEqual([]);
  });
});

/** The Client Hello of node:tls with OpenSSL's own defaults, in one record. */
async function captureOffer(): Promise<ReturnType<typeof readClientOffer>> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const record = new Promise<Buffer>((resolve) => {
    server.once("connection", (socket) => {
      let bytes = Buffer.alloc(0);
      socket.on("data", (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk]);
        if (bytes.length < 5 || bytes.length < 5 + bytes.readUInt16BE(3)) return;
        socket.destroy();
        resolve(bytes.subarray(5, 5 + bytes.readUInt16BE(3)));
      });
    });
  });
  const socket = connect({ host: "127.0.0.1", port: address.port, ciphers: "DEFAULT" });
  socket.on("error", () => undefined);
  try {
    return readClientOffer(decodeClientHello((await record).subarray(4)));
  } finally {
    socket.destroy();
    server.close();
  }
}
