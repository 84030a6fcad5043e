import { setTimeout as delay } from "node:timers/promises";
import type { KnownBlock } from "@slack/types";
import { WebClient } from "@slack/web-api";
import { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";
import type { RunningChild } from "../../src/demo/child-process.ts";
import type { PlaygroundOptions } from "../../src/playground/options.ts";
import type { WatchStore } from "../../src/store/watches.ts";
import { createWatchStore } from "../../src/store/watches.ts";
import type { Seen } from "../support/alerting.ts";
import { WHO, endingCertificate, expires, revoked, see } from "../support/alerting.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

const CHANNELS = Array.from({ length: 100 }, (_, index) => `c${index}`);

let stage: Stage;
let redis: Redis;
let store: WatchStore;
afterEach(async () => {
  redis.disconnect();
  await stage.close();
});

async function open(options: Partial<PlaygroundOptions> = {}) {
  stage = await openStage("socket", options);
  redis = new Redis(stage.redis.url, { maxRetriesPerRequest: null });
  store = createWatchStore(redis, () => Date.now());
  WHO.addedBy = stage.playground.user("ada");
}

function seen(host: string, channel: string, over: Partial<Seen> = {}): Seen {
  const certificate = endingCertificate(host, Date.now(), 6);
  const at = { team: stage.playground.teamId, channel: stage.playground.channel(channel) };
  return { ...at, host, certificate, troubles: [expires(certificate)], ...over };
}

const ours = (channel: string) =>
  stage.playground.messages(channel).filter(({ user }) => user === stage.playground.botUser);
const everything = () => CHANNELS.flatMap((channel) => ours(channel));

test(
  "1,000 alerts are 1,000 messages, whatever breaks: limits, lost answers, killed workers, a Redis that starts anew",
  { timeout: 90_000 },
  async () => {
    await open({
      rateLimits: false,
      channels: CHANNELS.map((name) => ({ name, botIsMember: true })),
    });
    const { playground } = stage;
    const all = Array.from({ length: 1_000 }, (_, index) =>
      seen(`h${index}.example.com`, CHANNELS[index % CHANNELS.length] ?? ""),
    );
    await see(store, all, Date.now());
    const disturb = (times: number) => {
      const limited = { type: "ratelimited", retryAfterSeconds: 1 } as const;
      playground.fault({ method: "chat.postMessage", times: 2 * times, kind: { type: "cut" } });
      playground.fault({ method: "chat.postMessage", times, kind: limited });
      playground.fault({
        method: "chat.postMessage",
        times,
        kind: { type: "http_error", status: 503 },
      });
      playground.fault({ method: "conversations.history", times: 5, kind: limited });
    };
    const workers: RunningChild[] = await Promise.all([stage.start("worker"), stage.start("worker")]);
    const reached = (count: number) => playground.waitFor(() => everything().length >= count, 30_000);
    for (const count of [200, 500, 800]) {
      disturb(10);
      await reached(count);
      const [exit, next] = await Promise.all([workers.shift()?.kill("SIGKILL"), stage.start("worker")]);
      expect(exit).toBe("SIGKILL");
      workers.push(next);
      if (count === 500) await stage.redis.restart("SIGKILL");
      await endLeases();
    }
    await reached(1_000);
    await settle();
    const roots = everything().filter(({ threadTs }) => threadTs === null);
    expect(countBy(roots.map(({ text }) => text))).toEqual(
      new Map(all.map(({ host }) => [`⚠️ The certificate of ${host} runs out in 6 days`, 1])),
    );
    expect(everything()).toHaveLength(1_000);

    // 100 of them become worse.
    const worse = all.slice(0, 100).map((each) => ({
      ...each,
      troubles: [...each.troubles, revoked(each.certificate, Date.now())],
    }));
    // They would look for themselves, and there are no such hosts.
    await Promise.all(workers.map((worker) => worker.kill("SIGKILL")));
    await see(store, worse, Date.now());
    disturb(10);
    const [victim] = await Promise.all([stage.start("worker"), stage.start("worker")]);
    await reached(1_050);
    await victim.kill("SIGKILL");
    await endLeases();
    await reached(1_100);
    await settle();
    const replies = everything().filter(({ threadTs }) => threadTs !== null);
    expect(countBy(replies.map(({ text }) => text))).toEqual(
      new Map(worse.map(({ host }) => [`❌ The certificate of ${host} was revoked`, 1])),
    );
    expect(everything()).toHaveLength(1_100);
  },
);

const roots = (channel = "general") => ours(channel).filter(({ threadTs }) => threadTs === null);
const drawn = (ts: string, channel = "general") =>
  JSON.stringify(stage.playground.thread(channel, ts)[0]?.blocks ?? []);

test(
  "what people do with an alert shows in its message, and reaches no other channel",
  { timeout: 60_000 },
  async () => {
    await open({
      channels: [
        { name: "general", botIsMember: true },
        { name: "other", botIsMember: true },
      ],
    });
    const { playground } = stage;
    await stage.start("serve");
    await stage.connect();
    const told = (sentence: string) =>
      playground.waitFor(
        () => playground.ephemerals("ada").some(({ text }) => text.includes(sentence)),
        5_000,
      );
    const shows = (content: string | RegExp) =>
      playground.waitFor(() => new RegExp(content).test(drawn(root.ts)), 10_000);

    await playground.command("ada", "general", "/tlscheck watch expired.demo.test");
    const root = await playground.waitFor(
      () => roots().find(({ text }) => text.includes("has expired")),
      15_000,
    );
    expect(root.text).toBe("❌ The certificate of expired.demo.test has expired");

    await playground.click("ada", root, "alert_snooze");
    const form = await playground.waitFor(() => playground.modals("ada").at(-1));
    expect(JSON.stringify(form.blocks)).not.toContain("before the end");
    await playground.submitView("ada", { until: "for:3" });
    await shows(/Snoozed by .*alert_wake/);
    await playground.click("ada", root, "alert_wake");
    await shows(/alert_acknowledge.*alert_snooze/);

    await playground.click("ada", root, "alert_more", "runbook");
    await playground.waitFor(() => playground.modals("ada").at(-1));
    expect(await playground.submitView("ada", { runbook: "javascript:alert(1)" })).toEqual({
      runbook: expect.stringContaining("https://"),
    });
    await playground.submitView("ada", { runbook: "https://wiki.example.com/<!channel>" });
    await shows("https://wiki.example.com/%3C!channel%3E");
    await playground.click("ada", root, "alert_more", "owner");
    await playground.waitFor(() => playground.modals("ada").at(-1));
    await playground.submitView("ada", { owner: playground.user("grace") });
    await shows(`Owner: <@${playground.user("grace")}>`);

    await playground.click("ada", root, "alert_diagnose");
    await playground.waitFor(() => playground.thread("general", root.ts).length >= 3, 15_000);
    expect(JSON.stringify(playground.thread("general", root.ts))).toContain("expired.demo.test:443");

    // Somebody else's copy of the message speaks for its own channel alone.
    const copy = await post("other", root.blocks);
    await playground.click("ada", copy, "alert_acknowledge");
    await told("This alert has ended");
    expect(drawn(root.ts)).not.toContain("Acknowledged by");
    await playground.click("grace", root, "alert_acknowledge");
    await shows(`Acknowledged by <@${playground.user("grace")}>`);

    await playground.click("ada", root, "alert_more", "unwatch");
    await playground.waitFor(() => playground.modals("ada").at(-1));
    await playground.submitView("ada", {});
    await told("no longer watched here");
    await playground.waitFor(
      () => playground.thread("general", root.ts)[0]?.text.startsWith("⏹️") === true,
      10_000,
    );
    expect(drawn(root.ts)).not.toContain("alert_");
    expect(roots().filter(({ text }) => /^[⏹❌]/u.test(text))).toHaveLength(1);
  },
);

test(
  "a channel that is gone pauses its watches, one person is told once, and they go on",
  { timeout: 60_000 },
  async () => {
    await open({
      users: [{ name: "ada", locale: "de-DE" }, { name: "grace" }],
      channels: [{ name: "general", botIsMember: true }],
    });
    const { playground } = stage;
    await stage.start("serve");
    await stage.connect();
    await playground.command("ada", "general", "/tlscheck watch expired.demo.test");
    await playground.waitFor(() => roots().some(({ text }) => text.includes("ist abgelaufen")), 15_000);
    const general = { team: playground.teamId, channel: playground.channel("general") };
    const paused = async (reason: string | null) =>
      expect
        .poll(async () => (await store.loadWatchingChannel(general))?.paused?.reason ?? null, {
          timeout: 5_000,
        })
        .toBe(reason);
    const notices = () =>
      playground.messages("@ada").filter(({ blocks }) => JSON.stringify(blocks).includes("resume_channel"));

    playground.archive("grace", "general");
    await paused("channel_archive");
    const [notice] = await playground.waitFor(() => (notices().length > 0 ? notices() : null));
    if (notice === undefined) throw new Error("no notice");
    await playground.click("ada", notice, "resume_channel");
    await delay(300);
    await paused("channel_archive");
    playground.unarchive("grace", "general");
    await paused(null);
    await playground.waitFor(
      () => roots().some(({ text }) => /überwache (?:hier )?weiter/u.test(text)),
      5_000,
    );

    playground.removeBot("grace", "general");
    await paused("channel_left");
    await playground.waitFor(() => notices().length === 2);
    playground.invite("grace", "general");
    await paused(null);
    expect(notices()).toHaveLength(2);

    // What Slack says when nobody told us before.
    await store.pauseWatches(general, "not_in_channel");
    await playground.click("ada", notice, "resume_channel");
    await paused(null);
    await playground.waitFor(() => notices().length === 1);
  },
);

async function post(channel: string, blocks: readonly object[]) {
  const client = new WebClient(stage.playground.botToken, { slackApiUrl: stage.playground.apiUrl });
  const { ts } = await client.chat.postMessage({
    channel: stage.playground.channel(channel),
    text: "copy",
    blocks: blocks as KnownBlock[],
  });
  return { channel: stage.playground.channel(channel), ts: ts ?? "" };
}

/** In place of waiting for 30 s: every turn that somebody has is given to whoever asks, so that some alerts have two workers. */
async function endLeases() {
  const taken = await redis.hkeys("{tlscheck}:due:alerts:leases");
  if (taken.length > 0) await redis.zadd("{tlscheck}:due:alerts", ...taken.flatMap((id) => [Date.now(), id]));
}

/** What would come twice has had its time to come: turns that were taken by who was killed, too. */
async function settle() {
  for (let quiet = 0; quiet < 3;) {
    const before = stage.playground.calls.length;
    const [late, taken] = [
      await redis.zcount("{tlscheck}:due:alerts", 0, Date.now()),
      await redis.hlen("{tlscheck}:due:alerts:leases"),
    ];
    await delay(300);
    quiet = late === 0 && taken === 0 && before === stage.playground.calls.length ? quiet + 1 : 0;
  }
}

function countBy(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
