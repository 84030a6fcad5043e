import type { AddressInfo, Server } from "node:net";
import { createServer as createTcpServer } from "node:net";
import type { TlsOptions } from "node:tls";
import { createServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { issue } from "../../src/demo/certificates.ts";
import type { CertificateObservation } from "../../src/probe/certificate-probe.ts";
import { CertificateProbe } from "../../src/probe/certificate-probe.ts";

const HOST = "api.example.com";
const DAY = 86_400_000;
const root = issue({ commonName: "root", authority: true }, null);
const { certificate: cert, key } = issue({ commonName: HOST, names: [HOST] }, root);

const running: Server[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** @returns the port, and how many connections came. */
async function start(server: Server) {
  let connections = 0;
  server.on("connection", () => connections++);
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, count: () => connections };
}

function startTls(options: TlsOptions = {}) {
  const server = createServer({ cert, key, ...options }, (socket) => socket.on("error", () => undefined));
  return start(server.on("tlsClientError", () => undefined));
}

const openProbe = () => new CertificateProbe({ timeoutMs: 1_000, trustAnchors: root.certificate });
const observe = (probe: CertificateProbe, port: number, at = Date.now(), serverName = HOST) =>
  probe.observe({ host: HOST, port, serverName }, "127.0.0.1", at);

const errorsOf = (observed: CertificateObservation) =>
  "list" in observed
    ? [...observed.list.faults, ...(observed.covered ? [] : ["host_name_mismatch"])]
    : [observed];

describe("a server of", () => {
  it("TLS 1.0 is read too", async () => {
    const { port } = await startTls({ minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" });
    expect(errorsOf(await observe(openProbe(), port))).toEqual([]);
  });

  it("TLS 1.2 takes one connection each time", async () => {
    const { port, count } = await startTls();
    const probe = openProbe();
    for (let time = 0; time < 3; time++) {
      expect(await observe(probe, port)).toMatchObject({
        list: { certificate: { subject: `CN=${HOST},O=tlscheck demo` } },
      });
    }
    expect(count()).toBe(3);
  });

  it("TLS 1.3 alone is asked in vain for TLS 1.2 once", async () => {
    const { port, count } = await startTls({ minVersion: "TLSv1.3" });
    const probe = openProbe();
    for (let time = 0; time < 3; time++) expect(errorsOf(await observe(probe, port))).toEqual([]);
    expect(count()).toBe(4);
  });

  it("TLS 1.3 that wants another group is answered", async () => {
    const { port } = await startTls({ minVersion: "TLSv1.3", ecdhCurve: "P-384" });
    expect(errorsOf(await observe(openProbe(), port))).toEqual([]);
  });
});

describe("the verdict", () => {
  it("is kept for the same list, name and time, and worked out again when one of them is another", async () => {
    const { port } = await startTls();
    const probe = openProbe();
    const first = await observe(probe, port);
    expect(await observe(probe, port)).toEqual(first);
    expect(errorsOf(await observe(probe, port, Date.now(), "other.example.com"))).toEqual([
      "host_name_mismatch",
    ]);
    expect(errorsOf(await observe(probe, port, Date.now() + 40_000 * DAY))).toContain("certificate_expired");
    expect(errorsOf(await observe(probe, port))).toEqual([]);
  });
});

describe("without a list", () => {
  it("the server's refusal is told", async () => {
    const alert = Buffer.from([21, 3, 3, 0, 2, 2, 40]);
    const { port } = await start(createTcpServer((socket) => socket.resume().end(alert)));
    expect(await observe(openProbe(), port)).toMatchObject({
      result: { outcome: "alert", description: "handshake_failure" },
    });
  });

  it("another protocol is told", async () => {
    const { port } = await start(
      createTcpServer((socket) => socket.resume().end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    );
    expect(await observe(openProbe(), port)).toMatchObject({
      result: { outcome: "not_tls", protocol: "http" },
    });
  });

  it("a closed port is told, and a check that is given up", async () => {
    const { port } = await start(createTcpServer());
    await new Promise((resolve) => running.splice(0)[0]?.close(resolve));
    expect(await observe(openProbe(), port)).toMatchObject({ unreachable: { reason: "connection_refused" } });
    const reason = new Error("given up");
    await expect(
      openProbe().observe({ host: HOST, port, serverName: HOST }, "127.0.0.1", 0, AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });
});
