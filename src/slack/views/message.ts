import type { KnownBlock } from "@slack/types";

/** A message as `chat.postMessage` takes it. `plainBlocks` is what stands in where Slack refuses a `plan`. */
export interface MessageView {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly plainBlocks?: KnownBlock[];
}
