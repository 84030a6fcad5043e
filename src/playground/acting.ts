import type { Id, StateValues, Ts } from "./client-api.ts";
import type { Commands } from "./commands.ts";
import { archive, deleteChannel, join, removeBot, unarchive } from "./conversations.ts";
import { storeFile } from "./files.ts";
import { enter, locateElements, type Choice } from "./input-state.ts";
import type { Interactions } from "./interactions.ts";
import { findMessage } from "./messages.ts";
import { say, type Attached } from "./persons.ts";
import type { Message, View } from "./state.ts";
import { modalsOf } from "./views.ts";
import type { Workspace } from "./workspace.ts";

type At = { readonly channel: Id; readonly ts: Ts };

/** What people do. They and the channels go by id or name (`@NAME`: that person's conversation with the app). What a person
 *  cannot do throws `ClientError`. */
export interface Acting {
  /** Types a slash command; resolves once it is acknowledged or Slackbot said that it was not. */
  command(user: string, channel: string, typed: string): Promise<void>;
  say(user: string, channel: string, typed: string, attached?: Attached): Message;
  /** The file's id, to be sent with `say` or chosen in a modal. */
  upload(user: string, name: string, bytes: Uint8Array): Id;
  /** Presses or chooses; resolves once the app acknowledged. */
  click(user: string, where: At | View, actionId: string, choice?: Choice): Promise<void>;
  /** Fills in, by action_id, and submits the person's top modal; what stands at its inputs afterwards, by block_id. */
  submitView(
    user: string,
    choices: Readonly<Record<string, Choice>>,
  ): Promise<Readonly<Record<string, string>>>;
  closeView(user: string): Promise<void>;
  messageShortcut(user: string, callbackId: string, message: At): Promise<void>;
  globalShortcut(user: string, callbackId: string): Promise<void>;
  openHome(user: string, tab?: "home" | "messages"): void;
  setLocale(user: string, locale: string): void;
  /** Without a guest: the app's bot. */
  invite(user: string, channel: string, guest?: string): void;
  archive(user: string, channel: string): void;
  unarchive(user: string, channel: string): void;
  /** The bot has to leave. */
  removeBot(user: string, channel: string): void;
  deleteChannel(user: string, channel: string): void;
  /** An administrator removes the app: its token is dead. */
  uninstall(): void;
}

export function acting(workspace: Workspace, commands: Commands, interactions: Interactions): Acting {
  const person = (name: string) => workspace.person(name);
  const messageAt = ({ channel, ts }: At) => {
    const message = findMessage(workspace, channel, ts);
    if (message === undefined) throw new Error(`no such message: ${channel} ${ts}`);
    return message;
  };
  const topModal = (user: string) => {
    const view = modalsOf(workspace, person(user).id).at(-1);
    if (view === undefined) throw new Error(`${user} has no modal open`);
    return view;
  };
  return {
    command: async (user, channel, typed) => commands.run(person(user), workspace.channel(channel), typed),
    say: (user, channel, typed, attached) =>
      say(workspace, person(user), workspace.channel(channel), typed, attached),
    upload: (user, name, bytes) =>
      storeFile(workspace, { name, bytes: Buffer.from(bytes), user: person(user).id }).id,

    async click(user, where, actionId, choice) {
      const isView = "hash" in where;
      const target = isView ? where : messageAt(where);
      const found = locateElements(target.blocks).find(({ element }) => element["action_id"] === actionId);
      const action = { action_id: actionId, ...(found === undefined ? {} : enter(found.element, choice)) };
      if (isView) await interactions.actOnView(person(user), where, action);
      else await interactions.actOnMessage(person(user), messageAt(where), action);
    },

    submitView: async (user, choices) => {
      const view = topModal(user);
      return interactions.submitView(person(user), view, filledIn(view, choices));
    },

    closeView: async (user) => interactions.closeView(person(user), topModal(user)),
    messageShortcut: async (user, callbackId, message) =>
      interactions.messageShortcut(person(user), callbackId, messageAt(message)),
    globalShortcut: async (user, callbackId) => interactions.globalShortcut(person(user), callbackId),
    openHome: (user, tab = "home") => workspace.changed({ type: "home_opened", user: person(user).id, tab }),

    setLocale(user, locale) {
      person(user).locale = locale;
      workspace.changed({ type: "user", user: person(user) });
    },

    invite(user, channel, guest) {
      const id = guest === undefined ? workspace.app.botUser : person(guest).id;
      join(workspace, workspace.channel(channel), id, person(user).id);
    },

    archive: (user, channel) => archive(workspace, workspace.channel(channel), person(user).id),
    unarchive: (user, channel) => unarchive(workspace, workspace.channel(channel), person(user).id),
    removeBot: (user, channel) => removeBot(workspace, workspace.channel(channel), person(user).id),
    deleteChannel: (user, channel) => deleteChannel(workspace, workspace.channel(channel), person(user).id),

    uninstall() {
      workspace.app.isInstalled = false;
      workspace.changed({ type: "uninstalled" });
    },
  };
}

function filledIn(view: View, choices: Readonly<Record<string, Choice>>): StateValues {
  const located = locateElements(view.blocks);
  const strange = Object.keys(choices).filter(
    (id) => !located.some(({ element }) => element["action_id"] === id),
  );
  if (strange.length > 0) throw new Error(`the view has no ${strange.join(", ")}`);
  return Object.fromEntries(
    located.map(({ block, element }) => {
      const actionId = String(element["action_id"]);
      return [String(block["block_id"]), { [actionId]: enter(element, choices[actionId]) }];
    }),
  );
}
