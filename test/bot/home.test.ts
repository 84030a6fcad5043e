import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWatchStore } from "../../src/store/watches.ts";
import type { WatchStore } from "../../src/store/watches.ts";
import { endingIn, seedWatches, troubled } from "../support/home-watches.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

let stage: Stage;
let redis: Redis;
let store: WatchStore;
beforeAll(async () => {
  stage = await openStage("socket", {
    rateLimits: false,
    users: [
      { name: "ada", locale: "en-US", timeZone: "America/New_York" },
      { name: "grace", locale: "en-GB" },
    ],
    channels: [
      { name: "ops", botIsMember: true },
      { name: "secret", private: true, botIsMember: true, members: ["ada"] },
    ],
  });
  redis = new Redis(stage.redis.url);
  store = createWatchStore(redis, Date.now);
  await stage.start("bot");
  await stage.connect();
});
afterAll(async () => {
  redis.disconnect();
  await stage.close();
});

const place = (channel: string, user = "ada") => ({
  team: stage.playground.teamId,
  channel: stage.playground.channel(channel),
  user: stage.playground.user(user),
});

/** The page as it is drawn now. */
async function openHome(user: string): Promise<string> {
  const { playground } = stage;
  const before = playground.home(user)?.hash;
  playground.openHome(user);
  const home = await playground.waitFor(() => {
    const drawn = playground.home(user);
    return drawn?.hash !== before && drawn;
  });
  return JSON.stringify(home.blocks);
}

const home = (user: string) => {
  const view = stage.playground.home(user);
  if (view === undefined) throw new Error("no Home");
  return view;
};

test("says what watching is where nothing is watched", async () => {
  expect(await openHome("ada")).toContain("Nothing is watched in your channels yet");
});

describe("with watches", () => {
  beforeAll(async () => {
    const now = Date.now();
    const shared = endingIn("shared.example.com", 6, now);
    await seedWatches(store, place("ops"), {
      "a.example.com": shared,
      "b.example.com": shared,
      "away.example.com": troubled("away.example.com", now, {
        kind: "unreachable",
        addresses: [],
        why: { reason: "timeout", address: "192.0.2.1", afterMs: 5_000 },
        since: now - 3_600_000,
        tries: 3,
      }),
      ...Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [
          `host${index}.example.com`,
          endingIn(`host${index}.example.com`, 8 + index, now),
        ]),
      ),
    });
    await seedWatches(store, place("secret"), {
      "hidden.example.com": endingIn("hidden", 2, now),
      "new.example.com": null,
    });
  });

  test("who is in the channels sees what is broken and what runs out, by certificate", async () => {
    const shown = await openHome("ada");
    expect(shown).toContain("No certificate since ");
    expect(shown).toContain("away.example.com");
    expect(shown).toContain("a.example.com and b.example.com");
    expect(shown).toContain("hidden.example.com");
    expect(shown.indexOf("hidden.example.com")).toBeLessThan(shown.indexOf("a.example.com and"));
    expect(shown).toContain("2 watched, 1 not looked at yet");
    expect(shown).toContain("In the coming 12 weeks 32 certificates run out");
  });

  test("who is not in a channel sees nothing of it", async () => {
    const shown = await openHome("grace");
    expect(shown).toContain("a.example.com and b.example.com");
    expect(shown).not.toContain("hidden");
    expect(shown).not.toContain(stage.playground.channel("secret"));
  });

  test("turns the pages", async () => {
    const { playground } = stage;
    await openHome("grace");
    expect(JSON.stringify(home("grace").blocks)).not.toContain("host25");
    await playground.click("grace", home("grace"), "turn_home_page:20");
    await playground.waitFor(() => JSON.stringify(home("grace").blocks).includes("host25.example.com"));
    expect(JSON.stringify(home("grace").blocks)).not.toContain("away.example.com and");
    await playground.click("grace", home("grace"), "turn_home_page:0");
    await playground.waitFor(() => !JSON.stringify(home("grace").blocks).includes("host25.example.com"));
  });

  test("while Slack does not say who is where, nothing is shown or changed", async () => {
    const { playground } = stage;
    await openHome("grace");
    playground.fault({ method: "users.conversations", kind: { type: "error", error: "internal_error" } });
    await playground.click("grace", home("grace"), "change_watch_settings");
    const refusal = await playground.waitFor(() => playground.modals("grace")[0]);
    expect(JSON.stringify(refusal.blocks)).toContain("You are not a member of that channel");
    await playground.closeView("grace");
    playground.fault({ method: "users.conversations", kind: { type: "error", error: "internal_error" } });
    await playground.waitFor(() => home("grace"));
  });

  test("the settings of a channel are changed from here, and the channel is told", async () => {
    const { playground } = stage;
    await stage.start("worker", { TLSCHECK_WATCH_PERIOD_MS: "86400000" });
    await openHome("grace");
    await playground.click("grace", home("grace"), "change_watch_settings");
    const form = await playground.waitFor(() => playground.modals("grace")[0]);
    expect(JSON.stringify(form.blocks)).toContain("Europe/Berlin");
    const chosen = { time_zone: "Asia/Tokyo", quiet_from: "1320", quiet_to: "420", digest: "daily" };
    expect(await playground.submitView("grace", { ...chosen, days: "soon" })).toMatchObject({
      days: expect.stringContaining("30"),
    });
    expect(await playground.submitView("grace", { ...chosen, quiet_to: "1320", days: "" })).toMatchObject({
      quiet_to: expect.stringContaining("22:00"),
    });
    expect(await playground.submitView("grace", { ...chosen, days: "7, 30,1" })).toEqual({});
    const told = await playground.waitFor(() =>
      playground.messages("ops").find(({ text }) => text.includes("changed how this channel is told")),
    );
    expect(told.text).toBe(
      `<@${playground.user("grace")}> changed how this channel is told of what it watches: time zone Asia/Tokyo; quiet hours from 22:00 to 07:00; a digest every day; alerts 30, 7 and 1 days before the end.`,
    );
    await playground.waitFor(() => JSON.stringify(home("grace").blocks).includes("Asia/Tokyo"));
    expect((await store.loadWatchingChannel(place("ops")))?.settings).toEqual({
      timeZone: "Asia/Tokyo",
      quietHours: { from: 1320, to: 420 },
      digest: "daily",
      days: [30, 7, 1],
    });
  });

  test("what is paused says why, and goes on when somebody says so", async () => {
    const { playground } = stage;
    await store.pauseWatches(place("ops"), "not_in_channel");
    expect(await openHome("grace")).toContain("I am not in the channel");
    await playground.click("grace", home("grace"), "resume_watches_at_home");
    await playground.waitFor(() => !JSON.stringify(home("grace").blocks).includes("I am not in the channel"));
    expect((await store.loadWatchingChannel(place("ops")))?.paused).toBeNull();
    await playground.waitFor(() =>
      playground
        .messages("ops")
        .find(({ text }) => text.includes(playground.user("grace")) && text.includes("go on")),
    );
  });

  test("the whole list leaves as a file to who asked", async () => {
    const { playground } = stage;
    await openHome("grace");
    await playground.click("grace", home("grace"), "export_watches");
    const sent = await playground.waitFor(() =>
      playground.messages("@grace").find(({ files }) => files.length > 0),
    );
    expect(sent.files.map(({ name }) => name)).toEqual([`watches-${playground.channel("ops")}.csv`]);
  });

  test("hosts are added from here", async () => {
    const { playground } = stage;
    await openHome("grace");
    await playground.click("grace", home("grace"), "watch_list:add");
    const form = await playground.waitFor(() => playground.modals("grace")[0]);
    expect(form.callbackId).toBe("watch");
    await playground.closeView("grace");
  });

  test("a button of a channel that is out of reach by now does nothing, and the page is drawn anew", async () => {
    const { playground } = stage;
    await store.pauseWatches(place("secret"), "is_archived");
    expect(await openHome("ada")).toContain("the channel is archived");
    playground.removeBot("ada", "secret");
    await playground.click("ada", home("ada"), "resume_watches_at_home");
    const refusal = await playground.waitFor(() => playground.modals("ada")[0]);
    expect(JSON.stringify(refusal.blocks)).toContain("You are not a member of that channel");
    await playground.closeView("ada");
    await playground.waitFor(() => !JSON.stringify(home("ada").blocks).includes("hidden.example.com"));
    expect((await store.loadWatchingChannel(place("secret")))?.paused).not.toBeNull();
  });

  test("without Redis the page says so, in time", async () => {
    stage.redis.freeze();
    const began = Date.now();
    try {
      expect(await openHome("ada")).toContain("my store does not answer");
    } finally {
      stage.redis.thaw();
    }
    expect(Date.now() - began).toBeLessThan(3_000);
  });
});
