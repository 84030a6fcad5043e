import type { WebClient } from "@slack/web-api";
import type { MessageView } from "../views/message.ts";

const TIMEOUT_MS = 10_000;

/** Tells one person alone: through the `response_url` while Slack takes it (5 uses in 30 minutes), else in a direct message. */
export async function sendPrivately(
  client: WebClient,
  to: { readonly user: string; readonly responseUrl: string | null },
  view: MessageView,
): Promise<void> {
  const { text, blocks } = view;
  if (to.responseUrl !== null) {
    const answer = await fetch(to.responseUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ response_type: "ephemeral", replace_original: false, text, blocks }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    if (answer.ok) return;
    if (answer.status >= 500) throw new Error(`response_url answered ${answer.status}`);
  }
  await client.chat.postMessage({ channel: to.user, text, blocks });
}
