import type { WebClient } from "@slack/web-api";
import type { ListenerParts } from "./listener-parts.ts";
import { settingsModal } from "./views/settings-modal.ts";

/** Opens the form of a channel for somebody who is in it; rejects when the store does not answer.
 *  @param from where it is opened, and what is to be drawn again afterwards */
export type OpenSettings = (
  client: WebClient,
  who: { readonly team: string; readonly user: string; readonly channel: string; readonly trigger: string },
  from: "channel" | "home",
) => Promise<void>;

export function createOpenSettings({
  ports,
  localeOf,
  personOf,
  now,
}: Omit<ListenerParts, "channelsOf">): OpenSettings {
  return async (client, { team, user, channel, trigger }, from) => {
    // A trigger lives 3 s, so all is asked for beside.
    const [chosen, watching, locale, { timeZone }] = await Promise.all([
      ports.channelLocale(team, channel),
      ports.loadWatchingChannel({ team, channel }),
      localeOf(client, team, user),
      personOf(client, team, user),
    ]);
    const given = { channel, from, chosen, watching: watching?.settings ?? null, timeZone, now: now() };
    await client.views.open({
      trigger_id: trigger,
      view: settingsModal(given, ports.catalogFor(locale)),
    });
  };
}
