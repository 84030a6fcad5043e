import type { JsonObject } from "../client-api.ts";

/** What Slack sends to an app, in either way of sending. */
export interface Outgoing {
  readonly kind: "slash_commands" | "interactive" | "events_api";
  readonly payload: JsonObject;
  /** The acknowledgement may carry an answer (commands, view submissions). */
  readonly acceptsResponse: boolean;
  /** Of an event that was sent before and not acknowledged. */
  readonly retry?: { readonly attempt: number; readonly reason: string };
}

export type Acknowledgement =
  | { readonly isAcknowledged: true; readonly body: unknown }
  | {
      readonly isAcknowledged: false;
      /** As in `x-slack-retry-reason`. */
      readonly reason: "http_timeout" | "http_error" | "connection_failed";
      /** The app said `x-slack-no-retry: 1`. */
      readonly isFinal: boolean;
    };

export interface Delivery {
  /** Never rejects; takes at most the 3 s in which an app must acknowledge. */
  send(outgoing: Outgoing): Promise<Acknowledgement>;
  readonly isConnected: boolean;
  close(): void;
}

export function unacknowledged(
  reason: "http_timeout" | "http_error" | "connection_failed",
  isFinal = false,
): Acknowledgement {
  return { isAcknowledged: false, reason, isFinal };
}
