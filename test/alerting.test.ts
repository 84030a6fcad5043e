import { readFileSync } from "node:fs";
import { WebClient } from "@slack/web-api";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAlerting } from "../src/alerting.ts";
import type { RedisServer } from "../src/demo/redis-server.ts";
import { startRedisServer } from "../src/demo/redis-server.ts";
import type { Queues } from "../src/jobs/queues.ts";
import { createQueues } from "../src/jobs/queues.ts";
import type { Playground } from "../src/playground/playground.ts";
import { startPlayground } from "../src/playground/playground.ts";
import { clientOptions } from "../src/slack/client-options.ts";
import { PREFIX } from "../src/store/keys.ts";
import { createSettingsStore } from "../src/store/settings.ts";
import type { WatchStore } from "../src/store/watches.ts";
import { createWatchStore } from "../src/store/watches.ts";
import type { Seen } from "./support/alerting.ts";
import { WHO, endingCertificate, expires, hex, revoked, see } from "./support/alerting.ts";

const DAY = 86_400_000;
const QUIET = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {} };

let server: RedisServer;
let redis: Redis;
let playground: Playground;
let clock: number;
let store: WatchStore;
let queues: Queues;
let process: ReturnType<typeof createAlerting>;
let errors: unknown[];
let posted: string[];

beforeAll(async () => {
  server = await startRedisServer();
  redis = new Redis(server.url, { maxRetriesPerRequest: null });
  queues = createQueues(redis, PREFIX, () => undefined);
});
afterAll(async () => {
  await queues.close();
  redis.disconnect();
  await server.close();
});
beforeEach(async () => {
  await redis.flushall();
  clock = Date.now();
  errors = [];
  posted = [];
  playground = await startPlayground({
    manifest: JSON.parse(
      readFileSync(new URL("../manifests/socket-mode.json", import.meta.url), "utf8"),
    ) as unknown,
    users: [{ name: "ada" }, { name: "grace" }],
    channels: [
      { name: "general", botIsMember: true },
      { name: "other", botIsMember: true },
      { name: "far", private: true },
    ],
    rateLimits: false,
  });
  store = createWatchStore(redis, () => clock);
  WHO.addedBy = playground.user("ada");
  process = worker();
});
afterEach(() => playground.close());

function worker() {
  const client = new WebClient(
    playground.botToken,
    clientOptions(playground.apiUrl, { ...QUIET, getLevel: () => "error" as never }, () => undefined),
  );
  return createAlerting({
    backend: {
      redis,
      watches: store,
      settings: createSettingsStore(redis),
      queues,
      access: {
        clientFor: () => Promise.resolve(client),
        authorize: () => Promise.reject(new Error("not here")),
        verify: () => Promise.resolve(),
        install: () => Promise.resolve(false),
      },
    },
    now: () => clock,
    observe: (why, level) => posted.push(`${why} ${level}`),
    onError: (error) => errors.push(error),
  });
}

/** Everything that is due now, by one worker. */
async function workOff(by = process): Promise<number> {
  let worked = 0;
  for (;;) {
    const due = await store.takeDueAlerts(50);
    if (due.length === 0) return worked;
    await Promise.all(due.map((each) => by(each)));
    worked += due.length;
    if (worked > 1_000) throw new Error("there is no end to it");
  }
}

function seen(host: string, over: Partial<Seen> = {}, name = host): Seen {
  const certificate = endingCertificate(name, clock, 6);
  const at = { team: playground.teamId, channel: playground.channel("general") };
  return { ...at, host, certificate, troubles: [expires(certificate)], ...over };
}

const roots = (channel = "general") =>
  playground
    .messages(channel)
    .filter(({ threadTs, user }) => threadTs === null && user === playground.botUser);
const replies = (channel = "general") =>
  playground.messages(channel).filter(({ threadTs }) => threadTs !== null);
const onlyRoot = () => {
  const [root, ...more] = roots();
  if (root === undefined || more.length > 0) throw new Error(`${more.length + 1} root messages`);
  return root;
};
const subjectOf = (name: string) => `certificate:${hex(name)}`;
const place = () => ({ team: playground.teamId, channel: playground.channel("general") });
const calls = (method: string) => playground.calls.filter((call) => call.method === method);

describe("an alert", () => {
  it("of 50 hosts with one certificate is one message, which draws itself again and is posted once", async () => {
    const hosts = Array.from({ length: 50 }, (_, index) => `h${String(index).padStart(2, "0")}.example.com`);
    await see(
      store,
      hosts.map((host) => seen(host, {}, "shared")),
      clock,
    );
    await workOff();
    const root = onlyRoot();
    expect(root.text).toBe("⚠️ The certificate of h00.example.com and 49 more runs out in 6 days");
    expect(JSON.stringify(root.blocks)).toContain("… and 40 more");
    expect(posted).toEqual(["opened warning"]);
    clock += DAY;
    await workOff();
    expect(onlyRoot().text).toBe("⚠️ The certificate of h00.example.com and 49 more runs out in 5 days");
    expect(replies()).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("that is worse is told of in its thread and shown in the channel, with its owners when it is critical", async () => {
    const owner = playground.user("grace");
    const one = seen("api.example.com", { owner });
    await see(store, [one], clock);
    await workOff();
    // Nobody is called for a warning; the owner is shown all the same.
    const [first] = calls("chat.postMessage");
    expect(JSON.stringify(first?.args)).not.toContain(owner);
    expect(JSON.stringify(onlyRoot().blocks)).toContain(`<@${owner}>`);
    await see(store, [{ ...one, troubles: [...one.troubles, revoked(one.certificate, clock)] }], clock);
    await workOff();
    await workOff(worker());
    const [reply, ...more] = replies();
    expect(more).toEqual([]);
    expect(reply).toMatchObject({ threadTs: onlyRoot().ts, subtype: "thread_broadcast" });
    expect(reply?.text).toBe("❌ The certificate of api.example.com was revoked");
    expect(reply?.mentions).toContain(owner);
    expect(posted).toEqual(["opened warning", "escalated critical"]);
  });

  it("that is over turns green without a new message, and says what is served now", async () => {
    const one = seen("api.example.com");
    await see(store, [one], clock);
    await workOff();
    clock += 1_000;
    const before = { ...full(one.certificate, "CN=Old CA"), publicKey: "RSA 2048" };
    const after = { ...full(endingCertificate("new", clock, 89), "CN=New CA"), publicKey: "EC P-256" };
    await see(store, [{ ...one, troubles: [], replaced: { at: clock, before, after } }], clock);
    await workOff();
    const root = onlyRoot();
    expect(root.text).toBe("✅ The certificate of api.example.com was renewed");
    const drawn = JSON.stringify(root.blocks);
    for (const shown of ["CN=Old CA", "CN=New CA", "RSA 2048", "EC P-256"]) expect(drawn).toContain(shown);
    expect(drawn).not.toContain('"actions"');
    expect(replies()).toEqual([]);
  });

  it("of hosts that went away tells in its thread of those that join, though it was acknowledged", async () => {
    const away = (host: string): Seen => {
      const why = { reason: "connection_refused", address: "192.0.2.17" } as const;
      const trouble = {
        kind: "unreachable",
        why,
        since: clock,
        tries: 3,
        addresses: ["192.0.2.17"],
      } as const;
      return seen(host, { troubles: [trouble], subject: "unreachable:0" });
    };
    await see(store, [away("a.example.com")], clock);
    await workOff();
    await store.actOnAlert(place(), "unreachable:0", { act: "acknowledge", by: WHO.addedBy, at: clock });
    await see(store, [away("b.example.com"), away("c.example.com")], clock);
    await workOff();
    expect(replies()).toEqual([]);
    clock += 5 * 60_000;
    await workOff();
    await workOff(worker());
    expect(replies().map(({ text }) => text)).toEqual(["⚠️ No certificate from b.example.com and 1 more"]);
    expect(onlyRoot().text).toContain("a.example.com and 2 more");
    expect(JSON.stringify(onlyRoot().blocks)).toContain("Acknowledge");
    expect(posted).toEqual(["opened warning", "escalated warning"]);
  });

  it("of what is watched again after nobody watched it is another message", async () => {
    await see(store, [seen("api.example.com")], clock);
    await workOff();
    await store.removeWatches(place(), ["api.example.com:443"]);
    await workOff();
    const [dropped] = roots();
    clock += 60_000;
    await see(store, [seen("api.example.com")], clock);
    await workOff();
    expect(roots().map(({ text }) => text)).toEqual([
      dropped?.text,
      "⚠️ The certificate of api.example.com runs out in 6 days",
    ]);
    expect(dropped?.text).toContain("⏹️");
    expect(replies()).toEqual([]);
    expect(posted).toEqual(["opened warning", "opened warning"]);
  });

  it("whose message somebody deleted is not posted anew for nothing; the next thing to say opens another", async () => {
    const one = seen("api.example.com");
    await see(store, [one], clock);
    await workOff();
    await deleteMessage(onlyRoot().ts);
    clock += DAY;
    await workOff();
    await workOff(worker());
    expect(roots()).toEqual([]);
    await see(store, [{ ...one, troubles: [...one.troubles, revoked(one.certificate, clock)] }], clock);
    await workOff();
    expect(onlyRoot().text).toBe("❌ The certificate of api.example.com was revoked");
    expect(JSON.stringify(onlyRoot().blocks)).toContain("alert_acknowledge");
    clock += DAY;
    await store.actOnAlert(place(), subjectOf("api.example.com"), {
      act: "acknowledge",
      by: playground.user("ada"),
      at: clock,
    });
    await workOff();
    expect(JSON.stringify(onlyRoot().blocks)).toContain("Acknowledged by");
    expect(replies()).toEqual([]);
  });

  it("whose thread was deleted in the same moment opens another message", async () => {
    const one = seen("api.example.com");
    await see(store, [one], clock);
    await workOff();
    const { ts } = onlyRoot();
    await see(store, [{ ...one, troubles: [...one.troubles, revoked(one.certificate, clock)] }], clock);
    playground.fault({
      method: "chat.postMessage",
      containing: ts,
      kind: { type: "error", error: "thread_not_found" },
    });
    await workOff();
    expect(roots()).toHaveLength(2);
    expect(replies()).toEqual([]);
  });

  it("shows that it is snoozed, offers to wake it, and says so no more when the time has come", async () => {
    await see(store, [seen("api.example.com")], clock);
    await workOff();
    const by = playground.user("ada");
    const until = clock + 3_600_000;
    await store.actOnAlert(place(), subjectOf("api.example.com"), { act: "snooze", by, until });
    await workOff();
    expect(JSON.stringify(onlyRoot().blocks)).toMatch(/Snoozed by.*alert_wake/);
    clock = until + 1;
    await workOff();
    expect(JSON.stringify(onlyRoot().blocks)).toMatch(/alert_snooze/);
    expect(JSON.stringify(onlyRoot().blocks)).not.toContain("Snoozed by");
  });

  it("speaks the language that was chosen for its channel", async () => {
    await createSettingsStore(redis).saveLocale(playground.teamId, playground.channel("general"), "ko");
    await see(store, [seen("api.example.com")], clock);
    await workOff();
    expect(JSON.stringify(onlyRoot().blocks)).toContain("해결 방법");
  });
});

describe("two workers", () => {
  it("post what both took once", async () => {
    await see(store, [seen("api.example.com")], clock);
    const due = await store.takeDueAlerts(1);
    await Promise.all([...due, ...due, ...due].map((each) => worker()(each)));
    expect(roots()).toHaveLength(1);
  });

  it("end with the newest state shown, whoever draws last", async () => {
    await see(store, [seen("api.example.com")], clock);
    await workOff();
    // The first one's update comes late, with a state that is old by then.
    clock += DAY;
    playground.fault({ method: "chat.update", kind: { type: "delay", ms: 300 } });
    const [late] = await store.takeDueAlerts(1);
    if (late === undefined) throw new Error("nothing is due");
    const drawing = process(late);
    await playground.waitFor(() => calls("chat.postMessage").length > 0);
    const by = playground.user("ada");
    await store.actOnAlert(place(), subjectOf("api.example.com"), { act: "acknowledge", by, at: clock });
    await worker()(late);
    await drawing;
    expect(JSON.stringify(onlyRoot().blocks)).toContain("Acknowledged by");
  });
});

describe("a Slack that", () => {
  it("limits one channel is waited for as long as it says, and other channels are not", async () => {
    const there = { team: playground.teamId, channel: playground.channel("other") };
    await see(
      store,
      [seen("a.example.com"), seen("b.example.com"), seen("c.example.com"), seen("d.example.com", there)],
      clock,
    );
    playground.fault({
      method: "chat.postMessage",
      containing: playground.channel("general"),
      kind: { type: "ratelimited", retryAfterSeconds: 30 },
    });
    const due = await store.takeDueAlerts(50);
    for (const each of due) await process(each);
    expect(roots("other")).toHaveLength(1);
    expect(roots()).toHaveLength(0);
    expect(calls("chat.postMessage")).toHaveLength(2);
    clock += 29_000;
    await workOff();
    expect(roots()).toHaveLength(0);
    clock += 1_000;
    await workOff();
    expect(roots()).toHaveLength(1);
    clock += 2_000;
    await workOff();
    expect(roots()).toHaveLength(3);
    expect(errors).toEqual([]);
  });

  it.each([
    ["takes a message and breaks the connection", { type: "cut" }],
    ["is broken", { type: "http_error", status: 503 }],
    ["refuses for a reason of its own", { type: "error", error: "internal_error" }],
  ] as const)("%s gets it once in the end", async (_, kind) => {
    await see(store, [seen("api.example.com")], clock);
    playground.fault({ method: "chat.postMessage", kind, times: 3 });
    for (const wait of [0, 1_000, 2_000, 4_000, 8_000]) {
      clock += wait;
      await workOff();
    }
    expect(roots()).toHaveLength(1);
    expect(errors.length).toBeGreaterThan(0);
    await workOff();
    expect(replies()).toEqual([]);
  });

  it("was away for two news gets the newer one alone", async () => {
    const one = seen("api.example.com");
    await see(store, [one], clock);
    playground.fault({ method: "chat.postMessage", kind: { type: "http_error", status: 503 }, times: 1 });
    await workOff();
    await see(store, [{ ...one, troubles: [...one.troubles, revoked(one.certificate, clock)] }], clock);
    clock += 10_000;
    await workOff();
    expect(onlyRoot().text).toContain("was revoked");
    expect(replies()).toEqual([]);
  });
});

describe("a channel that is gone", () => {
  it.each(["channel_not_found", "is_archived", "not_in_channel", "account_inactive", "token_revoked"])(
    "%s: nothing more is looked at for it, and one person is told once",
    async (error) => {
      await see(store, [seen("a.example.com"), seen("b.example.com")], clock);
      playground.fault({ method: "chat.postMessage", kind: { type: "error", error }, times: 2 });
      await workOff();
      await workOff(worker());
      const channel = await store.loadWatchingChannel(place());
      expect(channel?.paused).toEqual({ at: clock, reason: error });
      expect(await queues.countJobs()).toMatchObject({ posts: { waiting: 1 } });
      expect(roots()).toEqual([]);
      // Somebody mends it.
      await store.resumeWatches(place());
      await workOff();
      expect(roots()).toHaveLength(2);
    },
  );
});

async function deleteMessage(ts: string) {
  await new WebClient(playground.botToken, { slackApiUrl: playground.apiUrl }).chat.delete({
    channel: playground.channel("general"),
    ts,
  });
}

function full(certificate: Seen["certificate"], issuer: string) {
  return {
    ...certificate,
    issuer,
    serialNumber: "01",
    subjectAltName: ["DNS:api.example.com"],
    names: 1,
    signatureAlgorithm: "ecdsa-with-SHA256",
  };
}
