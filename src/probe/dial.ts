import type { Socket } from "node:net";
import type { StartTlsFault, StartTlsProtocol } from "../diagnosis/starttls.ts";
import type { NoConnection } from "./open-connection.ts";
import { openConnection } from "./open-connection.ts";
import { startTls } from "./starttls.ts";

export interface DialOptions {
  readonly address: string;
  readonly port: number;
  /** The protocol that is upgraded to TLS; undefined where TLS comes first. */
  readonly startTls: StartTlsProtocol | undefined;
  readonly serverName: string | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Why no Client Hello could be sent. */
export type NoTls = { readonly unreachable: NoConnection } | { readonly startTlsFault: StartTlsFault };

/** A connection on which a Client Hello is what comes next. The socket is the caller's to destroy.
 *  @throws the signal's reason when it is aborted. */
export async function dial(options: DialOptions): Promise<{ readonly socket: Socket } | NoTls> {
  const { address, port, timeoutMs, signal } = options;
  const connection = await openConnection(address, port, timeoutMs, signal);
  if (options.startTls === undefined || "unreachable" in connection) return connection;
  const { socket } = connection;
  // The dialogue may end with an error of the socket that nobody listens for any more.
  socket.on("error", () => undefined);
  try {
    const startTlsFault = await startTls(socket, options.startTls, options);
    if (startTlsFault === null) return connection;
    socket.destroy();
    return { startTlsFault };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
