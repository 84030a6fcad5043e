import type { App } from "@slack/bolt";
import { afterEach, expect, test } from "vitest";
import type { Playground } from "../../src/playground/playground.ts";
import { startSample, startSocketApp } from "./sample.ts";

let playground: Playground;
let apps: App[] = [];

afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await playground.close();
  apps = [];
});

async function start(register: (app: App) => void, options = {}): Promise<void> {
  playground = await startSample(options);
  apps = [await startSocketApp(playground, register)];
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
