import type { AddressInfo, Server, Socket } from "node:net";
import { connect, createServer } from "node:net";
import type { ConnectionOptions, TlsOptions } from "node:tls";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import { issue } from "../../src/demo/certificates.ts";
import type { Utterance } from "./capture-writer.ts";

/** Valid today, and when the captures of the tests are said to be from. */
const VALIDITY = { notBefore: new Date(Date.UTC(2025, 0)), notAfter: new Date(Date.UTC(2045, 0)) };

export const issuer = issue({ commonName: "Test root", authority: true, ...VALIDITY }, null);
const issued = issue({ commonName: "api.example.com", names: ["api.example.com"], ...VALIDITY }, issuer);

const LOOPBACK = "127.0.0.1";

/** What Node's own TLS says to itself over a real connection, in the order in which it passes a relay between them. */
export async function recordConversation(
  serverOptions: TlsOptions,
  clientOptions: ConnectionOptions,
): Promise<Utterance[]> {
  const said: Utterance[] = [];
  const server = createTlsServer(
    { key: issued.key, cert: issued.certificate, ...serverOptions },
    (socket) => {
      socket.on("error", () => undefined);
      socket.on("data", () => socket.end("answer"));
    },
  );
  server.on("tlsClientError", () => undefined);
  const port = await listen(server);
  const relay = createServer((near) => {
    const far = connect(port, LOOPBACK);
    pass(near, far, (bytes) => said.push({ from: "client", bytes }));
    pass(far, near, (bytes) => said.push({ from: "server", bytes }));
  });
  const relayPort = await listen(relay);
  const client = connectTls({
    port: relayPort,
    host: LOOPBACK,
    servername: "api.example.com",
    ca: issuer.certificate,
    ...clientOptions,
  });
  client.on("secureConnect", () => client.write("question"));
  client.on("error", () => undefined);
  client.resume();
  await new Promise<void>((resolve) => client.once("close", () => resolve()));
  await Promise.all([close(server), close(relay)]);
  return said;
}

function pass(from: Socket, to: Socket, record: (bytes: Buffer) => void): void {
  from.on("data", (bytes: Buffer) => {
    record(Buffer.from(bytes));
    to.write(bytes);
  });
  from.on("end", () => to.end());
  from.on("error", () => to.destroy());
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}
