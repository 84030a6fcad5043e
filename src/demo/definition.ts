import type { Server } from "node:net";
import type { TlsOptions, Server as TlsServer } from "node:tls";
import { createServer as createTlsServer } from "node:tls";
import type { Issued } from "./certificates.ts";

export const DOMAIN = "demo.test";

/** What a server of the demo is, before it listens. */
export interface Definition {
  readonly title: string;
  readonly port?: number;
  /** Null: nothing listens there. */
  readonly create: (() => Server) | null;
  /** What answers at the second address of the name. */
  readonly second?: () => Server;
  /** Names below its own that lead there, too. */
  readonly below?: readonly string[];
  readonly renew?: () => void;
}

/** A key, and the certificate list as it is sent. */
export function served(issued: Issued, ...issuers: readonly Issued[]): TlsOptions {
  return { key: issued.key, cert: [issued, ...issuers].map(({ certificate }) => certificate).join("") };
}

export function createTls(options: TlsOptions): TlsServer {
  return createTlsServer(options, (socket) => socket.on("error", () => undefined)).on(
    "tlsClientError",
    () => undefined,
  );
}
