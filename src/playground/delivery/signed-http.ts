import { createHmac } from "node:crypto";
import { secret } from "../identifiers.ts";
import { isObject, parseJson } from "../json.ts";
import { isLoopback } from "../http/loopback.ts";
import type { Workspace } from "../workspace.ts";
import { unacknowledged, type Acknowledgement, type Delivery, type Outgoing } from "./delivery.ts";

interface Encoded {
  readonly contentType: string;
  readonly body: string;
}

/** Requests to the app's own server, signed: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export class SignedHttp implements Delivery {
  readonly #workspace: Workspace;
  readonly #url: string;
  readonly #signingSecret: string;
  readonly #ackTimeoutMs: number;
  readonly #closing = new AbortController();
  #isConnected = false;

  constructor(
    workspace: Workspace,
    { url, signingSecret }: { url: string; signingSecret: string },
    ackTimeoutMs: number,
  ) {
    if (!isLoopback(new URL(url).hostname))
      throw new Error(`the local workspace sends to loopback only, not to ${url}`);
    this.#workspace = workspace;
    this.#url = url;
    this.#signingSecret = signingSecret;
    this.#ackTimeoutMs = ackTimeoutMs;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  async send(outgoing: Outgoing): Promise<Acknowledgement> {
    const response = await this.#post(encode(outgoing), outgoing.retry);
    if (response === "http_timeout" || response === "connection_failed") return unacknowledged(response);
    if (!response.ok) return unacknowledged("http_error", response.headers.get("x-slack-no-retry") === "1");
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return { isAcknowledged: true, body: isJson ? parseJson(response.text) : response.text };
  }

  /** The challenge that Slack sends when an events url is saved; true: the app gave it back. */
  async verifyUrl(): Promise<boolean> {
    const challenge = secret();
    const body = { token: this.#workspace.app.verificationToken, challenge, type: "url_verification" };
    const response = await this.#post(
      { contentType: "application/json", body: JSON.stringify(body) },
      undefined,
    );
    if (typeof response === "string" || !response.ok) return false;
    const answer = parseJson(response.text);
    return response.text.trim() === challenge || (isObject(answer) && answer["challenge"] === challenge);
  }

  close(): void {
    this.#closing.abort();
  }

  async #post(
    { contentType, body }: Encoded,
    retry: Outgoing["retry"],
  ): Promise<"http_timeout" | "connection_failed" | { ok: boolean; headers: Headers; text: string }> {
    const timestamp = Math.floor(this.#workspace.now() / 1000);
    const timeout = AbortSignal.timeout(this.#ackTimeoutMs);
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.any([timeout, this.#closing.signal]),
        headers: {
          "content-type": contentType,
          accept: "application/json,*/*",
          "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
          "x-slack-request-timestamp": timestamp.toString(),
          "x-slack-signature": sign(this.#signingSecret, timestamp, body),
          ...(retry === undefined
            ? {}
            : { "x-slack-retry-num": retry.attempt.toString(), "x-slack-retry-reason": retry.reason }),
        },
        body,
      });
      const text = await response.text();
      this.#report(true);
      return { ok: response.ok, headers: response.headers, text };
    } catch {
      if (timeout.aborted) return "http_timeout";
      this.#report(false);
      return "connection_failed";
    }
  }

  #report(isConnected: boolean): void {
    if (this.#isConnected === isConnected) return;
    this.#isConnected = isConnected;
    this.#workspace.changed({ type: "app", connected: isConnected });
  }
}

function sign(signingSecret: string, timestamp: number, body: string): string {
  return `v0=${createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
}

/** Commands are form fields, interactions a form field `payload`, events JSON. */
function encode({ kind, payload }: Outgoing): Encoded {
  if (kind === "events_api") return { contentType: "application/json", body: JSON.stringify(payload) };
  const fields = kind === "interactive" ? { payload: JSON.stringify(payload) } : payload;
  const form = new URLSearchParams(
    Object.entries(fields).map(([key, value]): [string, string] => [key, String(value)]),
  );
  return { contentType: "application/x-www-form-urlencoded", body: form.toString() };
}
