import type { WebClient } from "@slack/web-api";
import { WebAPIPlatformError } from "@slack/web-api";
import { listOurMessages } from "./messenger.ts";

/** Where a file stands and how to get it. */
export interface SharedFile {
  readonly name: string;
  readonly size: number;
  readonly threadTs: string | null;
  /** Diagnoses that were answered in the same thread. */
  readonly diagnosisIds: readonly string[];
  readonly url: string;
}

/** Nobody showed it to us, or it is gone. */
export const OUT_OF_REACH = "out_of_reach";
/** Slack tells of a file a moment before it tells where it stands. */
export const NOT_YET = "not_yet";
/** Pictures of errors are for people. */
const NOT_READ = /^(?:image|video|audio)\//u;

export function isReadable(mimetype: string): boolean {
  return !NOT_READ.test(mimetype);
}

/** Null for a file that was not meant for us: a picture, or in a thread in which we did not write.
 *  @param place where the answer goes, when that is known: then it need not be shared anywhere. */
export async function findSharedFile(
  client: WebClient,
  fileId: string,
  channel: string,
  place: { readonly threadTs: string | null } | null,
): Promise<SharedFile | typeof NOT_YET | typeof OUT_OF_REACH | null> {
  const file = await client.files.info({ file: fileId }).then(
    (answer) => answer.file ?? null,
    (error: unknown) => {
      if (error instanceof WebAPIPlatformError && GONE.has(error.data.error)) return null;
      throw error;
    },
  );
  if (file === null) return OUT_OF_REACH;
  const url = file.url_private_download;
  if (url === undefined || !isReadable(file.mimetype ?? "")) return null;
  const found = { name: file.name ?? fileId, size: file.size ?? 0, url };
  if (place !== null) return { ...found, threadTs: place.threadTs, diagnosisIds: [] };
  const [share] = file.shares?.public?.[channel] ?? file.shares?.private?.[channel] ?? [];
  if (share === undefined) return NOT_YET;
  const threadTs = share.thread_ts ?? null;
  const ours = threadTs === null ? [] : (await listOurMessages(client, channel, threadTs)).diagnosisIds;
  if (ours.length === 0 && !isDirectMessage(channel)) return null;
  return { ...found, threadTs, diagnosisIds: ours };
}

const GONE = new Set(["file_not_found", "file_deleted", "access_denied"]);

function isDirectMessage(channel: string): boolean {
  return channel.startsWith("D");
}

/** The bytes as they come, with the bot's token, which goes to Slack and nowhere else. Ending early ends the download. */
export async function downloadFile(
  client: WebClient,
  url: string,
  slackApiUrl: string,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const { origin, protocol, hostname } = new URL(url);
  const isSlack = protocol === "https:" && (hostname === "slack.com" || hostname.endsWith(".slack.com"));
  if (!isSlack && origin !== new URL(slackApiUrl).origin)
    throw new Error(`a file at ${origin} is not Slack's`);
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${client.token ?? ""}` },
    // A redirect would take the token along.
    redirect: "error",
    signal,
  });
  if (!response.ok || response.body === null)
    throw new Error(`the file's download answered ${response.status}`);
  return response.body;
}
