import type { Id } from "./client-api.ts";
import { secret } from "./identifiers.ts";
import { isObject } from "./json.ts";
import { deleteMessage, postEphemeral, postMessage, updateMessage } from "./messages.ts";
import { SlackError } from "./slack-error.ts";
import type { Message } from "./state.ts";
import { contentOf, threadOf } from "./web-api/posting.ts";
import type { Workspace } from "./workspace.ts";

const USES = 5;
const LIFETIME_MS = 30 * 60_000;

interface ResponseUrl {
  readonly user: Id;
  readonly channel: Id;
  /** The message that the person acted on, if any. */
  readonly source: Message | null;
  readonly issued: number;
  uses: number;
}

/** `response_url`s: the app answers where a person acted, also where it is not a member; 5 times within 30 minutes. */
export class ResponseUrls {
  readonly #workspace: Workspace;
  readonly #urls = new Map<string, ResponseUrl>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  issue(user: Id, channel: Id, source: Message | null): string {
    const key = secret();
    this.#urls.set(key, { user, channel, source, issued: this.#workspace.now(), uses: 0 });
    const { origin, team } = this.#workspace;
    return `${origin}/response/${team.id}/${key}`;
  }

  /** A POST to the url. Throws `SlackError`: `used_url` and `expired_url` (404), or what is wrong with the message. */
  respond(key: string, body: unknown): void {
    const url = this.#urls.get(key);
    if (url === undefined) throw new SlackError("no_such_url");
    if (this.#workspace.now() - url.issued > LIFETIME_MS) throw new SlackError("expired_url");
    if (url.uses >= USES) throw new SlackError("used_url");
    answer(this.#workspace, url, body);
    url.uses += 1;
  }
}

/** Also what an acknowledgement may carry. Throws `SlackError`. */
export function answer(
  workspace: Workspace,
  { user, channel, source }: Pick<ResponseUrl, "user" | "channel" | "source">,
  body: unknown,
): void {
  if (!isObject(body)) throw new SlackError("invalid_payload");
  if (body["delete_original"] === true) {
    if (source === null) throw new SlackError("message_not_found");
    return deleteMessage(workspace, source);
  }
  const { text, blocks, thread_ts, response_type = "ephemeral", replace_original } = body;
  if (response_type !== "ephemeral" && response_type !== "in_channel")
    throw new SlackError("invalid_response_type");
  const content = contentOf({ text: typeof text === "string" ? text : undefined, blocks });
  if (replace_original === true && source !== null) return updateMessage(workspace, source, content);
  const threadTs = threadOf(workspace, channel, typeof thread_ts === "string" ? thread_ts : undefined);
  const draft = { channel, user: workspace.app.botUser, threadTs, ...content };
  if (response_type === "in_channel") postMessage(workspace, draft);
  else postEphemeral(workspace, draft, user);
}
