import { domainToASCII } from "node:url";

import type { GeneralName } from "./general-name.ts";
import { formatIpAddress, parseIpAddress } from "./ip-address.ts";

/** RFC 9525 section 2: what the client wanted to reach. */
export type ReferenceIdentifier =
  /** A-labels, lower case, no trailing dot. */
  | { readonly type: "DNS-ID"; readonly name: string }
  | { readonly type: "IP-ID"; readonly octets: Uint8Array };

/** @param text a host name, also with U-labels, or an IP address, also in brackets. */
export function parseReferenceIdentifier(text: string): ReferenceIdentifier {
  const octets = parseIpAddress(text.replace(/^\[(.*)\]$/u, "$1"));
  if (octets !== undefined) return { type: "IP-ID", octets };
  const name = text.replace(/\.$/u, "").toLowerCase();
  return { type: "DNS-ID", name: /^[ -~]*$/u.test(name) ? name : domainToASCII(name) };
}

export function formatReferenceIdentifier(reference: ReferenceIdentifier): string {
  return reference.type === "DNS-ID" ? reference.name : formatIpAddress(reference.octets);
}

/** RFC 9525 section 6. The subject's common name is never looked at, and an address only matches an
 *  iPAddress. */
export function matchesReference(reference: ReferenceIdentifier, presented: GeneralName): boolean {
  if (reference.type === "IP-ID") {
    return presented.type === "iPAddress" && Buffer.compare(reference.octets, presented.octets) === 0;
  }
  return presented.type === "dNSName" && matchesDnsName(reference.name, presented.value.toLowerCase());
}

/** Section 6.3: `*` stands for exactly one label and only as the whole left-most one. A single label after it
 *  is a top-level domain or nothing, whose owner nobody is. */
function matchesDnsName(reference: string, presented: string): boolean {
  if (reference === "") return false;
  if (!presented.includes("*")) return presented === reference;
  const parent = presented.slice("*.".length);
  if (!presented.startsWith("*.") || parent.includes("*") || !/[^.]\.[^.]/u.test(parent)) return false;
  const firstDot = reference.indexOf(".");
  return firstDot > 0 && reference.slice(firstDot + 1) === parent;
}
