import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { connect as connectTls } from "node:tls";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { StartTlsProtocol } from "../../src/diagnosis/starttls.ts";
import { STARTTLS_PROTOCOLS } from "../../src/diagnosis/starttls.ts";
import { startTls } from "../../src/probe/starttls.ts";
import { HOST, createAuthority } from "./certificate-files.ts";
import type { ServerProgram } from "./server-program.ts";
import { startPeer } from "./starttls-servers.ts";

const TIMEOUT_MS = 10_000;
const SILENCE_MS = 1_000;
const folder = mkdtempSync(join(tmpdir(), "tlscheck-starttls-"));
const authority = createAuthority(folder);
const certificate = authority.issue("rsa", "rsa");

const servers: ServerProgram[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function start(protocol: StartTlsProtocol, tls: typeof certificate | null): Promise<number> {
  const server = await startPeer(protocol, tls);
  servers.push(server);
  return server.port;
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  sockets.push(socket);
  await once(socket, "connect");
  return socket;
}

const options = { serverName: HOST, timeoutMs: TIMEOUT_MS };

describe.each(STARTTLS_PROTOCOLS)("%s", (protocol) => {
  test("leads to handshakes", async () => {
    const port = await start(protocol, certificate);
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const socket = await open(port);
      expect(await startTls(socket, protocol, options)).toBeNull();
      // Without application protocols: nginx refuses HTTP's where it expects mail.
      const versions = { minVersion: version, maxVersion: version };
      const tls = connectTls({ socket, servername: HOST, ca: authority.pem, ...versions });
      await once(tls, "secureConnect");
      expect([tls.getProtocol(), tls.authorized]).toEqual([version, true]);
    }
  });
});

/** What each of them says that was configured without TLS. */
const WITHOUT: Readonly<Record<StartTlsProtocol, object>> = {
  smtp: { code: "not_offered", command: "EHLO", offered: ["AUTH PLAIN LOGIN"] },
  imap: { code: "not_offered", command: "CAPABILITY", offered: expect.arrayContaining(["IMAP4rev1"]) },
  pop3: { code: "not_offered", command: "CAPA", offered: expect.arrayContaining(["USER"]) },
  ldap: { code: "not_offered", command: "ExtendedRequest", offered: [] },
  postgres: { code: "not_offered", command: "SSLRequest", offered: [] },
  mysql: { code: "not_offered", command: null, offered: [] },
  xmpp: { code: "refused", command: "stream", reply: expect.stringContaining("No stream features") },
  ftp: { code: "refused", command: "AUTH TLS", status: "530" },
};

test.each(STARTTLS_PROTOCOLS)("%s without TLS", async (protocol) => {
  const port = await start(protocol, null);
  expect(await startTls(await open(port), protocol, options)).toMatchObject(WITHOUT[protocol]);
});

/** What answers to each in place of its own server. Where both sides wait for the other to begin, nothing does. */
const ELSEWHERE: readonly (readonly [asked: StartTlsProtocol, real: StartTlsProtocol, object])[] = [
  ["smtp", "imap", { code: "other_protocol", protocol: "imap", command: null }],
  ["smtp", "ftp", { code: "other_protocol", protocol: "ftp", command: "EHLO" }],
  ["ftp", "smtp", { code: "other_protocol", protocol: "smtp", command: "AUTH TLS" }],
  ["smtp", "mysql", { code: "other_protocol", protocol: "mysql", command: null }],
  ["postgres", "smtp", { code: "other_protocol", protocol: "smtp", command: "SSLRequest" }],
  ["ldap", "postgres", { code: "closed", command: "ExtendedRequest" }],
  ["ldap", "xmpp", { code: "other_protocol", protocol: "xmpp", command: "ExtendedRequest" }],
  ["smtp", "postgres", { code: "timeout", command: null }],
];

test.each(ELSEWHERE)("%s asked of a server of %s", async (asked, real, fault) => {
  const port = await start(real, certificate);
  const timeoutMs = SILENCE_MS;
  expect(await startTls(await open(port), asked, { ...options, timeoutMs })).toMatchObject(fault);
});
