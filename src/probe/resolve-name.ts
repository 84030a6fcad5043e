import { lookup } from "node:dns/promises";
import { isIP } from "node:net";

/** A name with more addresses than this is looked at by its first ones. */
const MAX_ADDRESSES = 16;

export type Resolution =
  | {
      readonly addresses: readonly string[];
      /** Those beyond the first ones; absent for none. */
      readonly leftOut?: readonly string[];
    }
  /** The resolver's own code: `ENOTFOUND`, `EAI_AGAIN`, … or `ETIMEDOUT` after `timeoutMs`. */
  | { readonly code: string };

/** All addresses of a name, asked once, as the system resolves it (hosts file included).
 *  @throws the signal's reason when it is aborted. */
export async function resolveName(
  host: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  if (isIP(host) !== 0) return { addresses: [host] };
  signal?.throwIfAborted();
  const asked = lookup(host, { all: true, order: "verbatim" }).then(
    (found): Resolution => {
      const all = [...new Set(found.map(({ address }) => address))];
      const leftOut = all.slice(MAX_ADDRESSES);
      return { addresses: all.slice(0, MAX_ADDRESSES), ...(leftOut.length > 0 && { leftOut }) };
    },
    (error: NodeJS.ErrnoException): Resolution => ({ code: error.code ?? "ENOTFOUND" }),
  );
  // The system's resolver cannot be interrupted: it is left behind.
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      outcome();
    };
    const abort = () => settle(() => reject(signal?.reason));
    const timer = setTimeout(() => settle(() => resolve({ code: "ETIMEDOUT" })), timeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
    void asked.then((resolution) => settle(() => resolve(resolution)));
  });
}
