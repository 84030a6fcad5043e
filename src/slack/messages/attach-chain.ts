import type { WebClient } from "@slack/web-api";
import type { MessageView } from "../views/message.ts";
import type { Place } from "./messenger.ts";

const FILE_NAME = "chain.pem";

/** The certificates as they should be, as a file below the message that says so. It is there once: whoever posted the message
 *  attaches it, and after a crash in between it is missing rather than double. */
export async function attachChain(
  client: WebClient,
  { channel, threadTs }: Place,
  { chain }: MessageView,
): Promise<void> {
  if (chain == null || threadTs === null) return;
  await client.filesUploadV2({
    channel_id: channel,
    thread_ts: threadTs,
    filename: FILE_NAME,
    content: chain,
  });
}
