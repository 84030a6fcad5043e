import type { AddressInfo, Server } from "node:net";
import type { TlsOptions } from "node:tls";
import { createServer } from "node:tls";
import type { Entity } from "../x509/issuing.ts";
import { pem } from "../x509/issuing.ts";

/** What a TLS server needs to send these certificates, the end entity first. */
export function chainOf(endEntity: Entity, ...others: readonly Entity[]): TlsOptions {
  return {
    key: endEntity.keys.privateKey.export({ format: "pem", type: "pkcs8" }),
    cert: [endEntity, ...others].map(({ certificate }) => pem("CERTIFICATE", certificate)).join(""),
  };
}

export function tlsServer(options: TlsOptions): Server {
  const server = createServer(options, (socket) => socket.on("error", () => undefined));
  return server.on("tlsClientError", () => undefined);
}

/** Servers on loopback addresses and one port: what one name with several addresses is. */
export class Servers {
  readonly #running: Server[] = [];
  /** Connections so far, of all. */
  connections = 0;

  /** @returns the port. */
  async start(servers: Readonly<Record<string, Server>>): Promise<number> {
    let port = 0;
    for (const [address, server] of Object.entries(servers)) {
      server.on("connection", () => this.connections++);
      this.#running.push(server);
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(port, address, resolve);
      });
      ({ port } = server.address() as AddressInfo);
    }
    return port;
  }

  async close(): Promise<void> {
    await Promise.all(
      this.#running.splice(0).map((server) => new Promise((resolve) => server.close(resolve))),
    );
  }
}
