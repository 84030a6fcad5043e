import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

const CLIENT = { clientId: "1.2", clientSecret: "client-secret" };

let stage: Stage;
let origin: string;
beforeAll(async () => {
  stage = await openStage("http", { oauth: CLIENT });
  const many = {
    SLACK_BOT_TOKEN: "",
    SLACK_CLIENT_ID: CLIENT.clientId,
    SLACK_CLIENT_SECRET: CLIENT.clientSecret,
    SLACK_STATE_SECRET: "a-state-secret-of-some-length",
    TLSCHECK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  };
  const bot = await stage.start("bot", many);
  await stage.start("worker", many);
  origin = `http://127.0.0.1:${bot.port}`;
  await stage.connect();
});
afterAll(() => stage.close());

test("a workspace that installs the app gets its answers with its own token, which Redis holds encrypted", async () => {
  const { playground } = stage;
  const install = await fetch(`${origin}/slack/install`, { redirect: "manual" });
  const cookie = install.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const state =
    /[?&]state=([^&"]+)/.exec(`${install.headers.get("location") ?? ""}${await install.text()}`)?.[1] ?? "";
  expect(state).not.toBe("");
  const back = (query: string) =>
    fetch(`${origin}/slack/oauth_redirect?${query}`, { headers: { cookie }, redirect: "manual" });
  expect((await back(`code=forged&state=${state}x`)).ok).toBe(false);
  expect((await back(`code=${playground.authorize("ada")}&state=${state}`)).status).toBeLessThan(400);

  await playground.command("ada", "general", "/tlscheck expired.demo.test");
  const parent = await stage.verdict("general", "expired.demo.test");
  expect(parent.text).toContain("expired 12 days ago");

  const redis = new Redis(stage.redis.url);
  const kept = await redis.get(`{tlscheck}:installation:${playground.teamId}`);
  redis.disconnect();
  expect(kept).not.toBeNull();
  expect(Buffer.from(kept ?? "", "base64").toString("latin1")).not.toContain("xoxb");
});

test("a workspace that removes the app is forgotten", async () => {
  stage.playground.uninstall();
  const redis = new Redis(stage.redis.url);
  await expect.poll(() => redis.get(`{tlscheck}:installation:${stage.playground.teamId}`)).toBeNull();
  redis.disconnect();
});
