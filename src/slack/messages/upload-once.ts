import type { WebClient } from "@slack/web-api";
import type { PostLedger } from "./post-once.ts";
import type { NewFile } from "./upload-file.ts";
import { uploadFile } from "./upload-file.ts";

/** Uploads unless that was begun before: after a crash in between a file is missing rather than double. A failure that is
 *  told of may be tried again. @param name of the upload in the ledger */
export async function uploadOnce(
  client: WebClient,
  ledger: PostLedger,
  place: { readonly channel: string; readonly threadTs: string },
  file: () => Promise<NewFile>,
  name: string,
): Promise<void> {
  const key = { diagnosisId: name, part: "verdict" } as const;
  const claim = await ledger.claim(key);
  if (claim.state !== "claimed") return;
  try {
    await uploadFile(client, place, await file());
  } catch (error) {
    await ledger.release(key);
    throw error;
  }
}
