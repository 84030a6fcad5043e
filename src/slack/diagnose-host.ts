import type { WebClient } from "@slack/web-api";
import { targetOfWatched } from "../watches/watched.ts";
import { requestChecks } from "./check-targets.ts";
import type { SlackPorts } from "./ports.ts";
import type { LocaleOf } from "./user-locale.ts";
import { localesOf } from "./user-locale.ts";

/** Has something watched checked, in the thread of its alert. Answers what only the asker is told, null when the thread says it all.
 *  @param cause names the click, the same for a repeated delivery */
export async function diagnoseHost(
  {
    ports,
    localeOf,
    client,
  }: { readonly ports: SlackPorts; readonly localeOf: LocaleOf; readonly client: WebClient },
  asked: {
    readonly team: string;
    readonly enterprise: string | null;
    readonly channel: string;
    readonly threadTs: string;
    readonly user: string;
  },
  watched: string,
  cause: string,
): Promise<string | null> {
  const { team, enterprise, channel, threadTs, user } = asked;
  const locales = await localesOf(localeOf, client, { team, user, channel });
  const catalog = ports.catalogFor(locales.ownLocale);
  const target = targetOfWatched(watched);
  if (target === null) return catalog.alerts.nothingToCheck;
  const origin = { team, enterprise, channel, user, threadTs, ...locales };
  const refusal = await requestChecks(
    ports,
    { targets: [target], origin, cause, responseUrl: null },
    catalog,
  );
  return refusal === null ? null : refusal.text;
}
