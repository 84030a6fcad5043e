import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { SightedIssuer, SightedList } from "../watches/sighting.ts";
import type { WatchedCertificate } from "../watches/watched.ts";
import type { Trouble, WatchedState } from "../watches/watched-state.ts";
import type { PackedCertificate, PackedIssuer } from "./certificate-codec.ts";
import {
  decodeTime,
  encodeTime,
  packCertificate,
  packIssuer,
  unpackCertificate,
  unpackIssuer,
} from "./certificate-codec.ts";
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
