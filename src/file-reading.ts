import type { Backend } from "./backend.ts";
import type { Config } from "./config.ts";
import type { InspectionOptions } from "./diagnosis/inspect-bundle.ts";
import { inspectBundle } from "./diagnosis/inspect-bundle.ts";
import type { DroppedFile } from "./jobs/read-file-processor.ts";
import { readFileProcessor } from "./jobs/read-file-processor.ts";
import type { FileJob } from "./jobs/queues.ts";
import { RetryLater } from "./jobs/worker.ts";
import { catalogFor } from "./locales/locale.ts";
import { fetchIssuers } from "./probe/fetch-issuers.ts";
import { openTrustAnchors } from "./probe/trust-anchors.ts";
import { postOnce } from "./slack/messages/post-once.ts";
import type { PostLedger } from "./slack/messages/post-once.ts";
import { NOT_YET, downloadFile, findSharedFile } from "./slack/messages/shared-file.ts";
import { inspectionView } from "./slack/views/inspection.ts";
import { lines, messageText, richText } from "./slack/views/text.ts";
import { waitAsSlackSays } from "./wait-as-slack-says.ts";
import type { Bundle } from "./x509/bundle/bundle.ts";
import { MAX_BUNDLE_BYTES, readBundle } from "./x509/bundle/read-bundle.ts";

const SHARE_DELAY_MS = 1_000;
/** Or it was never shared where its event said. */
const SHARE_WITHIN_MS = 30_000;

export interface FileReadingParts {
  readonly config: Config;
  readonly backend: Backend;
  readonly ledger: PostLedger;
  readonly now: () => number;
}

/** The job that reads a file out of a thread or a direct message. The file is in memory while it runs, and nowhere else. */
export function createFileReading({ config, backend, ledger, now }: FileReadingParts) {
  const clientOf = ({ team, enterprise }: FileJob) => backend.access.clientFor({ team, enterprise });
  const process = readFileProcessor({
    async fetch(job, signal) {
      const client = await clientOf(job);
      const found = await findSharedFile(client, job);
      if (found === NOT_YET && now() - job.askedAt < SHARE_WITHIN_MS) throw new RetryLater(SHARE_DELAY_MS);
      if (found === null || found === NOT_YET) return null;
      const { name, size, threadTs, url } = found;
      const tooLarge = size > MAX_BUNDLE_BYTES;
      const bytes = tooLarge
        ? null
        : await downloadFile(client, url, config.slackApiUrl, MAX_BUNDLE_BYTES, signal);
      return { name, bytes, threadTs };
    },
    async inspect(file, signal) {
      const { timeoutMs, egress } = config;
      const bundle = open(file);
      const options: InspectionOptions = {
        at: now(),
        trustAnchors: openTrustAnchors(config.trustAnchors),
        serverName: null,
      };
      const inspection = inspectBundle(bundle, options);
      const urls = inspection.examination?.missingIssuer?.caIssuers ?? [];
      const fetched = await fetchIssuers(urls, { timeoutMs, egress, signal });
      return fetched.length === 0 ? inspection : inspectBundle(bundle, { ...options, fetched });
    },
    async warnOfPrivateKey(job, { name, threadTs }) {
      const client = await clientOf(job);
      const content = catalogFor(job.locale).chat.privateKeyPosted(name);
      const [first = ""] = content;
      await client.chat.postEphemeral({
        channel: job.channel,
        user: job.user,
        ...(threadTs !== null && { thread_ts: threadTs }),
        text: messageText(typeof first === "string" ? first : first.command),
        blocks: [richText(lines(content))],
      });
    },
    async post(job, { name, threadTs }, inspection) {
      const client = await clientOf(job);
      const target = { host: "SERVER", port: 443, serverName: null };
      const context = { target, addresses: [], fileName: name };
      const view = inspectionView(inspection, now(), context, catalogFor(job.locale));
      const key = { diagnosisId: `file-${job.fileId}-${job.channel}`, part: "verdict" } as const;
      await postOnce(client, ledger, { channel: job.channel, threadTs }, view, key);
    },
  });
  return (job: FileJob, signal: AbortSignal) => process(job, signal).catch(waitAsSlackSays);
}

/** What is larger than we read is told so. */
function open({ name, bytes }: DroppedFile): Bundle {
  return readBundle(bytes ?? new Uint8Array(MAX_BUNDLE_BYTES + 1), { fileName: name });
}
