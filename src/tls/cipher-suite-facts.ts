import { VERSION } from "./version.ts";

export type KeyExchange =
  | "RSA"
  | "DH"
  | "DHE"
  | "ECDH"
  | "ECDHE"
  | "PSK"
  | "SRP"
  | "KRB5"
  | "GOST"
  | "FORTEZZA"
  | "ECCPWD"
  | "ECJPAKE"
  /** TLS 1.3: negotiated apart from the suite. */
  | "any";

export type Authentication =
  "RSA" | "DSS" | "ECDSA" | "anon" | "PSK" | "SRP" | "KRB5" | "GOST" | "FORTEZZA" | "password" | "any";

/** Why a suite is not `strong`. */
export type CipherSuiteWeakness =
  /** Sends in the clear. */
  | "null_encryption"
  /** Nobody proves who they are. */
  | "anonymous"
  /** Export grade: keys of 40 or 56 bits, RSA or DH of 512 or 1024 bits. */
  | "export"
  /** RFC 7465. */
  | "rc4"
  /** Keys of fewer than 112 bits. */
  | "short_key"
  | "md5"
  /** Blocks of 64 bits: CVE-2016-2183. */
  | "small_block"
  /** Who gets the server's key reads what was recorded. RFC 9325 section 4.1. */
  | "no_forward_secrecy"
  /** MAC-then-encrypt: CVE-2013-0169. */
  | "cbc"
  /** A tag of 64 bits. RFC 6655. */
  | "short_tag";

export type Strength = "strong" | "weak" | "insecure";

export interface CipherSuiteFacts {
  readonly keyExchange: KeyExchange;
  readonly authentication: Authentication;
  /** As in the name: `AES_128_GCM`, `3DES_EDE_CBC`, `NULL`. */
  readonly encryption: string;
  /** Of the key, as far as they count: 3DES has 112. */
  readonly bits: number;
  readonly forwardSecrecy: boolean;
  readonly strength: Strength;
  /** Gravest first; none when `strong`. */
  readonly weaknesses: readonly CipherSuiteWeakness[];
  /** The versions for which it is defined. */
  readonly minVersion: number;
  readonly maxVersion: number;
}

const INSECURE: ReadonlySet<CipherSuiteWeakness> = new Set([
  "null_encryption",
  "anonymous",
  "export",
  "rc4",
  "short_key",
  "md5",
]);

/** What stands before _WITH_, without EXPORT. */
const EXCHANGES: ReadonlyMap<string, readonly [KeyExchange, Authentication]> = new Map([
  ["RSA", ["RSA", "RSA"]],
  ["DH_DSS", ["DH", "DSS"]],
  ["DH_RSA", ["DH", "RSA"]],
  ["DHE_DSS", ["DHE", "DSS"]],
  ["DHE_RSA", ["DHE", "RSA"]],
  // Ephemeral, whatever the name says: nobody has a key to sign with.
  ["DH_anon", ["DHE", "anon"]],
  ["ECDH_ECDSA", ["ECDH", "ECDSA"]],
  ["ECDH_RSA", ["ECDH", "RSA"]],
  ["ECDHE_ECDSA", ["ECDHE", "ECDSA"]],
  ["ECDHE_RSA", ["ECDHE", "RSA"]],
  ["ECDH_anon", ["ECDHE", "anon"]],
  ["PSK", ["PSK", "PSK"]],
  ["RSA_PSK", ["RSA", "PSK"]],
  ["DHE_PSK", ["DHE", "PSK"]],
  ["PSK_DHE", ["DHE", "PSK"]],
  ["ECDHE_PSK", ["ECDHE", "PSK"]],
  ["SRP_SHA", ["SRP", "SRP"]],
  ["SRP_SHA_RSA", ["SRP", "RSA"]],
  ["SRP_SHA_DSS", ["SRP", "DSS"]],
  ["KRB5", ["KRB5", "KRB5"]],
  ["FORTEZZA_KEA", ["FORTEZZA", "FORTEZZA"]],
  ["GOSTR341094", ["GOST", "GOST"]],
  ["GOSTR341001", ["GOST", "GOST"]],
  ["GOSTR341112_256", ["GOST", "GOST"]],
  ["ECCPWD", ["ECCPWD", "password"]],
  ["ECJPAKE", ["ECJPAKE", "password"]],
]);

const EPHEMERAL: ReadonlySet<KeyExchange> = new Set(["DHE", "ECDHE", "SRP", "ECCPWD", "ECJPAKE", "any"]);

const KNOWN = new Map<string, CipherSuiteFacts>();

/** What an IANA name says of its suite; worked out once for each. */
export function analyzeCipherSuite(name: string): CipherSuiteFacts {
  const facts = KNOWN.get(name) ?? analyze(name);
  KNOWN.set(name, facts);
  return facts;
}

function analyze(name: string): CipherSuiteFacts {
  const [, exchange = "", protection = ""] = /^(?:TLS|SSL)_(?:(.+)_WITH_)?(.+)$/.exec(name) ?? [];
  const isTls13 = exchange === "" || protection.includes("_MGM_");
  const [keyExchange, authentication] = (isTls13
    ? undefined
    : EXCHANGES.get(exchange.replace(/_(?:EXPORT(?:1024)?|FIPS)$/, ""))) ?? ["any", "any"];
  const encryption = /^SHA\d+_SHA\d+$/.test(protection)
    ? // Integrity only, RFC 9150.
      "NULL"
    : protection.replace(/_(?:SHA\d*|MD5|SM3|IMIT|OMAC|GOSTR3411)?(?:_OLD)?$/, "");
  const bits = countBits(encryption);
  const forwardSecrecy = EPHEMERAL.has(keyExchange);
  const found: readonly (readonly [CipherSuiteWeakness, boolean])[] = [
    ["null_encryption", encryption === "NULL"],
    ["anonymous", authentication === "anon"],
    ["export", exchange.includes("EXPORT")],
    ["rc4", encryption.startsWith("RC4")],
    ["short_key", bits > 0 && bits < 112],
    ["md5", protection.endsWith("_MD5")],
    ["small_block", /^(?:3DES|DES|RC2|IDEA|28147|MAGMA|FORTEZZA)/.test(encryption)],
    ["no_forward_secrecy", !forwardSecrecy],
    ["cbc", encryption.includes("CBC")],
    ["short_tag", encryption.endsWith("CCM_8")],
  ];
  const weaknesses = found.flatMap(([weakness, applies]) => (applies ? [weakness] : []));
  const insecure = weaknesses.some((weakness) => INSECURE.has(weakness));
  return {
    keyExchange,
    authentication,
    encryption,
    bits,
    forwardSecrecy,
    strength: insecure ? "insecure" : weaknesses.length > 0 ? "weak" : "strong",
    weaknesses,
    ...versionsOf(isTls13, name),
  };
}

function countBits(encryption: string): number {
  if (encryption === "NULL") return 0;
  if (encryption.startsWith("3DES")) return 112;
  if (encryption.startsWith("FORTEZZA")) return 80;
  if (/^(?:CHACHA20|28147|KUZNYECHIK|MAGMA)/.test(encryption)) return 256;
  const stated = /(?:^|_|DES)(40|56|128|256)(?=L?(?:_|$))/.exec(encryption)?.[1];
  if (stated !== undefined) return Number(stated);
  // DES has 56, IDEA, SEED and SM4 have 128, and their names do not say so.
  return encryption.startsWith("DES") ? 56 : 128;
}

/** AEAD and hashes other than SHA-1 and MD5 came with TLS 1.2. What is older is used with any older version, whatever
 *  the RFC that defines it says. */
function versionsOf(isTls13: boolean, name: string): { minVersion: number; maxVersion: number } {
  if (isTls13) return { minVersion: VERSION.TLS_1_3, maxVersion: VERSION.TLS_1_3 };
  const needsTls12 = /GCM|CCM|POLY1305|_SHA256$|_SHA384$|_OMAC$|341112_256_WITH_28147_CNT_IMIT$/.test(name);
  return { minVersion: needsTls12 ? VERSION.TLS_1_2 : VERSION.SSL_3_0, maxVersion: VERSION.TLS_1_2 };
}
