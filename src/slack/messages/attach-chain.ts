import type { WebClient } from "@slack/web-api";
import type { MessageView } from "../views/message.ts";
import type { Place } from "./messenger.ts";
import { uploadFile } from "./upload-file.ts";

const FILE_NAME = "chain.pem";

/** The certificates as they should be, as a file below the message that says so. It is there once: whoever posted the message
 *  attaches it, and after a crash in between it is missing rather than double. */
export async function attachChain(
  client: WebClient,
  { channel, threadTs }: Place,
  { chain }: MessageView,
): Promise<void> {
  if (chain == null || threadTs === null) return;
  const file = { name: FILE_NAME, bytes: Buffer.from(chain), alt: null, comment: null };
  await uploadFile(client, { channel, threadTs }, file);
}
