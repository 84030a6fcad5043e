import type { Verdict } from "../diagnosis/diagnosis.ts";
import { judgeVerdict } from "../diagnosis/diagnosis.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import { findHandshake, servedCertificateList } from "../diagnosis/evidence.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { ServerProfile } from "../diagnosis/server-profile.ts";
import type { Target } from "../diagnosis/target.ts";
import type { Catalog } from "../locales/catalog.ts";
import type { StapleJudgement } from "../x509/staple.ts";
import type { ClientReport } from "./client-json.ts";
import { reportClients } from "./client-json.ts";
import type { CertificateReport, FindingReport } from "./finding-json.ts";
import { reportCertificate, reportFinding } from "./finding-json.ts";
import { summarizeNegotiation } from "./negotiation.ts";

/** `tlscheck host --json`, schema `tlscheck.host/1`: what scripts read. Times are ISO 8601 in UTC. What was not looked for (with
 *  `quick`, or where no handshake came so far) is `unknown`, null or empty. */
export interface HostReport {
  readonly schema: "tlscheck.host/1";
  readonly target: Target;
  readonly addresses: readonly string[];
  readonly startedAt: string;
  readonly durationMs: number;
  readonly connections: number;
  readonly verdict: Verdict;
  readonly versions: ServerProfile["versions"];
  /** Newest version first, in the server's order. */
  readonly cipherSuites: readonly { readonly version: string; readonly id: string; readonly name: string }[];
  readonly serverPreference: boolean | null;
  readonly groups: readonly string[];
  readonly alpn: readonly string[];
  readonly certificateList: readonly CertificateReport[];
  readonly serverName: { readonly required: boolean; readonly certificateDiffers: boolean };
  readonly clientCertificate: {
    readonly requested: boolean;
    readonly required: boolean;
    readonly authorities: readonly string[];
  };
  readonly findings: readonly FindingReport[];
  readonly signatureAlgorithms: readonly string[];
  /** Bits of the prime for DHE. */
  readonly dhBits: number | null;
  readonly supports: ServerProfile["supports"];
  readonly intolerances: ServerProfile["intolerances"];
  /** The OCSP response that came with the certificate; null when none was asked for. */
  readonly staple: StapleReport | null;
  /** What clients with other keys than today's get. */
  readonly otherCertificateLists: readonly (readonly CertificateReport[])[];
  readonly otherAddresses: readonly AddressReport[];
  /** How the search went; null where there was none. */
  readonly scan: { readonly backedOff: number; readonly complete: boolean } | null;
  /** What named clients get, in the order in which they were asked for; absent when none was. */
  readonly clients?: readonly ClientReport[];
}

export interface StapleReport {
  /** `good`, `revoked`, or why a client refuses it; `not_sent`. */
  readonly status: StapleJudgement["kind"] | "not_sent";
  readonly thisUpdate: string | null;
  readonly nextUpdate: string | null;
}

export interface AddressReport {
  readonly address: string;
  /** As in a handshake's result, or why there was no connection: `completed`, `alert`, `timeout` … */
  readonly outcome: string;
  readonly alert: string | null;
  readonly version: string | null;
  readonly certificateList: readonly CertificateReport[];
}

/** Texts are as the catalog says them; escaping is for whoever shows them. */
export function reportHost(evidence: Evidence, findings: readonly Finding[], catalog: Catalog): HostReport {
  const { profile } = evidence;
  const ordinary = findHandshake(evidence, "ordinary");
  const sni = findings.find((finding) => finding.kind === "sni_required");
  const client = findings.find((finding) => finding.kind === "client_certificate_required");
  const { versions, cipherSuites, serverPreference, groups, alpn } = summarizeNegotiation(evidence);
  const [, ...otherLists] = profile?.certificateLists ?? [];
  return {
    schema: "tlscheck.host/1",
    target: evidence.target,
    addresses: evidence.addresses,
    startedAt: new Date(evidence.startedAt).toISOString(),
    durationMs: Math.round(evidence.durationMs),
    connections: evidence.connections,
    verdict: judgeVerdict(evidence, findings),
    versions,
    cipherSuites,
    serverPreference,
    groups,
    alpn,
    certificateList: servedCertificateList(evidence).map(reportCertificate),
    serverName: {
      required: sni?.without === "refused",
      certificateDiffers: sni?.without === "other_certificate",
    },
    clientCertificate: {
      requested: ordinary?.clientCertificate.requested === true || client !== undefined,
      required: client?.required === true,
      authorities: ordinary?.clientCertificate.authorities ?? [],
    },
    findings: findings.map((finding) => reportFinding(finding, evidence, catalog)),
    signatureAlgorithms: profile?.signatureAlgorithms ?? [],
    dhBits: profile?.dhBits ?? null,
    supports: profile?.supports ?? NOT_ASKED,
    intolerances: profile?.intolerances ?? [],
    staple: reportStaple(evidence.staple),
    otherCertificateLists: otherLists.map((list) => list.map(reportCertificate)),
    otherAddresses: evidence.otherAddresses.map(
      ({ address, unreachable, result, version, certificateList }) => ({
        address,
        outcome: unreachable?.reason ?? result?.outcome ?? "unknown",
        alert: result?.outcome === "alert" ? result.description : null,
        version,
        certificateList: certificateList.map(reportCertificate),
      }),
    ),
    scan: profile && { backedOff: profile.backedOff, complete: profile.complete },
    ...reportClients(evidence, catalog),
  };
}

function reportStaple(staple: Evidence["staple"]): StapleReport | null {
  if (staple === undefined) return null;
  const toText = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  return {
    status: staple?.kind ?? "not_sent",
    thisUpdate: staple !== null && "thisUpdate" in staple ? toText(staple.thisUpdate) : null,
    nextUpdate: staple !== null && "nextUpdate" in staple ? toText(staple.nextUpdate) : null,
  };
}

const NOT_ASKED: ServerProfile["supports"] = {
  extendedMasterSecret: null,
  secureRenegotiation: null,
  resumption: null,
};
