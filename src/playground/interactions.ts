import { acceptView } from "./blocks/accept.ts";
import type { JsonObject, StateValues } from "./client-api.ts";
import { completeAction, notThere, withChoice } from "./chosen-action.ts";
import { ClientError } from "./client-error.ts";
import type { Acknowledgement } from "./delivery/delivery.ts";
import type { Dispatcher } from "./delivery/dispatcher.ts";
import { findInputErrors, stateValues } from "./input-state.ts";
import { isObject } from "./json.ts";
import {
  globalShortcut,
  messageActions,
  messageShortcut,
  viewActions,
  viewClosed,
  viewSubmission,
} from "./payloads.ts";
import type { ResponseUrls } from "./response-urls.ts";
import { SlackError } from "./slack-error.ts";
import type { Message, User, View } from "./state.ts";
import type { Triggers } from "./triggers.ts";
import { modalsOf, pushView, setModals, updateView } from "./views.ts";
import type { Workspace } from "./workspace.ts";

const TROUBLE = "We had some trouble connecting. Try again?";

/** Clicks, modals and shortcuts: what a person does with what the app showed. */
export class Interactions {
  readonly #workspace: Workspace;
  readonly #dispatcher: Dispatcher;
  readonly #triggers: Triggers;
  readonly #responseUrls: ResponseUrls;

  constructor(workspace: Workspace, dispatcher: Dispatcher, triggers: Triggers, responseUrls: ResponseUrls) {
    this.#workspace = workspace;
    this.#dispatcher = dispatcher;
    this.#triggers = triggers;
    this.#responseUrls = responseUrls;
  }

  /** `action` as the page gives it: `action_id`, `block_id` if there are several, and what was chosen. Throws `ClientError`. */
  async actOnMessage(
    user: User,
    message: Message,
    action: JsonObject,
    given: StateValues = {},
  ): Promise<void> {
    const channel = this.#workspace.channel(message.channel);
    if (message.visibleTo !== null && message.visibleTo !== user.id) throw notThere();
    const completed = completeAction(this.#workspace, message.blocks, action);
    const values = stateValues(this.#workspace, message.blocks, withChoice(given, completed));
    const payload = messageActions(
      this.#workspace,
      { user, channel, message, action: completed, values },
      {
        trigger_id: this.#triggers.issue(user.id),
        response_url: this.#responseUrls.issue(user.id, channel.id, message),
      },
    );
    await this.#interact(payload);
  }

  async actOnView(user: User, view: View, action: JsonObject, given: StateValues = {}): Promise<void> {
    if (view.user !== user.id) throw notThere();
    const completed = completeAction(this.#workspace, view.blocks, action);
    view.values = stateValues(this.#workspace, view.blocks, withChoice(given, completed));
    await this.#interact(
      viewActions(this.#workspace, { user, view, action: completed }, this.#triggers.issue(user.id)),
    );
  }

  /** The errors that the person sees at the inputs: the client's own, or the app's. */
  async submitView(user: User, view: View, given: StateValues): Promise<Readonly<Record<string, string>>> {
    if (modalsOf(this.#workspace, user.id).at(-1) !== view) throw notThere();
    if (view.submit === null) throw new ClientError("no_submit", "This view cannot be submitted.");
    const values = stateValues(this.#workspace, view.blocks, given);
    const incomplete = findInputErrors(view.blocks, values);
    if (Object.keys(incomplete).length > 0) return incomplete;
    view.values = values;
    const payload = viewSubmission(this.#workspace, user, view, this.#triggers.issue(user.id));
    const { body } = await this.#interact(payload, true);
    return this.#follow(user, view, body);
  }

  async closeView(user: User, view: View): Promise<void> {
    const stack = modalsOf(this.#workspace, user.id);
    if (stack.at(-1) !== view) throw notThere();
    const isCleared = view.clearOnClose;
    const closed = isCleared ? stack.toReversed() : [view];
    setModals(this.#workspace, user.id, isCleared ? [] : stack.slice(0, -1));
    for (const gone of closed.filter(({ notifyOnClose }) => notifyOnClose))
      await this.#interact(viewClosed(this.#workspace, user, gone, isCleared));
  }

  async messageShortcut(user: User, callbackId: string, message: Message): Promise<void> {
    this.#demandShortcut("message", callbackId);
    const channel = this.#workspace.channel(message.channel);
    const handles = {
      trigger_id: this.#triggers.issue(user.id),
      response_url: this.#responseUrls.issue(user.id, channel.id, message),
    };
    await this.#interact(messageShortcut(this.#workspace, { user, channel, message, callbackId }, handles));
  }

  async globalShortcut(user: User, callbackId: string): Promise<void> {
    this.#demandShortcut("global", callbackId);
    await this.#interact(globalShortcut(this.#workspace, user, callbackId, this.#triggers.issue(user.id)));
  }

  #demandShortcut(type: "message" | "global", callbackId: string): void {
    const { shortcuts } = this.#workspace.app.manifest.features;
    if (!shortcuts.some((shortcut) => shortcut.type === type && shortcut.callback_id === callbackId))
      throw new ClientError("unknown_shortcut", `There is no shortcut ${callbackId}.`);
  }

  async #interact(
    payload: JsonObject,
    acceptsResponse = false,
  ): Promise<Extract<Acknowledgement, { isAcknowledged: true }>> {
    const { app } = this.#workspace;
    if (app.manifest.settings.interactivity?.is_enabled !== true || !app.isInstalled)
      throw new ClientError(
        "interactivity_disabled",
        "This app is not configured to handle interactive responses.",
      );
    const acknowledgement = await this.#dispatcher.dispatch({
      kind: "interactive",
      payload,
      acceptsResponse,
    });
    if (acknowledgement.isAcknowledged) return acknowledgement;
    throw new ClientError(
      acknowledgement.reason === "http_timeout" ? "operation_timeout" : "dispatch_failed",
      TROUBLE,
    );
  }

  /** `response_action`: https://docs.slack.dev/surfaces/modals#response_actions */
  #follow(user: User, view: View, body: unknown): Readonly<Record<string, string>> {
    const action = isObject(body) ? body["response_action"] : undefined;
    const stack = modalsOf(this.#workspace, user.id);
    if (!isObject(body) || action === undefined) {
      // The app may have updated or pushed meanwhile; only the submitted view closes.
      setModals(
        this.#workspace,
        user.id,
        stack.filter((other) => other !== view),
      );
      return {};
    }
    try {
      if (action === "clear") setModals(this.#workspace, user.id, []);
      else if (action === "update")
        updateView(this.#workspace, view, acceptView(body["view"], this.#workspace.app.scopes));
      else if (action === "push")
        pushView(this.#workspace, user.id, acceptView(body["view"], this.#workspace.app.scopes));
      else if (action === "errors") return fieldErrors(view, body["errors"]);
      else throw new SlackError("invalid_response_action");
    } catch (error) {
      if (error instanceof SlackError) throw new ClientError(error.code, TROUBLE);
      throw error;
    }
    return {};
  }
}

function fieldErrors(view: View, errors: unknown): Readonly<Record<string, string>> {
  const inputs = new Set(
    view.blocks.filter(({ type }) => type === "input").map((block) => block["block_id"]),
  );
  const entries = Object.entries(isObject(errors) ? errors : {});
  if (entries.length === 0 || entries.some(([blockId]) => !inputs.has(blockId)))
    throw new SlackError("invalid_error_block");
  return Object.fromEntries(entries.map(([blockId, message]) => [blockId, String(message)]));
}
