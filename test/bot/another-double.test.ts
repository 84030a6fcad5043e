import { createHmac } from "node:crypto";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebClient } from "@slack/web-api";
import type { Emulator } from "emulate";
import { createEmulator } from "emulate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import type { RunningChild } from "../../src/demo/child-process.ts";
import { startChild } from "../../src/demo/child-process.ts";
import { findFreePort } from "../../src/demo/free-port.ts";
import type { RedisServer } from "../../src/demo/redis-server.ts";
import { startRedisServer } from "../../src/demo/redis-server.ts";
import { SCOPES } from "../../src/slack/scopes.ts";
import { SIGNING_SECRET } from "../support/stage.ts";

// A Slack double that is not ours: the Web API of vercel-labs/emulate with its strict scopes. It delivers no commands and
// clicks, so the test does: by signed HTTP, and by a Socket Mode that stands in front of it.
const BOT_TOKEN = "xoxb-emulated";
const OBSERVER_TOKEN = "xoxb-observer";
const RESPONSE_URL = "https://hooks.slack.com/commands/T1/1/unused";

let redis: RedisServer;
let emulator: Emulator;
let observer: WebClient;
let channel: string;
let user: string;
let team: string;
const children: RunningChild[] = [];

beforeAll(async () => {
  redis = await startRedisServer();
  emulator = await createEmulator({
    service: "slack",
    port: await findFreePort(),
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: "developer", real_name: "Developer" }],
        channels: [{ name: "general" }],
        tokens: [
          { token: BOT_TOKEN, user: "developer", scopes: Object.keys(SCOPES) },
          { token: OBSERVER_TOKEN, user: "developer", scopes: ["channels:read", "channels:history"] },
        ],
      },
    },
  });
  observer = new WebClient(OBSERVER_TOKEN, { slackApiUrl: `${emulator.url}/api/` });
  const { channels } = await observer.conversations.list();
  channel = channels?.find(({ name }) => name === "general")?.id ?? "";
  const me = await observer.auth.test();
  [user, team] = [me.user_id ?? "", me.team_id ?? ""];
});
afterAll(async () => {
  await Promise.all(children.map((child) => child.kill("SIGKILL")));
  await emulator.close();
  await redis.close();
});

type Payload = Readonly<Record<string, unknown>>;

function command(text: string): Payload {
  return {
    token: "x",
    team_id: team,
    team_domain: "emulate",
    channel_id: channel,
    channel_name: "general",
    user_id: user,
    user_name: "developer",
    command: "/tlscheck",
    text,
    api_app_id: "A1",
    response_url: RESPONSE_URL,
    trigger_id: `${Date.now()}.1.${text}`,
  };
}

function click(ts: string, blockId: string, choice: string): Payload {
  return {
    type: "block_actions",
    team: { id: team, domain: "emulate" },
    user: { id: user, username: "developer", team_id: team },
    api_app_id: "A1",
    container: { type: "message", message_ts: ts, channel_id: channel },
    channel: { id: channel, name: "general" },
    message: { ts },
    response_url: RESPONSE_URL,
    trigger_id: `${Date.now()}.2`,
    actions: [
      { type: "button", action_id: `answer:${choice}`, block_id: blockId, action_ts: `${Date.now()}.3` },
    ],
  };
}

/** The thread of a host's diagnosis, once it has its verdict. */
async function verdictOf(host: string) {
  return expect.poll(
    async () => {
      const { messages = [] } = await observer.conversations.history({ channel });
      const parent = messages.find(({ text }) => text?.startsWith(`❌ ${host}`));
      if (parent?.ts === undefined) return null;
      const thread = await observer.conversations.replies({ channel, ts: parent.ts });
      return JSON.stringify(thread.messages?.[1] ?? null);
    },
    { timeout: 10_000 },
  );
}

async function expectConversation(
  host: string,
  deliver: (kind: "slash_commands" | "interactive", payload: Payload) => Promise<void>,
) {
  await deliver("slash_commands", command(`${host}:1`));
  await (await verdictOf(host)).toContain("Which product does the failing connection belong to?");
  const { messages = [] } = await observer.conversations.history({ channel });
  const ts = messages.find(({ text }) => text?.startsWith(`❌ ${host}`))?.ts ?? "";
  const thread = await observer.conversations.replies({ channel, ts });
  const [blockId = ""] = /question:product:\w+/.exec(JSON.stringify(thread.messages)) ?? [];
  await deliver("interactive", click(thread.messages?.[1]?.ts ?? "", blockId, "hybrid"));
  await (await verdictOf(host)).toContain("kubectl -n apigee get svc");
}

function environment(port: number, slackApiUrl: string) {
  return {
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_API_URL: slackApiUrl,
    REDIS_URL: redis.url,
    PORT: String(port),
    TLSCHECK_EGRESS_ALLOW: "127.0.0.0/8",
  };
}

test("HTTP", async () => {
  const port = await findFreePort();
  children.push(
    await startChild("serve", {
      ...environment(port, `${emulator.url}/api/`),
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
    }),
  );
  await expectConversation("127.0.0.2", async (kind, payload) => {
    const form =
      kind === "interactive" ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>);
    const body = new URLSearchParams(form).toString();
    const time = String(Math.floor(Date.now() / 1000));
    const signature = createHmac("sha256", SIGNING_SECRET).update(`v0:${time}:${body}`).digest("hex");
    const post = (mac: string) =>
      fetch(`http://127.0.0.1:${port}/slack/events`, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-slack-request-timestamp": time,
          "x-slack-signature": `v0=${mac}`,
        },
      });
    expect((await post("0".repeat(64))).status).toBe(401);
    expect((await post(signature)).status).toBe(200);
  });
});

test("Socket Mode", async () => {
  const front = await openSocketMode(emulator.url);
  children.push(
    await startChild("serve", { ...environment(0, front.apiUrl), SLACK_APP_TOKEN: "xapp-emulated" }),
  );
  await expectConversation("127.0.0.3", (kind, payload) => front.deliver(kind, payload));
  await front.close();
});

/** `apps.connections.open` and its WebSocket; every other method goes on to the emulator. */
async function openSocketMode(behind: string) {
  const sockets = new WebSocketServer({ noServer: true });
  const acknowledged = new Map<string, () => void>();
  sockets.on("connection", (socket) => {
    socket.send(JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A1" } }));
    socket.on("message", (data: Buffer) => {
      const { envelope_id: id } = JSON.parse(data.toString()) as { envelope_id: string };
      acknowledged.get(id)?.();
    });
  });
  const server = createServer((request, response) => {
    void relay(request, response, behind, server);
  });
  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws, request));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  let count = 0;
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    async deliver(kind: "slash_commands" | "interactive", payload: Payload) {
      const id = `envelope-${count++}`;
      const ack = new Promise<void>((resolve) => {
        acknowledged.set(id, resolve);
      });
      await expect.poll(() => sockets.clients.size).toBe(1);
      for (const socket of sockets.clients) {
        socket.send(JSON.stringify({ type: kind, envelope_id: id, accepts_response_payload: true, payload }));
      }
      await ack;
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function relay(request: IncomingMessage, response: ServerResponse, behind: string, server: Server) {
  if (request.url === "/api/apps.connections.open") {
    const { port } = server.address() as AddressInfo;
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const answer = await fetch(`${behind}${request.url}`, {
    method: request.method ?? "POST",
    headers: {
      authorization: request.headers.authorization ?? "",
      "content-type": request.headers["content-type"] ?? "",
    },
    body: Buffer.concat(chunks),
  });
  response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
}
