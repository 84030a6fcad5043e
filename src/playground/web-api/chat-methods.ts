import { z } from "zod";
import { isMember, visibleChannel } from "../conversations.ts";
import { deleteMessage, messageObject, postEphemeral, postMessage, updateMessage } from "../messages.ts";
import { SlackError } from "../slack-error.ts";
import type { Message } from "../state.ts";
import type { Workspace } from "../workspace.ts";
import { argumentsOf, boolean, json, method, missingScope, type Method } from "./method.ts";
import {
  TRUNCATION_WARNING,
  UPDATE_TEXT_LENGTH,
  contentOf,
  metadataOf,
  postableChannel,
  threadOf,
} from "./posting.ts";

const scopes = ["chat:write"];
const content = {
  channel: z.string(),
  text: z.string().optional(),
  blocks: json.optional(),
  markdown_text: z.string().optional(),
  attachments: json.optional(),
  link_names: boolean.optional(),
  parse: z.enum(["none", "full"]).optional(),
};
const authorship = {
  username: z.string().optional(),
  icon_emoji: z.string().optional(),
  icon_url: z.string().optional(),
};

/** What Slack knows and this workspace does not: refused rather than dropped. */
function refuseAttachments({ attachments }: { attachments?: unknown }): void {
  if (attachments !== undefined && !(Array.isArray(attachments) && attachments.length === 0))
    throw new SlackError("invalid_attachments");
}

function demandCustomization(
  { app }: Workspace,
  given: { [key in keyof typeof authorship]?: string | undefined },
): void {
  if (Object.keys(authorship).every((key) => !(key in given))) return;
  if (!app.scopes.includes("chat:write.customize")) throw missingScope(app.scopes, "chat:write.customize");
}

function ownMessage(workspace: Workspace, channelId: string, ts: string, refusal: string): Message {
  const channel = visibleChannel(workspace, channelId);
  const message = workspace.history(channel.id).get(ts);
  if (message === undefined) throw new SlackError("message_not_found");
  if (message.user !== workspace.app.botUser) throw new SlackError(refusal);
  return message;
}

export const chatMethods: Readonly<Record<string, Method>> = {
  "chat.postMessage": method({
    token: "bot",
    tier: "post",
    scopes,
    arguments: argumentsOf({
      ...content,
      ...authorship,
      thread_ts: z.string().optional(),
      reply_broadcast: boolean.optional(),
      metadata: json.optional(),
      mrkdwn: boolean.optional(),
      unfurl_links: boolean.optional(),
      unfurl_media: boolean.optional(),
    }),
    run(args, { workspace }) {
      refuseAttachments(args);
      demandCustomization(workspace, args);
      const channel = postableChannel(workspace, args.channel);
      const threadTs = threadOf(workspace, channel.id, args.thread_ts);
      const { text, blocks, isTruncated } = contentOf(args);
      const message = postMessage(workspace, {
        channel: channel.id,
        user: workspace.app.botUser,
        text,
        blocks,
        threadTs,
        metadata: metadataOf(args.metadata),
        subtype: threadTs !== undefined && args.reply_broadcast === true ? "thread_broadcast" : null,
      });
      return {
        channel: channel.id,
        ts: message.ts,
        message: messageObject(workspace, message, true),
        ...(isTruncated ? TRUNCATION_WARNING : {}),
      };
    },
  }),

  "chat.update": method({
    token: "bot",
    tier: 3,
    scopes,
    arguments: argumentsOf({
      ...content,
      ts: z.string(),
      metadata: json.optional(),
      reply_broadcast: boolean.optional(),
    }),
    run(args, { workspace }) {
      refuseAttachments(args);
      const message = ownMessage(workspace, args.channel, args.ts, "cant_update_message");
      if ((args.text ?? "").length > UPDATE_TEXT_LENGTH) throw new SlackError("msg_too_long");
      const isEmptied =
        args.blocks === undefined && args.text === undefined && args.markdown_text === undefined;
      if (isEmptied && args.metadata === undefined) throw new SlackError("no_text");
      const updated = isEmptied ? undefined : contentOf(args);
      updateMessage(workspace, message, {
        text: args.text,
        blocks: args.blocks === undefined && args.markdown_text === undefined ? undefined : updated?.blocks,
        metadata: metadataOf(args.metadata),
      });
      const object = messageObject(workspace, message, true);
      return { channel: message.channel, ts: message.ts, text: message.text, message: object };
    },
  }),

  "chat.delete": method({
    token: "bot",
    tier: 3,
    scopes,
    arguments: argumentsOf({ channel: z.string(), ts: z.string() }),
    run({ channel, ts }, { workspace }) {
      deleteMessage(workspace, ownMessage(workspace, channel, ts, "cant_delete_message"));
      return { channel, ts };
    },
  }),

  "chat.postEphemeral": method({
    token: "bot",
    tier: 4,
    scopes,
    arguments: argumentsOf({ ...content, ...authorship, user: z.string(), thread_ts: z.string().optional() }),
    run(args, { workspace }) {
      refuseAttachments(args);
      demandCustomization(workspace, args);
      const channel = postableChannel(workspace, args.channel);
      if (!isMember(workspace, channel)) throw new SlackError("not_in_channel");
      if (!channel.members.has(args.user)) throw new SlackError("user_not_in_channel");
      const threadTs = threadOf(workspace, channel.id, args.thread_ts);
      const { text, blocks, isTruncated } = contentOf(args);
      const draft = { channel: channel.id, user: workspace.app.botUser, text, blocks, threadTs };
      const message = postEphemeral(workspace, draft, args.user);
      return { message_ts: message.ts, ...(isTruncated ? TRUNCATION_WARNING : {}) };
    },
  }),

  "chat.getPermalink": method({
    token: "bot",
    tier: "special",
    arguments: argumentsOf({ channel: z.string(), message_ts: z.string() }),
    run({ channel, message_ts }, { workspace }) {
      const { id } = visibleChannel(workspace, channel);
      const message = workspace.history(id).get(message_ts);
      if (message === undefined) throw new SlackError("message_not_found");
      const path = `${workspace.origin}/archives/${id}/p${message_ts.replace(".", "")}`;
      const permalink = message.threadTs === null ? path : `${path}?thread_ts=${message.threadTs}&cid=${id}`;
      return { channel: id, permalink };
    },
  }),
};
