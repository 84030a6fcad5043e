import type { GeneralSubtree } from "./extensions.ts";
import type { GeneralName } from "./general-name.ts";
import { normalizeName } from "./name.ts";
import type { Name } from "./name.ts";

/** RFC 5280 section 4.2.1.10. `within`: all that the name stands for lies in the subtree. `overlap`: some of
 *  it does, which differs for wildcards. "unsupported" for a form or a bound that we cannot apply. Both names
 *  must be of the same form. */
export function matchesSubtree(
  name: GeneralName,
  { base, minimum, maximum }: GeneralSubtree,
  how: "within" | "overlap",
): boolean | "unsupported" {
  if (minimum !== 0 || maximum !== null) return "unsupported";
  if (name.type === "dNSName" && base.type === "dNSName") {
    return matchesDns(name.value.toLowerCase(), base.value.toLowerCase(), how);
  }
  if (name.type === "rfc822Name" && base.type === "rfc822Name") return matchesMailbox(name.value, base.value);
  if (name.type === "uniformResourceIdentifier" && base.type === "uniformResourceIdentifier") {
    return matchesUri(name.value, base.value.toLowerCase());
  }
  if (name.type === "iPAddress" && base.type === "iPAddress") return matchesNetwork(name.octets, base.octets);
  if (name.type === "directoryName" && base.type === "directoryName") return startsWith(name.name, base.name);
  return "unsupported";
}

/** Adding labels on the left stays inside. CAs also write `.example.com` for "only below", which the section
 *  reserves to URIs. */
function matchesDns(name: string, base: string, how: "within" | "overlap"): boolean {
  if (base === "" || name === base) return true;
  if (name.endsWith(base.startsWith(".") ? base : `.${base}`)) return true;
  // CVE-2025-61727: `*.example.com` also stands for an excluded `bar.example.com`.
  return how === "overlap" && name.startsWith("*.") && base.slice(base.indexOf(".")) === name.slice(1);
}

/** One mailbox, all of a host, or with a leading dot all below a domain. Only the domain ignores case. */
function matchesMailbox(mailbox: string, base: string): boolean {
  const [localPart, host] = splitMailbox(mailbox);
  const [wantedLocalPart, wantedHost] = splitMailbox(base);
  if (wantedHost.startsWith(".")) return host.endsWith(wantedHost);
  return host === wantedHost && (wantedLocalPart === null || wantedLocalPart === localPart);
}

function splitMailbox(mailbox: string): [localPart: string | null, host: string] {
  const at = mailbox.lastIndexOf("@");
  return [at === -1 ? null : mailbox.slice(0, at), mailbox.slice(at + 1).toLowerCase()];
}

/** A URI without a host name cannot be judged, so it must be refused. */
function matchesUri(uri: string, base: string): boolean | "unsupported" {
  const [, host] = /^[^:/?#]+:\/\/(?:[^/?#@]*@)?([a-z0-9_.-]+)(?::\d*)?(?:[/?#]|$)/iu.exec(uri) ?? [];
  if (host === undefined || /^[\d.]+$/u.test(host)) return "unsupported";
  return base.startsWith(".") ? host.toLowerCase().endsWith(base) : host.toLowerCase() === base;
}

/** Address and mask, as long as each other. */
function matchesNetwork(address: Uint8Array, network: Uint8Array): boolean {
  if (network.length !== 2 * address.length) return false;
  return address.every((octet, index) => {
    const mask = network[address.length + index] ?? 0;
    return (octet & mask) === ((network[index] ?? 0) & mask);
  });
}

function startsWith(name: Name, base: Name): boolean {
  const rdns = normalizeOnce(name);
  return normalizeOnce(base).every((rdn, index) => rdn === rdns[index]);
}

/** A hostile certificate compares each of a thousand names with each of a thousand constraints. */
const normalized = new WeakMap<Name, string[]>();

function normalizeOnce(name: Name): string[] {
  const known = normalized.get(name) ?? normalizeName(name);
  normalized.set(name, known);
  return known;
}
