import { execFileSync } from "node:child_process";
import { createDiffieHellmanGroup } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";
import path from "node:path";
import type { TlsOptions } from "node:tls";
import { TLSSocket, createServer as createTlsServer } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { DemoServers } from "../../src/demo/servers.ts";
import { startDemoServers } from "../../src/demo/servers.ts";
import { CLIENT_IDS } from "../../src/diagnosis/asked-clients.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import type { Finding } from "../../src/diagnosis/finding.ts";
import { judgeTrial } from "../../src/diagnosis/judge-trial.ts";
import type { Target } from "../../src/diagnosis/target.ts";
import { parseTarget } from "../../src/diagnosis/target.ts";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";
import { parseConnectTo } from "../../src/probe/connect-to.ts";
import { createEgressPolicy } from "../../src/probe/egress-policy.ts";
import { tryClients } from "../../src/probe/try-clients.ts";
import type { ClientId } from "../../src/tls/clients/clients.ts";
import { handshake, profile, evidence as someEvidence } from "../support/evidence.ts";
import { integer, sequence } from "../x509/der-writer.ts";
import { pem } from "../x509/issuing.ts";
import type { CertificateFiles } from "./scan/s-server.ts";
import { HOST, createCertificateFiles, startSServer } from "./scan/s-server.ts";
import { alert, startScriptedServer } from "./scan/scripted-server.ts";

const TIMEOUT_MS = 5_000;
const OLD = ":@SECLEVEL=0";

let files: CertificateFiles;
let demo: DemoServers;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  files = createCertificateFiles();
  demo = await startDemoServers();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});
afterAll(async () => {
  files.remove();
  await demo.close();
});

async function look(target: Target, connectTo: readonly string[] = []): Promise<Evidence> {
  return collectEvidence(target, {
    at: Date.now(),
    timeoutMs: TIMEOUT_MS,
    egress: null,
    connectTo: parseConnectTo(connectTo),
    trustAnchors: demo.root,
  });
}

/** All that is known of `openssl s_server` with these options, and what named clients get of it. */
async function tryOpenssl(options: readonly string[], ...named: ClientId[]): Promise<Evidence> {
  const server = await startSServer(...options);
  opened.push(server);
  const seen = await look({ host: "127.0.0.1", port: server.port, serverName: HOST });
  return tryClients(seen, { ids: named, named }, { timeoutMs: TIMEOUT_MS, egress: null });
}

async function tryNode(options: TlsOptions, ...named: ClientId[]): Promise<Evidence> {
  const [, certificate = "", , key = ""] = files.rsa;
  const server = createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key), ...options });
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  const { port } = server.address() as AddressInfo;
  const seen = await look({ host: "127.0.0.1", port, serverName: HOST });
  return tryClients(seen, { ids: named, named }, { timeoutMs: TIMEOUT_MS, egress: null });
}

async function tryDemo(name: string, ...named: ClientId[]): Promise<Evidence> {
  const seen = await look(parseTarget(`${name}.demo.test${name === "smtp" ? ":25" : ""}`), demo.connectTo);
  return tryClients(seen, { ids: named, named }, { timeoutMs: TIMEOUT_MS, egress: null });
}

/** `java8 connects TLS 1.2`, or `java8 fails protocol_mismatch`. */
function tell(evidence: Evidence): string[] {
  return (evidence.clientTrials?.trials ?? []).map((trial) => {
    const judgement = judgeTrial(trial, evidence);
    switch (judgement.state) {
      case "connects":
        return `${trial.client} connects ${judgement.version}`;
      case "fails":
        return `${trial.client} fails ${judgement.finding.kind}`;
      case "not_asked":
        return `${trial.client} not asked`;
    }
  });
}

function ofClients(evidence: Evidence): Finding[] {
  return diagnose(evidence).filter(({ client }) => client !== undefined);
}

describe("a client and a server have nothing in common", () => {
  it("of versions", async () => {
    const seen = await tryOpenssl([...files.rsa, "-tls1_3"], "java8", "openssl3.0", "chrome");
    expect(tell(seen)).toEqual([
      "java8 fails protocol_mismatch",
      "openssl3.0 connects TLS 1.3",
      "chrome connects TLS 1.3",
    ]);
    expect(ofClients(seen)).toEqual([
      {
        kind: "protocol_mismatch",
        severity: "error",
        client: "java8",
        offered: ["TLS 1.2", "TLS 1.1", "TLS 1.0"],
        accepted: ["TLS 1.3"],
        alert: "protocol_version",
      },
    ]);
  });

  it("of versions, the server being the older one", async () => {
    const seen = await tryDemo("tls10", "java7", "java8", "apigee", "chrome");
    expect(tell(seen)).toEqual([
      "java7 connects TLS 1.0",
      "java8 connects TLS 1.0",
      "apigee fails protocol_mismatch",
      "chrome fails protocol_mismatch",
    ]);
  });

  it("of cipher suites", async () => {
    const suite = "ECDHE-RSA-CHACHA20-POLY1305";
    const seen = await tryOpenssl([...files.rsa, "-tls1_2", "-cipher", suite], "java8", "chrome");
    expect(tell(seen)).toEqual(["java8 fails cipher_suite_mismatch", "chrome connects TLS 1.2"]);
    const [finding] = ofClients(seen);
    expect(finding).toMatchObject({
      client: "java8",
      accepted: ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"],
      alert: "handshake_failure",
    });
    expect(finding).toHaveProperty("offered", expect.arrayContaining(["TLS_RSA_WITH_AES_128_CBC_SHA"]));
  });

  it("of groups", async () => {
    const seen = await tryOpenssl(
      [...files.rsa, "-tls1_2", "-cipher", "ECDHE", "-groups", "X25519"],
      "java8",
      "go1.19",
    );
    expect(tell(seen)).toEqual(["java8 fails group_mismatch", "go1.19 connects TLS 1.2"]);
    expect(ofClients(seen)).toMatchObject([{ client: "java8", accepted: ["x25519"] }]);
  });

  it("of signature algorithms", async () => {
    const seen = await tryOpenssl(
      [...files.rsa, "-tls1_2", "-cipher", "ECDHE", "-sigalgs", "RSA-PSS+SHA256"],
      "openssl1.0.2",
      "openssl1.1.1",
    );
    expect(tell(seen)).toEqual([
      "openssl1.0.2 fails signature_algorithm_mismatch",
      "openssl1.1.1 connects TLS 1.2",
    ]);
    expect(ofClients(seen)).toMatchObject([{ client: "openssl1.0.2", accepted: ["rsa_pss_rsae_sha256"] }]);
  });

  it("of protocols on top", async () => {
    const seen = await tryNode({ ALPNProtocols: ["mqtt"] }, "chrome", "java8");
    expect(tell(seen)).toEqual(["chrome fails alpn_mismatch", "java8 connects TLS 1.2"]);
    expect(ofClients(seen)).toMatchObject([
      { client: "chrome", offered: ["h2", "http/1.1"], accepted: ["mqtt"] },
    ]);
  });
});

describe("a client refuses what the server selects", () => {
  it("for a prime that is too long", async () => {
    const options = [...files.rsa, "-tls1", "-cipher", `DHE${OLD}`, "-dhparam", primeOf(2048)];
    const seen = await tryOpenssl(options, "java7", "java8", "java8u151");
    expect(tell(seen)).toEqual([
      "java7 fails group_mismatch",
      "java8 connects TLS 1.0",
      "java8u151 connects TLS 1.0",
    ]);
    expect(ofClients(seen)).toMatchObject([
      { client: "java7", dhPrime: true, offered: ["DH ≤ 1024"], accepted: ["DH 2048"] },
    ]);
  });

  it("for a prime that is too short", async () => {
    const options = [...files.rsa, "-tls1_2", "-cipher", `DHE${OLD}`, "-dhparam", primeOf(1024)];
    const seen = await tryOpenssl(options, "node24", "openssl1.0.2");
    expect(tell(seen)).toEqual(["node24 fails weak_key", "openssl1.0.2 connects TLS 1.2"]);
    expect(ofClients(seen)).toMatchObject([{ client: "node24", subject: null, publicKey: "DH 1024" }]);
  });

  it("for a key that is too short", async () => {
    const [key, certificate] = ["short.key", "short.pem"].map((name) => path.join(files.folder, name));
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-nodes",
        "-newkey",
        "rsa:1024",
        "-subj",
        `/CN=${HOST}`,
        "-keyout",
        key ?? "",
        "-out",
        certificate ?? "",
      ],
      { stdio: "pipe" },
    );
    const options = ["-cert", certificate ?? "", "-key", key ?? "", "-cipher", `ALL${OLD}`];
    const seen = await tryOpenssl(options, "node24", "go1.27");
    expect(tell(seen)).toEqual(["node24 fails weak_key", "go1.27 connects TLS 1.3"]);
    expect(ofClients(seen)).toMatchObject([
      { client: "node24", subject: `CN=${HOST}`, publicKey: "RSA 1024" },
    ]);
  });
});

describe("the server wants more", () => {
  it("a server name", async () => {
    const seen = await tryDemo("needs-sni", "apigee", "apigee-no-sni");
    expect(tell(seen)).toEqual(["apigee connects TLS 1.2", "apigee-no-sni fails sni_required"]);
    expect(ofClients(seen)).toMatchObject([{ client: "apigee-no-sni", serverName: "needs-sni.demo.test" }]);
    expect(seen.clientTrials?.trials.map(({ serverName }) => serverName)).toEqual([true, false]);
  });

  it("a server name for the right certificate", async () => {
    const seen = await tryDemo("other-without-sni", "apigee", "apigee-no-sni");
    expect(tell(seen)).toEqual(["apigee connects TLS 1.2", "apigee-no-sni fails host_name_mismatch"]);
    expect(ofClients(seen)).toMatchObject([
      {
        client: "apigee-no-sni",
        referenceIdentifier: "other-without-sni.demo.test",
        presentedIdentifiers: ["DNS:fallback.demo.test"],
      },
    ]);
    expect(seen.clientTrials?.trials[1]?.certificate).toEqual({
      subject: "CN=fallback.demo.test,O=tlscheck demo",
      presentedIdentifiers: ["DNS:fallback.demo.test"],
      isOther: true,
      isForName: false,
    });
  });

  it("no name where one was not asked for", async () => {
    const seen = await look({ ...parseTarget("needs-sni.demo.test"), serverName: null }, demo.connectTo);
    const tried = await tryClients(
      seen,
      { ids: ["apigee"], named: ["apigee"] },
      { timeoutMs: TIMEOUT_MS, egress: null },
    );
    expect(tried.clientTrials?.trials[0]?.serverName).toBe(false);
  });

  it.each(["client-cert", "client-cert-tls12"])("a client certificate: %s", async (name) => {
    const seen = await tryDemo(name, "openssl3.0");
    expect(tell(seen)).toEqual(["openssl3.0 fails client_certificate_required"]);
    // It is in everybody's way, and said once.
    expect(ofClients(seen)).toEqual([]);
  });
});

describe("what is in everybody's way", () => {
  it.each([
    ["plain-http", "not_tls"],
    ["smtp", "starttls_required"],
    ["reset", "connection_reset"],
    ["hangs-up", "connection_reset"],
    ["garbage", "not_tls"],
  ])("is named for each client, and said once: %s", async (name, kind) => {
    const seen = await tryDemo(name, "java8");
    expect(tell(seen)).toEqual([`java8 fails ${kind}`]);
    expect(ofClients(seen)).toEqual([]);
    expect(diagnose(seen).map((finding) => finding.kind)).toEqual([kind]);
  });

  it("leaves out of reach what is", async () => {
    const seen = await tryDemo("refused", "java8");
    expect(tell(seen)).toEqual(["java8 not asked"]);
    expect(diagnose(seen).map(({ kind }) => kind)).toEqual(["connection_refused"]);
  });
});

describe("a server that treats one client otherwise", () => {
  /** As one that knows clients by how many suites they offer. */
  const notChrome = (reply: "silence" | Uint8Array) =>
    startScriptedServer(({ cipherSuites }) => (cipherSuites.length < 20 ? reply : alert(80)));

  it.each([
    ["resets", new Uint8Array(), "connection_reset"],
    ["says nothing", "silence", "timeout"],
    ["has an alert for it", alert(80), "not_determined"],
  ] as const)("%s", async (_name, reply, kind) => {
    const server = await notChrome(reply);
    opened.push(server);
    const seen = someEvidence({
      target: { host: "127.0.0.1", port: server.port, serverName: HOST },
      handshakes: [handshake({ address: "127.0.0.1", port: server.port })],
    });
    const asked = { ids: ["chrome"], named: ["chrome"] } as const;
    const tried = await tryClients(seen, asked, { timeoutMs: 200, egress: null });
    expect(tell(tried)).toEqual([`chrome fails ${kind}`]);
    expect(ofClients(tried)).toMatchObject([{ kind, client: "chrome", severity: "error" }]);
    // Whoever drops is asked once more.
    expect(server.connections()).toBe(kind === "connection_reset" ? 2 : 1);
  });
});

it("a client that is known not to fit is not asked again when it is dropped", async () => {
  const server = await startScriptedServer(() => new Uint8Array());
  opened.push(server);
  const seen = someEvidence({
    handshakes: [handshake({ address: "127.0.0.1", port: server.port })],
    profile: profile({ versions: { ...profile().versions, "TLS 1.2": "refused" } }),
  });
  const asked = { ids: ["java8"], named: ["java8"] } as const;
  const tried = await tryClients(seen, asked, { timeoutMs: TIMEOUT_MS, egress: null });
  expect(tell(tried)).toEqual(["java8 fails protocol_mismatch"]);
  expect(server.connections()).toBe(1);
});

describe("trials", () => {
  it("answer a HelloRetryRequest as the client does", async () => {
    const seen = await tryOpenssl([...files.rsa, "-tls1_3", "-groups", "P-384"], "openssl3.0", "firefox");
    expect(seen.clientTrials?.trials).toMatchObject([
      { group: "secp384r1", version: "TLS 1.3", certificate: { isOther: false, isForName: true } },
      { group: "secp384r1", certificate: { isOther: false } },
    ]);
  });

  it("go through STARTTLS, and offer no protocol of the Web behind it", async () => {
    const [, certificate = "", , key = ""] = files.rsa;
    const identity = { cert: readFileSync(certificate), key: readFileSync(key) };
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      // SSLRequest: `S` for yes.
      socket.once("data", () => {
        socket.write("S");
        new TLSSocket(socket, { isServer: true, ...identity, ALPNProtocols: ["postgresql"] }).on(
          "error",
          () => undefined,
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    opened.push(server);
    const { port } = server.address() as AddressInfo;
    const seen = await look({ host: "127.0.0.1", port, serverName: HOST, startTls: "postgres" });
    const asked = { ids: ["java8", "chrome"], named: [] } as const;
    const tried = await tryClients(seen, asked, { timeoutMs: TIMEOUT_MS, egress: null });
    expect(tell(tried)).toEqual(["java8 connects TLS 1.2", "chrome connects TLS 1.3"]);
  });

  it("of clients that nobody named make no finding", async () => {
    const server = await startSServer(...files.rsa, "-tls1_3");
    opened.push(server);
    const seen = await look({ host: "127.0.0.1", port: server.port, serverName: HOST });
    const tried = await tryClients(
      seen,
      { ids: CLIENT_IDS, named: [] },
      { timeoutMs: TIMEOUT_MS, egress: null },
    );
    expect(diagnose(tried)).toEqual(diagnose(seen));
    expect(tell(tried)).toHaveLength(CLIENT_IDS.length);
    expect(tried.connections - seen.connections).toBe(CLIENT_IDS.length);
  });

  it("are not made where we must not connect, and of what did not answer", async () => {
    const asked = { ids: ["java8"], named: ["java8"] } as const;
    const seen = someEvidence({ handshakes: [handshake({ address: "127.0.0.1", port: 9 })] });
    const egress = createEgressPolicy({ allow: [], deny: [] });
    const refused = await tryClients(seen, asked, { timeoutMs: TIMEOUT_MS, egress });
    expect(tell(refused)).toEqual(["java8 not asked"]);
    expect(refused.connections).toBe(seen.connections);
  });

  it("end in time, whatever the server does", async () => {
    const server = await startScriptedServer(() => "silence");
    opened.push(server);
    const seen = someEvidence({ handshakes: [handshake({ address: "127.0.0.1", port: server.port })] });
    const began = performance.now();
    const asked = { ids: CLIENT_IDS, named: [] };
    const tried = await tryClients(seen, asked, { timeoutMs: 200, atMostMs: 500, egress: null });
    expect(performance.now() - began).toBeLessThan(3_000);
    const told = tell(tried);
    expect(told.filter((line) => line.endsWith("fails timeout")).length).toBeGreaterThanOrEqual(16);
    expect(told.filter((line) => line.endsWith("not asked")).length).toBeGreaterThan(0);
  });

  it("reject when they are aborted", async () => {
    const server = await startScriptedServer(() => "silence");
    opened.push(server);
    const seen = someEvidence({ handshakes: [handshake({ address: "127.0.0.1", port: server.port })] });
    const asked = { ids: CLIENT_IDS, named: [] };
    const signal = AbortSignal.timeout(100);
    await expect(tryClients(seen, asked, { timeoutMs: TIMEOUT_MS, egress: null, signal })).rejects.toThrow(
      "aborted due to timeout",
    );
  });
});

/** A file with a prime for DHE: RFC 2409 section 6.2, and RFC 3526 section 3. */
function primeOf(bits: 1024 | 2048): string {
  const file = path.join(files.folder, `dh${bits}.pem`);
  const prime = createDiffieHellmanGroup(bits === 1024 ? "modp2" : "modp14").getPrime();
  const parameters = sequence(integer(Buffer.concat([Buffer.from([0]), prime])), integer(2));
  writeFileSync(file, pem("DH PARAMETERS", parameters));
  return file;
}
