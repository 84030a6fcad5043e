import type { Certificate } from "../x509/certificate.ts";
import type { ExaminedFault, ListExamination } from "../x509/list-examination.ts";
import type { PathFault } from "../x509/path-fault.ts";
import type { PathResult } from "../x509/path-validation.ts";
import type { ChainFlaw, Finding, Severity } from "./finding.ts";

/** A list of certificates, served or read from a file, and what its examination found. */
export interface JudgedList {
  readonly certificateList: readonly Certificate[];
  readonly examination: ListExamination;
  /** Also what only strict verifiers refuse. */
  readonly strict: boolean;
}

/** Rules of their own tell these for every certificate of the list, not only for those of the path. */
const TOLD_ELSEWHERE = new Set<PathFault["kind"]>([
  "certificate_expired",
  "certificate_not_yet_valid",
  "host_name_mismatch",
]);

/** What stands between the list and a trust anchor: who is unknown, what is missing, what does not link. */
export function checkCertificatePath(list: JudgedList): Finding[] {
  const { examination, strict } = list;
  const faults = examination.faults.filter(
    ({ fault }) => !TOLD_ELSEWHERE.has(fault.kind) && (strict || fault.severity === "error"),
  );
  const findings: Finding[] = [];
  const broken: ExaminedFault[] = [];
  for (const examined of faults) {
    const finding = describe(examined, list);
    if (finding === null) broken.push(examined);
    else findings.push(finding);
  }
  return [...findings, ...describeChain(broken, list)];
}

/** Null for a fault of how certificates link. */
function describe(examined: ExaminedFault, { certificateList, examination }: JudgedList): Finding | null {
  const { fault, position, subject: about } = examined;
  const { severity } = fault;
  const subject = about ?? "";
  switch (fault.kind) {
    case "root_not_trusted": {
      const reason = fault.position === 0 ? "self_signed" : "self_signed_in_chain";
      return { kind: "certificate_unknown", severity, reason, subject, issuer: subject };
    }
    case "issuer_not_found": {
      const { completed, missingIssuer } = examination;
      // A server that sent its own certificate alone has forgotten the rest; one that sent more ends at an authority that is
      // unknown here, unless that authority's own certificate could be fetched and is vouched for.
      if (certificateList.length > 1 && completed === null)
        return {
          kind: "certificate_unknown",
          severity,
          reason: "issuer_unknown",
          subject,
          issuer: fault.issuer,
        };
      const caIssuers = missingIssuer?.caIssuers ?? [];
      return { kind: "chain_incomplete", severity, subject, issuer: fault.issuer, caIssuers, completed };
    }
    case "certificate_revoked": {
      const { revocationDate, reason } = fault;
      return {
        kind: "certificate_revoked",
        severity,
        subject,
        position,
        revocationDate,
        reason,
        source: "crl",
      };
    }
    case "weak_signature":
      return {
        kind: "weak_signature",
        severity,
        subject,
        position,
        signatureAlgorithm: fault.signatureAlgorithm,
      };
    case "weak_key":
      return { kind: "weak_key", severity, subject, position, publicKey: fault.publicKey };
    default:
      return null;
  }
}

/** Everything that is wrong with the links, in one finding with one repair. */
function describeChain(broken: readonly ExaminedFault[], list: JudgedList): Finding[] {
  const { examination, certificateList, strict } = list;
  const at = (kind: "duplicate" | "extra_root" | "unrelated", positions: readonly number[]): ChainFlaw[] =>
    positions.map((position) => ({ kind, position, subject: certificateList[position]?.subject ?? "" }));
  const order: ChainFlaw[] = examination.outOfOrder ? [{ kind: "wrong_order" }] : [];
  const misplaced = [
    ...order,
    ...at("duplicate", examination.duplicates),
    ...at("unrelated", examination.unrelated),
  ];
  const paths = broken.map(({ fault, subject }): ChainFlaw => ({ kind: "path", fault, subject }));
  // A root in the list costs a few bytes and breaks nothing.
  const roots = strict || misplaced.length > 0 ? at("extra_root", examination.roots) : [];
  const flaws = [...paths, ...misplaced, ...roots];
  if (flaws.length === 0) return [];
  const severity: Severity = broken.some(({ fault }) => fault.severity === "error")
    ? "error"
    : paths.length + misplaced.length > 0
      ? "warning"
      : "info";
  return [{ kind: "chain_incorrect", severity, flaws, completed: examination.completed }];
}

/** Every fault of a path as findings, also of what it has no list for. */
export function describePathResult(
  { path, faults }: Extract<PathResult, { valid: false }>,
  at: number,
): Finding[] {
  const examination: ListExamination = {
    valid: false,
    path: null,
    faults: faults.map((fault) => {
      const position = "position" in fault ? fault.position : null;
      return { fault, position, subject: position === null ? null : (path[position]?.subject ?? null) };
    }),
    outOfOrder: false,
    duplicates: [],
    roots: [],
    unrelated: [],
    missingIssuer: null,
    completed: null,
  };
  const told = faults.flatMap((fault): Finding[] => {
    if (fault.kind === "host_name_mismatch") return [{ ...fault, alert: null }];
    if (fault.kind !== "certificate_expired" && fault.kind !== "certificate_not_yet_valid") return [];
    const certificate = path[fault.position];
    const { kind, severity, position } = fault;
    return certificate === undefined ? [] : [{ kind, severity, position, certificate, at }];
  });
  return [...told, ...checkCertificatePath({ certificateList: path, examination, strict: true })];
}
