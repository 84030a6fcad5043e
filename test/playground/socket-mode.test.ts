import { once } from "node:events";
import type { App } from "@slack/bolt";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { PlaygroundOptions } from "../../src/playground/options.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { startSample, startSocketApp, webClient } from "./sample.ts";

let playground: Playground;
let apps: App[] = [];

afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await playground.close();
  apps = [];
});

async function start(register: (app: App) => void, options: Partial<PlaygroundOptions> = {}): Promise<void> {
  playground = await startSample(options);
  apps = [await startSocketApp(playground, register)];
}

/** A bare connection, whose envelopes a test sees and acknowledges itself. */
async function connect(): Promise<{ socket: WebSocket; next: () => Promise<Record<string, unknown>> }> {
  const { url = "" } = await webClient(playground, playground.appToken).apps.connections.open({});
  const socket = new WebSocket(url);
  const waiting: Record<string, unknown>[] = [];
  socket.on("message", (data: Buffer) => {
    waiting.push(JSON.parse(data.toString()) as Record<string, unknown>);
    socket.emit("envelope");
  });
  return {
    socket,
    async next() {
      if (waiting.length === 0) await once(socket, "envelope", { signal: AbortSignal.timeout(2_000) });
      return waiting.shift() ?? {};
    },
  };
}

test("a command is acknowledged and answered in the channel, in private and by response_url", async () => {
  await start((app) => {
    app.command("/sample", async ({ ack, command, client, respond }) => {
      await ack({ text: `heard ${command.text}` });
      await respond({ text: "to all", response_type: "in_channel" });
      await client.chat.postMessage({ channel: command.channel_id, text: "posted" });
    });
  });

  await playground.command("alice", "general", "/sample a & b");

  await playground.waitFor(() => playground.messages("general").at(-1)?.text === "posted");
  expect(playground.messages("general").map(({ text }) => text)).toEqual(["to all", "posted"]);
  expect(playground.ephemerals("alice").map(({ text }) => text)).toEqual(["heard a &amp; b"]);
  expect(playground.ephemerals("bob")).toEqual([]);
});

test("a command says what Slack's says", async () => {
  await start((app) => app.command("/sample", ({ ack }) => ack()));
  await playground.command("alice", "secret", "/sample  example.com ");
  expect(playground.deliveries[0]?.outgoing.payload).toEqual({
    token: expect.any(String) as unknown,
    team_id: playground.teamId,
    team_domain: "local",
    channel_id: playground.channel("secret"),
    channel_name: "privategroup",
    user_id: playground.user("alice"),
    user_name: "alice",
    command: "/sample",
    text: "example.com",
    api_app_id: expect.stringMatching(/^A/) as unknown,
    is_enterprise_install: "false",
    response_url: expect.stringContaining("/response/") as unknown,
    trigger_id: expect.any(String) as unknown,
  });
  await playground.command("alice", "@alice", "/sample");
  expect(playground.deliveries[1]?.outgoing.payload["channel_name"]).toBe("directmessage");
  await expect(playground.command("alice", "general", "/other")).rejects.toThrow(
    "/other is not a valid command.",
  );
});

test("hello, envelopes and acknowledgements have Slack's form", async () => {
  playground = await startSample();
  const { socket, next } = await connect();
  expect(await next()).toMatchObject({
    type: "hello",
    num_connections: 1,
    connection_info: { app_id: expect.any(String) as unknown },
  });
  expect(playground.isConnected).toBe(true);

  const done = playground.command("alice", "general", "/sample");
  const envelope = await next();
  expect(envelope).toMatchObject({
    type: "slash_commands",
    accepts_response_payload: true,
    payload: { command: "/sample" },
  });
  socket.send("no JSON");
  socket.send(JSON.stringify({ envelope_id: "unknown" }));
  socket.send(JSON.stringify({ envelope_id: envelope["envelope_id"], payload: { text: "heard" } }));
  await done;
  expect(playground.ephemerals("alice")).toMatchObject([{ text: "heard", user: playground.botUser }]);

  playground.say("alice", "general", "hello");
  expect(await next()).toMatchObject({
    type: "events_api",
    accepts_response_payload: false,
    retry_attempt: 0,
    retry_reason: "",
    payload: { type: "event_callback", event: { type: "message", text: "hello", channel_type: "channel" } },
  });
  socket.close();
  await playground.waitFor(() => !playground.isConnected);
});

test("a ticket is good once, and for nobody without it", async () => {
  playground = await startSample();
  const { url = "" } = await webClient(playground, playground.appToken).apps.connections.open({});
  const first = new WebSocket(url);
  await once(first, "open");
  for (const refused of [
    url,
    url.replace(/ticket=[^&]+/, "ticket=guess"),
    url.replace("/link/", "/other/"),
  ]) {
    const [error] = (await once(new WebSocket(refused), "error")) as [Error];
    expect(error.message).toBe("Unexpected server response: 404");
  }
  first.terminate();
});

test("several connections share the work, ten at most", async () => {
  playground = await startSample();
  const connections = [];
  for (let count = 0; count < 10; count += 1) {
    const connection = await connect();
    expect(await connection.next()).toMatchObject({ type: "hello", num_connections: count + 1 });
    connections.push(connection);
  }
  const eleventh = await connect();
  expect(await eleventh.next()).toMatchObject({ type: "disconnect", reason: "too_many_websockets" });
  for (let count = 0; count < 10; count += 1) playground.say("alice", "general", `${count}`);
  const received = await Promise.all(connections.map(({ next }) => next()));
  expect(received.every(({ type }) => type === "events_api")).toBe(true);
  for (const { socket } of [...connections, eleventh]) socket.terminate();
});

test("told to go, the client comes back and works", async () => {
  await start((app) => app.message("ping", ({ say }) => say("pong").then(() => undefined)), {
    retryIntervalsMs: [50, 50],
  });
  playground.disconnectSockets();
  await playground.waitFor(() => !playground.isConnected);
  await playground.waitFor(() => playground.isConnected, 15_000);
  playground.say("alice", "general", "ping");
  const pong = await playground.waitFor(() => playground.messages("general").at(1));
  expect(pong.text).toBe("pong");
});

test("what is not acknowledged within 3 s fails for the person as in Slack", async () => {
  await start((app) => app.command("/sample", () => Promise.resolve()), { ackTimeoutMs: 100 });
  await playground.command("alice", "general", "/sample");
  expect(playground.ephemerals("alice")).toMatchObject([
    { text: '/sample failed with the error "operation_timeout"', user: "USLACKBOT" },
  ]);
});

test("without a connection the app is not reached", async () => {
  playground = await startSample();
  await playground.command("alice", "general", "/sample");
  expect(playground.ephemerals("alice")[0]?.text).toBe('/sample failed with the error "dispatch_failed"');
});

test("a wrong answer to a command is told", async () => {
  await start((app) => app.command("/sample", ({ ack }) => ack({ text: "a", blocks: [{ type: "banner" }] })));
  await playground.command("alice", "general", "/sample");
  expect(playground.ephemerals("alice")[0]?.text).toBe(
    '/sample failed with the error "invalid_command_response"',
  );
});
