import type { SlackPorts } from "./ports.ts";
import type { ChannelKey } from "../watches/channel.ts";

/** Tells a channel that what is watched there is looked at again.
 *  @param cause the same for a repeated delivery @param by who asked for it; null when the bot was let in again */
export async function sayResumed(
  ports: SlackPorts,
  id: ChannelKey,
  cause: string,
  by: string | null,
): Promise<void> {
  const [watching, chosen] = await Promise.all([
    ports.loadWatchingChannel(id),
    ports.channelLocale(id.team, id.channel),
  ]);
  if (watching === null) return;
  const { enterprise, locale, addedBy } = watching;
  await ports.say({
    say: { kind: "resumed", by },
    ...id,
    enterprise,
    threadTs: null,
    user: by ?? addedBy,
    locale: chosen ?? locale,
    ownLocale: locale,
    cause,
    subject: cause,
    responseUrl: null,
  });
}
