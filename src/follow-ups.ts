import type { Backend } from "./backend.ts";
import type { Config } from "./config.ts";
import { CLIENT_IDS } from "./diagnosis/asked-clients.ts";
import type { ClientTrial } from "./diagnosis/client-trial.ts";
import type { Diagnosis } from "./diagnosis/diagnosis.ts";
import type { FollowUpJob } from "./jobs/queues.ts";
import { catalogFor } from "./locales/catalogs.ts";
import type { Checked } from "./playbook/conversation.ts";
import { walkThrough } from "./playbook/conversation.ts";
import { tryClients } from "./probe/try-clients.ts";
import { formatBundle } from "./report/bundle.ts";
import { reportHost } from "./report/host-json.ts";
import { postOnce } from "./slack/messages/post-once.ts";
import type { ShowLedger } from "./slack/messages/show-diagnosis.ts";
import { uploadOnce } from "./slack/messages/upload-once.ts";
import { clientsView } from "./slack/views/clients.ts";
import { waitAsSlackSays } from "./wait-as-slack-says.ts";

export interface FollowUpParts {
  readonly config: Config;
  readonly backend: Backend;
  readonly ledger: ShowLedger;
  readonly show: (diagnosisId: string) => Promise<void>;
}

/** The job of a click below a verdict that takes longer than a click. Safe to run again. */
export function createFollowUps(parts: FollowUpParts) {
  const { backend, show } = parts;
  const process = async (job: FollowUpJob, signal: AbortSignal): Promise<void> => {
    const diagnosis = await backend.store.load(job.diagnosisId);
    if (diagnosis?.result?.state !== "checked") return;
    if (job.asked === "bundle") return postBundle(parts, job, diagnosis, diagnosis.result);
    const trials = await loadTrials(parts, diagnosis, diagnosis.result, signal);
    if (job.asked === "clients") await postClients(parts, job, diagnosis, diagnosis.result, trials);
    // What a client gets may answer the open question.
    await show(diagnosis.id);
  };
  return (job: FollowUpJob, signal: AbortSignal) => process(job, signal).catch(waitAsSlackSays);
}

async function loadTrials(
  { config, backend }: FollowUpParts,
  diagnosis: Diagnosis,
  { evidence }: Checked,
  signal: AbortSignal,
): Promise<readonly ClientTrial[]> {
  const { trials: known } = await backend.store.loadConversation(diagnosis);
  if (known !== null && known.length > 0) return known;
  const { egress, timeoutMs } = config;
  const tried = await tryClients(evidence, { ids: CLIENT_IDS, named: [] }, { egress, timeoutMs, signal });
  const trials = tried.clientTrials?.trials ?? [];
  await backend.store.saveTrials(diagnosis.id, trials);
  return trials;
}

async function postClients(
  { backend, ledger }: FollowUpParts,
  job: FollowUpJob,
  { origin }: Diagnosis,
  { evidence }: Checked,
  trials: readonly ClientTrial[],
): Promise<void> {
  const client = await backend.access.clientFor(origin);
  const view = clientsView({ ...evidence, clientTrials: { trials, named: [] } }, catalogFor(job.locale));
  const place = { channel: origin.channel, threadTs: job.threadTs };
  await postOnce(client, ledger, place, view, { diagnosisId: nameOf(job), part: "verdict" });
}

/** What the documents ask for when nothing could be determined: all details, as text and for programs. */
async function postBundle(
  { backend, ledger }: FollowUpParts,
  job: FollowUpJob,
  diagnosis: Diagnosis,
  result: Checked,
): Promise<void> {
  const { origin, target } = diagnosis;
  if (job.threadTs === null) return;
  const catalog = catalogFor(job.locale);
  const client = await backend.access.clientFor(origin);
  const { steps, position } = walkThrough(diagnosis, result, await backend.store.loadConversation(diagnosis));
  const place = { channel: origin.channel, threadTs: job.threadTs };
  const upload = (name: string, content: () => string, comment: string | null) =>
    uploadOnce(
      client,
      ledger,
      place,
      async () => ({ name, bytes: Buffer.from(content()), alt: null, comment }),
      `${nameOf(job)}-${name}`,
    );
  const name = `tlscheck-${target.host.replaceAll(":", "-")}-${target.port}`;
  const text = () => formatBundle(result, steps, position.node, catalog);
  await upload(`${name}.txt`, text, catalog.playbook.conversation.bundleReady);
  const json = () => `${JSON.stringify(reportHost(result.evidence, result.findings, catalog), null, 2)}\n`;
  await upload(`${name}.json`, json, null);
}

function nameOf({ diagnosisId, cause }: FollowUpJob): string {
  return `follow-up-${diagnosisId}-${cause}`;
}
