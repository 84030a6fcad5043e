import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ServerProfile } from "../../../src/diagnosis/server-profile.ts";
import { ServerProbe } from "../../../src/probe/probe-server.ts";
import { CIPHER_SUITES } from "../../../src/tls/cipher-suites.ts";
import type { CertificateFiles } from "./s-server.ts";
import { HOST, createCertificateFiles, listOpensslSuites, startSServer } from "./s-server.ts";

const TIMEOUT_MS = 3_000;
const AT_A_TIME = 4;

let files: CertificateFiles;
beforeAll(() => {
  files = createCertificateFiles();
});
afterAll(() => files.remove());

async function scan(port: number, brief = false): Promise<ServerProfile & { connections: number }> {
  const probe = new ServerProbe({
    target: { host: HOST, port, serverName: HOST },
    address: "127.0.0.1",
    port,
    timeoutMs: TIMEOUT_MS,
    signal: undefined,
    clientCertificate: undefined,
  });
  try {
    const profile = await probe.scan(brief);
    return { ...profile, connections: probe.connections };
  } finally {
    probe.close();
  }
}

async function scanSServer(args: readonly string[], brief = false) {
  const server = await startSServer(...args);
  try {
    return await scan(server.port, brief);
  } finally {
    await server.close();
  }
}

const accepted = ({ versions }: ServerProfile) =>
  Object.entries(versions).flatMap(([name, judgement]) => (judgement === "accepted" ? [name] : []));
const suitesOf = ({ cipherSuites }: ServerProfile, version: string) =>
  cipherSuites.flatMap((suite) => (suite.version === version ? [suite.name] : []));
const named = (...opensslNames: readonly string[]) =>
  opensslNames.map((name) => {
    const suite = CIPHER_SUITES.find(({ opensslName }) => opensslName === name);
    if (suite === undefined) throw new Error(`${name} is not in the registry`);
    return suite.name;
  });

/** The certificate that a suite of TLS 1.2 needs. */
function argumentsFor(suite: string): readonly string[] {
  const psk = suite.includes("PSK") ? ["-psk", "0123456789abcdef"] : [];
  if (suite.includes("ECDSA")) return files.ecdsa;
  if (suite.includes("DSS")) return files.dsa;
  if (/^(ADH|AECDH|PSK|DHE-PSK|ECDHE-PSK)/.test(suite)) return ["-nocert", ...psk];
  return [...files.rsa, ...psk];
}

it("finds each suite that the system's OpenSSL has, and nothing else, of a server that has it alone", async () => {
  const suites = [
    ...listOpensslSuites("-tls1_3").map((name) => ({ name, version: "TLS 1.3" })),
    ...listOpensslSuites("-tls1_2").map((name) => ({ name, version: "TLS 1.2" })),
  ].filter(({ name, version }) => name.startsWith("TLS_") === (version === "TLS 1.3"));
  expect(suites.length).toBeGreaterThan(80);
  const wrong: unknown[] = [];
  const waiting = suites.values();
  const line = async () => {
    for (const { name, version } of waiting) {
      const args =
        version === "TLS 1.3"
          ? [...files.rsa, "-tls1_3", "-ciphersuites", name]
          : [...argumentsFor(name), "-tls1_2", "-cipher", `${name}:@SECLEVEL=0`];
      const profile = await scanSServer(args, true);
      const [expected] = name.startsWith("TLS_") ? [name] : named(name);
      const found = profile.cipherSuites.map((suite) => `${suite.version} ${suite.name}`);
      const isRight = found.length === 1 && found[0] === `${version} ${expected}` && profile.complete;
      if (!isRight || profile.connections > 30) wrong.push({ name, found, profile });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, line));
  expect(wrong).toEqual([]);
}, 60_000);

describe("versions", () => {
  it.each([
    ["TLS 1.0", "-tls1", ["AES256-SHA", "AES128-SHA"]],
    ["TLS 1.1", "-tls1_1", ["AES128-SHA", "ECDHE-RSA-AES128-SHA"]],
    ["TLS 1.2", "-tls1_2", ["AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA"]],
  ])("%s alone, in the server's order", async (version, option, suites) => {
    const cipher = `${suites.join(":")}:@SECLEVEL=0`;
    const profile = await scanSServer([...files.rsa, option, "-serverpref", "-cipher", cipher]);
    expect(accepted(profile)).toEqual([version]);
    expect(Object.values(profile.versions)).not.toContain("unknown");
    expect(suitesOf(profile, version)).toEqual(named(...suites));
    expect(profile).toMatchObject({ complete: true, backedOff: 0, intolerances: [] });
    expect(profile.certificateLists.map(([leaf]) => leaf?.subject)).toEqual([`O=rsa,CN=${HOST}`]);
  });

  it("TLS 1.0 to 1.2 together, each with its suites", async () => {
    const cipher = "ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA:AES128-SHA:@SECLEVEL=0";
    const profile = await scanSServer([...files.rsa, "-no_tls1_3", "-serverpref", "-cipher", cipher]);
    expect(accepted(profile)).toEqual(["TLS 1.0", "TLS 1.1", "TLS 1.2"]);
    expect(profile.serverPreference).toBe(true);
    expect(suitesOf(profile, "TLS 1.2")).toEqual(
      named("ECDHE-RSA-AES128-GCM-SHA256", "AES256-SHA", "AES128-SHA"),
    );
    for (const version of ["TLS 1.0", "TLS 1.1"])
      expect(suitesOf(profile, version)).toEqual(named("AES256-SHA", "AES128-SHA"));
  });

  it("TLS 1.3 alone, with a HelloRetryRequest for P-384", async () => {
    const profile = await scanSServer([...files.ecdsa, "-tls1_3", "-groups", "P-384"]);
    expect(accepted(profile)).toEqual(["TLS 1.3"]);
    expect(profile).toMatchObject({
      groups: ["secp384r1"],
      signatureAlgorithms: ["ecdsa_secp256r1_sha256"],
      complete: true,
      intolerances: [],
    });
    expect(profile.certificateLists.map(([leaf]) => leaf?.subject)).toEqual([`O=ecdsa,CN=${HOST}`]);
  });

  it("TLS 1.3 alone, of groups that we cannot compute", async () => {
    const profile = await scanSServer([...files.rsa, "-tls1_3", "-groups", "ffdhe3072"]);
    expect(accepted(profile)).toEqual(["TLS 1.3"]);
    expect(profile).toMatchObject({ groups: ["ffdhe3072"], complete: true });
    expect(suitesOf(profile, "TLS 1.3")).toHaveLength(3);
  });
});

describe("the order", () => {
  const MIXED = [
    "AES128-SHA256",
    "ECDHE-RSA-AES128-SHA",
    "DHE-RSA-AES256-GCM-SHA384",
    "AES256-GCM-SHA384",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "CAMELLIA128-SHA",
    "ECDHE-RSA-AES128-GCM-SHA256",
  ];
  const options = () => [...files.rsa, "-tls1_2", "-cipher", `${MIXED.join(":")}:@SECLEVEL=0`];

  it("of a server that has one is found, however unlikely", async () => {
    const profile = await scanSServer([...options(), "-serverpref"]);
    expect(suitesOf(profile, "TLS 1.2")).toEqual(named(...MIXED));
    expect(profile.serverPreference).toBe(true);
  });

  it("of a server that has none is known not to be one", async () => {
    const profile = await scanSServer(options());
    expect(suitesOf(profile, "TLS 1.2").toSorted()).toEqual(named(...MIXED).toSorted());
    expect(profile.serverPreference).toBe(false);
  });

  it.each([
    ["with", true, ["-serverpref"]],
    ["without", false, []],
  ])("of two suites of different kinds, %s a preference", async (_, preference, more) => {
    const suites = ["AES128-SHA", "ECDHE-RSA-AES128-GCM-SHA256"];
    const cipher = `${suites.join(":")}:@SECLEVEL=0`;
    const profile = await scanSServer([...files.rsa, "-tls1_2", "-cipher", cipher, ...more]);
    expect(suitesOf(profile, "TLS 1.2").toSorted()).toEqual(named(...suites).toSorted());
    expect(profile.serverPreference).toBe(preference);
  });

  it("of TLS 1.3", async () => {
    const suites = ["TLS_AES_128_CCM_SHA256", "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"];
    const args = [...files.rsa, "-tls1_3", "-ciphersuites", suites.join(":")];
    const own = await scanSServer([...args, "-serverpref"]);
    expect(suitesOf(own, "TLS 1.3")).toEqual(suites);
    expect(own.serverPreference).toBe(true);
    const clients = await scanSServer(args);
    expect(suitesOf(clients, "TLS 1.3").toSorted()).toEqual(suites.toSorted());
    expect(clients.serverPreference).toBe(false);
  });
});

describe("what signs and agrees", () => {
  it("two certificates, each with its list", async () => {
    const [, certificate = "", , key = ""] = files.ecdsa;
    const profile = await scanSServer([...files.rsa, "-dcert", certificate, "-dkey", key]);
    const subjects = profile.certificateLists.map(([leaf]) => leaf?.subject);
    expect(new Set(subjects)).toEqual(new Set([`O=ecdsa,CN=${HOST}`, `O=rsa,CN=${HOST}`]));
    expect(profile.signatureAlgorithms).toEqual(
      expect.arrayContaining(["rsa_pss_rsae_sha256", "rsa_pkcs1_sha256", "ecdsa_secp256r1_sha256"]),
    );
    expect(profile.connections).toBeLessThanOrEqual(100);
  });

  it.each([
    ["-tls1_2", "P-521:X448", ["secp521r1", "x448"]],
    ["-tls1_3", "P-256:ffdhe2048:X25519", ["x25519", "secp256r1", "ffdhe2048"]],
    ["-tls1_2", "brainpoolP256r1:P-256", ["secp256r1", "brainpoolP256r1"]],
  ])("groups, %s %s", async (version, groups, expected) => {
    const cipher = ["-cipher", "ECDHE-RSA-AES128-GCM-SHA256"];
    const profile = await scanSServer([...files.rsa, version, "-groups", groups, ...cipher]);
    expect(profile.groups).toEqual(expected);
  });

  it.each(["-tls1_2", "-tls1_3"])("signature algorithms, %s", async (version) => {
    const sigalgs = ["-sigalgs", "rsa_pss_rsae_sha512:rsa_pss_rsae_sha384"];
    const profile = await scanSServer([...files.rsa, version, ...sigalgs]);
    expect(profile.signatureAlgorithms).toEqual(["rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512"]);
  });

  it("the bits of DHE", async () => {
    const dhe = ["-tls1_2", "-cipher", "DHE-RSA-AES128-SHA:@SECLEVEL=0"];
    expect((await scanSServer([...files.rsa, ...dhe])).dhBits).toBe(2_048);
  });

  it("secure renegotiation and the extended master secret", async () => {
    expect((await scanSServer([...files.rsa, "-tls1_2"])).supports).toMatchObject({
      extendedMasterSecret: true,
      secureRenegotiation: true,
    });
  });
});

describe("ALPN", () => {
  it.each([
    ["h2,http/1.1", ["h2", "http/1.1"]],
    ["imap", ["imap"]],
    // It refuses whoever offers other protocols and not its own, RFC 7301 section 3.2.
    ["one-of-our-own", []],
  ])("%s", async (protocols, expected) => {
    const profile = await scanSServer([...files.rsa, "-alpn", protocols]);
    expect(accepted(profile)).toEqual(["TLS 1.2", "TLS 1.3"]);
    expect(profile.alpn.toSorted()).toEqual(expected.toSorted());
    expect(profile.cipherSuites.length).toBeGreaterThan(10);
  });
});
