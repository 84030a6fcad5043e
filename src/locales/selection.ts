import type { AddressDifference, AddressSummary } from "../diagnosis/finding.ts";
import type { StartTlsProtocol } from "../diagnosis/starttls.ts";

/** What of the data is told, and the names that are the same in every language. */

/** Protocols as they call themselves. */
export const PROTOCOL_NAMES: Readonly<Record<StartTlsProtocol | "tls" | "http" | "ssh", string>> = {
  tls: "TLS",
  http: "HTTP",
  ssh: "SSH",
  smtp: "SMTP",
  imap: "IMAP",
  pop3: "POP3",
  ldap: "LDAP",
  postgres: "PostgreSQL",
  mysql: "MySQL",
  xmpp: "XMPP",
  ftp: "FTP",
};

export const OTHER_SIDE = { client: "server", server: "client" } as const;

/** Named in a line. */
const MAX_LISTED = 8;
/** A server of twenty years has dozens. */
export const MAX_SUITES = 4;
/** Of what a client offers in a capture. */
export const MAX_OFFERED = 12;
const MAX_ADDRESSES = 10;

/** The first items, and how many further ones there are. */
export function takeSome<T>(items: readonly T[], limit = MAX_LISTED): { listed: readonly T[]; more: number } {
  return { listed: items.slice(0, limit), more: Math.max(0, items.length - limit) };
}

/** The worst first. */
const DIFFERENCES = ["outcome", "validity", "name", "issuer", "certificate"] as const;

/** What of a name's addresses is worth a word. */
export function selectAddresses(addresses: readonly AddressSummary[]): {
  readonly worst: AddressDifference;
  readonly listed: readonly AddressSummary[];
  readonly more: number;
} {
  const found = new Set(addresses.map(({ difference }) => difference));
  const worst = DIFFERENCES.find((each) => found.has(each)) ?? "certificate";
  return { worst, ...takeSome(addresses, MAX_ADDRESSES) };
}

/** The beginning of a certificate's fingerprint, where nothing else tells it from another; null where it is told. */
export function tellApart({ certificate, difference }: AddressSummary): string | null {
  if (certificate === null || (difference !== "certificate" && difference !== "issuer")) return null;
  return certificate.sha256.slice(0, 16);
}

/** Whether every one of these signatures can be forged: SHA-1 and MD5 (RFC 9155). */
export function allForgeable(signatureAlgorithms: readonly string[]): boolean {
  return signatureAlgorithms.every((algorithm) => /_(?:sha1|md5)$/.test(algorithm));
}

/** `2048` of `DH 2048`. */
export function dhBits(parameters: string): string {
  return parameters.replace(/^DH /, "");
}

/** `client_hello` as people say it: Client Hello. */
export function messageName(type: string): string {
  return type
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}

/** `U+201C`. */
export function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Which end of a PEM block a boundary is. */
export function boundaryWord(boundary: string): "BEGIN" | "END" {
  return boundary.includes("BEGIN") ? "BEGIN" : "END";
}

/** Rounded up: what is there is not nothing. */
export function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
