import { isIP } from "node:net";
import type { StartTlsProtocol } from "./starttls.ts";
import { STARTTLS_PORTS, STARTTLS_PROTOCOLS } from "./starttls.ts";
import { UsageError } from "./usage-error.ts";

/** What is looked at. */
export interface Target {
  /** A host name (A-labels, lower case, no trailing dot) or an IP address without brackets. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** What goes into `server_name` (RFC 6066 section 3) and is the reference identifier (RFC 9525); null for none.
   *  An IP address never goes into `server_name`, yet stays the reference identifier. */
  readonly serverName: string | null;
  /** The protocol that is upgraded to TLS; absent where TLS comes first. */
  readonly startTls?: StartTlsProtocol;
}

/** A command may name this many. */
export const MAX_TARGETS = 10;

const HTTPS = 443;
const MAX_NAME = 253;
/** RFC 1123 labels, and the underscore that real host names have. */
const HOST_NAME = /^(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*$/;
const SCHEME = /^([a-z][a-z0-9+.-]*):\/\//i;
/** Schemes that mean TLS on a port of their own; `http` is what people paste when they mean the site. */
const SCHEMES: Readonly<Record<string, number>> = {
  https: HTTPS,
  http: HTTPS,
  wss: HTTPS,
  ldaps: 636,
  ftps: 990,
  imaps: 993,
  pop3s: 995,
  smtps: 465,
  rediss: 6379,
  amqps: 5671,
  mqtts: 8883,
};

/** Schemes of protocols that are upgraded on the same port. */
const STARTTLS_SCHEMES: ReadonlyMap<string, StartTlsProtocol> = new Map([
  ...STARTTLS_PROTOCOLS.map((protocol) => [protocol, protocol] as const),
  ["postgresql", "postgres"],
  ["pop", "pop3"],
]);

/** `HOST`, `HOST:PORT`, `[v6]:PORT`, a bare v6 address, or a URL, also as Slack writes a link (`<https://a|a>`).
 *  @param startTls the protocol that is upgraded; a URL may say it too (`smtp://mx.example.com`).
 *  @throws UsageError naming what is wrong with it. */
export function parseTarget(text: string, startTls?: StartTlsProtocol): Target {
  const given = unlink(text.trim());
  if (given === "") throw new UsageError({ code: "target_missing" });
  const scheme = SCHEME.exec(given)?.[1]?.toLowerCase();
  const protocol = startTls ?? STARTTLS_SCHEMES.get(scheme ?? "");
  if (scheme !== undefined && SCHEMES[scheme] === undefined && !STARTTLS_SCHEMES.has(scheme)) {
    throw new UsageError({ code: "scheme_unknown", given, scheme });
  }
  const authority = scheme === undefined ? given : given.slice(scheme.length + "://".length);
  const { host, port } = splitAuthority(authority.split(/[/?#]/, 1)[0] ?? "", scheme !== undefined, given);
  const name = normalizeHost(host, given);
  const usual = SCHEMES[scheme ?? ""] ?? (protocol === undefined ? HTTPS : STARTTLS_PORTS[protocol]);
  return {
    host: name,
    port: port === null ? usual : parsePort(port, given),
    serverName: name,
    ...(protocol !== undefined && { startTls: protocol }),
  };
}

/** Several targets separated by white space or commas; one that is named twice counts once.
 *  @throws UsageError for the first that is wrong, for none, and for more than MAX_TARGETS. */
export function parseTargets(text: string): Target[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  if (words.length === 0) throw new UsageError({ code: "target_missing" });
  const targets = new Map<string, Target>();
  for (const target of words.map((word) => parseTarget(word))) targets.set(formatTarget(target), target);
  if (targets.size > MAX_TARGETS) {
    throw new UsageError({ code: "too_many_targets", count: targets.size, limit: MAX_TARGETS });
  }
  return [...targets.values()];
}

/** `api.example.com:8443`, `[2001:db8::1]:443`: unambiguous, and parses back to the same. */
export function formatTarget({ host, port }: Pick<Target, "host" | "port">): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** Slack turns what looks like a link into `<URL>` or `<URL|shown>`. */
function unlink(text: string): string {
  return /^<([^<>|]+)(?:\|[^<>]*)?>$/.exec(text)?.[1] ?? text;
}

/** @param url only a URL has user information; elsewhere an `@` is a mention or a mail address. */
function splitAuthority(
  authority: string,
  url: boolean,
  given: string,
): { host: string; port: string | null } {
  const bare = url ? authority.slice(authority.lastIndexOf("@") + 1) : authority;
  if (isIP(bare) === 6) return { host: bare, port: null };
  const match = /^(\[[^\]]*\]|[^:[\]@]*)(?::([^:]*))?$/.exec(bare);
  if (match?.[1] === undefined) throw new UsageError({ code: "target_malformed", given });
  const host = match[1];
  if (host.startsWith("[") && isIP(host.slice(1, -1)) !== 6) {
    throw new UsageError({ code: "target_malformed", given });
  }
  return { host, port: match[2] ?? null };
}

function parsePort(text: string, given: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new UsageError({ code: "port_out_of_range", given, port: text });
  return port;
}

/** The URL parser knows IDNA (`bücher.de`) and the odd spellings of IPv4 (`0x7f.1`), so that the egress
 *  policy judges what the system would really connect to. */
function normalizeHost(host: string, given: string): string {
  let name: string;
  try {
    name = new URL(`https://${isIP(host) === 6 ? `[${host}]` : host}/`).hostname;
  } catch (error) {
    throw new UsageError({ code: "target_malformed", given }, { cause: error });
  }
  const bare = name.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (isIP(bare) === 0 && (bare.length > MAX_NAME || !HOST_NAME.test(bare))) {
    throw new UsageError({ code: "target_malformed", given });
  }
  return bare;
}
