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
  return { command: sClientCommand(formatTarget(target), target, ...options) };
}

/** @param where what stands for host and port in a shell. */
export function sClientCommand(where: string, target: Target, ...options: readonly string[]): string {
  const name = target.serverName ?? target.host;
  // An address never goes into server_name.
  const serverName = isIP(name) === 0 ? [`-servername ${name}`] : [];
  const startTls = target.startTls === undefined ? [] : [`-starttls ${target.startTls}`];
  return ["openssl s_client -connect", where, ...startTls, ...serverName, ...options].join(" ");
}
