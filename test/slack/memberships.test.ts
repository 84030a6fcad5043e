import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Playground } from "../../src/playground/playground.ts";
import { startPlayground } from "../../src/playground/playground.ts";
import { createChannelsOf } from "../../src/slack/memberships.ts";
import { createPersonOf } from "../../src/slack/person.ts";
import { manifestWith } from "../playground/sample.ts";

let playground: Playground;
let client: WebClient;
let errors: string[];
let now: number;
const SCOPES = ["channels:read", "groups:read", "im:read", "mpim:read", "users:read"];

async function start(scopes: readonly string[] = SCOPES): Promise<void> {
  playground = await startPlayground({
    manifest: manifestWith([...scopes]),
    users: [{ name: "ada", timeZone: "America/St_Johns" }, { name: "grace" }],
    channels: [
      { name: "public", members: ["ada"] },
      { name: "ours", private: true, botIsMember: true, members: ["ada"] },
      { name: "theirs", private: true, members: ["ada", "grace"] },
      ...Array.from({ length: 1_100 }, (_, index) => ({ name: `team-${index}`, members: ["grace"] })),
    ],
    rateLimits: false,
  });
  client = new WebClient(playground.botToken, {
    slackApiUrl: playground.apiUrl,
    retryConfig: { retries: 0 },
  });
}
beforeEach(async () => {
  errors = [];
  now = 0;
  await start();
});
afterEach(() => playground.close());

const create = () =>
  createChannelsOf(
    () => now,
    (_, doing) => errors.push(doing),
  );

it("knows the channels that somebody is in and we may know of, over all pages", async () => {
  const channelsOf = create();
  const ada = await channelsOf(client, "T1", playground.user("ada"));
  expect(ada).toEqual(
    new Set([playground.channel("public"), playground.channel("ours"), playground.channel("@ada")]),
  );
  expect((await channelsOf(client, "T1", playground.user("grace")))?.size).toBe(1_101);
});

it("remembers it for a minute, but not for what a click does", async () => {
  const channelsOf = create();
  const ask = (fresh?: "fresh") => channelsOf(client, "T1", playground.user("ada"), fresh);
  const asked = () => playground.calls.filter(({ method }) => method === "users.conversations").length;
  await ask();
  await ask();
  expect(asked()).toBe(1);
  await ask("fresh");
  expect(asked()).toBe(2);
  now = 60_000;
  await ask();
  expect(asked()).toBe(3);
});

it("is null when Slack does not say, and that is not remembered", async () => {
  const channelsOf = create();
  playground.fault({ method: "users.conversations", kind: { type: "error", error: "internal_error" } });
  expect(await channelsOf(client, "T1", playground.user("ada"))).toBeNull();
  expect(errors).toEqual(["users.conversations"]);
  expect(await channelsOf(client, "T1", playground.user("ada"))).not.toBeNull();
});

it("is null when Slack is too slow for a click", async () => {
  const channelsOf = create();
  playground.fault({ method: "users.conversations", kind: { type: "delay", ms: 2_000 } });
  const began = performance.now();
  expect(await channelsOf(client, "T1", playground.user("ada"))).toBeNull();
  expect(performance.now() - began).toBeLessThan(1_900);
});

it.each(["channels:read", "groups:read", "im:read", "mpim:read"])(
  "the local workspace asks for %s, as Slack does",
  async (scope) => {
    await playground.close();
    await start(SCOPES.filter((each) => each !== scope));
    expect(await create()(client, "T1", playground.user("ada"))).toBeNull();
  },
);

it("knows the zone of a person, and its offset as Slack tells it", async () => {
  const personOf = createPersonOf(
    () => now,
    () => undefined,
  );
  expect(await personOf(client, "T1", playground.user("ada"))).toEqual({
    locale: "en-US",
    timeZone: "America/St_Johns",
  });
  const { user } = await client.users.info({ user: playground.user("ada") });
  expect(user?.tz_label).toMatch(/^Newfoundland/);
  expect([-12_600, -9_000]).toContain(user?.tz_offset);
});
