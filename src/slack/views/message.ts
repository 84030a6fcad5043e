import type { KnownBlock } from "@slack/types";

/** A message as `chat.postMessage` takes it. `plainBlocks` is what stands in where Slack refuses a `plan`. */
export interface MessageView {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly plainBlocks?: KnownBlock[];
  /** The certificates as they should be, PEM: attached as a file. */
  readonly chain?: string | null;
  /** SHA-256 of the public keys that the message is about: travels in its metadata, for keys that are compared later. */
  readonly publicKeys?: readonly string[];
}
