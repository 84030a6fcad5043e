import { lookup } from "node:dns/promises";
import { isIP } from "node:net";

/** A name with more addresses than this is looked at by its first ones. */
const MAX_ADDRESSES = 16;

export type Resolution =
  | { readonly addresses: readonly string[] }
  /** The resolver's own code: `ENOTFOUND`, `EAI_AGAIN`, … or `ETIMEDOUT` after `timeoutMs`. */
  | { readonly code: string };

/** All addresses of a name, asked once, as the system resolves it (hosts file included). */
export async function resolveName(host: string, timeoutMs: number): Promise<Resolution> {
  if (isIP(host) !== 0) return { addresses: [host] };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Resolution>((resolve) => {
    timer = setTimeout(() => resolve({ code: "ETIMEDOUT" }), timeoutMs);
  });
  const asked = lookup(host, { all: true, order: "verbatim" }).then(
    (found): Resolution => ({
      addresses: [...new Set(found.map(({ address }) => address))].slice(0, MAX_ADDRESSES),
    }),
    (error: NodeJS.ErrnoException): Resolution => ({ code: error.code ?? "ENOTFOUND" }),
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
