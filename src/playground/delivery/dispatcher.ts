import type { Workspace } from "../workspace.ts";
import type { Acknowledgement, Delivery, Outgoing } from "./delivery.ts";

const LOG_LENGTH = 10_000;

/** One thing that was sent to the app, and what it said. */
export interface Delivered {
  readonly outgoing: Outgoing;
  /** `null` while the app may still acknowledge. */
  acknowledgement: Acknowledgement | null;
}

/** Sends, and remembers what was sent. */
export class Dispatcher {
  readonly log: Delivered[] = [];
  readonly #workspace: Workspace;
  readonly #delivery: Delivery;

  constructor(workspace: Workspace, delivery: Delivery) {
    this.#workspace = workspace;
    this.#delivery = delivery;
  }

  get isConnected(): boolean {
    return this.#delivery.isConnected;
  }

  async dispatch(outgoing: Outgoing): Promise<Acknowledgement> {
    const delivered: Delivered = { outgoing, acknowledgement: null };
    this.log.push(delivered);
    if (this.log.length > LOG_LENGTH) this.log.shift();
    const acknowledgement = await this.#delivery.send(outgoing);
    delivered.acknowledgement = acknowledgement;
    this.#workspace.changed({ type: "call" });
    return acknowledgement;
  }
}
