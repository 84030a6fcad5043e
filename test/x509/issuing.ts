import { createHash, generateKeyPairSync, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";

import * as der from "./der-writer.ts";

/** A certification authority that issues whatever it is told to, right or wrong. */
export interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface Entity {
  /** Encoded. */
  readonly subject: Buffer;
  readonly keys: Keys;
  readonly certificate: Buffer;
}

/** An extension's DER; null to leave it out. */
export type Extensions = Readonly<Record<string, Buffer | null>>;

export interface Draft {
  readonly subject?: Buffer;
  readonly keys?: Keys;
  /** Null: signed by itself. */
  readonly issuer: Entity | null;
  /** In place of the issuer's name. */
  readonly issuerName?: Buffer;
  readonly extensions?: Extensions;
  readonly serialNumber?: Buffer;
  readonly version?: number;
  readonly notBefore?: Buffer;
  readonly notAfter?: Buffer;
  /** The algorithm that stands inside the signed part, encoded. */
  readonly innerAlgorithm?: Buffer;
  readonly scheme?: Scheme;
}

export interface Scheme {
  readonly algorithm: Buffer;
  readonly hash: string | null;
}

/** Every certificate is valid at this time. */
export const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;

export const ecKeys = (namedCurve = "P-256"): Keys => generateKeyPairSync("ec", { namedCurve });
export const rsaKeys = (modulusLength = 2048): Keys => generateKeyPairSync("rsa", { modulusLength });

const ECDSA_SHA256: Scheme = {
  algorithm: der.sequence(der.oid("1.2.840.10045.4.3.2")),
  hash: "sha256",
};
export const RSA_SHA256: Scheme = {
  algorithm: der.sequence(der.oid("1.2.840.113549.1.1.11"), der.tlv(0x05)),
  hash: "sha256",
};

/** `CN=…`; the most general RDN first. */
export function name(...rdns: readonly (readonly [oid: string, text: string])[]): Buffer {
  return der.sequence(...rdns.map(([oid, text]) => der.set(der.sequence(der.oid(oid), der.utf8(text)))));
}
export const commonName = (text: string) => name(["2.5.4.3", text]);

let issued = 0;

function issue(draft: Draft, subject: Buffer, extensions: Extensions): Entity {
  const keys = draft.keys ?? ecKeys();
  const signer = draft.issuer?.keys ?? keys;
  const scheme = draft.scheme ?? (signer.privateKey.asymmetricKeyType === "rsa" ? RSA_SHA256 : ECDSA_SHA256);
  issued += 1;
  const list = Object.values({ ...extensions, ...draft.extensions }).filter((item) => item !== null);
  const tbs = der.sequence(
    ...((draft.version ?? 3) === 1 ? [] : [der.tagged(0, der.integer((draft.version ?? 3) - 1))]),
    draft.serialNumber ?? der.integer(issued),
    draft.innerAlgorithm ?? scheme.algorithm,
    draft.issuerName ?? draft.issuer?.subject ?? subject,
    der.sequence(draft.notBefore ?? der.time(NOW - 30 * DAY), draft.notAfter ?? der.time(NOW + 30 * DAY)),
    subject,
    exportPublicKey(keys),
    ...(list.length > 0 ? [der.tagged(3, der.sequence(...list))] : []),
  );
  const signature = sign(scheme.hash, tbs, signer.privateKey);
  return { subject, keys, certificate: der.sequence(tbs, scheme.algorithm, der.bitString(signature)) };
}

/** A CA that RFC 5280 and the Baseline Requirements like. */
export function issueAuthority(subject: string | Buffer, draft: Draft): Entity {
  const encoded = typeof subject === "string" ? commonName(subject) : subject;
  const keys = draft.keys ?? ecKeys();
  return issue({ ...draft, keys }, encoded, {
    basicConstraints: basicConstraints(true),
    keyUsage: keyUsage(["keyCertSign", "cRLSign"]),
    subjectKeyIdentifier: subjectKeyIdentifier(keys),
    authorityKeyIdentifier: draft.issuer && authorityKeyIdentifier(draft.issuer),
  });
}

export const HOST = "www.example.com";

/** A server certificate for HOST that RFC 5280 and the Baseline Requirements like. */
export function issueEndEntity(draft: Draft): Entity {
  return issue(draft, draft.subject ?? commonName(HOST), {
    keyUsage: keyUsage(["digitalSignature"]),
    extKeyUsage: extKeyUsage(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]),
    subjectAltName: subjectAltName([dns(HOST)]),
    authorityKeyIdentifier: draft.issuer && authorityKeyIdentifier(draft.issuer),
  });
}

export function extension(id: string, value: Buffer, critical = false): Buffer {
  return der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

export function basicConstraints(cA: boolean, pathLength?: number, critical = true): Buffer {
  const fields = [
    ...(cA ? [der.boolean(true)] : []),
    ...(pathLength === undefined ? [] : [der.integer(pathLength)]),
  ];
  return extension("2.5.29.19", der.sequence(...fields), critical);
}

const KEY_USAGE_BITS: Readonly<Record<string, number>> = {
  digitalSignature: 0x80,
  keyEncipherment: 0x20,
  keyAgreement: 0x08,
  keyCertSign: 0x04,
  cRLSign: 0x02,
};

export function keyUsage(usages: readonly string[]): Buffer {
  const bits = usages.reduce((sum, usage) => sum | (KEY_USAGE_BITS[usage] ?? 0), 0);
  const unused = Math.min(7, 31 - Math.clz32(bits & -bits));
  return extension("2.5.29.15", der.bitString(Buffer.of(bits), unused), true);
}

export function extKeyUsage(purposes: readonly string[], critical = false): Buffer {
  return extension("2.5.29.37", der.sequence(...purposes.map(der.oid)), critical);
}

export const dns = (value: string) => der.implicit(2, value);
export const email = (value: string) => der.implicit(1, value);
export const uri = (value: string) => der.implicit(6, value);
export const ip = (...octets: readonly number[]) => der.implicit(7, Buffer.from(octets));
export const directory = (value: Buffer) => der.tagged(4, value);
export const otherName = (id: string, value: string) =>
  der.tagged(0, der.oid(id), der.tagged(0, der.utf8(value)));

export function subjectAltName(names: readonly Buffer[], critical = false): Buffer {
  return extension("2.5.29.17", der.sequence(...names), critical);
}

export function nameConstraints(
  { permitted = [], excluded = [] }: { permitted?: readonly Buffer[]; excluded?: readonly Buffer[] },
  critical = true,
): Buffer {
  const subtrees = (tag: number, bases: readonly Buffer[]) =>
    bases.length === 0 ? [] : [der.tagged(tag, ...bases.map((base) => der.sequence(base)))];
  return extension("2.5.29.30", der.sequence(...subtrees(0, permitted), ...subtrees(1, excluded)), critical);
}

export function subjectKeyIdentifier(keys: Keys, critical = false): Buffer {
  return extension("2.5.29.14", der.octetString(keyIdentifier(keys)), critical);
}

export function authorityKeyIdentifier({ keys }: Pick<Entity, "keys">, critical = false): Buffer {
  return extension("2.5.29.35", der.sequence(der.implicit(0, keyIdentifier(keys))), critical);
}

/** RFC 5280 section 4.2.1.2 (1), over the whole SubjectPublicKeyInfo: any value will do. */
export function keyIdentifier(keys: Keys): Buffer {
  return createHash("sha1").update(exportPublicKey(keys)).digest();
}

function exportPublicKey({ publicKey }: Keys): Buffer {
  return publicKey.export({ format: "der", type: "spki" });
}

export interface CrlDraft {
  readonly issuer: Entity;
  /** In place of the issuer's key. */
  readonly keys?: Keys;
  readonly revoked?: readonly { readonly serialNumber: Buffer; readonly reason?: number }[];
  readonly thisUpdate?: number;
  readonly nextUpdate?: number;
  readonly extensions?: Extensions;
}

/** A complete CRL of the issuer, RFC 5280 section 5. */
export function issueCrl({
  issuer,
  keys,
  revoked = [],
  thisUpdate,
  nextUpdate,
  extensions,
}: CrlDraft): Buffer {
  const entries = revoked.map(({ serialNumber, reason }) => {
    const code = reason === undefined ? [] : [extension("2.5.29.21", der.tlv(0x0a, Buffer.of(reason)))];
    return der.sequence(
      serialNumber,
      der.time(NOW - DAY),
      ...(code.length > 0 ? [der.sequence(...code)] : []),
    );
  });
  const all = { cRLNumber: extension("2.5.29.20", der.integer(7)), ...extensions };
  const list = Object.values(all).filter((item) => item !== null);
  const tbs = der.sequence(
    der.integer(1),
    ECDSA_SHA256.algorithm,
    issuer.subject,
    der.time(thisUpdate ?? NOW - DAY),
    der.time(nextUpdate ?? NOW + DAY),
    ...(entries.length > 0 ? [der.sequence(...entries)] : []),
    ...(list.length > 0 ? [der.tagged(0, der.sequence(...list))] : []),
  );
  const signature = sign("sha256", tbs, (keys ?? issuer.keys).privateKey);
  return der.sequence(tbs, ECDSA_SHA256.algorithm, der.bitString(signature));
}

export function pem(label: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString("base64").replaceAll(/.{64}/gu, "$&\n").trimEnd();
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
