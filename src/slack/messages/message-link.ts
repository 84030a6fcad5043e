import type { WebClient } from "@slack/web-api";

/** Where the pages of a workspace begin. */
const origins = new WeakMap<WebClient, Promise<string>>();

/** The address of a message that is in no thread, as `chat.getPermalink` answers it, with one question for any number of messages.
 *  Rejects when Slack does not answer. */
export async function linkMessage(client: WebClient, channel: string, ts: string): Promise<string> {
  return new URL(`/archives/${channel}/p${ts.replace(".", "")}`, await originOf(client)).href;
}

function originOf(client: WebClient): Promise<string> {
  const known = origins.get(client);
  if (known !== undefined) return known;
  const asked = client.auth.test().then(({ url }) => {
    if (url === undefined) throw new Error("auth.test answered without url");
    return url;
  });
  origins.set(client, asked);
  asked.catch(() => origins.delete(client));
  return asked;
}
