import type { Id } from "./client-api.ts";
import { secret } from "./identifiers.ts";
import { SlackError } from "./slack-error.ts";

/** OAuth codes that people gave: each is good once. */
export class Grants {
  readonly #client: { readonly clientId: string; readonly clientSecret: string } | undefined;
  readonly #codes = new Map<string, { readonly user: Id; isUsed: boolean }>();

  constructor(client: { readonly clientId: string; readonly clientSecret: string } | undefined) {
    this.#client = client;
  }

  /** What Slack appends to the redirect url once this person allowed the app. */
  authorize(user: Id): string {
    const code = secret();
    this.#codes.set(code, { user, isUsed: false });
    return code;
  }

  /** Who installed the app. */
  exchange(clientId: string, clientSecret: string, code: string): Id {
    if (this.#client?.clientId !== clientId) throw new SlackError("invalid_client_id");
    if (this.#client.clientSecret !== clientSecret) throw new SlackError("bad_client_secret");
    const grant = this.#codes.get(code);
    if (grant === undefined) throw new SlackError("invalid_code");
    if (grant.isUsed) throw new SlackError("code_already_used");
    grant.isUsed = true;
    return grant.user;
  }
}
