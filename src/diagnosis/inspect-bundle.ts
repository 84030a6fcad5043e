import type { Bundle, CertificateListing, FoundKey } from "../x509/bundle/bundle.ts";
import type { Certificate } from "../x509/certificate.ts";
import { publicKeySha256 } from "../x509/key-match.ts";
import type { ExaminationRequest, ListExamination } from "../x509/list-examination.ts";
import { examineList } from "../x509/list-examination.ts";
import type { TrustAnchors } from "../x509/path-validation.ts";
import { checkCertificatePath } from "./certificate-path.ts";
import type { Finding } from "./finding.ts";
import { checkValidity } from "./rules/certificate-validity.ts";

export interface InspectionOptions {
  /** ms since 1970. */
  readonly at: number;
  readonly trustAnchors: TrustAnchors;
  /** The reference identifier; null compares no name. */
  readonly serverName: string | null;
  /** Keys that must belong to the certificate, beside those of the bundle itself. */
  readonly keys?: readonly FoundKey[];
  /** What was found where the certificate says that its issuer is. */
  readonly fetched?: readonly Certificate[];
}

/** What a file holds and what is wrong with it. Plain JSON. */
export interface Inspection {
  readonly certificates: readonly Certificate[];
  readonly listings: readonly CertificateListing[];
  readonly keys: readonly FoundKey[];
  /** Null for a store of trust anchors, and for nothing. */
  readonly examination: ListExamination | null;
  readonly findings: readonly Finding[];
}

/** A file with more faults is not the file that was meant. */
const MAX_FAULTS = 8;

/** Judges what was read from a file: its form, validity, chain, names and keys. */
export function inspectBundle(bundle: Bundle, options: InspectionOptions): Inspection {
  const { at, trustAnchors, serverName, fetched } = options;
  const certificates = bundle.certificates.map(({ certificate }) => certificate);
  const list = orderList(bundle);
  const examination = list.isChain
    ? examineForItsPurpose({
        certificateList: list.certificates,
        trustAnchors,
        at,
        serverName: serverName ?? undefined,
        crls: bundle.crls.map((der) => Buffer.from(der, "base64")),
        fetched,
      })
    : null;
  const judged =
    examination === null
      ? []
      : [
          ...checkName(examination, list.certificates),
          ...checkCertificatePath({
            certificateList: list.certificates,
            examination: { ...examination, outOfOrder: examination.outOfOrder || list.reordered },
            strict: true,
          }),
        ];
  const keys = [...(options.keys ?? []), ...bundle.keys];
  return {
    certificates,
    listings: bundle.listings,
    keys,
    examination,
    findings: bySeverity([
      ...describeFaults(bundle),
      ...checkValidity([...list.certificates, ...bundle.listings.map(asCertificate)], at),
      ...checkKeys(keys, list.certificates),
      ...judged,
    ]),
  };
}

/** As a server's certificate, unless it is only meant for a client. */
export function examineForItsPurpose(request: ExaminationRequest): ListExamination {
  const asServer = examineList(request);
  if (!isForAnother(asServer)) return asServer;
  const asClient = examineList({ ...request, purpose: "client" });
  return isForAnother(asClient) ? asServer : asClient;
}

function isForAnother({ faults }: ListExamination): boolean {
  return faults.some(({ fault }) => fault.kind === "extended_key_usage_mismatch");
}

function bySeverity(findings: readonly Finding[]): Finding[] {
  const order = ["error", "warning", "info"];
  return findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

interface OrderedList {
  readonly certificates: readonly Certificate[];
  /** False for a store of trust anchors: its certificates need not belong together. */
  readonly isChain: boolean;
  /** The end entity did not come first. */
  readonly reordered: boolean;
}

/** The end entity is the one that issued none of the others. */
export function orderList({ certificates: found, formats, keys }: Bundle): OrderedList {
  const certificates = found.map(({ certificate }) => certificate);
  const isStore = formats.some((format) => format === "JKS" || format === "JCEKS" || format === "PKCS#12");
  const selfSigned = certificates.filter(({ subject, issuer }) => subject === issuer).length;
  const onlyRoots = certificates.length > 1 && selfSigned === certificates.length;
  if (certificates.length === 0 || onlyRoots || (isStore && keys.length === 0))
    return { certificates, isChain: false, reordered: false };
  const first = certificates.findIndex(
    ({ subject, sha256 }) =>
      !certificates.some((other) => other.issuer === subject && other.sha256 !== sha256),
  );
  if (first <= 0) return { certificates, isChain: true, reordered: false };
  const endEntity = certificates.slice(first, first + 1);
  const others = [...certificates.slice(0, first), ...certificates.slice(first + 1)];
  // A keystore has no order that anybody chose.
  return { certificates: [...endEntity, ...others], isChain: true, reordered: !isStore };
}

/** All in one finding: they have one repair. */
function describeFaults({ faults, repaired }: Bundle): Finding[] {
  if (faults.length === 0) return [];
  const severity = faults.some((fault) => fault.severity === "error") ? "error" : "warning";
  return [{ kind: "certificate_malformed", severity, faults: faults.slice(0, MAX_FAULTS), repaired }];
}

function checkName({ faults }: ListExamination, [endEntity]: readonly Certificate[]): Finding[] {
  const mismatch = faults.find(({ fault }) => fault.kind === "host_name_mismatch")?.fault;
  if (mismatch?.kind !== "host_name_mismatch") return [];
  return [
    {
      kind: "host_name_mismatch",
      severity: "error",
      referenceIdentifier: mismatch.referenceIdentifier,
      presentedIdentifiers: endEntity?.subjectAltName ?? [],
      alert: null,
    },
  ];
}

/** Each key must belong to one of the certificates. Keys that stay encrypted say nothing. */
function checkKeys(keys: readonly FoundKey[], certificates: readonly Certificate[]): Finding[] {
  const [endEntity] = certificates;
  if (endEntity === undefined) return [];
  const hashes = certificates.map(publicKeySha256);
  return keys.flatMap(({ publicKeySha256: otherKey, algorithm }): Finding[] =>
    otherKey === null || hashes.includes(otherKey)
      ? []
      : [
          {
            kind: "key_mismatch",
            severity: "error",
            subject: endEntity.subject,
            certificateKey: hashes[0] ?? "",
            otherKey,
            otherAlgorithm: algorithm,
          },
        ],
  );
}

/** What a listing tells, as far as it goes: enough to judge its dates. */
function asCertificate(listing: CertificateListing): Certificate {
  const { subject, issuer, serialNumber, notBefore, notAfter } = listing;
  return {
    subject,
    issuer,
    serialNumber,
    notBefore: notBefore ?? -Infinity,
    notAfter: notAfter ?? Infinity,
    subjectAltName: [],
    publicKey: "",
    signatureAlgorithm: "",
    mustStaple: false,
    ocspResponders: [],
    sha256: "",
    der: "",
  };
}
