import type { WebClient } from "@slack/web-api";
import { WebAPIPlatformError } from "@slack/web-api";
import type { SharedFile } from "../ports.ts";
import { EVENT_TYPE } from "./messenger.ts";

/** Where a file stands and how to get it. */
export interface FoundFile {
  readonly name: string;
  readonly size: number;
  readonly threadTs: string | null;
  readonly url: string;
}

const TIMEOUT_MS = 20_000;
/** Slack tells of a file a moment before it tells where it stands. */
export const NOT_YET = "not_yet";
/** Pictures of errors are for people. */
const NOT_READ = /^(?:image|video|audio)\//u;

/** Null for a file that was not meant for us: gone, a picture, or in a thread in which we did not write. */
export async function findSharedFile(
  client: WebClient,
  { fileId, channel }: SharedFile,
): Promise<FoundFile | typeof NOT_YET | null> {
  const file = await client.files.info({ file: fileId }).then(
    (answer) => answer.file ?? null,
    (error: unknown) => {
      if (error instanceof WebAPIPlatformError && GONE.has(error.data.error)) return null;
      throw error;
    },
  );
  if (file === null || NOT_READ.test(file.mimetype ?? "") || file.url_private_download === undefined)
    return null;
  const [share] = file.shares?.public?.[channel] ?? file.shares?.private?.[channel] ?? [];
  if (share === undefined) return NOT_YET;
  const threadTs = share.thread_ts ?? null;
  const isOurs =
    isDirectMessage(channel) || (threadTs !== null && (await isThreadOfOurs(client, channel, threadTs)));
  if (!isOurs) return null;
  return { name: file.name ?? fileId, size: file.size ?? 0, threadTs, url: file.url_private_download };
}

const GONE = new Set(["file_not_found", "file_deleted", "access_denied"]);

function isDirectMessage(channel: string): boolean {
  return channel.startsWith("D");
}

/** One in which a message of ours stands, which our metadata tells. */
async function isThreadOfOurs(client: WebClient, channel: string, ts: string): Promise<boolean> {
  const { messages = [] } = await client.conversations.replies({
    channel,
    ts,
    limit: 100,
    include_all_metadata: true,
  });
  return messages.some(({ metadata }) => metadata?.event_type === EVENT_TYPE);
}

/** The bytes, with the bot's token, which goes to Slack and nowhere else. Null for more than `maxBytes`. */
export async function downloadFile(
  client: WebClient,
  url: string,
  slackApiUrl: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const { origin, protocol, hostname } = new URL(url);
  const isSlack = protocol === "https:" && (hostname === "slack.com" || hostname.endsWith(".slack.com"));
  if (!isSlack && origin !== new URL(slackApiUrl).origin)
    throw new Error(`a file at ${origin} is not Slack's`);
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${client.token ?? ""}` },
    // A redirect would take the token along.
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (!response.ok || response.body === null)
    throw new Error(`the file's download answered ${response.status}`);
  const pieces: Uint8Array[] = [];
  let total = 0;
  for await (const piece of response.body) {
    const bytes = piece as Uint8Array;
    total += bytes.length;
    if (total > maxBytes) return null;
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}
