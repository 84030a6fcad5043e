import { acceptMessageBlocks } from "../blocks/accept.ts";
import type { Id, JsonObject, Ts } from "../client-api.ts";
import { isMember } from "../conversations.ts";
import { TS_PATTERN } from "../identifiers.ts";
import { isObject } from "../json.ts";
import { SlackError } from "../slack-error.ts";
import type { Channel } from "../state.ts";
import type { Workspace } from "../workspace.ts";

/** Longer texts are cut when posted … */
const TRUNCATED_TEXT_LENGTH = 40_000;
/** … and refused in an update. */
export const UPDATE_TEXT_LENGTH = 4_000;
const METADATA_BYTES = 8_000;

/** What `channel` names: an id, the name of a channel, or a person (then their direct message). */
export function addressedChannel(workspace: Workspace, target: string): Channel | undefined {
  if (workspace.people().some(({ id }) => id === target)) return workspace.directMessage(target);
  const name = target.replace(/^#/, "");
  const channels = [...workspace.channels.values()];
  return (
    workspace.channels.get(target) ??
    channels.find((channel) => channel.kind !== "im" && channel.name === name)
  );
}

/** The same, if the app may post there. Throws `channel_not_found`, `not_in_channel`, `is_archived`, `messages_tab_disabled`. */
export function postableChannel(workspace: Workspace, target: string): Channel {
  const { app } = workspace;
  const channel = addressedChannel(workspace, target);
  if (channel === undefined) throw new SlackError("channel_not_found");
  if (channel.kind !== "public" && !isMember(workspace, channel)) throw new SlackError("channel_not_found");
  if (channel.isArchived) throw new SlackError("is_archived");
  if (!isMember(workspace, channel) && !app.scopes.includes("chat:write.public"))
    throw new SlackError("not_in_channel");
  if (channel.kind === "im" && app.manifest.features.app_home?.messages_tab_enabled === false)
    throw new SlackError("messages_tab_disabled");
  return channel;
}

/** The thread's first message. Throws `invalid_thread_ts`, `thread_not_found`, `cannot_reply_to_message`. */
export function threadOf(workspace: Workspace, channel: Id, ts: string | undefined): Ts | undefined {
  if (ts === undefined) return undefined;
  if (!TS_PATTERN.test(ts)) throw new SlackError("invalid_thread_ts");
  const message = workspace.history(channel).get(ts);
  if (message === undefined) throw new SlackError("thread_not_found");
  if (message.subtype === "channel_join") throw new SlackError("cannot_reply_to_message");
  return message.threadTs ?? message.ts;
}

export interface Content {
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly isTruncated: boolean;
}

/** Throws `no_text`, `invalid_blocks_format`, `invalid_blocks`, `markdown_text_conflict` … */
export function contentOf(given: {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
  readonly markdown_text?: string | undefined;
}): Content {
  const { text = "", markdown_text } = given;
  if (markdown_text !== undefined) {
    if (given.text !== undefined || given.blocks !== undefined)
      throw new SlackError("markdown_text_conflict");
    return contentOf({ blocks: [{ type: "markdown", text: markdown_text }] });
  }
  const blocks = given.blocks === undefined ? [] : acceptMessageBlocks(given.blocks);
  if (text.trim() === "" && blocks.length === 0) throw new SlackError("no_text");
  const isTruncated = text.length > TRUNCATED_TEXT_LENGTH;
  return { text: isTruncated ? text.slice(0, TRUNCATED_TEXT_LENGTH) : text, blocks, isTruncated };
}

export const TRUNCATION_WARNING = {
  warning: "message_truncated",
  response_metadata: { warnings: ["message_truncated"] },
};

/** `{ event_type, event_payload }`. Throws `invalid_metadata_format`, `invalid_metadata_schema`, `metadata_too_large`. */
export function metadataOf(given: unknown): JsonObject | undefined {
  if (given === undefined) return undefined;
  if (!isObject(given)) throw new SlackError("invalid_metadata_format");
  const { event_type, event_payload } = given;
  if (typeof event_type !== "string" || event_type === "" || !isObject(event_payload))
    throw new SlackError("invalid_metadata_schema");
  if (Buffer.byteLength(JSON.stringify(given)) > METADATA_BYTES) throw new SlackError("metadata_too_large");
  return { event_type, event_payload };
}
