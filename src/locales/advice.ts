import { isIP } from "node:net";
import type { Target } from "../diagnosis/target.ts";
import type { ClientId } from "../tls/clients/clients.ts";
import { spellVersion } from "./apigee-commands.ts";
import type { OutcomeContext } from "./catalog.ts";

/** What advice depends on, the same in every language. */

/** The name that the server's certificate should have. */
export function neededName({ finding, target }: OutcomeContext): string {
  if (finding?.kind === "host_name_mismatch") return finding.referenceIdentifier;
  return target.serverName ?? target.host;
}

/** Either will do. A wildcard stands for one label, and there is none for a name of two. */
export function neededNames(context: OutcomeContext): readonly [string] | readonly [string, string] {
  const name = neededName(context);
  const parent = name.split(".").slice(1).join(".");
  return isIP(name) !== 0 || !parent.includes(".") ? [name] : [name, `*.${parent}`];
}

/** What the backend speaks, as Edge spells it; none where that is known to be no TLS. */
export function fallBack({ finding }: OutcomeContext): string[] {
  if (finding?.kind !== "protocol_mismatch") return ["TLSv1.0"];
  return newestTls(finding.accepted).map(spellVersion);
}

/** Seen names are a stranger's. */
export function acceptedSuite({ finding }: OutcomeContext): string {
  const [first] = finding?.kind === "cipher_suite_mismatch" ? finding.accepted : [];
  return first !== undefined && /^TLS_[A-Z0-9_]+$/.test(first) ? first : "SUITE";
}

/** Asked as whoever calls it has to ask. */
export function withStartTls({ finding, target }: OutcomeContext): Target {
  return finding?.kind === "starttls_required" ? { ...target, startTls: finding.protocol } : target;
}

/** Who changes its TLS versions: `both` where the server has TLS 1.3 alone and the client ends at TLS 1.2. */
export function whoseVersions(
  offered: readonly string[],
  accepted: readonly string[],
): "server" | "client" | "both" {
  if (!isOlder(offered, accepted)) return "server";
  return offered.includes("TLS 1.2") ? "both" : "client";
}

/** The client's newest version is older than all of the server's, or than any server's that is up to date. */
function isOlder(offered: readonly string[], accepted: readonly string[]): boolean {
  const newest = offered.toSorted().at(-1) ?? "";
  return accepted.length === 0 ? newest < "TLS 1.2" : accepted.every((version) => version > newest);
}

/** What a server speaks at best, where that is TLS: one or none. @param accepted oldest first */
export function newestTls(accepted: readonly string[]): string[] {
  const newest = accepted.at(-1);
  return newest?.startsWith("TLS ") === true ? [newest] : [];
}

/** Java 7 has TLS 1.2 and does not offer it. */
export function canSwitchOnTls12(client: ClientId, accepted: readonly string[]): boolean {
  return client.startsWith("java7") && (accepted.length === 0 || accepted.includes("TLS 1.2"));
}

/** Java whose policy files limit keys to 128 bits by default, where that may be the reason. */
export function lacksPolicyFiles(client: ClientId, accepted: readonly string[]): boolean {
  const isLimited = /^java(?:6|7|8u\d)/.test(client);
  return isLimited && (accepted.length === 0 || accepted.some((name) => name.includes("AES_256")));
}

/** Java that takes DHE away by a line of java.security. */
export function disablesDhe(client: ClientId): boolean {
  return /^java[7-9]/.test(client);
}

export function isMessageProcessor(client: ClientId): boolean {
  return client.startsWith("apigee");
}

/** With ECDHE and AEAD, else with ECDHE, else what it likes most. */
export function bestSuite(offered: readonly string[]): string {
  return (
    offered.find((name) => name.startsWith("TLS_ECDHE_") && /GCM|CHACHA20/.test(name)) ??
    offered.find((name) => name.startsWith("TLS_ECDHE_")) ??
    offered[0] ??
    ""
  );
}
