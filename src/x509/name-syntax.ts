import { domainToASCII } from "node:url";

import type { GeneralSubtree } from "./extensions.ts";
import type { GeneralName } from "./general-name.ts";
import { formatIpAddress, parseIpAddress } from "./ip-address.ts";

/** RFC 5280 section 4.2.1.6: whether a name of subjectAltName has the form that its type demands. */
export function isWellFormed(name: GeneralName): boolean {
  switch (name.type) {
    case "dNSName":
      return isDnsName(name.value.replace(/^\*\.(?=[^.]+\.)/u, ""));
    case "rfc822Name":
      return isMailbox(name.value);
    case "iPAddress":
      return name.octets.length === 4 || name.octets.length === 16;
    case "uniformResourceIdentifier":
      return /^[a-z][a-z0-9+.-]*:[!-~]+$/iu.test(name.value);
    case "otherName":
    case "x400Address":
    case "directoryName":
    case "ediPartyName":
    case "registeredID":
      return true;
  }
}

/** RFC 1034 section 3.5 and RFC 1123 section 2.1: letters, digits and inner hyphens; not an IPv4 address. */
function isDnsName(name: string): boolean {
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/iu;
  return (
    name.length <= 253 &&
    name.split(".").every((part) => label.test(part)) &&
    parseIpAddress(name) === undefined
  );
}

/** RFC 5321 section 4.1.2: Local-part "@" Domain. */
function isMailbox(mailbox: string): boolean {
  const [, domain] = /^(?:[^@\s"(),:;<>[\\\]\p{Cc}]+|"[^"\\\p{Cc}]*")@([^@]+)$/u.exec(mailbox) ?? [];
  return domain !== undefined && isDnsName(domain);
}

/** RFC 5280 section 4.2.1.10: whether a constraint's base has the form that its type demands. A leading dot
 *  is read as CAs mean it. */
export function isSubtreeWellFormed({ base }: GeneralSubtree): boolean {
  switch (base.type) {
    case "dNSName":
      return base.value === "" || isDnsName(base.value.replace(/^\./u, "").replaceAll("_", "-"));
    case "uniformResourceIdentifier":
      return isDnsName(base.value.replace(/^\./u, ""));
    case "rfc822Name":
      return base.value.includes("@") ? isMailbox(base.value) : isDnsName(base.value.replace(/^\./u, ""));
    case "iPAddress":
      return isNetwork(base.octets);
    case "otherName":
    case "x400Address":
    case "directoryName":
    case "ediPartyName":
    case "registeredID":
      return true;
  }
}

/** Address and mask of one length; the mask is ones, then zeros (RFC 4632 section 3.1). */
function isNetwork(octets: Uint8Array): boolean {
  if (octets.length !== 8 && octets.length !== 32) return false;
  const mask = octets.subarray(octets.length / 2);
  return /^1*0*$/u.test(Array.from(mask, (octet) => octet.toString(2).padStart(8, "0")).join(""));
}

/** Whether a common name means the same host as one of the names, yet is not its copy: another case,
 *  U-labels, an address in another notation. Every spelling that a browser's address bar takes counts. */
export function isRespelled(commonName: string, names: readonly GeneralName[]): boolean {
  const hosts = names.map(hostOf).filter((host) => host !== undefined);
  if (hosts.includes(commonName)) return false;
  const meant = canonicalHost(commonName);
  return meant !== "" && hosts.some((host) => canonicalHost(host) === meant);
}

function hostOf(name: GeneralName): string | undefined {
  if (name.type === "dNSName") return name.value;
  return name.type === "iPAddress" ? formatIpAddress(name.octets) : undefined;
}

/** As the URL Standard reads a host; empty for what is none. */
function canonicalHost(text: string): string {
  if (/[\s/?#@]/u.test(text)) return "";
  return domainToASCII(text.includes(":") ? `[${text}]` : text);
}
