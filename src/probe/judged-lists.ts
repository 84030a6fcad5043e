import { createHash } from "node:crypto";
import type { SightedIssuer } from "../watches/sighting.ts";
import type { WatchedCertificate } from "../watches/watched.ts";
import { sightedIssuer, watchedCertificate } from "../watches/watched-certificate.ts";
import type { Certificate } from "../x509/certificate.ts";
import { decodeCertificate } from "../x509/certificate.ts";
import type { GeneralName } from "../x509/general-name.ts";
import { examineList } from "../x509/list-examination.ts";
import type { ExaminedFault } from "../x509/list-examination.ts";
import { decodePathCertificate } from "../x509/path-certificate.ts";
import type { PathFault } from "../x509/path-fault.ts";
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
    const list = { sha256, ...this.#examine(certificateList, at) };
    this.#kept.set(sha256, { list, from: at, until: findNextDate(certificateList, at) });
    const [oldest] = this.#kept.size > MAX_KEPT ? this.#kept.keys() : [];
    if (oldest !== undefined) this.#kept.delete(oldest);
    return list;
  }

  #examine(certificateList: readonly Certificate[], at: number): Omit<JudgedList, "sha256"> {
    const [endEntity, ...others] = certificateList;
    if (endEntity === undefined) throw new RangeError("an empty list is worth nothing");
    const trustAnchors = openTrustAnchors(this.#trustAnchors);
    const { faults } = examineList({ certificateList, trustAnchors, at });
    return {
      certificate: watchedCertificate(endEntity),
      issuers: others.map(sightedIssuer),
      faults: [...new Set(faults.filter(isRefused).map(({ fault }) => fault.kind))],
      names: listNames(endEntity),
    };
  }
}

const DATES = new Set<PathFault["kind"]>(["certificate_expired", "certificate_not_yet_valid"]);

/** The dates of the certificates that were sent are told by themselves; those of a trust anchor are not. */
function isRefused({ fault, position }: ExaminedFault): boolean {
  return fault.severity === "error" && !(DATES.has(fault.kind) && position !== null);
}

function listNames({ der }: Certificate): readonly GeneralName[] {
  const names = decodePathCertificate(Buffer.from(der, "base64")).values.subjectAltName ?? [];
  return names.filter(({ type }) => type === "dNSName" || type === "iPAddress");
}

/** Trust anchors have dates too. */
const MAX_AGE_MS = 3_600_000;

/** Until then the same list is worth the same. */
function findNextDate(list: readonly Certificate[], at: number): number {
  const dates = list.flatMap(({ notBefore, notAfter }) => [notBefore, notAfter + 1]);
  return Math.min(at + MAX_AGE_MS, ...dates.filter((date) => date > at));
}
