import type { FilesGetUploadURLExternalResponse, WebClient } from "@slack/web-api";

export interface NewFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** For those who cannot see it, at most 1,000 characters; null for what is no picture. */
  readonly alt: string | null;
  /** Our own words: mrkdwn. */
  readonly comment: string | null;
}

const TIMEOUT_MS = 60_000;

/** Posts a file into a channel or a thread. The SDK's `filesUploadV2` sends `alt_text`, and Slack reads `alt_txt`:
 *  https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export async function uploadFile(
  client: WebClient,
  { channel, threadTs }: { readonly channel: string; readonly threadTs: string | null },
  { name, bytes, alt, comment }: NewFile,
): Promise<void> {
  const { upload_url: url, file_id: id }: FilesGetUploadURLExternalResponse = await client.apiCall(
    "files.getUploadURLExternal",
    {
      filename: name,
      length: bytes.length,
      ...(alt !== null && { alt_txt: alt }),
    },
  );
  if (url === undefined || id === undefined)
    throw new Error("files.getUploadURLExternal answered without a place");
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: Buffer.from(bytes),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the file's upload answered ${response.status}`);
  await client.files.completeUploadExternal({
    channel_id: channel,
    ...(threadTs !== null && { thread_ts: threadTs }),
    files: [{ id, title: name }],
    ...(comment !== null && { initial_comment: comment }),
  });
}
