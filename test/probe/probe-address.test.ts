import type { AddressInfo } from "node:net";
import { constants } from "node:crypto";
import type { Server, TlsOptions } from "node:tls";
import { createServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { issue } from "../../src/demo/certificates.ts";
import { findHandshake } from "../../src/diagnosis/evidence.ts";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";

const HOST = "api.example.com";
const root = issue({ commonName: "root", authority: true }, null);
const { certificate: cert, key } = issue({ commonName: HOST, names: [HOST] }, root);

let server: Server | null = null;
afterEach(
  () => new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve()))),
);

async function collect(options: TlsOptions) {
  const running = createServer({ cert, key, ...options }, (socket) => socket.on("error", () => undefined));
  server = running.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => running.listen(0, "127.0.0.1", resolve));
  return collectEvidence(
    { host: "127.0.0.1", port: (running.address() as AddressInfo).port, serverName: HOST },
    { at: Date.now(), timeoutMs: 2_000, egress: null, trustAnchors: root.certificate },
  );
}

describe("resumption", () => {
  it.each(["TLSv1.2", "TLSv1.3"] as const)("is offered by a server of %s", async (version) => {
    const { profile } = await collect({ minVersion: version, maxVersion: version });
    expect(profile?.supports.resumption).toBe(true);
  });

  it("is not, where there are neither tickets nor a cache", async () => {
    const { profile } = await collect({
      maxVersion: "TLSv1.2",
      secureOptions: constants.SSL_OP_NO_TICKET,
    });
    expect(profile?.supports.resumption).toBe(false);
  });
});

describe("a client certificate", () => {
  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "that is optional in %s is seen, and no fault",
    async (version) => {
      const evidence = await collect({
        minVersion: version,
        maxVersion: version,
        requestCert: true,
        rejectUnauthorized: false,
        ca: root.certificate,
      });
      expect(findHandshake(evidence, "ordinary")).toMatchObject({
        result: { outcome: "completed" },
        clientCertificate: { requested: true, authorities: ["CN=root,O=tlscheck demo"] },
      });
      expect(evidence.profile).toMatchObject({ complete: true, intolerances: [] });
      expect(evidence.profile?.cipherSuites.length).toBeGreaterThan(2);
    },
  );

  it.each(["TLSv1.2", "TLSv1.3"] as const)("that is required in %s hides nothing", async (version) => {
    const evidence = await collect({
      minVersion: version,
      maxVersion: version,
      requestCert: true,
      ca: root.certificate,
    });
    expect(findHandshake(evidence, "ordinary")).toMatchObject({
      result: { outcome: "alert" },
      clientCertificate: { requested: true },
    });
    expect(evidence.profile?.versions[version === "TLSv1.2" ? "TLS 1.2" : "TLS 1.3"]).toBe("accepted");
    expect(evidence.profile?.certificateLists).toHaveLength(1);
    expect(evidence.profile?.groups.length).toBeGreaterThan(2);
  });
});

describe("the name", () => {
  it("makes no difference to a server of suites that few clients have", async () => {
    for (const ciphers of ["DHE-RSA-AES128-SHA256", "DHE-RSA-AES256-SHA"]) {
      const evidence = await collect({ maxVersion: "TLSv1.2", ciphers, dhparam: "auto" });
      for (const offer of ["ordinary", "without_server_name", "wrong_server_name"] as const)
        expect(findHandshake(evidence, offer)?.result, `${ciphers} ${offer}`).toEqual({
          outcome: "completed",
        });
      await new Promise((resolve) => server?.close(resolve));
      server = null;
    }
  });

  it("is asked for by a server that refuses others", async () => {
    const evidence = await collect({
      SNICallback: (name, done) => done(name === HOST ? null : new Error("unknown"), undefined),
    });
    expect(findHandshake(evidence, "ordinary")?.result).toEqual({ outcome: "completed" });
    expect(findHandshake(evidence, "wrong_server_name")?.result.outcome).not.toBe("completed");
    expect(evidence.profile).toMatchObject({ complete: true });
  });
});

it("ALPN in the server's order is all found", async () => {
  const { profile } = await collect({ ALPNProtocols: ["h2", "http/1.1"] });
  expect(profile?.alpn.toSorted()).toEqual(["h2", "http/1.1"]);
});
