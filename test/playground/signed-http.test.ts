import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HTTPReceiver, verifySlackRequest, type App } from "@slack/bolt";
import { afterEach, describe, expect, test } from "vitest";
import type { PlaygroundOptions } from "../../src/playground/options.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { boltApp, silent, startSample } from "./sample.ts";

const signingSecret = "8f742231b10e8888abcd99yyyzzz85a5";
let playground: Playground;
let server: Server | undefined;
let app: App | undefined;

afterEach(async () => {
  await app?.stop();
  server?.closeAllConnections();
  server?.close();
  await playground.close();
  [app, server] = [undefined, undefined];
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that shows what came and answers what it is told. */
async function startServer(
  answer: (response: ServerResponse, received: Received) => void,
  options: Partial<PlaygroundOptions> = {},
): Promise<Received[]> {
  const requests: Received[] = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const received = { headers: request.headers, body };
      requests.push(received);
      answer(response, received);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  playground = await startSample({
    delivery: { mode: "http", url: `http://127.0.0.1:${port}/slack/events`, signingSecret },
    ...options,
  });
  return requests;
}

/** Bolt's own receiver, which checks every signature. */
async function startBolt(register: (app: App) => void, secret = signingSecret): Promise<void> {
  const receiver = new HTTPReceiver({ signingSecret, logger: silent });
  const listening = createServer((request, response) => receiver.requestListener(request, response));
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/slack/events`;
  playground = await startSample({ delivery: { mode: "http", url, signingSecret: secret } });
  register(boltApp(playground, { receiver }));
}

describe("an unchanged Bolt app", () => {
  test("commands, clicks, events", async () => {
    await startBolt((bolt) => {
      bolt.command("/sample", async ({ ack, command, client }) => {
        await ack("heard");
        const blocks = [
          {
            type: "actions",
            elements: [{ type: "button", action_id: "go", text: { type: "plain_text", text: "Go" } }],
          },
        ];
        await client.chat.postMessage({ channel: command.channel_id, text: "go?", blocks });
      });
      bolt.action("go", async ({ ack, respond }) => {
        await ack();
        await respond({ text: "gone", replace_original: true, blocks: [] });
      });
      bolt.message("ping", async ({ say }) => void (await say("pong")));
    });
    expect(await playground.verifyUrl()).toBe(true);
    expect(playground.isConnected).toBe(true);

    await playground.command("alice", "general", "/sample a=1&b=ü");
    expect(playground.ephemerals("alice")[0]?.text).toBe("heard");
    const message = await playground.waitFor(() => playground.messages("general")[0]);
    await playground.click("alice", message, "go");
    await playground.waitFor(() => playground.messages("general")[0]?.text === "gone");
    playground.say("alice", "general", "ping");
    await playground.waitFor(() => playground.messages("general").at(-1)?.text === "pong");
    expect(playground.deliveries[0]?.outgoing.payload["text"]).toBe("a=1&amp;b=ü");
  });

  test("another secret is refused by it", async () => {
    await startBolt((bolt) => bolt.command("/sample", ({ ack }) => ack()), "another secret");
    await playground.command("alice", "general", "/sample");
    expect(playground.ephemerals("alice")[0]?.text).toBe(
      '/sample failed with the error "dispatch_unknown_error"',
    );
    expect(await playground.verifyUrl()).toBe(false);
  });
});

describe("requests", () => {
  test("are signed, dated and typed as Slack's", async () => {
    const requests = await startServer((response) => response.end());
    await playground.command("alice", "general", "/sample text");
    playground.openHome("alice");
    await playground.globalShortcut("alice", "open");
    await playground.waitFor(() => playground.deliveries.every(({ acknowledgement }) => acknowledgement));
    for (const { headers, body } of requests)
      verifySlackRequest({
        signingSecret,
        body,
        headers: {
          "x-slack-signature": String(headers["x-slack-signature"]),
          "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
        },
      });
    const kinds = requests.map(({ headers, body }) => [headers["content-type"], body.slice(0, 8)]);
    const form = "application/x-www-form-urlencoded";
    expect(kinds).toHaveLength(3);
    expect(kinds[0]).toEqual([form, expect.stringMatching(/^token=/)]);
    expect(kinds).toContainEqual(["application/json", '{"token"']);
    expect(kinds).toContainEqual([form, "payload="]);
    expect(requests[0]?.headers["user-agent"]).toMatch(/^Slackbot 1\.0/);
    expect(() =>
      verifySlackRequest({
        signingSecret,
        body: `${requests[0]?.body} `,
        headers: {
          "x-slack-signature": String(requests[0]?.headers["x-slack-signature"]),
          "x-slack-request-timestamp": Number(requests[0]?.headers["x-slack-request-timestamp"]),
        },
      }),
    ).toThrow("signature mismatch");
  });

  test("an event comes again after an error and after a silence, and no more once it was taken", async () => {
    const answers = [
      (response: ServerResponse) => response.writeHead(500).end(),
      () => undefined,
      (response: ServerResponse) => response.end(),
    ];
    const options = { retryIntervalsMs: [0, 10, 10], ackTimeoutMs: 200 };
    const requests = await startServer((response) => void answers.shift()?.(response), options);
    playground.openHome("alice");
    await playground.waitFor(() => playground.deliveries.at(-1)?.acknowledgement?.isAcknowledged);
    const retries = requests.map(({ headers }) => [
      headers["x-slack-retry-num"],
      headers["x-slack-retry-reason"],
    ]);
    expect(retries).toEqual([
      [undefined, undefined],
      ["1", "http_error"],
      ["2", "http_timeout"],
    ]);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
  });

  test("x-slack-no-retry is obeyed", async () => {
    const requests = await startServer(
      (response) => response.writeHead(500, { "x-slack-no-retry": "1" }).end(),
      {
        retryIntervalsMs: [0, 0, 0],
      },
    );
    playground.openHome("alice");
    await playground.waitFor(() => playground.deliveries[0]?.acknowledgement);
    playground.openHome("alice");
    await playground.waitFor(() => playground.deliveries[1]?.acknowledgement);
    expect(requests).toHaveLength(2);
  });

  test("plain text, JSON and silence answer a command", async () => {
    const answers = [
      (response: ServerResponse) => response.end("plain"),
      (response: ServerResponse) =>
        response
          .setHeader("content-type", "application/json")
          .end('{"response_type":"in_channel","text":"for all"}'),
      (response: ServerResponse) => response.end(),
    ];
    await startServer((response, { body }) => {
      if (body.startsWith("token=")) answers.shift()?.(response);
      else response.end();
    });
    for (let count = 0; count < 3; count += 1) await playground.command("alice", "general", "/sample");
    expect(playground.ephemerals("alice").map(({ text }) => text)).toEqual(["plain"]);
    expect(playground.messages("general").map(({ text }) => text)).toEqual(["for all"]);
  });

  test("a silent app, an absent app", async () => {
    await startServer(() => undefined, { ackTimeoutMs: 100 });
    await playground.command("alice", "general", "/sample");
    server?.closeAllConnections();
    server?.close();
    await playground.command("alice", "general", "/sample");
    expect(playground.ephemerals("alice").map(({ text }) => text)).toEqual([
      '/sample failed with the error "operation_timeout"',
      '/sample failed with the error "dispatch_failed"',
    ]);
    expect(playground.isConnected).toBe(false);
  });
});

test("nothing is sent anywhere but to this machine", async () => {
  const delivery = { mode: "http", url: "http://192.0.2.1/slack/events", signingSecret } as const;
  await expect(startSample({ delivery })).rejects.toThrow("loopback only");
  playground = await startSample();
});
