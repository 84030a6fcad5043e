import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { SightedIssuer, SightedList } from "../watches/sighting.ts";
import type { WatchedCertificate } from "../watches/watched.ts";
import type { Trouble, WatchedState } from "../watches/watched-state.ts";
import { STATE_DICTIONARY } from "./state-dictionary.ts";

/** Begins whatever is stored; another version's is not read. Goes up with the dictionary, too. */
const VERSION = "1";
/** A small window: a state is small, and a large one would take 256 KB while it is packed. */
const COMPRESSION = { windowBits: 12, memLevel: 5, dictionary: Buffer.from(STATE_DICTIONARY) };
/** Unpacked: what is longer was never packed by us. */
const MAX_STATE_BYTES = 4_000_000;

/** JSON without names, compressed: 100,000 of them are kept in memory. */
export function encodeState(state: WatchedState): Buffer {
  const { checkedAt, failures, lists, accepted, profile, troubles, ...rare } = state;
  const known = listCertificates(lists);
  const packed = JSON.stringify([
    encodeTime(checkedAt),
    failures,
    lists.map(packList),
    accepted,
    profile === null ? 0 : [encodeTime(profile.at), profile.versions, profile.cipherSuites],
    troubles.map((trouble) => packTrouble(trouble, known)),
    ...(Object.keys(rare).length === 0 ? [] : [rare]),
  ]);
  return Buffer.concat([Buffer.from(VERSION), deflateRawSync(packed, COMPRESSION)]);
}

/** Null for what cannot be read: it counts as not seen yet. */
export function decodeState(stored: Buffer): WatchedState | null {
  if (stored.toString("latin1", 0, VERSION.length) !== VERSION) return null;
  try {
    const text = inflateRawSync(stored.subarray(VERSION.length), {
      ...COMPRESSION,
      maxOutputLength: MAX_STATE_BYTES,
    }).toString();
    const [checkedAt, failures, packed, accepted, profile, troubles, rare] = JSON.parse(text) as PackedState;
    const lists = packed.map(unpackList);
    const known = listCertificates(lists);
    return {
      checkedAt: decodeTime(checkedAt),
      failures,
      lists,
      accepted,
      profile:
        profile === 0
          ? null
          : {
              at: decodeTime(profile[0]),
              versions: profile[1] as NonNullable<WatchedState["profile"]>["versions"],
              cipherSuites: profile[2],
            },
      troubles: troubles.map((trouble) => unpackTrouble(trouble, known)),
      ...rare,
    };
  } catch {
    return null;
  }
}

export function encodeCertificate(certificate: WatchedCertificate): string {
  return VERSION + JSON.stringify(packCertificate(certificate));
}

/** Null for what cannot be read. */
export function decodeCertificate(text: string): WatchedCertificate | null {
  if (!text.startsWith(VERSION)) return null;
  try {
    return unpackCertificate(JSON.parse(text.slice(VERSION.length)) as PackedCertificate);
  } catch {
    return null;
  }
}

/** `rare`: whatever else there is, as it is. */
type PackedState = [
  checkedAt: number,
  failures: number,
  lists: PackedList[],
  accepted: string[],
  profile: 0 | [at: number, versions: string[], cipherSuites: string[]],
  troubles: PackedTrouble[],
  rare?: Omit<WatchedState, "checkedAt" | "failures" | "lists" | "accepted" | "profile" | "troubles">,
];
type PackedCertificate = [
  subject: string,
  issuer: string,
  serialNumber: string,
  notBefore: number,
  notAfter: number,
  sha256: string,
  /** 0: one, which the subject names. */
  subjectAltName: 0 | readonly string[],
  names: number,
  publicKey: string,
  signatureAlgorithm: string,
];
type PackedIssuer = [sha256: string, subject: string, notBefore: number, notAfter: number];
type PackedList = [
  addresses: readonly string[],
  certificate: PackedCertificate,
  issuers: readonly PackedIssuer[],
  faults: readonly string[],
  covered: 0 | 1,
  revoked: SightedList["revoked"] | 0,
  rare?: Omit<SightedList, "addresses" | "certificate" | "issuers" | "faults" | "covered" | "revoked">,
];
/** Of those that the lists have: its number; any other by itself. */
type PackedReference = number | PackedIssuer;
/** Of the list that the certificate is in: 0. */
type PackedAddresses = 0 | readonly string[];
type PackedTrouble =
  | [kind: "e", certificate: PackedReference, addresses: PackedAddresses, endEntity: 0 | 1]
  /** As it is: they are rare. */
  | [kind: "o", trouble: Trouble];

interface KnownCertificate {
  readonly certificate: SightedIssuer;
  readonly addresses: readonly string[];
}

/** In the order of the lists; one that several have, once, and with the addresses of all. */
function listCertificates(lists: readonly SightedList[]): KnownCertificate[] {
  const known = new Map<string, KnownCertificate>();
  for (const { certificate, issuers, addresses } of lists) {
    for (const { sha256, subject, notBefore, notAfter } of [certificate, ...issuers]) {
      const before = known.get(sha256)?.addresses ?? [];
      const all = [...before, ...addresses.filter((address) => !before.includes(address))];
      known.set(sha256, { certificate: { sha256, subject, notBefore, notAfter }, addresses: all });
    }
  }
  return [...known.values()];
}

function packList(list: SightedList): PackedList {
  const { addresses, certificate, issuers, faults, covered, revoked, ...rare } = list;
  return [
    addresses,
    packCertificate(certificate),
    issuers.map(packIssuer),
    faults,
    covered ? 1 : 0,
    revoked ?? 0,
    ...(Object.keys(rare).length === 0 ? ([] as const) : ([rare] as const)),
  ];
}

function unpackList(packed: PackedList): SightedList {
  const [addresses, certificate, issuers, faults, covered, revoked, rare] = packed;
  return {
    addresses,
    certificate: unpackCertificate(certificate),
    issuers: issuers.map(unpackIssuer),
    faults: faults as SightedList["faults"],
    covered: covered === 1,
    revoked: revoked === 0 ? null : revoked,
    ...rare,
  };
}

function packCertificate(certificate: WatchedCertificate): PackedCertificate {
  const { subject, subjectAltName } = certificate;
  const isNamed = subjectAltName.length === 1 && subject === `CN=${subjectAltName[0]}`;
  return [
    subject,
    certificate.issuer,
    packHex(certificate.serialNumber),
    encodeTime(certificate.notBefore),
    encodeTime(certificate.notAfter),
    packHex(certificate.sha256),
    isNamed ? 0 : subjectAltName,
    certificate.names,
    certificate.publicKey,
    certificate.signatureAlgorithm,
  ];
}

function unpackCertificate(packed: PackedCertificate): WatchedCertificate {
  const [subject, issuer, serialNumber, notBefore, notAfter, sha256, subjectAltName, names, ...algorithms] =
    packed;
  return {
    subject,
    issuer,
    serialNumber: unpackHex(serialNumber),
    notBefore: decodeTime(notBefore),
    notAfter: decodeTime(notAfter),
    sha256: unpackHex(sha256),
    subjectAltName: subjectAltName === 0 ? [subject.slice("CN=".length)] : subjectAltName,
    names,
    publicKey: algorithms[0],
    signatureAlgorithm: algorithms[1],
  };
}

function packIssuer({ sha256, subject, notBefore, notAfter }: SightedIssuer): PackedIssuer {
  return [packHex(sha256), subject, encodeTime(notBefore), encodeTime(notAfter)];
}

function unpackIssuer([sha256, subject, notBefore, notAfter]: PackedIssuer): SightedIssuer {
  return {
    sha256: unpackHex(sha256),
    subject,
    notBefore: decodeTime(notBefore),
    notAfter: decodeTime(notAfter),
  };
}

/** Nearly every trouble there is says that a certificate will end some day. */
function packTrouble(trouble: Trouble, known: readonly KnownCertificate[]): PackedTrouble {
  if (trouble.kind !== "expires") return ["o", trouble];
  const { certificate, addresses, endEntity } = trouble;
  const index = known.findIndex((each) => isSame(each.certificate, certificate));
  const found = known[index];
  const isOfList = found !== undefined && JSON.stringify(found.addresses) === JSON.stringify(addresses);
  return [
    "e",
    found === undefined ? packIssuer(certificate) : index,
    isOfList ? 0 : addresses,
    endEntity ? 1 : 0,
  ];
}

function unpackTrouble(packed: PackedTrouble, known: readonly KnownCertificate[]): Trouble {
  if (packed[0] === "o") return packed[1];
  const [, reference, addresses, endEntity] = packed;
  const found = typeof reference === "number" ? known[reference] : undefined;
  const certificate = typeof reference === "number" ? found?.certificate : unpackIssuer(reference);
  const where = addresses === 0 ? found?.addresses : addresses;
  if (certificate === undefined || where === undefined) throw new RangeError("no such certificate");
  return { kind: "expires", certificate, endEntity: endEntity === 1, addresses: where };
}

function isSame(one: SightedIssuer, other: SightedIssuer): boolean {
  return (
    one.sha256 === other.sha256 &&
    one.subject === other.subject &&
    one.notBefore === other.notBefore &&
    one.notAfter === other.notAfter
  );
}

/** Certificates and most else count in seconds. */
function encodeTime(ms: number): number {
  return ms / 1_000;
}

function decodeTime(seconds: number): number {
  return Math.round(seconds * 1_000);
}

/** Base64url, which has no `!`; that begins what is not lower-case hex. */
function packHex(text: string): string {
  return /^(?:[0-9a-f]{2})+$/.test(text) ? Buffer.from(text, "hex").toString("base64url") : `!${text}`;
}

function unpackHex(packed: string): string {
  return packed.startsWith("!") ? packed.slice(1) : Buffer.from(packed, "base64url").toString("hex");
}
