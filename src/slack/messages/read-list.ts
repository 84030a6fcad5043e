import type { WebClient } from "@slack/web-api";
import { NOT_YET, OUT_OF_REACH, downloadFile, findSharedFile } from "./shared-file.ts";

const TIMEOUT_MS = 15_000;

/** A small file that was sent with a form, whole. `bytes` are one more than `maxBytes` for a larger one. Null when Slack does
 *  not show it to us. */
export async function readSmallFile(
  client: WebClient,
  fileId: string,
  channel: string,
  maxBytes: number,
): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
  const found = await findSharedFile(client, fileId, channel, { threadTs: null });
  if (found === null || found === OUT_OF_REACH || found === NOT_YET) return null;
  const pieces: Uint8Array[] = [];
  let length = 0;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  for await (const piece of await downloadFile(client, found.url, client.slackApiUrl, signal)) {
    pieces.push(piece);
    length += piece.length;
    if (length > maxBytes) break;
  }
  return { name: found.name, bytes: Buffer.concat(pieces).subarray(0, maxBytes + 1) };
}
