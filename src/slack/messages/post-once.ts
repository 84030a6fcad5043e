import type { WebClient } from "@slack/web-api";
import { WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";
import type { MessageView } from "../views/message.ts";
import type { MessageKey, Place } from "./messenger.ts";
import { findMessage, postMessage } from "./messenger.ts";

/** What is known of a message that must exist once; kept outside, so that it survives this process. */
export interface PostLedger {
  claim(
    key: MessageKey,
  ): Promise<
    | { readonly state: "claimed" }
    | { readonly state: "uncertain"; readonly since: number }
    | { readonly state: "posted"; readonly ts: string }
  >;
  /** Slack refused for certain: nothing was posted. */
  release(key: MessageKey): Promise<void>;
  /** The first to record wins: answers the ts that counts. */
  record(key: MessageKey, ts: string): Promise<string>;
}

/** Posts unless it was posted before; answers the ts and whether this call posted it. The intent is written down first. When it is unknown how an
 *  earlier attempt ended (a kill, a time-out after Slack had accepted), the channel is read before posting again. */
export async function postOnce(
  client: WebClient,
  ledger: PostLedger,
  place: Place,
  view: MessageView,
  key: MessageKey,
): Promise<{ ts: string; fresh: boolean }> {
  const claim = await ledger.claim(key);
  if (claim.state === "posted") return { ts: claim.ts, fresh: false };
  if (claim.state === "uncertain") {
    const found = await findMessage(client, place, key, claim.since);
    if (found !== null) return { ts: await ledger.record(key, found), fresh: false };
  }
  const ts = await postMessage(client, place, view, key).catch(async (error: unknown) => {
    if (isRefusal(error)) await ledger.release(key);
    throw error;
  });
  const counted = await ledger.record(key, ts);
  // Another worker took this job over while this one was slow, and was first.
  if (counted !== ts) await client.chat.delete({ channel: place.channel, ts });
  return { ts: counted, fresh: counted === ts };
}

function isRefusal(error: unknown): boolean {
  return error instanceof WebAPIPlatformError || error instanceof WebAPIRateLimitedError;
}
