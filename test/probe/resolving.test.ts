import { afterEach, describe, expect, it } from "vitest";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { UsageError } from "../../src/diagnosis/usage-error.ts";
import type { CollectOptions } from "../../src/probe/collect-evidence.ts";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";
import { parseConnectTo } from "../../src/probe/connect-to.ts";
import { createEgressPolicy } from "../../src/probe/egress-policy.ts";
import { openConnection } from "../../src/probe/open-connection.ts";
import { resolveName } from "../../src/probe/resolve-name.ts";
import type { HostileServer } from "./hostile-server.ts";
import { startHostileServer } from "./hostile-server.ts";

const onlyLoopback = createEgressPolicy({ allow: ["127.0.0.0/8"], deny: [] });
const servers: HostileServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(behave: Parameters<typeof startHostileServer>[0]): Promise<HostileServer> {
  const server = await startHostileServer(behave);
  servers.push(server);
  return server;
}

function collect(port: number, options: Partial<CollectOptions>): Promise<Evidence> {
  return collectEvidence(
    { host: "api.example.com", port, serverName: "api.example.com" },
    { at: 0, timeoutMs: 300, egress: onlyLoopback, trustAnchors: null, ...options },
  );
}

describe("the name", () => {
  it("is asked once, and the answer that was judged is connected to", async () => {
    const server = await start((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n"));
    const answers = [["127.0.0.1"], ["169.254.169.254"]];
    const asked: string[] = [];
    const evidence = await collect(server.port, {
      resolve: (host) => {
        asked.push(host);
        return Promise.resolve({ addresses: answers.shift() ?? [] });
      },
    });
    expect(asked).toEqual(["api.example.com"]);
    expect(evidence.addresses).toEqual(["127.0.0.1"]);
    expect(evidence.handshakes.map(({ address }) => address)).toEqual(["127.0.0.1"]);
  });

  it("that leads only where nobody may go is refused without a connection", async () => {
    const evidence = await collect(443, {
      resolve: () => Promise.resolve({ addresses: ["169.254.169.254", "10.0.0.1"] }),
    });
    expect(evidence).toMatchObject({
      connections: 0,
      handshakes: [],
      unreachable: { reason: "not_allowed", address: "169.254.169.254", range: "linkLocal" },
    });
    expect(diagnose(evidence)).toMatchObject([{ kind: "not_allowed" }]);
  });

  it("with some forbidden addresses is checked at the others", async () => {
    const server = await start((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n"));
    const resolve = () => Promise.resolve({ addresses: ["10.0.0.1", "127.0.0.1", "::1"] });
    const evidence = await collect(server.port, { resolve });
    expect(evidence.addresses).toEqual(["10.0.0.1", "127.0.0.1", "::1"]);
    expect(evidence.handshakes.map(({ address }) => address)).toEqual(["127.0.0.1"]);
  });

  it("is tried at the next address when one does not answer", async () => {
    const server = await start((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n"));
    const resolve = () => Promise.resolve({ addresses: ["127.0.0.2", "127.0.0.1"] });
    const evidence = await collect(server.port, { resolve });
    expect(evidence.unreachable).toBeNull();
    // Few are opened ahead before it is known that there is TLS.
    expect(evidence.connections).toBeLessThanOrEqual(6);
    expect(evidence.otherAddresses).toMatchObject([
      { address: "127.0.0.2", unreachable: { reason: "connection_refused" } },
    ]);
    expect(evidence.handshakes[0]?.address).toBe("127.0.0.1");
  });

  it("that nobody knows is an answer", async () => {
    const evidence = await collect(443, { resolve: () => Promise.resolve({ code: "ENOTFOUND" }) });
    expect(diagnose(evidence)).toMatchObject([{ kind: "name_not_resolved", code: "ENOTFOUND" }]);
  });

  it("is not asked of an address", async () => {
    expect(await resolveName("192.0.2.7", 1, undefined)).toEqual({ addresses: ["192.0.2.7"] });
    expect(await resolveName("2001:db8::1", 1, undefined)).toEqual({ addresses: ["2001:db8::1"] });
  });

  it("is the system's, which knows localhost", async () => {
    const resolved = await resolveName("localhost", 5_000, undefined);
    expect(resolved).toMatchObject({
      addresses: expect.arrayContaining([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]),
    });
  });
});

describe("a check that is given up", () => {
  const reason = new Error("stop");

  it("before it began", async () => {
    await expect(collect(443, { signal: AbortSignal.abort(reason), resolve: resolveName })).rejects.toBe(
      reason,
    );
  });

  it("while the name is asked", async () => {
    const controller = new AbortController();
    const resolving = resolveName("api.example.com", 10_000, controller.signal);
    controller.abort(reason);
    await expect(resolving).rejects.toBe(reason);
  });

  it("while it connects", async () => {
    const server = await start(() => undefined);
    const controller = new AbortController();
    const opening = openConnection("127.0.0.1", server.port, 10_000, controller.signal);
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    await expect.poll(server.open).toBe(0);
  });

  it("while a silent server is waited for, and the connection is let go", async () => {
    const server = await start(() => undefined);
    const controller = new AbortController();
    const began = performance.now();
    const collecting = collect(server.port, {
      signal: controller.signal,
      timeoutMs: 10_000,
      resolve: () => Promise.resolve({ addresses: ["127.0.0.1"] }),
    });
    await expect.poll(server.open).toBeGreaterThan(0);
    controller.abort(reason);
    await expect(collecting).rejects.toBe(reason);
    expect(performance.now() - began).toBeLessThan(5_000);
    await expect.poll(server.open).toBe(0);
  });
});

describe("connect-to", () => {
  it("leads a host and port elsewhere, and no other port of it", async () => {
    const server = await start((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n"));
    const connectTo = parseConnectTo([`api.example.com:443:127.0.0.1:${server.port}`]);
    const resolve = (host: string) =>
      Promise.resolve(host === "127.0.0.1" ? { addresses: [host] } : { code: "ENOTFOUND" });
    expect((await collect(443, { connectTo, resolve })).handshakes).toMatchObject([
      {
        address: "127.0.0.1",
        port: server.port,
        serverName: "api.example.com",
        result: { outcome: "not_tls" },
      },
    ]);
    expect((await collect(8443, { connectTo, resolve })).unreachable).toMatchObject({
      reason: "name_not_resolved",
    });
  });

  it("is judged by the egress policy where it leads", async () => {
    const connectTo = parseConnectTo(["api.example.com:443:[fd00::1]:8443"]);
    expect((await collect(443, { connectTo })).unreachable).toEqual({
      reason: "not_allowed",
      address: "fd00::1",
      range: "uniqueLocal",
    });
  });

  it.each([
    "",
    "a",
    "a:443",
    "a:443:b:443",
    "a:443:127.0.0.1",
    "a:443:127.0.0.1:0",
    "a:443:127.0.0.1:443x",
    "a:443:::1:443",
  ])("refuses %j", (entry) => expect(() => parseConnectTo([entry])).toThrow(UsageError));
});
