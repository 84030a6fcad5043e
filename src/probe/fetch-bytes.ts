import type { ClientRequest } from "node:http";
import { request as openRequest } from "node:http";
import { isIP } from "node:net";
import type { Acquire } from "./acquire.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { resolveName } from "./resolve-name.ts";

export interface FetchOptions {
  /** For the name, and for the whole answer. */
  readonly timeoutMs: number;
  /** Null: any address. */
  readonly egress: EgressPolicy | null;
  readonly resolve?: typeof resolveName;
  /** Each connection has a place; there are as many as anybody wants by default. */
  readonly acquire?: Acquire | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchRequest {
  /** A stranger's. */
  readonly url: string;
  /** What is longer is nothing. */
  readonly maxBytes: number;
  /** POSTed; without it, GET. */
  readonly body?: { readonly type: string; readonly bytes: Uint8Array };
}

/** What is behind a URL that a certificate names: its host is resolved once and judged by the egress policy, no redirect is
 *  followed. Plain HTTP alone, as CAs use it: what comes is signed. Null for anything but a short 200 in time.
 *  @throws the signal's reason when it is aborted. */
export async function fetchBytes(request: FetchRequest, options: FetchOptions): Promise<Buffer | null> {
  const { timeoutMs, egress, acquire, signal, resolve = resolveName } = options;
  if (!URL.canParse(request.url)) return null;
  const url = new URL(request.url);
  const host = url.hostname.replace(/^\[|\]$/gu, "");
  if (url.protocol !== "http:" || url.username !== "") return null;
  const resolved = await resolve(host, timeoutMs, signal);
  if ("code" in resolved) return null;
  const address = resolved.addresses.find(
    (candidate) => egress === null || egress.refuse(candidate) === null,
  );
  if (address === undefined) return null;
  const release = acquire === undefined ? NO_PLACES : await tryAcquire(acquire, address, signal);
  if (release === null) return null;
  try {
    return await download(url, address, request, timeoutMs, signal);
  } finally {
    release();
  }
}

const NO_PLACES = () => undefined;

/** Null where it is too crowded: it was not for long that anybody wanted to wait. */
async function tryAcquire(
  acquire: Acquire,
  address: string,
  signal: AbortSignal | undefined,
): Promise<(() => void) | null> {
  try {
    return await acquire(address, signal);
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}

function download(
  url: URL,
  address: string,
  { maxBytes, body }: FetchRequest,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const settle = (bytes: Buffer | null) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      request.destroy();
      resolve(bytes);
    };
    const abort = () => {
      reject(signal?.reason);
      settle(null);
    };
    const request: ClientRequest = openRequest(
      {
        method: body === undefined ? "GET" : "POST",
        host: address,
        family: isIP(address),
        port: url.port === "" ? 80 : Number(url.port),
        path: `${url.pathname}${url.search}`,
        headers: {
          host: url.host,
          accept: "*/*",
          ...(body !== undefined && { "content-type": body.type, "content-length": body.bytes.length }),
        },
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
          if (total > maxBytes) settle(null);
        });
        response.once("end", () => settle(Buffer.concat(pieces)));
        response.once("error", () => settle(null));
      },
    );
    request.on("error", () => settle(null));
    const timer = setTimeout(() => settle(null), timeoutMs);
    if (signal?.aborted === true) return abort();
    signal?.addEventListener("abort", abort, { once: true });
    request.end(body?.bytes);
  });
}
