import type { Id, Ts } from "./client-api.ts";
import { ClientError } from "./client-error.ts";
import { postMessage } from "./messages.ts";
import { composeText, richText } from "./mrkdwn.ts";
import { shortId } from "./identifiers.ts";
import type { Channel, Message, User } from "./state.ts";
import type { Workspace } from "./workspace.ts";

const MAX_TYPED_LENGTH = 40_000;

export interface Attached {
  readonly threadTs?: Ts | undefined;
  /** Ids of files that were uploaded before. */
  readonly files?: readonly Id[] | undefined;
}

/** A person sends what they typed. Throws `ClientError`. */
export function say(
  workspace: Workspace,
  user: User,
  channel: Channel,
  typed: string,
  attached: Attached = {},
): Message {
  if (channel.isArchived) throw new ClientError("is_archived", "This channel is archived.");
  if (!channel.members.has(user.id))
    throw new ClientError("not_in_channel", "Join this channel before you write to it.");
  if (typed.length > MAX_TYPED_LENGTH) throw new ClientError("msg_too_long", "This message is too long.");
  const isTabOpen = workspace.app.manifest.features.app_home?.messages_tab_read_only_enabled !== true;
  if (channel.kind === "im" && !isTabOpen)
    throw new ClientError("messages_tab_read_only", "Sending messages to this app has been turned off.");
  const files = (attached.files ?? []).map((id) => {
    const file = workspace.files.get(id);
    if (file === undefined || file.user !== user.id || file.isDeleted)
      throw new ClientError("file_not_found", "That file is no longer there.");
    return file;
  });
  if (typed.trim() === "" && files.length === 0)
    throw new ClientError("no_text", "There is nothing to send.");
  const text = composeText(workspace, typed);
  return postMessage(workspace, {
    channel: channel.id,
    user: user.id,
    text,
    blocks: text === "" ? [] : [richText(text, shortId())],
    files,
    threadTs: threadOf(workspace, channel, attached.threadTs),
    subtype: files.length > 0 ? "file_share" : null,
  });
}

function threadOf(workspace: Workspace, channel: Channel, ts: Ts | undefined): Ts | undefined {
  if (ts === undefined) return undefined;
  const message = workspace.history(channel.id).get(ts);
  if (message === undefined) throw new ClientError("thread_not_found", "That thread is no longer there.");
  return message.threadTs ?? message.ts;
}
