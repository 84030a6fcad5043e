import { z } from "zod";
import { MAX_FILE_BYTES, appSees, fileObject } from "../files.ts";
import { postMessage } from "../messages.ts";
import { SlackError } from "../slack-error.ts";
import { argumentsOf, integer, json, method, type Method } from "./method.ts";
import { contentOf, postableChannel, threadOf } from "./posting.ts";

export const fileMethods: Readonly<Record<string, Method>> = {
  "files.getUploadURLExternal": method({
    token: "bot",
    tier: 4,
    scopes: ["files:write"],
    arguments: argumentsOf({
      filename: z.string(),
      length: integer,
      alt_txt: z.string().max(1000).optional(),
      snippet_type: z.string().optional(),
    }),
    run({ filename, length, alt_txt: altText = null }, { uploads }) {
      if (length <= 0) throw new SlackError("invalid_arguments");
      if (length > MAX_FILE_BYTES) throw new SlackError("file_upload_size_restricted");
      return uploads.open(filename, length, altText);
    },
  }),

  "files.completeUploadExternal": method({
    token: "bot",
    tier: 4,
    scopes: ["files:write"],
    arguments: argumentsOf({
      files: json.pipe(z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1)),
      channel_id: z.string().optional(),
      initial_comment: z.string().optional(),
      thread_ts: z.string().optional(),
      blocks: json.optional(),
    }),
    run({ files: listed, channel_id, initial_comment, thread_ts, blocks }, { workspace, uploads }) {
      const channel = channel_id === undefined ? undefined : postableChannel(workspace, channel_id);
      const threadTs = channel && threadOf(workspace, channel.id, thread_ts);
      const given = initial_comment !== undefined || blocks !== undefined;
      const content = given ? contentOf({ text: initial_comment, blocks }) : { text: "", blocks: [] };
      const files = listed.map(({ id, title }) => uploads.complete(id, title));
      if (channel !== undefined) {
        const draft = { channel: channel.id, user: workspace.app.botUser, threadTs, files, ...content };
        postMessage(workspace, { ...draft, subtype: "file_share" });
      }
      return { files: files.map((file) => fileObject(workspace, file)) };
    },
  }),

  "files.info": method({
    token: "bot",
    tier: 4,
    scopes: ["files:read"],
    arguments: argumentsOf({ file: z.string(), cursor: z.string().optional(), limit: integer.optional() }),
    run({ file: id }, { workspace }) {
      const file = workspace.files.get(id);
      if (file?.isDeleted === true) throw new SlackError("file_deleted");
      if (file === undefined || !appSees(workspace, file)) throw new SlackError("file_not_found");
      return { file: fileObject(workspace, file), comments: [], response_metadata: { next_cursor: "" } };
    },
  }),

  "files.delete": method({
    token: "bot",
    tier: 3,
    scopes: ["files:write"],
    arguments: argumentsOf({ file: z.string() }),
    run({ file: id }, { workspace }) {
      const file = workspace.files.get(id);
      if (file === undefined || !appSees(workspace, file)) throw new SlackError("file_not_found");
      if (file.user !== workspace.app.botUser) throw new SlackError("cant_delete_file");
      file.isDeleted = true;
      return {};
    },
  }),
};
