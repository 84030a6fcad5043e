import type { Id } from "./client-api.ts";
import { secret } from "./identifiers.ts";
import { SlackError } from "./slack-error.ts";
import type { Workspace } from "./workspace.ts";

const TRIGGER_LIFETIME_MS = 3_000;

interface Trigger {
  readonly user: Id;
  readonly issued: number;
  isExchanged: boolean;
}

/** `trigger_id`s: the proof that a person did something, good for one modal within 3 s. */
export class Triggers {
  readonly #workspace: Workspace;
  readonly #triggers = new Map<string, Trigger>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  issue(user: Id): string {
    const issued = this.#workspace.now();
    const id = `${issued}.${this.#workspace.team.id.slice(1)}.${secret(12)}`;
    this.#triggers.set(id, { user, issued, isExchanged: false });
    return id;
  }

  /** For whom the trigger speaks. Throws `invalid_trigger_id`, `exchanged_trigger_id`, `expired_trigger_id`. */
  check(id: string): Id {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) throw new SlackError("invalid_trigger_id");
    if (trigger.isExchanged) throw new SlackError("exchanged_trigger_id");
    if (this.#workspace.now() - trigger.issued > TRIGGER_LIFETIME_MS)
      throw new SlackError("expired_trigger_id");
    return trigger.user;
  }

  /** After what it was used for succeeded. */
  exchange(id: string): void {
    const trigger = this.#triggers.get(id);
    if (trigger !== undefined) trigger.isExchanged = true;
  }
}
