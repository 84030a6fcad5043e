import { checkAuthorities, checkPathLength } from "./certificate-authority.ts";
import { decodeCertificates, decodeCrls } from "./certificate-input.ts";
import type { CertificateInput, Decoded } from "./certificate-input.ts";
import { describeCertificate } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import { checkCriticalExtensions } from "./critical-extensions.ts";
import { decodeCertificateList } from "./crl.ts";
import { checkHostName } from "./host-name.ts";
import { checkKeyIdentifiers } from "./key-identifier.ts";
import { checkExtendedKeyUsage, checkKeyUsage } from "./key-purpose.ts";
import { checkNameConstraints, MAX_NAME_COMPARISONS } from "./name-constraints.ts";
import { buildPaths, CertificateIndex, MAX_SIGNATURE_CHECKS, SignatureChecks } from "./path-building.ts";
import type { CandidatePath } from "./path-building.ts";
import { decodePathCertificate } from "./path-certificate.ts";
import type { PathContext, PathRule } from "./path-context.ts";
import { checkAnchor, checkSignatures } from "./path-ends.ts";
import type { PathFault } from "./path-fault.ts";
import { checkPolicies } from "./policies.ts";
import { checkProfile } from "./profile.ts";
import { parseReferenceIdentifier } from "./reference-identifier.ts";
import { checkRevocation } from "./revocation.ts";
import { checkKeys, checkSignatureHashes } from "./strength.ts";
import { checkValidity } from "./validity.ts";

export interface PathRequest {
  /** The end entity first, the rest in any order and with anything that does not belong to it. */
  readonly certificateList: CertificateInput;
  readonly trustAnchors: TrustAnchors | CertificateInput;
  /** Host name (also with U-labels) or IP address that the end entity must present; none is compared without
   *  it. */
  readonly serverName?: string | undefined;
  /** ms since 1970. */
  readonly at: number;
  readonly purpose?: "server" | "client" | undefined;
  /** Complete CRLs. A certificate whose issuer has none among them is not looked up. */
  readonly crls?: CertificateInput | undefined;
  /** How many certificates that are not self-issued may stand between end entity and trust anchor. */
  readonly maxPathLength?: number | undefined;
}

/** Path: end entity first, trust anchor last. Where it is not valid, the path that comes nearest; its last
 *  certificate is a trust anchor unless a fault says what is missing. */
export type PathResult =
  | { readonly valid: true; readonly path: readonly Certificate[] }
  | { readonly valid: false; readonly path: readonly Certificate[]; readonly faults: readonly PathFault[] };

/** Longer than any path in use. */
const DEFAULT_MAX_PATH_LENGTH = 16;
/** Certificates of one list that are looked at, the end entity among them. */
const MAX_CERTIFICATES = 500;
/** Candidate paths that are judged. */
const MAX_PATHS = 50;
/** Faults of one path that are reported. A hostile certificate has room for a million of them. */
const MAX_FAULTS = 200;

/** In the order of the faults. */
export const RULES: readonly PathRule[] = [
  checkAnchor,
  checkSignatures,
  checkKeyIdentifiers,
  checkValidity,
  checkRevocation,
  checkHostName,
  checkAuthorities,
  checkPathLength,
  checkNameConstraints,
  checkPolicies,
  checkKeyUsage,
  checkExtendedKeyUsage,
  checkKeys,
  checkSignatureHashes,
  checkCriticalExtensions,
  checkProfile,
];

/** RFC 5280 section 6 for the first valid path among all that can be built, with the CA/Browser Forum's
 *  profile of certificates and RFC 9525's rules for names. `valid` is the strict verdict: a fault of severity
 *  `warning` makes a path invalid too. The work is bounded whatever the input. Throws RangeError for a time
 *  that is none, and nothing else. */
export function validatePath(request: PathRequest): PathResult {
  if (!Number.isFinite(request.at)) throw new RangeError("at must be a time in ms since 1970");
  const certificates = decodeCertificates(
    request.certificateList,
    decodePathCertificate,
    MAX_CERTIFICATES + 1,
  );
  const [endEntity, ...intermediates] = certificates.slice(0, MAX_CERTIFICATES);
  if (endEntity === undefined) return refuse([{ severity: "error", kind: "certificate_list_empty" }]);
  if ("malformation" in endEntity) return refuse(listMalformed("certificate_malformed", [endEntity]));
  const crls = decodeCrls(request.crls ?? [], decodeCertificateList);
  const unreadableCrls = listMalformed("crl_malformed", crls);

  const search = {
    trustAnchors: openTrustAnchors(request.trustAnchors),
    intermediates: new CertificateIndex(listValues(intermediates)),
    signatures: new SignatureChecks(),
    at: request.at,
  };
  const criteria = {
    at: request.at,
    purpose: request.purpose ?? "server",
    reference: request.serverName === undefined ? null : parseReferenceIdentifier(request.serverName),
    crls: listValues(crls),
    maxPathLength: request.maxPathLength ?? DEFAULT_MAX_PATH_LENGTH,
    signatures: search.signatures,
    nameComparisons: { left: MAX_NAME_COMPARISONS },
  } satisfies Omit<PathContext, keyof CandidatePath>;

  let best: Judgement | undefined;
  let judged = 0;
  for (const candidate of buildPaths(endEntity.value, search)) {
    judged += 1;
    if (judged > MAX_PATHS) break;
    const context = { ...candidate, ...criteria };
    const faults = [...unreadableCrls, ...listFaults(context)];
    if (faults.length === 0) return { valid: true, path: candidate.certificates.map(describeCertificate) };
    const judgement = { candidate, faults };
    if (best === undefined || isNearer(judgement, best)) best = judgement;
  }
  return refuse(
    [
      ...(best?.faults ?? []),
      ...listMalformed("certificate_malformed", [endEntity, ...intermediates]),
      ...listLimits(certificates.length, search.signatures.exhausted, judged),
    ],
    best?.candidate,
  );
}

/** What validation looks an issuer up in; worth keeping where many paths are judged by the same anchors. */
export type TrustAnchors = CertificateIndex;

/** Certificates that are malformed anchor nothing and are left out. */
export function decodeTrustAnchors(input: CertificateInput): TrustAnchors {
  return new CertificateIndex(listValues(decodeCertificates(input, decodePathCertificate)));
}

function openTrustAnchors(anchors: TrustAnchors | CertificateInput): TrustAnchors {
  return anchors instanceof CertificateIndex ? anchors : decodeTrustAnchors(anchors);
}

function listFaults(context: PathContext): PathFault[] {
  const faults: PathFault[] = [];
  for (const check of RULES) {
    for (const fault of check(context)) {
      faults.push(fault);
      if (faults.length === MAX_FAULTS) return faults;
    }
  }
  return faults;
}

interface Judgement {
  readonly candidate: CandidatePath;
  readonly faults: readonly PathFault[];
}

/** A path to a trust anchor before one without, then the one with fewer errors, then with fewer warnings. */
function isNearer(a: Judgement, b: Judgement): boolean {
  const distance = ({ candidate, faults }: Judgement) => {
    const errors = faults.filter(({ severity }) => severity === "error").length;
    return (candidate.end === "anchor" ? 0 : 1e6) + errors * 1e3 + Math.min(faults.length - errors, 999);
  };
  return distance(a) < distance(b);
}

function refuse(faults: readonly PathFault[], candidate?: CandidatePath): PathResult {
  return { valid: false, path: candidate?.certificates.map(describeCertificate) ?? [], faults };
}

function listValues<T>(decoded: readonly Decoded<T>[]): T[] {
  return decoded.flatMap((item) => ("value" in item ? [item.value] : []));
}

function listMalformed(
  kind: "certificate_malformed" | "crl_malformed",
  decoded: readonly Decoded<unknown>[],
): PathFault[] {
  const severity = kind === "crl_malformed" ? "warning" : "error";
  return decoded.flatMap((item, index) =>
    "malformation" in item ? [{ severity, kind, index, ...item.malformation }] : [],
  );
}

function listLimits(certificates: number, signaturesExhausted: boolean, paths: number): PathFault[] {
  const exceeded = (what: LimitName, limit: number): PathFault => ({
    severity: "error",
    kind: "limit_exceeded",
    what,
    limit,
  });
  return [
    ...(certificates > MAX_CERTIFICATES ? [exceeded("certificates", MAX_CERTIFICATES)] : []),
    ...(signaturesExhausted ? [exceeded("signature_checks", MAX_SIGNATURE_CHECKS)] : []),
    ...(paths > MAX_PATHS ? [exceeded("paths", MAX_PATHS)] : []),
  ];
}

type LimitName = Extract<PathFault, { kind: "limit_exceeded" }>["what"];
