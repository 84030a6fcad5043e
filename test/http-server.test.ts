import { request } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { HttpServer, HttpServerPorts } from "../src/http-server.ts";
import { startHttpServer } from "../src/http-server.ts";

const running: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop(0)));
});

async function start(ports: Partial<HttpServerPorts> = {}): Promise<HttpServer> {
  const server = await startHttpServer("127.0.0.1", 0, {
    problems: () => Promise.resolve([]),
    metrics: { contentType: "text/plain; version=0.0.4", render: () => Promise.resolve("up 1\n") },
    slack: null,
    onError: () => undefined,
    ...ports,
  });
  running.push(server);
  return server;
}

async function get({ port }: HttpServer, path: string, method = "GET") {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { connection: "close" } });
  return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.text() };
}

describe("paths", () => {
  it("/healthz is alive whatever else is wrong", async () => {
    const server = await start({ problems: () => Promise.resolve(["Redis does not answer"]) });
    expect(await get(server, "/healthz")).toMatchObject({ status: 200, body: "ok\n" });
  });

  it("/readyz names each problem, and is ready without", async () => {
    expect(await get(await start(), "/readyz")).toMatchObject({ status: 200, body: "ok\n" });
    const server = await start({
      problems: () => Promise.resolve(["Redis does not answer", "Slack: invalid_auth"]),
    });
    expect(await get(server, "/readyz?x=1")).toMatchObject({
      status: 503,
      body: "Redis does not answer\nSlack: invalid_auth\n",
    });
  });

  it("/metrics is Prometheus's", async () => {
    expect(await get(await start(), "/metrics")).toEqual({
      status: 200,
      type: "text/plain; version=0.0.4",
      body: "up 1\n",
    });
  });

  it("others are Slack's, or not found", async () => {
    const server = await start({
      slack: (incoming, outgoing) => {
        if (incoming.url !== "/slack/events") return Promise.resolve(false);
        outgoing.writeHead(200).end("slack");
        return Promise.resolve(true);
      },
    });
    expect(await get(server, "/slack/events", "POST")).toMatchObject({ status: 200, body: "slack" });
    expect(await get(server, "/else")).toMatchObject({ status: 404 });
    expect(await get(server, "/healthz", "POST")).toMatchObject({ status: 404 });
    expect(await get(await start(), "/slack/events", "POST")).toMatchObject({ status: 404 });
  });

  it("a bug of ours is answered with 500 and told", async () => {
    const errors: unknown[] = [];
    const bug = new Error("bug");
    const server = await start({
      problems: () => Promise.reject(bug),
      onError: (error) => errors.push(error),
    });
    expect((await get(server, "/readyz")).status).toBe(500);
    expect(errors).toEqual([bug]);
  });
});

describe("a stop", () => {
  const slow =
    (ms: number): HttpServerPorts["slack"] =>
    async (_, outgoing) => {
      await delay(ms);
      outgoing.end("late");
      return true;
    };

  it("waits for a request under way, and takes no other", async () => {
    const server = await start({ slack: slow(200) });
    const answer = get(server, "/slow");
    await delay(50);
    const stopped = server.stop(5_000);
    await expect(get(server, "/healthz")).rejects.toThrow("fetch failed");
    expect((await answer).body).toBe("late");
    await stopped;
  });

  it("waits no longer than its grace", async () => {
    const server = await start({ slack: slow(60_000) });
    const hanging = get(server, "/slow").catch(() => "cut");
    await delay(50);
    const began = performance.now();
    await server.stop(100);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(await hanging).toBe("cut");
  });

  it("does not wait for an idle connection", async () => {
    const server = await start();
    const socket = request({
      port: server.port,
      host: "127.0.0.1",
      path: "/healthz",
      headers: { connection: "keep-alive" },
    });
    await new Promise<void>((resolve) =>
      socket.once("response", (response) => response.resume().once("end", resolve)).end(),
    );
    const began = performance.now();
    await server.stop(5_000);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

it("fails to start on a port that is taken", async () => {
  const { port } = await start();
  await expect(
    startHttpServer("127.0.0.1", port, {
      problems: () => Promise.resolve([]),
      metrics: { contentType: "", render: () => Promise.resolve("") },
      slack: null,
      onError: () => undefined,
    }),
  ).rejects.toMatchObject({ code: "EADDRINUSE" });
});
