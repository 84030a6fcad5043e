import type { RespondFn } from "@slack/bolt";
import { RespondError } from "@slack/bolt";
import type { MessageView } from "../views/message.ts";

/** Answers who clicked or typed, alone, through the `response_url`. A table that Slack refuses there becomes a list.
 *  @param replace the private answer in which was clicked */
export async function answerPrivately(
  respond: RespondFn,
  { text, blocks, plainBlocks }: MessageView,
  replace = false,
): Promise<void> {
  const send = (each: MessageView["blocks"]) =>
    respond({ response_type: "ephemeral", replace_original: replace, text, blocks: each });
  if (plainBlocks === undefined) {
    await send(blocks);
    return;
  }
  try {
    await send(blocks);
  } catch (error) {
    if (!(error instanceof RespondError) || error.statusCode >= 500 || error.statusCode === 429) throw error;
    await send(plainBlocks);
  }
}
