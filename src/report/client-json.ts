import type { ClientTrial } from "../diagnosis/client-trial.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import type { FindingKind } from "../diagnosis/finding.ts";
import { judgeTrial } from "../diagnosis/judge-trial.ts";
import type { Catalog } from "../locales/catalog.ts";
import type { ClientId } from "../tls/clients/clients.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";
import { wordTrial } from "./client-table.ts";

/** What one named client gets. */
export interface ClientReport {
  readonly client: ClientId;
  readonly name: string;
  readonly outcome: "connects" | "fails" | "not_asked";
  /** Why it fails; null when it does not. */
  readonly kind: FindingKind | null;
  /** The same in a few words, or why it was not asked; null when it connects. */
  readonly reason: string | null;
  /** What the server selected, also where the client goes no further. */
  readonly version: string | null;
  readonly cipherSuite: { readonly id: string; readonly name: string } | null;
  readonly group: string | null;
  /** Whether it sent server_name. */
  readonly serverName: boolean;
  /** The end entity's; null where none came, or TLS 1.3 hides it. */
  readonly subject: string | null;
  /** It gets a certificate that an ordinary client does not get. */
  readonly otherCertificate: boolean;
  /** Of what nothing is in common, both lists; empty otherwise, and where the server's is not known. */
  readonly offered: readonly string[];
  readonly accepted: readonly string[];
}

/** Nothing when no client was tried. Texts are as the catalog says them; escaping is for whoever shows them. */
export function reportClients(
  evidence: Evidence,
  catalog: Catalog,
): { readonly clients?: readonly ClientReport[] } {
  const { clientTrials } = evidence;
  if (clientTrials === undefined) return {};
  return { clients: clientTrials.trials.map((trial) => reportClient(trial, evidence, catalog)) };
}

function reportClient(trial: ClientTrial, evidence: Evidence, catalog: Catalog): ClientReport {
  const judgement = judgeTrial(trial, evidence);
  const finding = judgement.state === "fails" ? judgement.finding : null;
  return {
    client: trial.client,
    name: CLIENT_PROFILES[trial.client].name,
    outcome: judgement.state,
    kind: finding?.kind ?? null,
    reason: judgement.state === "connects" ? null : wordTrial(judgement, catalog),
    version: trial.version,
    cipherSuite: trial.cipherSuite,
    group: trial.group,
    serverName: trial.serverName,
    subject: trial.certificate?.subject ?? null,
    otherCertificate: trial.certificate?.isOther === true,
    offered: finding !== null && "offered" in finding ? finding.offered : [],
    accepted: finding !== null && "offered" in finding ? finding.accepted : [],
  };
}
