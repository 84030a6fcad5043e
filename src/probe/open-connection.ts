import type { Socket } from "node:net";
import { connect } from "node:net";
import type { Unreachable } from "../diagnosis/evidence.ts";

/** No connection to an address, whatever its name. */
export type NoConnection = Exclude<Unreachable, { reason: "name_not_resolved" | "not_allowed" }>;

export type Connection = { readonly socket: Socket } | { readonly unreachable: NoConnection };

/** One TCP connection to an address, never to a name: what was judged is what is connected to. The socket is the caller's
 *  to destroy. */
export function openConnection(
  address: string,
  port: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true });
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      socket.removeAllListeners();
      outcome();
    };
    const fail = (unreachable: NoConnection) => {
      settle(() => resolve({ unreachable }));
      socket.on("error", () => undefined).destroy();
    };
    const abort = () => {
      settle(() => reject(signal?.reason));
      socket.on("error", () => undefined).destroy();
    };
    const timer = setTimeout(() => fail({ reason: "timeout", address, afterMs: timeoutMs }), timeoutMs);
    socket.once("connect", () => settle(() => resolve({ socket })));
    socket.once("error", ({ code }: NodeJS.ErrnoException) =>
      fail(describe(address, code ?? "UNKNOWN", timeoutMs)),
    );
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

function describe(address: string, code: string, afterMs: number) {
  switch (code) {
    case "ECONNREFUSED":
      return { reason: "connection_refused", address } as const;
    case "ECONNRESET":
      return { reason: "connection_reset", address } as const;
    case "ETIMEDOUT":
      return { reason: "timeout", address, afterMs } as const;
    default:
      return { reason: "network", address, code } as const;
  }
}
