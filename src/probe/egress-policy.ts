import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { UsageError } from "../diagnosis/usage-error.ts";

/** Which addresses may be connected to. */
export interface EgressPolicy {
  /** Null when the address is allowed, else the name of the range that forbids it: `loopback`, `private`, `linkLocal` … */
  readonly refuse: (address: string) => string | null;
  /** For where the server at this address sends us on (caIssuers): what was opened for inner servers stays closed to those
   *  outside, who would otherwise have us call on them. */
  readonly sentOnBy: (address: string) => EgressPolicy;
}

type Block = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** ipaddr.js calls what is in no special range `unicast`, and names the rest after RFC 6890. */
const GLOBAL = "unicast";
/** All that IANA has given out of IPv6 so far, RFC 4291 section 2.4. */
const GLOBAL_V6: Block = [ipaddr.IPv6.parse("2000::"), 3];
/** RFC 6052 section 2.1. The local-use prefix beside it is not globally reachable. */
const NAT64: Block = [ipaddr.IPv6.parse("64:ff9b::"), 96];

/** By default only globally reachable addresses: a chat command must not become a scanner of somebody's network. `allow`
 *  opens networks, `deny` closes them and wins.
 *  @param rules CIDR blocks or single addresses.
 *  @throws UsageError for what is neither. */
export function createEgressPolicy(rules: {
  allow: readonly string[];
  deny: readonly string[];
}): EgressPolicy {
  const allow = rules.allow.map((rule) => parseBlock("TLSCHECK_EGRESS_ALLOW", rule));
  const deny = rules.deny.map((rule) => parseBlock("TLSCHECK_EGRESS_DENY", rule));
  const create = (opened: readonly Block[], sentOnBy: EgressPolicy["sentOnBy"]): EgressPolicy => ({
    sentOnBy,
    refuse(address) {
      // The library reads `1.2.3` too, as C does; the system's connect() is asked for nothing of the kind.
      const given = isIP(address) === 0 ? null : ipaddr.parse(address);
      if (given === null) return "invalid";
      // An embedded IPv4 address is where the packets go in the end.
      const faces = [given, ...embedded(given)];
      if (faces.some((face) => deny.some((block) => contains(block, face)))) return "denied";
      const forbidden = faces.find((face) => rangeOf(face) !== GLOBAL);
      if (forbidden === undefined) return null;
      return opened.some((block) => contains(block, forbidden) || contains(block, given))
        ? null
        : rangeOf(forbidden);
    },
  });
  const unopened = create([], () => unopened);
  const policy = create(allow, (address) => (unopened.refuse(address) === null ? unopened : policy));
  return policy;
}

/** An address that only carries an IPv4 address is as good as that one, which is judged itself. */
function rangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (embedded(address).length > 0) return GLOBAL;
  const range = address.range();
  return range === GLOBAL && address instanceof ipaddr.IPv6 && !contains(GLOBAL_V6, address)
    ? "reserved"
    : range;
}

function embedded(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4[] {
  if (!(address instanceof ipaddr.IPv6)) return [];
  const bytes = address.toByteArray();
  const at = (start: number) => [new ipaddr.IPv4(bytes.slice(start, start + 4))];
  const range = address.range();
  if (range === "ipv4Mapped" || contains(NAT64, address)) return at(12);
  return range === "6to4" ? at(2) : [];
}

function contains([network, bits]: Block, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (network instanceof ipaddr.IPv4 && address instanceof ipaddr.IPv4) return address.match(network, bits);
  if (network instanceof ipaddr.IPv6 && address instanceof ipaddr.IPv6) return address.match(network, bits);
  return false;
}

function parseBlock(option: string, text: string): Block {
  const cidr = text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`;
  if (isIP(cidr.split("/", 1)[0] ?? "") === 0 || !ipaddr.isValidCIDR(cidr)) {
    throw new UsageError({ code: "option_value", option, given: text, expected: { a: "cidr_block" } });
  }
  return ipaddr.parseCIDR(cidr);
}
