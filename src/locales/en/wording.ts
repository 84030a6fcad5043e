import { isIP } from "node:net";
import type { Target } from "../../diagnosis/target.ts";
import { formatTarget } from "../../diagnosis/target.ts";
import type { Line } from "../catalog.ts";
import { formatList } from "../format.ts";

const LOCALE = "en-GB";
const MAX_LISTED = 8;

/** `a, b and 7 more`. */
export function listSome(items: readonly string[], limit = MAX_LISTED): string {
  return items.length <= limit
    ? formatList(LOCALE, items)
    : `${items.slice(0, limit).join(", ")} and ${items.length - limit} more`;
}

/** ` (alert handshake_failure)`; empty where the server said nothing. */
export function inBrackets(alert: string | null): string {
  return alert === null ? "" : ` (alert ${alert})`;
}

/** The same handshake by OpenSSL's client. */
export function sClient(target: Target, ...options: readonly string[]): Line {
  const name = target.serverName ?? target.host;
  const serverName = isIP(name) === 0 ? [`-servername ${name}`] : [];
  return {
    command: ["openssl s_client -connect", formatTarget(target), ...serverName, ...options].join(" "),
  };
}
