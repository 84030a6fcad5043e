import { analyzeCipherSuite } from "../../tls/cipher-suite-facts.ts";
import { CIPHER_SUITES } from "../../tls/cipher-suites.ts";
import { NAMED_GROUP } from "../../tls/named-groups.ts";
import {
  LEGACY_SIGNATURE_SCHEMES,
  SIGNATURE_SCHEME,
  describeSignatureScheme,
} from "../../tls/signature-schemes.ts";
import { VERSION } from "../../tls/version.ts";

/** The suites that servers have, in the order in which most prefer them: what a server that leaves the choice to the client
 *  shall choose first. */
export const COMMON_SUITES: readonly number[] = [
  0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc02b, 0xc02f, 0x009f, 0xccaa, 0x009e, 0xc024,
  0xc028, 0xc023, 0xc027, 0x006b, 0x0067, 0xc00a, 0xc014, 0xc009, 0xc013, 0x0039, 0x0033, 0x009d, 0x009c,
  0x003d, 0x003c, 0x0035, 0x002f,
];

const SUITES = CIPHER_SUITES.map(({ id, name }) => ({ id, facts: analyzeCipherSuite(name) }));
const RANKS: ReadonlyMap<number, number> = new Map(
  [...COMMON_SUITES, ...SUITES.map(({ id }) => id).filter((id) => !COMMON_SUITES.includes(id))].map(
    (id, rank) => [id, rank],
  ),
);

/** The smaller the likelier is it that a server prefers the suite. */
export function rankCipherSuite(id: number): number {
  return RANKS.get(id) ?? RANKS.size;
}

/** Every suite that a server may choose in this version, by rank. */
export function listCipherSuites(version: number): readonly number[] {
  return LISTS.get(version) ?? [];
}

const LISTS: ReadonlyMap<number, readonly number[]> = new Map(
  Object.values(VERSION).map((version) => [
    version,
    SUITES.filter(({ facts }) => facts.minVersion <= version && version <= facts.maxVersion)
      .map(({ id }) => id)
      .toSorted((a, b) => rankCipherSuite(a) - rankCipherSuite(b)),
  ]),
);

/** The suites of a version in the parts in which they are asked for side by side: each is a chain of questions, which ends
 *  with a refusal. */
export function partCipherSuites(version: number): number[][] {
  const parts = new Map<string, number[]>();
  for (const id of listCipherSuites(version)) {
    const part = partOf(id);
    parts.set(part, [...(parts.get(part) ?? []), id]);
  }
  return [...parts.values()];
}

const FACTS = new Map(SUITES.map(({ id, facts }) => [id, facts]));

/** The next of the same kind in the order that most servers have, or else the same suite with another key length. */
export function guessCipherSuite(remaining: readonly number[], last: number): number | undefined {
  const isLikely = (id: number) => COMMON_SUITES.includes(id) && remaining.includes(id);
  const next = COMMON_SUITES.slice(COMMON_SUITES.indexOf(last) + 1).find(
    (id) => isLikely(id) && kindOf(id) === kindOf(last),
  );
  return next ?? remaining.find((id) => isLikely(id) && formOf(id) === formOf(last));
}

function kindOf(id: number): string {
  const facts = FACTS.get(id);
  return facts === undefined ? "" : `${facts.keyExchange} ${facts.authentication}`;
}

const NAMES: ReadonlyMap<number, string> = new Map(CIPHER_SUITES.map(({ id, name }) => [id, name]));

function formOf(id: number): string | undefined {
  return NAMES.get(id)?.replace(/_(?:128|256)_/u, "_");
}

function partOf(id: number): string {
  const facts = FACTS.get(id);
  if (facts === undefined || facts.authentication === "anon") return "other";
  const { keyExchange, authentication, encryption } = facts;
  const isAead = /GCM|POLY1305|CCM/.test(encryption);
  if (keyExchange === "ECDHE" && (authentication === "RSA" || authentication === "ECDSA"))
    return isAead ? "ECDHE AEAD" : "ECDHE CBC";
  return keyExchange === "RSA" && authentication === "RSA" ? "RSA" : "other";
}

/** Up to TLS 1.2: those with which a server shows a certificate, whatever they are worth, by rank. */
export const CERTIFICATE_SUITES: readonly number[] = listCipherSuites(VERSION.TLS_1_2).filter(
  isAuthenticated,
);

/** Those of TLS 1.2 and 1.3 with which a server proves who it is, and that some clients still offer, by rank. */
export const AUTHENTICATED_SUITES: readonly number[] = [VERSION.TLS_1_3, VERSION.TLS_1_2]
  .flatMap(listCipherSuites)
  .filter((id) => isAuthenticated(id) && FACTS.get(id)?.strength !== "insecure");

function isAuthenticated(id: number): boolean {
  return ["RSA", "ECDSA", "DSS", "any"].includes(FACTS.get(id)?.authentication ?? "");
}

/** Suites of this version (up to TLS 1.2) whose key exchange is signed, by rank. */
export function listSignedSuites(version: number): number[] {
  return listCipherSuites(version).filter((id) => {
    const facts = FACTS.get(id);
    const isEphemeral = facts?.keyExchange === "ECDHE" || facts?.keyExchange === "DHE";
    return isEphemeral && ["RSA", "ECDSA", "DSS"].includes(facts.authentication);
  });
}

/** Suites of this version (up to TLS 1.2) that show a group. */
export function listEcdheSuites(version: number): number[] {
  return listCipherSuites(version).filter((id) => FACTS.get(id)?.keyExchange === "ECDHE");
}

/** What servers of today have. Only TLS 1.3 has the finite fields of RFC 7919 in general. */
export const LIKELY_GROUPS: readonly number[] = [
  NAMED_GROUP.x25519,
  NAMED_GROUP.secp256r1,
  NAMED_GROUP.secp384r1,
  NAMED_GROUP.secp521r1,
  NAMED_GROUP.x448,
  NAMED_GROUP.ffdhe2048,
  NAMED_GROUP.ffdhe3072,
  NAMED_GROUP.ffdhe4096,
  NAMED_GROUP.ffdhe6144,
  NAMED_GROUP.ffdhe8192,
];

/** Of RFC 7919. */
export function isFiniteField(group: number): boolean {
  return group >= NAMED_GROUP.ffdhe2048 && group <= NAMED_GROUP.ffdhe8192;
}

/** Every group, the likely ones first. */
export const GROUPS: readonly number[] = [
  ...new Set([
    ...LIKELY_GROUPS,
    NAMED_GROUP.X25519MLKEM768,
    ...Object.values(NAMED_GROUP).filter((id) => id < 0xff01),
  ]),
];

/** The next in our order: most servers leave that choice to the client. */
export function guessGroup(remaining: readonly number[], last: number): number | undefined {
  return GROUPS.slice(GROUPS.indexOf(last) + 1).find((id) => remaining.includes(id));
}

const LIKELY_SIGNATURE_ALGORITHMS: readonly number[] = [
  SIGNATURE_SCHEME.rsa_pss_rsae_sha256,
  SIGNATURE_SCHEME.ecdsa_secp256r1_sha256,
  SIGNATURE_SCHEME.rsa_pss_rsae_sha384,
  SIGNATURE_SCHEME.ecdsa_secp384r1_sha384,
  SIGNATURE_SCHEME.rsa_pss_rsae_sha512,
  SIGNATURE_SCHEME.ecdsa_secp521r1_sha512,
  SIGNATURE_SCHEME.rsa_pkcs1_sha256,
  SIGNATURE_SCHEME.rsa_pkcs1_sha384,
  SIGNATURE_SCHEME.rsa_pkcs1_sha512,
  SIGNATURE_SCHEME.ed25519,
  SIGNATURE_SCHEME.ed448,
  // rsa_pkcs1_sha224 and ecdsa_sha224 of TLS 1.2.
  0x0301,
  0x0303,
];

/** Every signature scheme, the likely ones first. */
export const SIGNATURE_ALGORITHMS: readonly number[] = [
  ...new Set<number>([
    ...LIKELY_SIGNATURE_ALGORITHMS,
    ...Object.values(SIGNATURE_SCHEME),
    ...LEGACY_SIGNATURE_SCHEMES,
  ]),
];

/** The likely ones of the same kinds of keys. */
export function listLikelySignatureAlgorithms(seen: readonly number[]): number[] {
  const families = new Set(seen.map(familyOf));
  return LIKELY_SIGNATURE_ALGORITHMS.filter(
    (scheme) => !seen.includes(scheme) && families.has(familyOf(scheme)),
  );
}

/** The next of the same kind of key. */
export function guessSignatureAlgorithm(remaining: readonly number[], last: number): number | undefined {
  return LIKELY_SIGNATURE_ALGORITHMS.slice(LIKELY_SIGNATURE_ALGORITHMS.indexOf(last) + 1).find(
    (scheme) => remaining.includes(scheme) && familyOf(scheme) === familyOf(last),
  );
}

/** `rsa`, `ecdsa`, `ed25519`: what kind of key signs so. */
export function familyOf(scheme: number): string {
  return describeSignatureScheme(scheme).split("_", 1)[0] ?? "";
}
