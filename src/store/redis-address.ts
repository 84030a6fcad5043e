/** Where Redis is. Credentials are Redis's own; the sentinels have a password of theirs, or none. */
export type RedisAddress =
  | { readonly kind: "standalone"; readonly url: string }
  | {
      readonly kind: "sentinel";
      readonly nodes: readonly RedisNode[];
      /** The sentinels' name for the group whose master is wanted. */
      readonly master: string;
      readonly db: number;
      readonly access: RedisAccess;
      readonly sentinelPassword: string | null;
    }
  | { readonly kind: "cluster"; readonly nodes: readonly RedisNode[]; readonly access: RedisAccess };

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisAccess {
  readonly tls: boolean;
  readonly username: string | null;
  readonly password: string | null;
}

const SENTINEL_PORT = 26_379;
const REDIS_PORT = 6_379;
/** scheme, topology, user information, hosts, path, query: the URL standard knows one host alone. */
const SEVERAL_HOSTS =
  /^(rediss?)\+(sentinel|cluster):\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^/?#]*))?(?:\?([^#]*))?$/;

/** Reads `redis://…`, `redis+sentinel://[[USER]:PASSWORD@]HOST[:PORT],…/MASTER[?db=N][&sentinelPassword=…]` and
 *  `redis+cluster://[[USER]:PASSWORD@]HOST[:PORT],…`; `rediss` for TLS. User, password and MASTER are percent-encoded.
 *  Null for anything else. */
export function parseRedisUrl(text: string): RedisAddress | null {
  if (/^rediss?:/.test(text)) return URL.canParse(text) ? { kind: "standalone", url: text } : null;
  const [, scheme, topology, credentials = "", hosts = "", path = "", query = ""] =
    SEVERAL_HOSTS.exec(text) ?? [];
  if (scheme === undefined) return null;
  const person = readCredentials(credentials);
  const nodes = readNodes(hosts, topology === "sentinel" ? SENTINEL_PORT : REDIS_PORT);
  const master = decode(path);
  if (person === null || nodes === null || master === null) return null;
  const access = { tls: scheme === "rediss", ...person };
  if (topology === "cluster") return path === "" && query === "" ? { kind: "cluster", nodes, access } : null;
  const parameters = new URLSearchParams(query);
  const db = parameters.get("db") ?? "0";
  const sentinelPassword = parameters.get("sentinelPassword");
  const isKnown = [...parameters.keys()].every((name) => name === "db" || name === "sentinelPassword");
  if (master === "" || !isKnown || !/^\d{1,4}$/.test(db)) return null;
  return { kind: "sentinel", nodes, master, db: Number(db), access, sentinelPassword };
}

/** `USER:PASSWORD`, `:PASSWORD` or nothing. */
function readCredentials(text: string): Pick<RedisAccess, "username" | "password"> | null {
  if (text === "") return { username: null, password: null };
  const colon = text.indexOf(":");
  const username = decode(text.slice(0, colon));
  const password = decode(text.slice(colon + 1));
  if (colon === -1 || username === null || password === null) return null;
  return { username: username || null, password };
}

function readNodes(text: string, defaultPort: number): RedisNode[] | null {
  const nodes = text.split(",").map((host) => readNode(host, defaultPort));
  return nodes.every((node) => node !== null) ? nodes : null;
}

function readNode(text: string, defaultPort: number): RedisNode | null {
  const [, bracketed, name, port = String(defaultPort)] =
    /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? name;
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return null;
  return { host, port: Number(port) };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
