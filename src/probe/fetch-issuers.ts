import type { ClientRequest } from "node:http";
import { get } from "node:http";
import { isIP } from "node:net";
import { readBundle } from "../x509/bundle/read-bundle.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { resolveName } from "./resolve-name.ts";

export interface FetchOptions {
  readonly timeoutMs: number;
  /** Null: any address. */
  readonly egress: EgressPolicy | null;
  readonly resolve?: typeof resolveName;
  readonly signal?: AbortSignal | undefined;
}

/** A certificate has 1 to 4 KiB, a PKCS#7 of a few somewhat more. */
const MAX_BYTES = 64 * 1024;
const MAX_URLS = 3;
const MAX_CERTIFICATES = 10;

/** The certificates behind caIssuers (RFC 5280 section 4.2.2.1), asked one URL after the other until one answers. The URLs are
 *  a stranger's: their names are resolved once, judged by the egress policy, and no redirect is followed. What fails is no
 *  certificate. @throws the signal's reason when it is aborted. */
export async function fetchIssuers(
  urls: readonly string[],
  options: FetchOptions,
): Promise<readonly Certificate[]> {
  for (const url of urls.slice(0, MAX_URLS)) {
    options.signal?.throwIfAborted();
    const bytes = await fetchBytes(url, options);
    const found = bytes === null ? [] : readBundle(bytes).certificates.map(({ certificate }) => certificate);
    if (found.length > 0) return found.slice(0, MAX_CERTIFICATES);
  }
  return [];
}

/** Plain HTTP alone, as CAs use it: what comes is signed. */
async function fetchBytes(text: string, options: FetchOptions): Promise<Uint8Array | null> {
  const { timeoutMs, egress, resolve = resolveName, signal } = options;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/gu, "");
  if (url.protocol !== "http:" || url.username !== "") return null;
  const resolved = await resolve(host, timeoutMs, signal);
  if ("code" in resolved) return null;
  const address = resolved.addresses.find(
    (candidate) => egress === null || egress.refuse(candidate) === null,
  );
  if (address === undefined) return null;
  return download(url, address, timeoutMs, signal);
}

/** Null for anything but a short 200. */
function download(
  url: URL,
  address: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  return new Promise((resolve, reject) => {
    const settle = (bytes: Uint8Array | null) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      request.destroy();
      resolve(bytes);
    };
    const abort = () => {
      reject(signal?.reason);
      settle(null);
    };
    const request: ClientRequest = get(
      {
        host: address,
        family: isIP(address),
        port: url.port === "" ? 80 : Number(url.port),
        path: `${url.pathname}${url.search}`,
        headers: { host: url.host, accept: "*/*" },
        agent: false,
      },
      (response) => {
        if (response.statusCode !== 200) {
          settle(null);
          return;
        }
        const pieces: Buffer[] = [];
        let total = 0;
        response.on("data", (piece: Buffer) => {
          total += piece.length;
          pieces.push(piece);
          if (total > MAX_BYTES) settle(null);
        });
        response.once("end", () => settle(Buffer.concat(pieces)));
        response.once("error", () => settle(null));
      },
    );
    request.on("error", () => settle(null));
    const timer = setTimeout(() => settle(null), timeoutMs);
    signal?.addEventListener("abort", abort, { once: true });
  });
}
