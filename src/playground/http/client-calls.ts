import { z } from "zod";
import type { ClientAnswer, ClientCalls } from "../client-api.ts";
import { ClientError } from "../client-error.ts";
import type { Commands } from "../commands.ts";
import type { Interactions } from "../interactions.ts";
import { findMessage } from "../messages.ts";
import type { Tip } from "../options.ts";
import { say } from "../persons.ts";
import type { Message, View } from "../state.ts";
import { findView } from "../views.ts";
import type { Workspace } from "../workspace.ts";

export interface ClientContext {
  readonly workspace: Workspace;
  readonly commands: Commands;
  readonly interactions: Interactions;
  readonly tips: readonly Tip[];
}

const object = z.record(z.string(), z.unknown());
const values = z.record(z.string(), z.record(z.string(), object));
const user = z.string();

const calls = {
  send: z.object({
    user,
    channel: z.string(),
    threadTs: z.string().optional(),
    text: z.string(),
    files: z.array(z.string()).max(10).optional(),
  }),
  action: z.object({
    user,
    container: z.union([
      z.object({ type: z.literal("message"), channel: z.string(), ts: z.string() }),
      z.object({ type: z.literal("view"), viewId: z.string() }),
    ]),
    action: object,
    values: values.optional(),
  }),
  submit_view: z.object({ user, viewId: z.string(), values }),
  close_view: z.object({ user, viewId: z.string() }),
  message_shortcut: z.object({ user, callbackId: z.string(), channel: z.string(), ts: z.string() }),
  open_home: z.object({ user }),
  set_locale: z.object({ user, locale: z.string().regex(/^[a-z]{2}-[A-Z]{2}$/) }),
  do_tip: z.object({ command: z.string() }),
} satisfies { [Name in keyof ClientCalls]: z.ZodType };

type Handlers = {
  [Name in keyof ClientCalls]: (given: unknown, context: ClientContext) => Promise<ClientAnswer>;
};

const handlers: Handlers = {
  send(given, { workspace, commands }) {
    const { user: id, channel: channelId, text, threadTs, files } = calls.send.parse(given);
    const [sender, channel] = [workspace.person(id), workspace.channel(channelId)];
    if (!text.startsWith("/")) {
      say(workspace, sender, channel, text, { threadTs, files });
      return Promise.resolve({ ok: true });
    }
    if (threadTs !== undefined)
      throw new ClientError(
        "not_in_threads",
        `${text.split(/\s/, 1)[0]} is not supported in threads. Sorry!`,
      );
    // As in Slack, the composer is free again at once; a failure comes as Slackbot's message.
    void commands.run(sender, channel, text);
    return Promise.resolve({ ok: true });
  },

  async action(given, { workspace, interactions }) {
    const { user: id, container, action, values: state } = calls.action.parse(given);
    const actor = workspace.person(id);
    if (container.type === "view")
      await interactions.actOnView(actor, viewOf(workspace, container.viewId), action, state);
    else await interactions.actOnMessage(actor, messageOf(workspace, container), action, state);
    return { ok: true };
  },

  async submit_view(given, { workspace, interactions }) {
    const { user: id, viewId, values: state } = calls.submit_view.parse(given);
    const errors = await interactions.submitView(workspace.person(id), viewOf(workspace, viewId), state);
    return Object.keys(errors).length === 0 ? { ok: true } : { ok: true, errors };
  },

  async close_view(given, { workspace, interactions }) {
    const { user: id, viewId } = calls.close_view.parse(given);
    await interactions.closeView(workspace.person(id), viewOf(workspace, viewId));
    return { ok: true };
  },

  async message_shortcut(given, { workspace, interactions }) {
    const { user: id, callbackId, ...at } = calls.message_shortcut.parse(given);
    await interactions.messageShortcut(workspace.person(id), callbackId, messageOf(workspace, at));
    return { ok: true };
  },

  open_home(given, { workspace }) {
    const { user: id } = calls.open_home.parse(given);
    workspace.changed({ type: "home_opened", user: workspace.person(id).id, tab: "home" });
    return Promise.resolve({ ok: true });
  },

  set_locale(given, { workspace }) {
    const { user: id, locale } = calls.set_locale.parse(given);
    const person = workspace.person(id);
    person.locale = locale;
    workspace.changed({ type: "user", user: person });
    return Promise.resolve({ ok: true });
  },

  do_tip(given, { tips }) {
    const { command } = calls.do_tip.parse(given);
    const tip = tips.find((each) => each.command === command);
    if (tip?.act === undefined) throw new ClientError("tip_not_found", "There is nothing to do.");
    tip.act.run();
    return Promise.resolve({ ok: true });
  },
};

/** `POST /client/NAME`. What the person cannot do comes back as `ok: false` with a sentence. */
export async function handleClientCall(
  name: string,
  given: unknown,
  context: ClientContext,
): Promise<ClientAnswer> {
  const handler = Object.entries(handlers).find(([known]) => known === name)?.[1];
  if (handler === undefined)
    return { ok: false, error: "unknown_call", message: `There is no call ${name}.` };
  try {
    return await handler(given, context);
  } catch (error) {
    if (error instanceof ClientError) return { ok: false, error: error.code, message: error.message };
    if (error instanceof z.ZodError)
      return { ok: false, error: "invalid_call", message: z.prettifyError(error) };
    throw error;
  }
}

function messageOf(workspace: Workspace, { channel, ts }: { channel: string; ts: string }): Message {
  const message = findMessage(workspace, channel, ts);
  if (message === undefined) throw new ClientError("message_not_found", "That message is no longer there.");
  return message;
}

function viewOf(workspace: Workspace, id: string): View {
  const view = findView(workspace, { id });
  if (view === undefined) throw new ClientError("view_not_found", "That view is no longer there.");
  return view;
}
