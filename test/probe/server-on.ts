import type { AddressInfo, Server } from "node:net";
import { connect, createServer as createTcpServer } from "node:net";
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

/** In front of a server: passes on what it says one TLS record after the other, each in a packet of its own. */
export function recordByRecord(host: string, port: number): Server {
  return createTcpServer((client) => {
    const server = connect({ host, port });
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on("error", end).on("close", end);
    client.pipe(server);
    let waiting = Buffer.alloc(0);
    let later = 0;
    server.on("data", (bytes: Buffer) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= 5 && waiting.length >= 5 + waiting.readUInt16BE(3)) {
        const record = waiting.subarray(0, 5 + waiting.readUInt16BE(3));
        waiting = waiting.subarray(record.length);
        later += RECORD_MS;
        setTimeout(() => client.write(record), later);
      }
    });
  });
}

const RECORD_MS = 15;

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
