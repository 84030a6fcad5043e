import type { AddressInfo, Server, Socket } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { createServer as createHttpServer } from "node:http";
import type { TlsOptions } from "node:tls";
import { createSecureContext } from "node:tls";
import type { Issued } from "./certificates.ts";
import { issue } from "./certificates.ts";
import type { Definition } from "./definition.ts";
import { DOMAIN, createTls, served } from "./definition.ts";
import { defineRenewals } from "./renewals.ts";

/** A server on loopback that shows one failure, under a name that only the demo knows. */
export interface Scenario {
  readonly host: string;
  /** The port that a person types (443 need not be typed); `connectTo` leads to the real one. */
  readonly port: number;
  /** Other names of the same server. */
  readonly alsoAs: readonly string[];
  /** What goes wrong there, for the page's list of things to try. */
  readonly title: string;
  /** What to do about it from outside, as somebody who operates the server would. */
  readonly renew?: () => void;
}

export interface DemoServers {
  readonly scenarios: readonly Scenario[];
  /** Entries for `TLSCHECK_CONNECT_TO`. */
  readonly connectTo: readonly string[];
  /** The demo's root, PEM. */
  readonly root: string;
  /** A certificate and key that `client-cert.demo.test` accepts, PEM. */
  readonly client: Issued;
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
/** Linux has all of 127/8; where it is not there, nothing listens on it, and the name has one address. */
const SECOND_LOOPBACK = "127.0.0.2";
const DAY = 86_400_000;

/** @throws the system's error when loopback cannot be listened on. */
export async function startDemoServers(): Promise<DemoServers> {
  const root = issue({ commonName: "tlscheck demo root", authority: true }, null);
  const client = issue({ commonName: "demo client" }, root);
  const definitions = Object.entries(define(root));
  const sockets = new Set<Socket>();
  const open = async (server: Server, address: string, port: number): Promise<number> => {
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, address, resolve);
    });
    return (server.address() as AddressInfo).port;
  };
  const running = await Promise.all(
    definitions.map(async ([name, { title, port = 443, create, second, below = [], renew }]) => {
      const host = `${name}.${DOMAIN}`;
      const alsoAs = below.map((label) => `${label}.${host}`);
      const scenario = { host, port, alsoAs, title, ...(renew !== undefined && { renew }) };
      const first = (create ?? createTcpServer)();
      const realPort = await open(first, LOOPBACK, 0);
      if (create === null) await close(first);
      const at = (address: string) =>
        [host, ...alsoAs].map((each) => `${each}:${port}:${address}:${realPort}`);
      const servers = create === null ? [] : [first];
      const other = second?.();
      const isThere =
        other !== undefined && (await open(other, SECOND_LOOPBACK, realPort).then(() => true, isNotThere));
      if (!isThere) return { scenario, connectTo: at(LOOPBACK), servers };
      return { scenario, connectTo: [...at(LOOPBACK), ...at(SECOND_LOOPBACK)], servers: [...servers, other] };
    }),
  );
  return {
    scenarios: running.map(({ scenario }) => scenario),
    connectTo: running.flatMap(({ connectTo }) => connectTo),
    root: root.certificate,
    client,
    async close() {
      const closed = running.flatMap(({ servers }) => servers.map(close));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function isNotThere(error: NodeJS.ErrnoException): false {
  if (error.code !== "EADDRNOTAVAIL") throw error;
  return false;
}

function define(root: Issued): Record<string, Definition> {
  const intermediate = issue({ commonName: "tlscheck demo intermediate", authority: true }, root);
  const stranger = issue({ commonName: "A root that nobody knows", authority: true }, null);
  const leaf = (name: string, dates: { notBefore?: Date; notAfter?: Date } = {}, issuer = intermediate) =>
    issue({ commonName: `${name}.${DOMAIN}`, names: [`${name}.${DOMAIN}`], ...dates }, issuer);
  const good = (name: string) => served(leaf(name), intermediate);
  const inDays = (days: number) => new Date(Date.now() + days * DAY);
  const selfSigned = issue({ commonName: `self-signed.${DOMAIN}`, names: [`self-signed.${DOMAIN}`] }, null);

  return {
    ok: { title: "Nothing wrong", create: tls(good("ok")) },
    expired: {
      title: "The certificate ran out",
      create: tls(served(leaf("expired", { notBefore: inDays(-100), notAfter: inDays(-12) }), intermediate)),
    },
    expiring: {
      title: "Three days left",
      create: tls(
        served(leaf("expiring", { notBefore: inDays(-86.5), notAfter: inDays(3.5) }), intermediate),
      ),
    },
    ...defineRenewals(intermediate),
    "not-yet-valid": {
      title: "Valid from next week",
      create: tls(served(leaf("not-yet-valid", { notBefore: inDays(7) }), intermediate)),
    },
    "wrong-name": { title: "A certificate for another name", create: tls(good("other")) },
    "self-signed": { title: "Self-signed", create: tls(served(selfSigned)) },
    "unknown-root": {
      title: "An authority that nobody trusts",
      create: tls(served(leaf("unknown-root", {}, stranger), stranger)),
    },
    "incomplete-chain": {
      title: "The intermediate is missing",
      create: tls(served(leaf("incomplete-chain"))),
    },
    tls10: {
      title: "TLS 1.0 only",
      create: tls({
        ...good("tls10"),
        minVersion: "TLSv1",
        maxVersion: "TLSv1",
        ciphers: "DEFAULT:@SECLEVEL=0",
      }),
    },
    tls13: { title: "TLS 1.3 only", create: tls({ ...good("tls13"), minVersion: "TLSv1.3" }) },
    "old-cipher": {
      title: "No cipher suite in common",
      create: tls({ ...good("old-cipher"), maxVersion: "TLSv1.2", ciphers: "NULL-SHA256:@SECLEVEL=0" }),
    },
    "needs-sni": {
      title: "Refuses clients without a server name",
      create: tls(onlyToNames(good("needs-sni"))),
    },
    "other-without-sni": {
      title: "Another certificate without a server name",
      create: tls({
        ...served(leaf("fallback"), intermediate),
        ...onlyToNames(good("other-without-sni")),
      }),
    },
    "client-cert": {
      title: "Requires a client certificate",
      create: tls({
        ...good("client-cert"),
        requestCert: true,
        rejectUnauthorized: true,
        ca: root.certificate,
      }),
    },
    "client-cert-tls12": {
      title: "The same in TLS 1.2",
      create: tls({
        ...good("client-cert-tls12"),
        maxVersion: "TLSv1.2",
        requestCert: true,
        rejectUnauthorized: true,
        ca: root.certificate,
      }),
    },
    "plain-http": {
      title: "HTTP without TLS",
      create: () => createHttpServer((_request, response) => response.end("hello\n")),
    },
    smtp: {
      title: "A mail server that wants STARTTLS",
      port: 25,
      create: () => createTcpServer((socket) => socket.write("220 smtp.demo.test ESMTP ready\r\n")),
    },
    reset: {
      title: "Resets the connection",
      create: () => createTcpServer((socket) => socket.once("data", () => socket.resetAndDestroy())),
    },
    "hangs-up": {
      title: "Hangs up without a word",
      create: () => createTcpServer((socket) => socket.once("data", () => socket.end())),
    },
    silent: { title: "Never answers", create: () => createTcpServer((socket) => socket.resume()) },
    garbage: {
      title: "Answers nonsense",
      create: () => createTcpServer((socket) => socket.once("data", () => socket.end("nonsense\r\n"))),
    },
    refused: { title: "Nothing listens", create: null },
  };
}

function tls(options: TlsOptions): () => Server {
  return () => createTls(options);
}

/** For who gives a name. To others goes what else the server has; when that is nothing, OpenSSL answers `unrecognized_name`. */
function onlyToNames(options: TlsOptions): TlsOptions {
  const context = createSecureContext(options);
  return { SNICallback: (_name, done) => done(null, context) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
