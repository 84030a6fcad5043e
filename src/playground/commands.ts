import type { Id, JsonObject } from "./client-api.ts";
import { ClientError } from "./client-error.ts";
import { join } from "./conversations.ts";
import type { Acknowledgement } from "./delivery/delivery.ts";
import type { Dispatcher } from "./delivery/dispatcher.ts";
import { postEphemeral } from "./messages.ts";
import { escapeText, linkNames } from "./mrkdwn.ts";
import { slashCommand } from "./payloads.ts";
import { answer, type ResponseUrls } from "./response-urls.ts";
import { SlackError } from "./slack-error.ts";
import type { Channel, User } from "./state.ts";
import type { Triggers } from "./triggers.ts";
import { SLACKBOT, type Workspace } from "./workspace.ts";

/** Slash commands: the app's, and the workspace's own `/invite`. */
export class Commands {
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

  /** Resolves once the app acknowledged, or Slackbot told the person that it did not. Throws `ClientError`, at once, for what Slack's
   *  client does not even send. */
  run(user: User, channel: Channel, typed: string): Promise<void> {
    const { app } = this.#workspace;
    const [, command = "", text = ""] = /^(\S+)\s*([\s\S]*)$/.exec(typed.trim()) ?? [];
    if (command === "/invite") {
      this.#invite(user, channel, text);
      return Promise.resolve();
    }
    const declared = app.manifest.features.slash_commands.find((candidate) => candidate.command === command);
    if (declared === undefined || !app.isInstalled)
      throw new ClientError("unknown_command", `${command} is not a valid command.`);
    const escaped = escapeText(text);
    const payload = slashCommand(
      this.#workspace,
      {
        user,
        channel,
        command,
        text: declared.should_escape ? linkNames(this.#workspace, escaped) : escaped,
      },
      {
        trigger_id: this.#triggers.issue(user.id),
        response_url: this.#responseUrls.issue(user.id, channel.id, null),
      },
    );
    return this.#send(user, channel, command, payload);
  }

  async #send(user: User, channel: Channel, command: string, payload: JsonObject): Promise<void> {
    const outgoing = { kind: "slash_commands", payload, acceptsResponse: true } as const;
    const failure = this.#respond(user, channel, await this.#dispatcher.dispatch(outgoing));
    if (failure !== undefined) this.#tell(user, channel, `${command} failed with the error "${failure}"`);
  }

  /** What went wrong, in Slack's name for it. */
  #respond(user: User, channel: Channel, acknowledgement: Acknowledgement): string | undefined {
    if (!acknowledgement.isAcknowledged)
      return {
        http_timeout: "operation_timeout",
        http_error: "dispatch_unknown_error",
        connection_failed: "dispatch_failed",
      }[acknowledgement.reason];
    const { body } = acknowledgement;
    const message = typeof body === "string" ? { text: body } : body;
    if (!hasContent(message)) return undefined;
    try {
      answer(this.#workspace, { user: user.id, channel: channel.id, source: null }, message);
      return undefined;
    } catch (error) {
      if (error instanceof SlackError) return "invalid_command_response";
      throw error;
    }
  }

  #invite(user: User, channel: Channel, text: string): void {
    const name = text.replace(/^@/, "");
    const invited = [...this.#workspace.users.values()].find((candidate) => candidate.name === name);
    if (invited === undefined) throw new ClientError("user_not_found", `There is no ${text} here.`);
    if (channel.kind === "im")
      throw new ClientError("not_a_channel", "Nobody can be added to a direct message.");
    if (!join(this.#workspace, channel, invited.id, user.id))
      this.#tell(user, channel, `${invited.realName} is already in this channel.`);
  }

  #tell(user: User, channel: Channel, text: string): void {
    const from: Id = SLACKBOT;
    postEphemeral(this.#workspace, { channel: channel.id, user: from, text }, user.id);
  }
}

/** An empty acknowledgement shows nothing. */
function hasContent(body: unknown): boolean {
  if (typeof body !== "object" || body === null) return false;
  if ("text" in body && typeof body.text === "string") return body.text !== "";
  return Object.keys(body).length > 0;
}
