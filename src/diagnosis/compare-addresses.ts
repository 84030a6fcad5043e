import type { Certificate } from "../x509/certificate.ts";
import { parseIpAddress } from "../x509/ip-address.ts";
import { matchesReference, parseReferenceIdentifier } from "../x509/reference-identifier.ts";
import { summarizeCertificate } from "./certificate-summary.ts";
import type { Evidence, Handshake } from "./evidence.ts";
import { findHandshake } from "./evidence.ts";
import type { AddressDifference, AddressSummary } from "./finding.ts";
import type { AddressObservation } from "./server-profile.ts";

/** What each address of the name showed, held against the first; none where there is only one. An address that we may not or
 *  cannot reach for reasons of our own network says nothing of the server, and is left out. */
export function compareAddresses(evidence: Evidence): AddressSummary[] {
  const first = findHandshake(evidence, "ordinary");
  if (first === undefined) return [];
  const others = evidence.otherAddresses.filter(tellsOfServer);
  if (others.length === 0) return [];
  const reference = observe(first);
  return [
    summarize(reference, null),
    ...others.map((other) => summarize(other, findDifference(reference, other, evidence))),
  ];
}

function tellsOfServer({ address, result, unreachable }: AddressObservation): boolean {
  if (unreachable === null) return result !== null;
  // Without a route of its own for version 6, a network has none to any such address.
  return unreachable.reason !== "not_allowed" && !(unreachable.reason === "network" && address.includes(":"));
}

function findDifference(
  reference: AddressObservation,
  other: AddressObservation,
  evidence: Evidence,
): AddressDifference | null {
  if (!endsAlike(reference, other)) return "outcome";
  const [own] = reference.certificateList;
  const [theirs] = other.certificateList;
  if (own === undefined || theirs === undefined || own.sha256 === theirs.sha256) return null;
  const { at, target } = evidence;
  if (isValidAt(own, at) !== isValidAt(theirs, at)) return "validity";
  const name = target.serverName ?? target.host;
  if (isFor(own, name) !== isFor(theirs, name)) return "name";
  return own.issuer === theirs.issuer ? "certificate" : "issuer";
}

/** Further addresses are asked no further than a Client Hello goes: a certificate is as good as the whole handshake. */
function endsAlike(a: AddressObservation, b: AddressObservation): boolean {
  if (a.certificateList.length > 0 && b.certificateList.length > 0) return true;
  return outcomeOf(a) === outcomeOf(b) && alertOf(a) === alertOf(b);
}

function isValidAt({ notBefore, notAfter }: Certificate, at: number): boolean {
  return at >= notBefore && at <= notAfter;
}

function isFor({ subjectAltName }: Certificate, name: string): boolean {
  const reference = parseReferenceIdentifier(name);
  return subjectAltName.some((presented) => {
    const [, prefix, value = ""] = /^(DNS|IP Address):(.*)$/s.exec(presented) ?? [];
    if (prefix === "DNS") return matchesReference(reference, { type: "dNSName", value });
    const octets = prefix === undefined ? undefined : parseIpAddress(value);
    return octets !== undefined && matchesReference(reference, { type: "iPAddress", octets });
  });
}

function observe({ address, result, version, certificateList }: Handshake): AddressObservation {
  return { address, unreachable: null, result, version, certificateList };
}

function summarize(observation: AddressObservation, difference: AddressDifference | null): AddressSummary {
  const [leaf] = observation.certificateList;
  return {
    address: observation.address,
    difference,
    outcome: outcomeOf(observation),
    alert: alertOf(observation),
    certificate: leaf === undefined ? null : summarizeCertificate(leaf),
  };
}

function outcomeOf({ unreachable, result }: AddressObservation): AddressSummary["outcome"] {
  return unreachable?.reason ?? result?.outcome ?? "closed";
}

function alertOf({ result }: AddressObservation): string | null {
  return result?.outcome === "alert" ? result.description : null;
}
