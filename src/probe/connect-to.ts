import { isIP } from "node:net";
import { parseTarget } from "../diagnosis/target.ts";
import { UsageError } from "../diagnosis/usage-error.ts";

/** Connect somewhere else than the name says, like curl's `--connect-to HOST1:PORT1:HOST2:PORT2`. */
export type ConnectTo = ReadonlyMap<string, { readonly addresses: readonly string[]; readonly port: number }>;

/** @param entries `HOST1:PORT1:ADDRESS2:PORT2`; a v6 address in brackets. Another one for the same name is a further address of
 *  it when its port is the same, and takes its place when it is not.
 *  @throws UsageError for another form. */
export function parseConnectTo(entries: readonly string[]): ConnectTo {
  const places = new Map<string, { addresses: string[]; port: number }>();
  for (const entry of entries) {
    const [, from, to] = /^(.+:\d+):((?:\[[^\]]+\]|[\d.]+):\d+)$/.exec(entry) ?? [];
    if (from === undefined || to === undefined) throw wrong(entry);
    const { host: address, port } = parseTarget(to);
    const key = connectToKey(parseTarget(from));
    const known = places.get(key);
    if (isIP(address) === 0) throw wrong(entry);
    places.set(key, { addresses: known?.port === port ? [...known.addresses, address] : [address], port });
  }
  return places;
}

export function connectToKey({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host} ${port}`;
}

function wrong(given: string): UsageError {
  return new UsageError({
    code: "option_value",
    option: "TLSCHECK_CONNECT_TO",
    given,
    expected: { a: "connect_to" },
  });
}
