import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { analyzeCipherSuite } from "../../src/tls/cipher-suite-facts.ts";
import { CIPHER_SUITES, describeCipherSuite, findCipherSuite } from "../../src/tls/cipher-suites.ts";
import { formatVersion } from "../../src/tls/version.ts";

/** Lines like `0xC0,0x2C - TLS_… - ECDHE-… TLSv1.2 Kx=ECDH Au=ECDSA Enc=AESGCM(256) Mac=AEAD`. */
const known = execFileSync("openssl", ["ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"], {
  encoding: "utf8",
})
  .split("\n")
  .flatMap((line) => {
    const found =
      /^\s*0x(..),0x(..) - (\S+)\s+- (\S+)\s+\S+\s+Kx=(\S+)\s+Au=(\S+)\s+Enc=([^( ]+)(?:\((\d+)\))?/.exec(
        line,
      );
    const [, high = "", low = "", name = "", opensslName = "", kx = "", au = "", enc = "", bits = "0"] =
      found ?? [];
    return found === null
      ? []
      : [{ id: Number.parseInt(high + low, 16), name, opensslName, kx, au, enc, bits: Number(bits) }];
  });

const KX: Readonly<Record<string, string>> = {
  DH: "DHE",
  ECDH: "ECDHE",
  DHEPSK: "DHE",
  ECDHEPSK: "ECDHE",
  RSAPSK: "RSA",
};

describe("every suite that OpenSSL knows", () => {
  it("has the names that OpenSSL gives", () => {
    expect(known.length).toBeGreaterThan(60);
    expect(known.map(({ id }) => findCipherSuite(id))).toEqual(
      known.map(({ id, name, opensslName }) => ({ id, name, opensslName })),
    );
  });

  it("has OpenSSL's key exchange, authentication and key length", () => {
    const facts = known.map(({ name }) => analyzeCipherSuite(name));
    expect(facts.map(({ keyExchange }) => keyExchange)).toEqual(known.map(({ kx }) => KX[kx] ?? kx));
    expect(facts.map(({ authentication }) => authentication)).toEqual(
      known.map(({ name, kx, au }) =>
        au === "None" ? "anon" : kx.endsWith("PSK") || name.includes("_PSK_") ? "PSK" : au,
      ),
    );
    expect(facts.map(({ bits }) => bits)).toEqual(known.map(({ bits }) => bits));
  });
});

describe("the table", () => {
  it("has each id once, in their order", () => {
    const ids = CIPHER_SUITES.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
    expect(ids.length).toBeGreaterThan(350);
  });

  it("has no name whose parts are not understood", () => {
    const unknown = CIPHER_SUITES.filter(({ name }) => {
      const { keyExchange, minVersion, encryption } = analyzeCipherSuite(name);
      const isTls13 = minVersion === 0x0304;
      return (
        (keyExchange === "any") !== isTls13 ||
        !/^(?:NULL|RC4|RC2|DES|3DES|IDEA|SEED|AES|ARIA|CAMELLIA|CHACHA20|SM4|28147|MAGMA|KUZNYECHIK|AEGIS|FORTEZZA)/.test(
          encryption,
        )
      );
    });
    expect(unknown).toEqual([]);
  });
});

describe("what a name says", () => {
  it.each([
    ["TLS_AES_256_GCM_SHA384", "strong", [], 0x0304, 0x0304, 256],
    ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "strong", [], 0x0303, 0x0303, 256],
    ["TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "weak", ["cbc"], 0x0300, 0x0303, 128],
    ["TLS_RSA_WITH_AES_128_GCM_SHA256", "weak", ["no_forward_secrecy"], 0x0303, 0x0303, 128],
    [
      "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
      "weak",
      ["small_block", "no_forward_secrecy", "cbc"],
      0x0300,
      0x0303,
      112,
    ],
    ["TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8", "weak", ["short_tag"], 0x0303, 0x0303, 256],
    ["TLS_ECDHE_RSA_WITH_RC4_128_SHA", "insecure", ["rc4"], 0x0300, 0x0303, 128],
    ["TLS_DH_anon_WITH_AES_256_GCM_SHA384", "insecure", ["anonymous"], 0x0303, 0x0303, 256],
    ["TLS_ECDHE_RSA_WITH_NULL_SHA", "insecure", ["null_encryption"], 0x0300, 0x0303, 0],
    ["TLS_SHA256_SHA256", "insecure", ["null_encryption"], 0x0304, 0x0304, 0],
    [
      "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA",
      "insecure",
      ["export", "short_key", "small_block", "cbc"],
      0x0300,
      0x0303,
      40,
    ],
    [
      "TLS_RSA_EXPORT1024_WITH_RC4_56_MD5",
      "insecure",
      ["export", "rc4", "short_key", "md5", "no_forward_secrecy"],
      0x0300,
      0x0303,
      56,
    ],
    [
      "TLS_KRB5_WITH_DES_CBC_MD5",
      "insecure",
      ["short_key", "md5", "small_block", "no_forward_secrecy", "cbc"],
      0x0300,
      0x0303,
      56,
    ],
  ])("%s", (name, strength, weaknesses, minVersion, maxVersion, bits) => {
    expect(analyzeCipherSuite(name)).toMatchObject({ strength, weaknesses, minVersion, maxVersion, bits });
  });

  it("a key exchange and who proves what", () => {
    const exchange = (name: string) => {
      const { keyExchange, authentication, forwardSecrecy } = analyzeCipherSuite(name);
      return [keyExchange, authentication, forwardSecrecy];
    };
    expect(exchange("TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256")).toEqual(["ECDHE", "PSK", true]);
    expect(exchange("TLS_RSA_PSK_WITH_AES_128_GCM_SHA256")).toEqual(["RSA", "PSK", false]);
    expect(exchange("TLS_SRP_SHA_DSS_WITH_AES_128_CBC_SHA")).toEqual(["SRP", "DSS", true]);
    expect(exchange("TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA")).toEqual(["ECDH", "ECDSA", false]);
    expect(exchange("SSL_RSA_FIPS_WITH_DES_CBC_SHA")).toEqual(["RSA", "RSA", false]);
    expect(exchange("TLS_GOSTR341112_256_WITH_MAGMA_MGM_L")).toEqual(["any", "any", true]);
  });
});

it("says the number of what has no name", () => {
  expect(describeCipherSuite(0xfafa)).toEqual({ id: "0xfafa", name: "0xfafa" });
  expect(describeCipherSuite(0x5600)).toEqual({ id: "0x5600", name: "TLS_FALLBACK_SCSV" });
  expect(formatVersion(0x7f1c)).toBe("0x7f1c");
  expect(formatVersion(0x0303)).toBe("TLS 1.2");
});
