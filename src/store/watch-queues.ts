import type { AlertKey } from "./watches.ts";
import { formatPlace, parsePlace } from "./watched-record.ts";

/** Names of what is due. */
export const DUE_WATCHED = "watched";
export const DUE_ALERTS = "alerts";
export const DUE_DIGESTS = "digests";

/** `T0123/C0123/certificate:ab12…` */
export function formatAlertKey(key: AlertKey): string {
  return `${formatPlace(key)}/${key.subject}`;
}

export function parseAlertKey(text: string): AlertKey {
  const { team, channel } = parsePlace(text);
  return { team, channel, subject: text.slice(team.length + channel.length + 2) };
}
