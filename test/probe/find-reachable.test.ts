import type { AddressInfo, Server } from "node:net";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "../../src/demo/free-port.ts";
import { parseTarget } from "../../src/diagnosis/target.ts";
import { parseConnectTo } from "../../src/probe/connect-to.ts";
import { createEgressPolicy } from "../../src/probe/egress-policy.ts";
import { findReachable } from "../../src/probe/find-reachable.ts";

let server: Server;
let port: number;
let closed: number;
let connections = 0;
beforeAll(async () => {
  server = createServer((socket) => {
    connections++;
    socket.on("error", () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
  closed = await findFreePort();
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const find = (targets: readonly string[], allow: readonly string[], connectTo: readonly string[] = []) =>
  findReachable(
    targets.map((target) => parseTarget(target)),
    {
      timeoutMs: 1_000,
      egress: createEgressPolicy({ allow, deny: [] }),
      connectTo: parseConnectTo(connectTo),
      signal: new AbortController().signal,
    },
  );

describe("a server that may be checked", () => {
  it("is the first that takes a connection", async () => {
    const found = await find([`127.0.0.1:${closed}`, `127.0.0.1:${port}`], ["127.0.0.1/32"]);
    expect(found).toMatchObject({ host: "127.0.0.1", port });
  });

  it("is asked where it is redirected to", async () => {
    const found = await find(
      ["api.demo.test:443"],
      ["127.0.0.1/32"],
      [`api.demo.test:443:127.0.0.1:${port}`],
    );
    expect(found).toMatchObject({ host: "api.demo.test", port: 443 });
  });

  it("is none where nothing listens, the name is unknown, or the address is not allowed", async () => {
    const before = connections;
    expect(await find([`127.0.0.1:${closed}`, "name.invalid:443"], ["127.0.0.1/32"])).toBeNull();
    expect(await find([`127.0.0.1:${port}`], [])).toBeNull();
    expect(connections).toBe(before);
  });
});
