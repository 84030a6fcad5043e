import { execFile } from "node:child_process";
import { createReadStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "../../src/demo/free-port.ts";
import type { CaptureReport, FlowReport } from "../../src/index.ts";
import { analyzeCapture } from "../../src/index.ts";
import { HOST, createAuthority } from "./certificate-files.ts";
import { startNginx, useCertificate } from "./nginx.ts";
import type { ServerProgram } from "./server-program.ts";
import { startServerProgram } from "./server-program.ts";
import { openPeers } from "./support.ts";
import { startRecording } from "./tcpdump.ts";
import { expectSameAsTshark, readWithTshark } from "./tshark.ts";

const { authority, folder } = openPeers();
const own = authority.issue("server", "rsa");
const user = authority.issue("user", "rsa");
/** Of whom nobody has heard. */
const elsewhere = join(folder, "elsewhere");
mkdirSync(elsewhere);
const stranger = join(elsewhere, "authority.pem");
writeFileSync(stranger, createAuthority(elsewhere).pem);
const CLIENT_TIMEOUT_MS = 20_000;

/** A client's exit code is its own matter: most of these fail on purpose. */
const LEAVE_AFTER_MS = 300;

function run(command: string, given: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, given, { timeout: CLIENT_TIMEOUT_MS }, (error, out, err) => {
      if (error !== null && "code" in error && error.code === "ENOENT") reject(error);
      else resolve(`${out}${err}`);
    });
    child.stdin?.on("error", () => undefined);
    // In TLS 1.3 a server judges the client's certificate after the client has finished: who leaves at once does not hear it.
    setTimeout(() => child.stdin?.end("Q\n"), LEAVE_AFTER_MS);
  });
}

type Client = (port: number, name: string) => Promise<string>;

const openssl =
  (...given: string[]): Client =>
  (port, name) =>
    run("openssl", ["s_client", "-connect", `127.0.0.1:${port}`, "-servername", name, ...given]);
const trusting = ["-CAfile", join(folder, "authority.pem"), "-verify_return_error"];
const nameless: Client = (port) =>
  run("openssl", ["s_client", "-connect", `127.0.0.1:${port}`, "-noservername"]);
const curl =
  (...given: string[]): Client =>
  (port, name) =>
    run("curl", ["-sS", "--connect-to", `${name}:443:127.0.0.1:${port}`, `https://${name}/`, ...given]);
const gnutls: Client = (port, name) =>
  run("gnutls-cli", [
    "--x509cafile",
    trusting[1] ?? "",
    "--sni-hostname",
    name,
    "--verify-hostname",
    name,
    "-p",
    String(port),
    "127.0.0.1",
  ]);
const java: Client = (port, name) => run("java", [join(folder, "Connect.java"), String(port), name]);

const CONNECT_JAVA = `
import javax.net.ssl.*;
import java.util.List;
public class Connect {
  public static void main(String[] given) throws Exception {
    SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket("127.0.0.1", Integer.parseInt(given[0]));
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(given[1])));
    parameters.setProtocols(new String[] { "TLSv1.2" });
    socket.setSSLParameters(parameters);
    socket.startHandshake();
  }
}`;

const asServer = async (...given: string[]): Promise<ServerProgram> => {
  const port = await findFreePort();
  const files = ["-cert", own.certificate, "-key", own.key];
  return startServerProgram(port, "openssl", [
    "s_server",
    "-accept",
    `127.0.0.1:${port}`,
    ...files,
    "-www",
    ...given,
  ]);
};
const SERVERS = {
  modern: () => startNginx(folder, { certificates: [own], directives: ["ssl_protocols TLSv1.2 TLSv1.3"] }),
  curve: () =>
    startNginx(folder, {
      certificates: [own],
      directives: ["ssl_protocols TLSv1.3", "ssl_ecdh_curve X25519"],
    }),
  tls12: () => startNginx(folder, { certificates: [own], directives: ["ssl_protocols TLSv1.2"] }),
  named: () =>
    startNginx(folder, {
      certificates: [own],
      otherwise: [...useCertificate(own), "ssl_reject_handshake on"],
    }),
  plain: () => startNginx(folder, { certificates: [] }),
  mutual12: () => asServer("-tls1_2", "-Verify", "1", "-verify_return_error", "-CAfile", trusting[1] ?? ""),
  mutual13: () => asServer("-tls1_3", "-Verify", "1", "-verify_return_error", "-CAfile", trusting[1] ?? ""),
  stranger: () => asServer("-tls1_2", "-Verify", "1", "-verify_return_error", "-CAfile", stranger),
} as const;

const identity = ["-cert", user.certificate, "-key", user.key];

/** What a client does to a server, and what the capture must tell of it; null: nothing is wrong. */
const CASES: readonly (readonly [string, keyof typeof SERVERS, Client, string | null, object])[] = [
  ["openssl", "modern", openssl(...trusting), null, { selectedVersion: "TLS 1.3", outcome: "completed" }],
  ["openssl-12", "tls12", openssl(...trusting), null, { selectedVersion: "TLS 1.2", outcome: "completed" }],
  [
    "curl",
    "modern",
    curl("--cacert", trusting[1] ?? ""),
    null,
    { offeredAlpn: ["h2", "http/1.1"], outcome: "completed" },
  ],
  ["gnutls", "modern", gnutls, null, { outcome: "completed" }],
  [
    "version",
    "tls12",
    openssl("-tls1_3"),
    "protocol_mismatch",
    { alerts: [{ from: "server", description: "protocol_version" }] },
  ],
  [
    "suite",
    "tls12",
    openssl("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"),
    "cipher_suite_mismatch",
    { outcome: "failed" },
  ],
  ["nameless", "named", nameless, "sni_required", { serverName: null }],
  [
    "unknown-12",
    "tls12",
    openssl("-CAfile", stranger, "-verify_return_error"),
    "certificate_unknown",
    { ending: { kind: "alert", by: "client" } },
  ],
  [
    "unknown-13",
    "modern",
    openssl("-CAfile", stranger, "-verify_return_error"),
    "certificate_unknown",
    { ending: { kind: "alert", by: "client" } },
  ],
  [
    "java",
    "tls12",
    java,
    "certificate_unknown",
    { alerts: [{ from: "client", description: "certificate_unknown" }] },
  ],
  [
    "no-client-12",
    "mutual12",
    openssl(),
    "client_certificate_required",
    { clientCertificate: { requested: true, sent: "empty" } },
  ],
  [
    "no-client-13",
    "mutual13",
    openssl(),
    "client_certificate_required",
    { clientCertificate: { requested: true, sent: "empty" } },
  ],
  [
    "client-12",
    "mutual12",
    openssl(...identity),
    null,
    { clientCertificate: { requested: true, sent: "some" } },
  ],
  [
    "client-13",
    "mutual13",
    openssl(...identity),
    null,
    { clientCertificate: { requested: true, sent: "some" } },
  ],
  [
    "refused-client",
    "stranger",
    openssl(...identity),
    "certificate_unknown",
    { ending: { kind: "alert", by: "server" } },
  ],
  ["plain", "plain", openssl(), "not_tls", { outcome: "not_tls" }],
  ["curve", "curve", openssl(...trusting), null, { selectedGroup: "x25519" }],
  [
    "group",
    "curve",
    openssl("-groups", "P-384"),
    "group_mismatch",
    { alerts: [{ description: "handshake_failure" }] },
  ],
];

const file = join(folder, "capture.pcap");
const servers = new Map<string, ServerProgram>();
let report: CaptureReport;
let refusedPort: number;

beforeAll(async () => {
  writeFileSync(join(folder, "authority.pem"), authority.pem);
  writeFileSync(join(folder, "Connect.java"), CONNECT_JAVA);
  for (const [name, start] of Object.entries(SERVERS)) servers.set(name, await start());
  refusedPort = await findFreePort();
  const ports = [...servers.values()].map(({ port }) => port).concat(refusedPort);
  const recording = await startRecording(file, [ports.map((port) => `tcp port ${port}`).join(" or ")]);
  // The server with names takes one, so that a capture can tell that it needs it.
  await openssl(...trusting)(servers.get("named")?.port ?? 0, HOST);
  for (const [name, server, client] of CASES)
    await client(servers.get(server)?.port ?? 0, PROPER.has(name) ? HOST : `${name}.test`);
  await openssl()(refusedPort, HOST);
  await recording.stop();
  report = await analyzeCapture(createReadStream(file));
}, 180_000);

afterAll(() => Promise.all(Array.from(servers.values(), (server) => server.close())));

/** These check the name, and so use the server's own. */
const PROPER = new Set(["curl", "gnutls", "java"]);

const flowOf = (name: string, server: string): FlowReport => {
  const port = servers.get(server)?.port;
  const wanted = name === "nameless" ? null : PROPER.has(name) ? HOST : `${name}.test`;
  const alpn = name === "curl" ? 2 : 0;
  const found = report.flows.filter(
    (flow) =>
      flow.server === `127.0.0.1:${port}` &&
      flow.serverName === wanted &&
      (wanted !== HOST || flow.offeredAlpn.length === alpn),
  );
  expect(found).toHaveLength(1);
  return found[0] ?? expect.unreachable();
};

describe("what others' clients do to others' servers", () => {
  it.each(CASES)("%s at %s", (name, server, _, kind, seen) => {
    const flow = flowOf(name, server);
    expect(flow).toMatchObject(seen);
    expect(flow.findings.map((finding) => finding.kind)).toEqual(kind === null ? [] : [kind]);
  });

  it("a port where nothing listens", () => {
    const refused = report.flows.filter(({ server }) => server === `127.0.0.1:${refusedPort}`);
    expect(refused).toMatchObject([
      { ending: { kind: "refused" }, findings: [{ kind: "connection_refused" }] },
    ]);
  });
});

it("agrees with tshark on every field of every handshake", async () => {
  const ports = new Map(Array.from(servers.values(), ({ port }) => [port, "tls"]));
  const flows = report.flows.filter(({ offeredCipherSuites }) => offeredCipherSuites.length > 0);
  // And the one that shows that the server takes a name.
  expect(flows).toHaveLength(CASES.length + 1);
  expectSameAsTshark(flows, await readWithTshark(file, ports));
});
