import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { SlackError } from "../slack-error.ts";
import type { App } from "../state.ts";
import { readArguments, type CallArguments } from "./arguments.ts";
import { chatMethods } from "./chat-methods.ts";
import { conversationMethods } from "./conversation-methods.ts";
import type { FaultKind, Faults } from "./faults.ts";
import { fileMethods } from "./file-methods.ts";
import { identityMethods } from "./identity-methods.ts";
import { missingScope, type Answer, type CallContext, type Method } from "./method.ts";
import { addressedChannel } from "./posting.ts";
import type { RateLimits } from "./rate-limits.ts";
import { reactionMethods } from "./reaction-methods.ts";
import { viewMethods } from "./view-methods.ts";

const LOG_LENGTH = 10_000;
const METHODS: Readonly<Record<string, Method>> = {
  ...identityMethods,
  ...conversationMethods,
  ...chatMethods,
  ...viewMethods,
  ...fileMethods,
  ...reactionMethods,
};

/** One call as it was answered; tokens and secrets are left out. */
export interface ApiCall {
  readonly at: number;
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** 0: the connection was cut instead. */
  readonly status: number;
  readonly answer: Answer;
}

/** `/api/METHOD`: https://docs.slack.dev/apis/web-api */
export class WebApi {
  readonly calls: ApiCall[] = [];
  readonly #context: CallContext;
  readonly #faults: Faults;
  readonly #rateLimits: RateLimits | null;

  constructor(context: CallContext, faults: Faults, rateLimits: RateLimits | null) {
    this.#context = context;
    this.#faults = faults;
    this.#rateLimits = rateLimits;
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const name = url.pathname.slice("/api/".length);
    const { app } = this.#context.workspace;
    const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    let args: CallArguments = { values: {}, token: undefined, basic: undefined };
    let refused: SlackError | undefined;
    try {
      args = await readArguments(request, url);
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      refused = error;
    }
    const fault = this.#faults.take(name, args.values);
    if (fault?.type === "delay") await delay(fault.ms, undefined, { ref: false });
    const { status, answer, retryAfter } =
      refused === undefined ? this.#answer(name, method, args, fault) : failure(refused);
    this.#log({
      at: this.#context.workspace.now(),
      method: name,
      args: withoutSecrets(args.values),
      status,
      answer,
    });
    if (status === 0) return void request.socket.destroy();
    response.writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "private, no-cache, no-store, must-revalidate",
      ...(args.token === app.botToken ? { "x-oauth-scopes": app.scopes.join(",") } : {}),
      ...(method === undefined ? {} : { "x-accepted-oauth-scopes": method.scopes.join(",") }),
      ...(retryAfter === undefined ? {} : { "retry-after": retryAfter.toString() }),
    });
    response.end(status >= 500 ? "" : JSON.stringify(answer));
  }

  #answer(
    name: string,
    method: Method | undefined,
    args: CallArguments,
    fault: FaultKind | undefined,
  ): Answered {
    if (fault?.type === "ratelimited") return rateLimited(fault.retryAfterSeconds);
    if (fault?.type === "http_error") return { status: fault.status, answer: { ok: false } };
    try {
      if (fault?.type === "error") throw new SlackError(fault.error);
      if (method === undefined) throw new SlackError("unknown_method", { req_method: name });
      authorize(method, args, this.#context.workspace.app);
      const { channel } = args.values;
      const addressed = addressedChannel(this.#context.workspace, typeof channel === "string" ? channel : "");
      const wait = this.#rateLimits?.take(name, method, addressed?.id ?? "") ?? 0;
      if (wait > 0) return rateLimited(wait);
      const { basic } = args;
      const client =
        basic === undefined ? {} : { client_id: basic.clientId, client_secret: basic.clientSecret };
      const answer = { ok: true, ...method.call({ ...args.values, ...client }, this.#context) };
      return { status: fault?.type === "cut" ? 0 : 200, answer };
    } catch (error) {
      if (error instanceof SlackError) return failure(error);
      throw error;
    }
  }

  #log(call: ApiCall): void {
    this.calls.push(call);
    if (this.calls.length > LOG_LENGTH) this.calls.shift();
    this.#context.workspace.changed({ type: "call" });
  }
}

interface Answered {
  readonly status: number;
  readonly answer: Answer;
  readonly retryAfter?: number;
}

function failure({ code, extra }: SlackError): Answered {
  return { status: 200, answer: { ok: false, error: code, ...extra } };
}

function rateLimited(retryAfter: number): Answered {
  return { status: 429, answer: { ok: false, error: "ratelimited" }, retryAfter };
}

/** Throws `not_authed`, `invalid_auth`, `account_inactive`, `not_allowed_token_type`, `missing_scope`. */
function authorize(method: Method, { token }: CallArguments, app: App): void {
  if (method.token === "none") return;
  if (token === undefined || token === "") throw new SlackError("not_authed");
  if (token !== app.botToken && token !== app.appToken) throw new SlackError("invalid_auth");
  if (!app.isInstalled) throw new SlackError("account_inactive");
  if (token !== (method.token === "bot" ? app.botToken : app.appToken))
    throw new SlackError("not_allowed_token_type");
  const provided = method.token === "bot" ? app.scopes : app.appTokenScopes;
  if (method.scopes.length > 0 && !method.scopes.some((scope) => provided.includes(scope)))
    throw missingScope(provided, method.scopes.join(","));
}

function withoutSecrets(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { token: _token, client_secret: _secret, code: _code, ...rest } = values;
  return rest;
}
