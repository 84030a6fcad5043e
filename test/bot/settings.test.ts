import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("socket", { rateLimits: false });
  await Promise.all([stage.start("bot"), stage.start("worker")]);
  await stage.connect();
});
afterAll(() => stage.close());

/** The form, as somebody sees it. */
async function openSettings(user: string, channel: string) {
  const { playground } = stage;
  await playground.command(user, channel, "/tlscheck settings");
  return playground.waitFor(() => playground.modals(user)[0]);
}

const told = (channel: string) =>
  stage.playground.messages(channel).filter(({ text }) => text.startsWith("From now on"));

test("anybody chooses the language of a channel, and the channel is told who did", async () => {
  const { playground } = stage;
  const form = await openSettings("ada", "general");
  expect(JSON.stringify(form.blocks)).toContain(
    '"initial_option":{"text":{"type":"plain_text","text":"The language of whoever asks"',
  );
  expect(await playground.submitView("ada", { language: "en" })).toEqual({});
  const line = await playground.waitFor(() => told("general")[0]);
  expect(line.text).toBe(`From now on I answer in English here. <@${playground.user("ada")}> chose that.`);

  const again = await openSettings("grace", "general");
  expect(JSON.stringify(again.blocks)).toMatch(/"initial_option":\{"text":\{[^}]*\},"value":"en"/);
  await playground.submitView("grace", { language: "en" });
  await openSettings("grace", "general");
  await playground.submitView("grace", { language: "own" });
  await playground.waitFor(() => told("general")[1]);
  expect(told("general").map(({ text }) => text)).toEqual([
    line.text,
    `From now on I answer in the language of whoever asks here. <@${playground.user("grace")}> chose that.`,
  ]);
});

test("another channel is not touched", async () => {
  expect(JSON.stringify((await openSettings("ada", "secret")).blocks)).toMatch(
    /"initial_option":\{[^]*"value":"own"/,
  );
  await stage.playground.closeView("ada");
});

test("what is posted is in the language of the channel; an unknown one in Redis is English", async () => {
  const { playground } = stage;
  const redis = new Redis(stage.redis.url);
  await redis.hset(
    `{tlscheck}:settings:${playground.teamId}:${playground.channel("general")}`,
    "locale",
    "xx",
  );
  redis.disconnect();
  await playground.command("ada", "general", "/tlscheck expired.demo.test");
  expect((await stage.verdict("general", "expired.demo.test")).text).toContain("expired 12 days ago");
});

test("where the bot is not, who chose is told alone", async () => {
  const { playground } = stage;
  await openSettings("ada", "elsewhere");
  await playground.submitView("ada", { language: "en" });
  await playground.waitFor(() =>
    playground.messages("@ada").find(({ text }) => text.startsWith("From now on")),
  );
  expect(told("elsewhere")).toEqual([]);
});

test("without Redis nothing is changed, and the form says so", async () => {
  const { playground } = stage;
  await openSettings("grace", "general");
  stage.redis.freeze();
  try {
    expect(await playground.submitView("grace", { language: "en" })).toMatchObject({
      language: expect.stringContaining("Nothing was changed"),
    });
  } finally {
    stage.redis.thaw();
  }
});
