import { createReadStream } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Flow } from "../../src/captures/capture-diagnosis.ts";
import { readCapture } from "../../src/captures/read-capture.ts";
import { findFreePort } from "../../src/demo/free-port.ts";
import { analyzeCapture } from "../../src/index.ts";
import type { Client, Wish } from "./capture-clients.ts";
import { curl, node, openssl, startJava } from "./capture-clients.ts";
import { HOST } from "./certificate-files.ts";
import { defineServers, issueFiles } from "./failing-servers.ts";
import type { RunningServer } from "./server-program.ts";
import { openPeers } from "./support.ts";
import { startRecording } from "./tcpdump.ts";
import { expectSameAsTshark, readWithTshark } from "./tshark.ts";

const { folder } = openPeers();
const files = issueFiles(folder);
const definitions = defineServers(folder, files);
const { root: trust, stranger, own } = files;

type ClientName = "openssl" | "curl" | "node" | "java";
type ServerName = keyof typeof definitions | "nobody";

/** One failure of the tree, by every client that can have it. */
interface Failure {
  readonly server: ServerName;
  readonly wish: Omit<Wish, "name"> & { readonly name?: string | null };
  /** Of the finding: its kind and who is at fault. */
  readonly finds: object;
  /** Null: this client does not mind. Absent from `clients`: it cannot be told to. */
  readonly but?: Partial<Record<ClientName, object | null>>;
  readonly clients?: readonly ClientName[];
}

/** Node looks at the certificate once the handshake is over. */
const AFTERWARDS = { node: null };
const LONG_ALPN = Array.from({ length: 60 }, (_, index) => `a-protocol-of-which-nobody-has-heard-${index}`);

const FAILURES: Readonly<Record<string, Failure>> = {
  "no version in common": {
    server: "tls12",
    wish: { version: "1.3" },
    finds: { kind: "protocol_mismatch", by: "server" },
  },
  "a version that the client does not take": {
    server: "tls11",
    wish: { version: "1.2" },
    finds: { kind: "protocol_mismatch", by: "client", selected: [0x0302] },
    // It says supported_versions, and so the server knows before it selects.
    but: { java: { kind: "protocol_mismatch", by: "server", offered: [0x0303] } },
  },
  "no cipher suite in common": {
    server: "tls12",
    wish: { version: "1.2", ecdsa: true },
    finds: { kind: "cipher_suite_mismatch" },
  },
  "no group in common": {
    server: "curve",
    wish: { group: "P-384" },
    finds: { kind: "group_mismatch", offered: [24] },
    clients: ["openssl", "curl", "node"],
  },
  "no application protocol in common": {
    server: "mqtt",
    wish: { alpn: ["h2", "http/1.1"] },
    finds: { kind: "alpn_mismatch", offered: ["h2", "http/1.1"] },
  },
  "no server name": {
    server: "named",
    wish: { name: null },
    finds: { kind: "sni_required", others: [HOST] },
  },
  "a name that the server does not have": {
    server: "named",
    wish: { name: "other.test" },
    finds: { kind: "host_name_mismatch", by: "server", referenceIdentifier: "other.test" },
  },
  "a certificate for another name": {
    server: "tls12",
    wish: { name: "other.test", trust },
    finds: { kind: "host_name_mismatch", by: "client", presentedIdentifiers: [`DNS:${HOST}`] },
    // And curl at the name.
    but: { ...AFTERWARDS, curl: null },
  },
  "the server's certificate has expired": {
    server: "expired",
    wish: { trust },
    finds: { kind: "certificate_expired", by: "client", presenter: "server", position: 0 },
    but: { node: { kind: "certificate_expired", by: null, severity: "warning" } },
  },
  "the server's certificate is not valid yet": {
    server: "future",
    wish: { trust },
    finds: { kind: "certificate_not_yet_valid", by: "client", presenter: "server" },
    but: { node: { kind: "certificate_not_yet_valid", by: null, severity: "warning" } },
  },
  "the server's chain is incomplete": {
    server: "incomplete",
    wish: { trust },
    finds: { kind: "certificate_unknown", by: "client", issuer: "CN=the intermediate" },
    but: AFTERWARDS,
  },
  "the server's authority is unknown": {
    server: "tls12",
    wish: { trust: stranger },
    finds: { kind: "certificate_unknown", by: "client", issuer: "CN=the root" },
    but: AFTERWARDS,
  },
  "the server's authority is unknown, TLS 1.3": {
    server: "tls13",
    wish: { trust: stranger },
    finds: { kind: "certificate_unknown", by: "client" },
    // It leaves before it has said Finished.
    but: { node: { kind: "connection_reset", by: "client", how: "closed" } },
  },
  "the server's certificate is revoked": {
    server: "revoked",
    wish: { trust, revoked: files.crl },
    finds: { kind: "certificate_revoked", by: "client" },
    clients: ["openssl", "curl"],
  },
  "no client certificate": {
    server: "asking12",
    wish: {},
    finds: { kind: "client_certificate_required", authorities: ["CN=the root"] },
  },
  "no client certificate, TLS 1.3": {
    server: "asking13",
    wish: {},
    finds: { kind: "client_certificate_required" },
  },
  "the client's certificate has expired": {
    server: "asking12",
    wish: { identity: files.expired },
    finds: { kind: "certificate_expired", by: "server", presenter: "client" },
  },
  "the client's authority is unknown": {
    server: "trustsStranger12",
    wish: { identity: own },
    finds: { kind: "certificate_unknown", by: "server" },
  },
  "the client's certificate is refused, TLS 1.3": {
    server: "trustsStranger13",
    wish: { identity: own },
    finds: { kind: "client_certificate_rejected" },
  },
  "the client's certificate is for another purpose": {
    server: "asking12",
    wish: { identity: files.otherPurpose },
    finds: { kind: "client_certificate_rejected" },
  },
  "plain HTTP": { server: "http", wish: {}, finds: { kind: "not_tls", by: "server", protocol: "http" } },
  "a server that waits for STARTTLS": {
    server: "smtp",
    wish: { giveUpMs: 1_800 },
    finds: { kind: "starttls_required", protocol: "smtp" },
  },
  "a failure after STARTTLS": {
    server: "startTls",
    wish: { startTls: "smtp", trust: stranger },
    finds: { kind: "certificate_unknown", by: "client" },
    clients: ["openssl", "curl"],
  },
  "a reset": {
    server: "resets",
    wish: {},
    finds: { kind: "connection_reset", by: "server", how: "reset", after: "client_hello" },
  },
  "an end without a word": {
    server: "closes",
    wish: {},
    finds: { kind: "connection_reset", by: "server", how: "closed", after: "client_hello" },
  },
  "no answer": {
    server: "silent",
    wish: { giveUpMs: 1_800 },
    finds: { kind: "timeout", of: "server", during: "handshake" },
  },
  "a long Client Hello": {
    server: "short",
    wish: { alpn: LONG_ALPN },
    finds: { kind: "large_client_hello_intolerant", ending: "reset" },
    clients: ["openssl", "node", "java"],
  },
  "nothing that listens": { server: "nobody", wish: {}, finds: { kind: "connection_refused" } },
};

const CASES = Object.entries(FAILURES).flatMap(([failure, { finds, but = {}, clients }]) =>
  (clients ?? (["openssl", "curl", "node", "java"] as const)).map(
    (client) => [failure, client, but[client] === undefined ? finds : but[client]] as const,
  ),
);

/** What these servers are for, so that a capture shows what they accept. */
const WELCOMING: readonly ServerName[] = ["tls12", "curve", "named", "short"];

const FAILURES_AT_ONCE = 3;
/** Clients tell who they are by their ports: below those that the system gives away, and not those of a run just before. */
let lastPort = 10_000 + (process.pid % 20) * 1_000;
const file = join(folder, "failures.pcap");
const servers = new Map<ServerName, RunningServer>();
/** Of the client, by failure and client. */
const ports = new Map<string, number>();
const flows = new Map<string, Flow>();
const java = startJava(folder);
const clientsByName: Readonly<Record<ClientName, Client>> = { openssl, curl, node, java: java.client };

beforeAll(async () => {
  // One after the other: two that look for a free port at once may find the same.
  for (const [name, start] of Object.entries(definitions)) servers.set(name as ServerName, await start());
  servers.set("nobody", { port: await findFreePort(), close: () => Promise.resolve() });
  const recording = await startRecording(file, [
    Array.from(servers.values(), ({ port }) => `tcp port ${port}`).join(" or "),
  ]);
  await Promise.all(WELCOMING.map((name) => openssl(portOf(name), ++lastPort, { name: HOST })));
  const waiting = Object.entries(FAILURES);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [failure, { server, wish }] = next;
      for (const [, client] of CASES.filter(([name]) => name === failure)) {
        const localPort = ++lastPort;
        ports.set(`${failure} ${client}`, localPort);
        await clientsByName[client](portOf(server), localPort, { name: HOST, ...wish });
      }
    }
  };
  await Promise.all(Array.from({ length: FAILURES_AT_ONCE }, work));
  await recording.stop();
  await readCapture(createReadStream(file), {
    onFlow: (flow) => flows.set(`${flow.trace.client.port} ${flow.trace.server.port}`, flow),
    live: false,
  });
}, 60_000);

afterAll(async () => {
  java.close();
  await Promise.all(Array.from(servers.values(), (server) => server.close()));
});

function portOf(name: ServerName): number {
  const server = servers.get(name);
  if (server === undefined) throw new Error(`${name} has not started`);
  return server.port;
}

describe("every failure of the tree, as tcpdump records it", () => {
  it.each(CASES)("%s: %s", (failure, client, finds) => {
    const { server = "nobody" } = FAILURES[failure] ?? {};
    const flow = flows.get(`${ports.get(`${failure} ${client}`)} ${portOf(server)}`);
    expect(flow).toBeDefined();
    expect(flow?.findings).toMatchObject(finds === null ? [] : [finds]);
    expect(flow?.outcome === "completed").toBe(finds === null || "severity" in finds);
  });
});

it("agrees with tshark on every field of every handshake", async () => {
  const protocols = new Map(Array.from(servers.values(), ({ port }) => [port, "tls"]));
  protocols.set(portOf("startTls"), "smtp");
  const report = await analyzeCapture(createReadStream(file));
  const handshakes = report.flows.filter(({ offeredCipherSuites }) => offeredCipherSuites.length > 0);
  expect(handshakes.length).toBeGreaterThan(CASES.length - 10);
  expectSameAsTshark(handshakes, await readWithTshark(file, protocols));
});
