import type { HandshakeTrace } from "../../pcap/handshake-trace.ts";
import { STARTTLS_PROTOCOLS } from "../starttls.ts";
import type { Target } from "../target.ts";
import { parseTarget } from "../target.ts";
import { UsageError } from "../usage-error.ts";

/** What can be checked of a captured handshake's server: by the name that the client sent, then by its address. None where
 *  something stands between that a check does not speak: a proxy. */
export function targetsOf({ server, serverName, prelude }: HandshakeTrace): readonly Target[] {
  const startTls = STARTTLS_PROTOCOLS.find((protocol) => protocol === prelude);
  if (prelude !== null && startTls === undefined) return [];
  const upgrade = startTls === undefined ? {} : { startTls };
  const name = serverName === null ? null : readName(serverName);
  const { address: host, port } = server;
  if (port === 0) return [];
  return [
    ...(name === null ? [] : [{ host: name, port, serverName: name, ...upgrade }]),
    { host, port, serverName: name ?? host, ...upgrade },
  ];
}

/** Null for what is no plain host name: it is the client's word, and may be a path or have a port in it. */
function readName(serverName: string): string | null {
  try {
    const { host } = parseTarget(`${serverName}:443`);
    return host === serverName.toLowerCase() ? host : null;
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
