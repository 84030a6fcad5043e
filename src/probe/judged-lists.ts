import { createHash } from "node:crypto";
import type { SightedIssuer } from "../watches/sighting.ts";
import type { WatchedCertificate } from "../watches/watched.ts";
import { sightedIssuer, watchedCertificate } from "../watches/watched-certificate.ts";
import type { Certificate } from "../x509/certificate.ts";
import { decodeCertificate } from "../x509/certificate.ts";
import type { GeneralName } from "../x509/general-name.ts";
import { EXTENSION_ID } from "../x509/extensions.ts";
import { readGeneralNames } from "../x509/general-name.ts";
import type { PathFault } from "../x509/path-fault.ts";
import { validatePath } from "../x509/path-validation.ts";
import type { ReferenceIdentifier } from "../x509/reference-identifier.ts";
import { matchesReference } from "../x509/reference-identifier.ts";
import { decodeSignedCertificate, readExtension } from "../x509/signed-certificate.ts";
import { openTrustAnchors } from "./trust-anchors.ts";

/** What a list of certificates is worth, whatever name was asked for. Without the certificates themselves: many are kept. */
export interface JudgedList {
  /** SHA-256 of the list as it was sent. */
  readonly sha256: string;
  readonly certificate: WatchedCertificate;
  /** The others, as sent: the first ones. */
  readonly issuers: readonly SightedIssuer[];
  /** What clients refuse of the path beside the ends of what was sent and the name, each once. */
  readonly faults: readonly PathFault["kind"][];
  /** Whom the end entity is for; null for more than are kept. */
  readonly names: readonly GeneralName[] | null;
  /** SHA-256 of those of the path whose issuer is known, the end entity first. */
  readonly revocable: readonly string[];
}

/** The one that has not been asked for longest goes first. */
const MAX_KEPT = 20_000;
/** Of what was sent, whatever strangers send: what is kept of a list is no larger. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** Honest lists have three. */
const MAX_ISSUERS = 10;
const MAX_NAMES = 200;

/** Clocks differ: what becomes valid so soon is valid. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** What was judged is not judged again before one of its dates has passed. */
export class JudgedLists {
  readonly #trustAnchors: string | null;
  #bytes = 0;
  readonly #kept = new Map<
    string,
    { readonly list: JudgedList; readonly bytes: number; readonly from: number; readonly until: number }
  >();

  /** @param trustAnchors PEM; null for Node's Mozilla set. */
  constructor(trustAnchors: string | null) {
    this.#trustAnchors = trustAnchors;
  }

  /** @param encoded DER, at least one. @param at ms since 1970.
   *  @throws DecodeError for a certificate that cannot be read. */
  judge(encoded: readonly Uint8Array[], at: number): JudgedList {
    const hash = createHash("sha256");
    for (const der of encoded) hash.update(der);
    const sha256 = hash.digest("hex");
    const kept = this.#kept.get(sha256);
    if (kept !== undefined && kept.from <= at && at < kept.until) {
      this.#kept.delete(sha256);
      this.#kept.set(sha256, kept);
      return kept.list;
    }
    const certificateList = encoded.map((der) => decodeCertificate(der));
    const list = { sha256, ...this.#examine(certificateList, encoded, at) };
    this.#remove(sha256);
    const bytes = encoded.reduce((sum, der) => sum + der.length, 0);
    this.#kept.set(sha256, { list, bytes, from: at, until: findNextDate(certificateList, at) });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_KEPT && this.#bytes <= MAX_KEPT_BYTES) break;
      this.#remove(oldest);
    }
    return list;
  }

  #remove(sha256: string): void {
    this.#bytes -= this.#kept.get(sha256)?.bytes ?? 0;
    this.#kept.delete(sha256);
  }

  #examine(
    [endEntity, ...others]: readonly Certificate[],
    encoded: readonly Uint8Array[],
    at: number,
  ): Omit<JudgedList, "sha256"> {
    if (endEntity === undefined) throw new RangeError("an empty list is worth nothing");
    const trustAnchors = openTrustAnchors(this.#trustAnchors);
    const result = validatePath({ certificateList: encoded, trustAnchors, at });
    const sent = new Set([endEntity, ...others].map(({ sha256 }) => sha256));
    /** The ends of what was sent are told by themselves; that of a trust anchor is not. */
    const isTold = (fault: PathFault) =>
      (fault.kind === "certificate_expired" && sent.has(result.path[fault.position]?.sha256 ?? "")) ||
      (fault.kind === "certificate_not_yet_valid" && fault.notBefore - at <= CLOCK_TOLERANCE_MS);
    const names = readNames(Buffer.from(endEntity.der, "base64"));
    const faults = result.valid ? [] : result.faults;
    const refused = faults.filter((fault) => fault.severity === "error" && !isTold(fault));
    return {
      certificate: watchedCertificate(endEntity),
      issuers: others.slice(0, MAX_ISSUERS).map(sightedIssuer),
      faults: [...new Set(refused.map(({ kind }) => kind))],
      names: names.length > MAX_NAMES ? null : names,
      revocable: result.path.slice(0, -1).map(({ sha256 }) => sha256),
    };
  }
}

/** Whether the end entity of a list is for that name. @param encoded the same list. */
export function isFor(
  reference: ReferenceIdentifier,
  { names }: JudgedList,
  [der]: readonly Uint8Array[],
): boolean {
  const all = names ?? (der === undefined ? [] : readNames(der));
  return all.some((name) => matchesReference(reference, name));
}

/** Those that a server can have. @throws DecodeError */
function readNames(der: Uint8Array): readonly GeneralName[] {
  const certificate = decodeSignedCertificate(der);
  const names = readExtension(certificate, EXTENSION_ID.subjectAltName, "SubjectAltName", (cursor) =>
    readGeneralNames(cursor, "SubjectAltName"),
  );
  return names?.filter(({ type }) => type === "dNSName" || type === "iPAddress") ?? [];
}

/** Trust anchors have dates too. */
const MAX_AGE_MS = 3_600_000;

/** Until then the same list is worth the same. */
function findNextDate(list: readonly Certificate[], at: number): number {
  const dates = list.flatMap(({ notBefore, notAfter }) => [notBefore - CLOCK_TOLERANCE_MS, notAfter + 1]);
  return Math.min(at + MAX_AGE_MS, ...dates.filter((date) => date > at));
}
