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
import { decodeSignedCertificate, readExtension } from "../x509/signed-certificate.ts";
import { openTrustAnchors } from "./trust-anchors.ts";

/** What a list of certificates is worth, whatever name was asked for. Without the certificates themselves: many are kept. */
export interface JudgedList {
  /** SHA-256 of the list as it was sent. */
  readonly sha256: string;
  readonly certificate: WatchedCertificate;
  /** The others, as sent. */
  readonly issuers: readonly SightedIssuer[];
  /** What clients refuse of the path beside the dates of what was sent and the name, each once. */
  readonly faults: readonly PathFault["kind"][];
  /** Whom the end entity is for. */
  readonly names: readonly GeneralName[];
  /** SHA-256 of those of the path whose issuer is known, the end entity first. */
  readonly revocable: readonly string[];
}

/** The one that has not been asked for longest goes first. */
const MAX_KEPT = 20_000;

/** What was judged is not judged again before one of its dates has passed. */
export class JudgedLists {
  readonly #trustAnchors: string | null;
  readonly #kept = new Map<
    string,
    { readonly list: JudgedList; readonly from: number; readonly until: number }
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
    this.#kept.delete(sha256);
    if (kept !== undefined && kept.from <= at && at < kept.until) {
      this.#kept.set(sha256, kept);
      return kept.list;
    }
    const certificateList = encoded.map((der) => decodeCertificate(der));
    const list = { sha256, ...this.#examine(certificateList, encoded, at) };
    this.#kept.set(sha256, { list, from: at, until: findNextDate(certificateList, at) });
    const [oldest] = this.#kept.size > MAX_KEPT ? this.#kept.keys() : [];
    if (oldest !== undefined) this.#kept.delete(oldest);
    return list;
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
    /** The dates of what was sent are told by themselves; those of a trust anchor are not. */
    const isTold = (fault: PathFault) =>
      (fault.kind === "certificate_expired" || fault.kind === "certificate_not_yet_valid") &&
      sent.has(result.path[fault.position]?.sha256 ?? "");
    const faults = result.valid ? [] : result.faults;
    const refused = faults.filter((fault) => fault.severity === "error" && !isTold(fault));
    return {
      certificate: watchedCertificate(endEntity),
      issuers: others.map(sightedIssuer),
      faults: [...new Set(refused.map(({ kind }) => kind))],
      names: listNames(endEntity),
      revocable: result.path.slice(0, -1).map(({ sha256 }) => sha256),
    };
  }
}

function listNames({ der }: Certificate): readonly GeneralName[] {
  const certificate = decodeSignedCertificate(Buffer.from(der, "base64"));
  const names = readExtension(certificate, EXTENSION_ID.subjectAltName, "SubjectAltName", (cursor) =>
    readGeneralNames(cursor, "SubjectAltName"),
  );
  return names?.filter(({ type }) => type === "dNSName" || type === "iPAddress") ?? [];
}

/** Trust anchors have dates too. */
const MAX_AGE_MS = 3_600_000;

/** Until then the same list is worth the same. */
function findNextDate(list: readonly Certificate[], at: number): number {
  const dates = list.flatMap(({ notBefore, notAfter }) => [notBefore, notAfter + 1]);
  return Math.min(at + MAX_AGE_MS, ...dates.filter((date) => date > at));
}
