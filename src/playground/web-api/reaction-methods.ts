import { z } from "zod";
import { visibleChannel } from "../conversations.ts";
import { SlackError } from "../slack-error.ts";
import type { Message } from "../state.ts";
import type { Workspace } from "../workspace.ts";
import { argumentsOf, method, type Method } from "./method.ts";

const target = argumentsOf({
  channel: z.string(),
  timestamp: z.string(),
  name: z.string().transform((name) => name.replaceAll(":", "")),
});
const EMOJI_NAME = /^[a-z0-9_+'-]{1,100}$/;

function reactedMessage(
  workspace: Workspace,
  { channel, timestamp, name }: z.output<typeof target>,
): Message {
  if (!EMOJI_NAME.test(name)) throw new SlackError("invalid_name");
  const message = workspace.history(visibleChannel(workspace, channel).id).get(timestamp);
  if (message === undefined) throw new SlackError("message_not_found");
  return message;
}

export const reactionMethods: Readonly<Record<string, Method>> = {
  "reactions.add": method({
    token: "bot",
    tier: 3,
    scopes: ["reactions:write"],
    arguments: target,
    run(args, { workspace }) {
      const user = workspace.app.botUser;
      const message = reactedMessage(workspace, args);
      const users = message.reactions.get(args.name) ?? new Set();
      if (users.has(user)) throw new SlackError("already_reacted");
      message.reactions.set(args.name, users.add(user));
      workspace.changed({ type: "reaction", added: true, message, name: args.name, user });
      return {};
    },
  }),

  "reactions.remove": method({
    token: "bot",
    tier: 2,
    scopes: ["reactions:write"],
    arguments: target,
    run(args, { workspace }) {
      const user = workspace.app.botUser;
      const message = reactedMessage(workspace, args);
      const users = message.reactions.get(args.name);
      if (users?.delete(user) !== true) throw new SlackError("no_reaction");
      if (users.size === 0) message.reactions.delete(args.name);
      workspace.changed({ type: "reaction", added: false, message, name: args.name, user });
      return {};
    },
  }),
};
