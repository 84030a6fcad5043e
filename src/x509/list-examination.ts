import { listAccessUrls } from "./authority-info-access.ts";
import type { Certificate } from "./certificate.ts";
import { encodePem } from "../wire/pem.ts";
import { decodePathCertificate } from "./path-certificate.ts";
import type { PathFault } from "./path-fault.ts";
import type { PathRequest, PathResult } from "./path-validation.ts";
import { validatePath } from "./path-validation.ts";

/** What is right and wrong with a list of certificates as a server sends it or a file holds it. Plain JSON. */
export interface ListExamination {
  readonly valid: boolean;
  /** SHA-256 of the certificates from the end entity to the trust anchor; null without a valid path. */
  readonly path: readonly string[] | null;
  readonly faults: readonly ExaminedFault[];
  /** Certificates that stand at another place than their links say. */
  readonly outOfOrder: boolean;
  /** Positions in the list: the same certificate again, a trust anchor or self-signed root that need not be
   *  sent, one that does not belong to the path. */
  readonly duplicates: readonly number[];
  readonly roots: readonly number[];
  readonly unrelated: readonly number[];
  /** The issuer that is neither in the list nor a trust anchor. */
  readonly missingIssuer: MissingIssuer | null;
  /** The list as it should be, PEM, end entity first and without the root; null when it is so already, or when
   *  what is missing is not known. */
  readonly completed: string | null;
}

export interface ExaminedFault {
  readonly fault: PathFault;
  /** Of the certificate that it is about; null where it is about none, or about a trust anchor's. */
  readonly position: number | null;
  readonly subject: string | null;
}

export interface MissingIssuer {
  readonly issuer: string;
  /** Where the last certificate says that it can be fetched (RFC 5280 section 4.2.2.1). Hostile text. */
  readonly caIssuers: readonly string[];
}

export interface ExaminationRequest extends Omit<PathRequest, "certificateList"> {
  readonly certificateList: readonly Certificate[];
  /** Certificates that were found elsewhere: they complete the list, and excuse nothing. */
  readonly fetched?: readonly Certificate[] | undefined;
}

const MAX_FAULTS = 40;

/** @param request the end entity first. Never throws. */
export function examineList(request: ExaminationRequest): ListExamination {
  const { certificateList, fetched = [], ...rest } = request;
  const judge = (list: readonly Certificate[]) =>
    validatePath({ ...rest, certificateList: list.map(({ der }) => Buffer.from(der, "base64")) });
  const result = judge(certificateList);
  const linked = result.path.map(({ sha256 }) => certificateList.findIndex((own) => own.sha256 === sha256));
  const inList = linked.filter((position) => position >= 0);
  const duplicates = listDuplicates(certificateList);
  const others = certificateList
    .map((_, position) => position)
    .filter((position) => !inList.includes(position) && !duplicates.includes(position));
  const roots = certificateList
    .map((certificate, position) => ({ ...certificate, position }))
    .filter(
      ({ subject, issuer, position }) => position > 0 && subject === issuer && !duplicates.includes(position),
    )
    .map(({ position }) => position);
  return {
    valid: result.valid,
    path: result.valid ? result.path.map(({ sha256 }) => sha256) : null,
    faults: listFaults(result, linked),
    outOfOrder: inList.some((position, index) => index > 0 && position < (inList[index - 1] ?? 0)),
    duplicates,
    roots,
    unrelated: result.path.length === 0 ? [] : others.filter((position) => !roots.includes(position)),
    missingIssuer: findMissingIssuer(result),
    completed: complete(
      certificateList,
      fetched.length === 0 ? result : judge([...certificateList, ...fetched]),
    ),
  };
}

function listDuplicates(list: readonly Certificate[]): number[] {
  return list.flatMap(({ sha256 }, position) =>
    list.findIndex((other) => other.sha256 === sha256) < position ? [position] : [],
  );
}

function listFaults(result: PathResult, linked: readonly number[]): ExaminedFault[] {
  if (result.valid) return [];
  return result.faults.slice(0, MAX_FAULTS).map((fault) => {
    const at = "position" in fault ? fault.position : null;
    const position = at === null ? -1 : (linked[at] ?? -1);
    return {
      fault,
      position: position < 0 ? null : position,
      subject: at === null ? null : (result.path[at]?.subject ?? null),
    };
  });
}

function findMissingIssuer(result: PathResult): MissingIssuer | null {
  if (result.valid) return null;
  const fault = result.faults.find(({ kind }) => kind === "issuer_not_found");
  const last = result.path.at(-1);
  if (fault?.kind !== "issuer_not_found" || last === undefined) return null;
  return { issuer: fault.issuer, caIssuers: listCaIssuers(last) };
}

function listCaIssuers({ der }: Certificate): string[] {
  const { values } = decodePathCertificate(Buffer.from(der, "base64"));
  return listAccessUrls(values.authorityInfoAccess ?? [], "caIssuers");
}

/** Only a path that reaches a trust anchor is complete, whatever else is wrong with it. */
function complete(list: readonly Certificate[], result: PathResult): string | null {
  const dead = !result.valid && result.faults.some(({ kind }) => DEAD_ENDS.has(kind));
  if (dead || result.path.length < 2) return null;
  const wanted = result.path.slice(0, -1);
  const asSent = list.map(({ sha256 }) => sha256).join();
  const asWanted = wanted.map(({ sha256 }) => sha256).join();
  return asSent === asWanted ? null : encodePem(wanted.map(({ der }) => der));
}

const DEAD_ENDS = new Set<PathFault["kind"]>([
  "certificate_list_empty",
  "issuer_not_found",
  "root_not_trusted",
  "path_loops",
  "signature_invalid",
  "limit_exceeded",
]);
