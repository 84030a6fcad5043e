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
  /** The resolver's own code: `ENOTFOUND`, `EAI_AGAIN`, … or `ETIMEDOUT` after `timeoutMs`. `queued`: others hung before it, and
   *  it says nothing of this name. */
  | { readonly code: string; readonly queued?: true };

/** Node's resolver asks for two names at a time (half of libuv's threads), the others wait; and a name server that says nothing holds
 *  it for ten seconds and more. More than two where UV_THREADPOOL_SIZE is larger than 4. */
const LEAST_AT_ONCE = 2;

/** Names that are asked for, in their order. */
const asking = new Set<number>();
let begun = 0;
let newestAnswered = 0;

/** All addresses of a name, asked once, as the system resolves it (hosts file included).
 *  @throws the signal's reason when it is aborted. */
export async function resolveName(
  host: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Resolution> {
  if (isIP(host) !== 0) return { addresses: [host] };
  signal?.throwIfAborted();
  begun += 1;
  const own = begun;
  asking.add(own);
  const asked = lookup(host, { all: true, order: "verbatim" }).then(
    (found): Resolution => {
      const all = [...new Set(found.map(({ address }) => address))];
      const leftOut = all.slice(MAX_ADDRESSES);
      return { addresses: all.slice(0, MAX_ADDRESSES), ...(leftOut.length > 0 && { leftOut }) };
    },
    (error: NodeJS.ErrnoException): Resolution => ({ code: error.code ?? "ENOTFOUND" }),
  );
  const ended = asked.then((resolution) => {
    asking.delete(own);
    newestAnswered = Math.max(newestAnswered, own);
    return resolution;
  });
  const giveUp = (): Resolution => {
    const before = [...asking].filter((each) => each < own).length;
    // Who began later has an answer: this one was asked for, too.
    const queued = before >= LEAST_AT_ONCE && newestAnswered < own;
    return { code: "ETIMEDOUT", ...(queued && { queued }) };
  };
  // The system's resolver cannot be interrupted: it is left behind.
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      outcome();
    };
    const abort = () => settle(() => reject(signal?.reason));
    const timer = setTimeout(() => settle(() => resolve(giveUp())), timeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
    void ended.then((resolution) => settle(() => resolve(resolution)));
  });
}
