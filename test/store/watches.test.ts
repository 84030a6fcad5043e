import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RedisServer } from "../../src/demo/redis-server.ts";
import { startRedisServer } from "../../src/demo/redis-server.ts";
import type { RedisClient } from "../../src/store/redis.ts";
import { connectRedis } from "../../src/store/redis.ts";
import { emptyRedis, listKeys, usedMemory } from "../support/redis-contents.ts";
import { LEASE_MS } from "../../src/store/due.ts";
import type { AlertKey, DueWatched, WatchStore } from "../../src/store/watches.ts";
import { createWatchStore } from "../../src/store/watches.ts";
import type { Alert, Concern } from "../../src/watches/alert.ts";
import { watchedId } from "../../src/watches/watched.ts";
import { watchedCertificate, watchedServer, watchedState, whoWatches } from "../support/watches.ts";

const CHANNEL = { team: "T1", channel: "C1" };
const OTHER = { team: "T1", channel: "C2" };
const A = "a.example.com:443";
const B = "b.example.com:443";
const HOUR = 3_600_000;

let server: RedisServer;
let redis: RedisClient;
let clock = 0;
let store: WatchStore;
beforeAll(async () => {
  server = await startRedisServer();
  redis = connectRedis(server.url, "worker");
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
beforeEach(async () => {
  await emptyRedis(redis);
  clock = Date.UTC(2026, 10, 21, 12);
  store = createWatchStore(redis, () => clock);
});

const add = (channel: typeof CHANNEL, ...hosts: string[]) =>
  store.addWatches(
    whoWatches(channel.team, channel.channel),
    hosts.map((host) => ({ watched: watchedServer(host) })),
  );

async function take(): Promise<DueWatched> {
  const [due] = await store.takeDueWatched(1);
  if (due === undefined) throw new Error("nothing is due");
  return due;
}

function concernOf(watched: string, isThere = true): Concern {
  const [trouble] = watchedState("a.example.com", clock).troubles;
  if (trouble === undefined) throw new Error("no trouble");
  const troubles = isThere ? [trouble] : [];
  return { watched, troubles, replaced: null, owner: null, runbook: null, days: null };
}

const SUBJECT = "certificate:ab12";
const keyIn = (channel: typeof CHANNEL): AlertKey => ({ ...channel, subject: SUBJECT });

function openAlert(): Alert {
  const told = { level: "warning", leftMs: null, kinds: ["expires"] } as const;
  return {
    subject: { kind: "certificate", sha256: "ab12" },
    state: "open",
    openedAt: clock,
    told,
    posts: [{ number: 0, why: "opened", at: clock, told, mentions: [] }],
    acknowledged: null,
    snoozed: null,
    closedAt: null,
    replaced: null,
  };
}

async function look(due: DueWatched, channels: readonly (typeof CHANNEL)[] = [], isThere = true) {
  const concern = concernOf(due.id, isThere);
  return store.saveLook(due, {
    state: watchedState("a.example.com", clock),
    concerns: channels.map((channel) => ({ key: keyIn(channel), concern })),
    replacements: [],
    nextAt: clock + HOUR,
  });
}

describe("the list of a channel", () => {
  it("has what was added, with what was said of it, and another channel has its own", async () => {
    const answer = await store.addWatches(whoWatches("T1", "C1"), [
      { watched: watchedServer("a.example.com"), owner: "U7", runbook: "https://wiki/a", days: [30, 7] },
      { watched: watchedServer("smtp://b.example.com") },
    ]);
    expect(answer).toEqual({ added: [A, "smtp://b.example.com:25"], known: [] });
    const listed = await store.listWatches(CHANNEL);
    expect(listed).toHaveLength(2);
    expect(listed.find(({ watch }) => watch.watched === A)).toEqual({
      watch: {
        ...CHANNEL,
        watched: A,
        addedBy: "U1",
        addedAt: clock,
        owner: "U7",
        runbook: "https://wiki/a",
        days: [30, 7],
      },
      watched: watchedServer("a.example.com"),
      state: null,
    });
    expect(await store.listWatches(OTHER)).toEqual([]);
  });

  it("takes over what is said of what it knows, and keeps what is not said", async () => {
    await store.addWatches(whoWatches("T1", "C1"), [
      { watched: watchedServer("a.example.com"), owner: "U7", days: [30] },
    ]);
    clock += 5;
    const again = { watched: watchedServer("a.example.com"), owner: null, runbook: 'https://wiki/\n"x"' };
    expect(await store.addWatches(whoWatches("T1", "C1"), [again])).toEqual({ added: [], known: [A] });
    const [listed] = await store.listWatches(CHANNEL);
    expect(listed?.watch).toMatchObject({
      owner: null,
      runbook: 'https://wiki/\n"x"',
      days: [30],
      addedAt: clock - 5,
    });
    expect(await store.changeWatches(CHANNEL, [A, B], { days: null, owner: "U9" })).toEqual([A]);
    const [changed] = await store.listWatches(CHANNEL);
    expect(changed?.watch).toMatchObject({ owner: "U9", runbook: 'https://wiki/\n"x"', days: null });
  });

  it("has an end for a channel and for a team, and then takes nothing of what was given", async () => {
    const hosts = Array.from({ length: 2_000 }, (_, index) => `h${index}.example.com`);
    for (let channel = 0; channel < 10; channel++)
      await add({ team: "T1", channel: `C${channel}` }, ...hosts.map((host) => `${channel}.${host}`));
    expect(await add({ team: "T1", channel: "C0" }, "x.example.com", "0.h0.example.com")).toEqual({
      scope: "channel",
      count: 2_001,
      limit: 2_000,
    });
    expect(await add({ team: "T1", channel: "C99" }, "x.example.com")).toEqual({
      scope: "team",
      count: 20_001,
      limit: 20_000,
    });
    expect(await store.loadWatchingChannel({ team: "T1", channel: "C99" })).toBeNull();
    expect(await add({ team: "T1", channel: "C0" }, "0.h0.example.com")).toMatchObject({ added: [] });
    expect(await add({ team: "T2", channel: "C0" }, "x.example.com")).toMatchObject({ known: [] });
    await store.removeWatches({ team: "T1", channel: "C0" }, ["0.h0.example.com:443"]);
    expect(await add({ team: "T1", channel: "C99" }, "x.example.com")).toMatchObject({ known: [] });
  });

  it("of uploaded certificates keeps them", async () => {
    const certificate = watchedCertificate("up.example.com", clock);
    const watched = { kind: "certificate", certificate } as const;
    await store.addWatches(whoWatches("T1", "C1"), [{ watched }]);
    expect((await store.listWatches(CHANNEL))[0]?.watched).toEqual(watched);
    expect((await take()).watched).toEqual(watched);
  });

  it("leaves nothing of what nobody watches any more but the channel's settings", async () => {
    await add(CHANNEL, "a.example.com", "b.example.com");
    await add(OTHER, "a.example.com");
    await look(await take());
    expect(await store.removeWatches(CHANNEL, [A, B, "c.example.com:443"])).toEqual([A, B]);
    expect((await store.listWatches(OTHER))[0]?.state).not.toBeNull();
    expect(await store.removeWatches(OTHER, [A])).toEqual([A]);
    const left = (await listKeys(redis)).filter((key) => !/:(?:turns|digests)$/.test(key));
    expect(left).toEqual(["{tlscheck}:watching:T1"]);
  });
});

describe("channels", () => {
  it("have settings that are changed, and known to all of their team alone", async () => {
    await add(CHANNEL, "a.example.com");
    await add({ team: "T2", channel: "C1" }, "a.example.com");
    const channel = await store.loadWatchingChannel(CHANNEL);
    expect(channel).toEqual({
      ...CHANNEL,
      enterprise: null,
      locale: "en",
      addedBy: "U1",
      settings: { timeZone: "Europe/Berlin", quietHours: null, digest: "weekly", days: null },
      paused: null,
    });
    const settings = {
      timeZone: "Asia/Seoul",
      quietHours: { from: 1_320, to: 420 },
      digest: "off",
      days: [30, 1],
    } as const;
    expect(await store.saveWatchSettings(CHANNEL, settings)).toBe(true);
    expect(await store.saveWatchSettings(OTHER, settings)).toBe(false);
    expect(await store.listWatchingChannels("T1")).toEqual([{ ...channel, settings }]);
  });

  it("that are paused are not looked for, are paused once, and go on where somebody resumes", async () => {
    await add(CHANNEL, "a.example.com");
    await add(OTHER, "a.example.com");
    expect(await store.pauseWatches(CHANNEL, "is_archived")).toBe(true);
    expect(await store.pauseWatches(CHANNEL, "channel_not_found")).toBe(false);
    expect(await store.pauseWatches({ team: "T9", channel: "C1" }, "is_archived")).toBe(false);
    const due = await take();
    expect(due.watches.map(({ watch }) => watch.channel)).toEqual(["C2"]);
    await look(due);
    await store.pauseWatches(OTHER, "is_archived");
    clock += 2 * HOUR;
    expect(await store.takeDueWatched(10)).toEqual([]);
    expect(await store.resumeWatches(OTHER)).toBe(true);
    expect(await store.resumeWatches(OTHER)).toBe(false);
    expect((await take()).watches).toHaveLength(1);
    expect(await store.loadWatchingChannel(CHANNEL)).toMatchObject({
      paused: { at: clock - 2 * HOUR, reason: "is_archived" },
    });
    await add(CHANNEL, "b.example.com");
    expect(await store.loadWatchingChannel(CHANNEL)).toMatchObject({ paused: null });
  });

  it("of a team that took the app away leave no key", async () => {
    await add(CHANNEL, "a.example.com");
    await look(await take(), [CHANNEL]);
    await store.saveAlertState(keyIn(CHANNEL), 1, openAlert());
    await store.pauseWatches(CHANNEL, "is_archived");
    await add({ team: "T2", channel: "C1" }, "a.example.com");
    await store.forgetTeam("T1");
    expect((await listKeys(redis)).filter((key) => key.includes("T1"))).toEqual([]);
    expect((await take()).watches).toHaveLength(1);
    await store.forgetTeam("T2");
    expect((await listKeys(redis)).filter((key) => !key.endsWith(":turns"))).toEqual([]);
  });
});

describe("a look", () => {
  it("is at what is new at once, and again when it was said", async () => {
    await add(CHANNEL, "a.example.com");
    const due = await take();
    expect(due).toMatchObject({ id: A, watched: watchedServer("a.example.com"), state: null });
    expect(await store.takeDueWatched(10)).toEqual([]);
    expect(await look(due)).toBe(true);
    clock += HOUR - 1;
    expect(await store.takeDueWatched(10)).toEqual([]);
    clock += 1;
    expect((await take()).state).toEqual(watchedState("a.example.com", clock - HOUR));
  });

  it("that came too late changes nothing", async () => {
    await add(CHANNEL, "a.example.com");
    const late = await take();
    clock += LEASE_MS;
    const due = await take();
    expect(await look(late, [CHANNEL])).toBe(false);
    expect(await store.takeDueAlerts(10)).toEqual([]);
    expect(await look(due, [CHANNEL])).toBe(true);
    expect(await store.takeDueAlerts(10)).toHaveLength(1);
  });

  it("at what nobody watches any more leaves nothing behind", async () => {
    await add(CHANNEL, "a.example.com");
    await add(OTHER, "a.example.com");
    const due = await take();
    await store.removeWatches(CHANNEL, [A]);
    expect(await look(due, [CHANNEL, OTHER])).toBe(true);
    expect((await store.loadAlertState(keyIn(CHANNEL))).concerns).toEqual([]);
    expect((await store.loadAlertState(keyIn(OTHER))).concerns).toHaveLength(1);
    clock += HOUR;
    const again = await take();
    await store.removeWatches(OTHER, [A]);
    expect(await look(again, [OTHER])).toBe(false);
    expect(await redis.exists(`{tlscheck}:watched:${A}`)).toBe(0);
  });

  it("that another version saved counts as none", async () => {
    await add(CHANNEL, "a.example.com");
    await look(await take());
    const key = `{tlscheck}:watched:${A}`;
    const head = "T1/C1\n\n";
    const packed = (text: string) =>
      Buffer.concat([Buffer.from(`${head}1`), deflateRawSync(text, { windowBits: 12 })]);
    const others = ["2[]", "1[1,2", "1", "no", ""].map((state) => Buffer.from(head + state));
    for (const text of [
      "{}",
      "[1,2",
      '[1,0,[[]],[],0,[["e",9,0,1]]]',
      '[1,0,[],[],0,[["e",9,0,1]]]',
      "a".repeat(5e6),
    ])
      others.push(packed(text));
    for (const other of others) {
      await redis.set(key, other);
      expect(await store.listWatches(CHANNEL)).toMatchObject([{ state: null }]);
    }
  });

  it("at what only another version can read waits for that, and holds up nothing else", async () => {
    await add(CHANNEL, "a.example.com");
    const odd = "gopher://b.example.com:70";
    await redis.set(`{tlscheck}:watched:${odd}`, "T1/C1\n\n");
    await redis.set("{tlscheck}:watched:sha256:ab12", "T1/C1\n9[]\n");
    for (const id of [odd, "sha256:ab12"]) await redis.zadd("{tlscheck}:due:watched", clock - 1, id);
    expect((await store.takeDueWatched(10)).map(({ id }) => id)).toEqual([A]);
    expect(await redis.zcard("{tlscheck}:due:watched")).toBe(3);
    clock += HOUR;
    expect(await store.measureWatched()).toMatchObject({ count: 3 });
  });

  it("keeps what was replaced for every channel, the newest first, bounded", async () => {
    await add(CHANNEL, "a.example.com");
    const before = watchedCertificate("a.example.com", clock - HOUR);
    for (let count = 0; count < 101; count++) {
      const due = await take();
      const after = watchedCertificate("a.example.com", clock);
      await store.saveLook(due, {
        state: watchedState("a.example.com", clock),
        concerns: [],
        replacements: [{ channel: CHANNEL, replacement: { at: clock, watched: A, before, after } }],
        nextAt: clock + 1,
      });
      clock += 1;
    }
    const replacements = await store.listReplacements(CHANNEL, 0);
    expect(replacements).toHaveLength(100);
    expect(replacements[0]).toEqual({
      at: clock - 1,
      watched: A,
      before,
      after: watchedCertificate("a.example.com", clock - 1),
    });
    expect(await store.listReplacements(CHANNEL, clock - 3)).toHaveLength(3);
  });
});

describe("an alert", () => {
  it("is due when a look changes what it is about, and not when it does not", async () => {
    await add(CHANNEL, "a.example.com");
    await look(await take(), [CHANNEL]);
    const [turn] = await store.takeDueAlerts(10);
    expect(turn?.key).toEqual(keyIn(CHANNEL));
    const { alert, concerns, revision } = await store.loadAlertState(keyIn(CHANNEL));
    expect({ alert, concerns, revision }).toEqual({ alert: null, concerns: [concernOf(A)], revision: 1 });
    expect(await store.saveAlertState(keyIn(CHANNEL), 0, openAlert())).toBe(false);
    expect(await store.saveAlertState(keyIn(CHANNEL), 1, openAlert())).toBe(true);
    expect(await store.saveAlertState(keyIn(CHANNEL), 1, openAlert())).toBe(false);
    await store.finishAlert(keyIn(CHANNEL), turn?.lease ?? 0, null);
    const at = clock;
    clock += HOUR;
    const due = await take();
    clock = at;
    await look(due, [CHANNEL]);
    expect(await store.takeDueAlerts(10)).toEqual([]);
    expect(await store.listAlerts(CHANNEL)).toEqual([{ alert: openAlert(), concerns: [concernOf(A)] }]);
    expect(await store.listAlerts(OTHER)).toEqual([]);
  });

  it("that changes while somebody works on it is due again", async () => {
    await add(CHANNEL, "a.example.com");
    await add(CHANNEL, "b.example.com");
    const [one, two] = await store.takeDueWatched(2);
    if (one === undefined || two === undefined) throw new Error("not due");
    await look(one, [CHANNEL]);
    const [turn] = await store.takeDueAlerts(10);
    await look(two, [CHANNEL]);
    expect(await store.takeDueAlerts(10)).toEqual([]);
    await store.finishAlert(keyIn(CHANNEL), turn?.lease ?? 0, clock + HOUR);
    expect(await store.takeDueAlerts(10)).toHaveLength(1);
  });

  it("learns that a watch was taken away", async () => {
    await add(CHANNEL, "a.example.com");
    await look(await take(), [CHANNEL]);
    const [turn] = await store.takeDueAlerts(10);
    await store.saveAlertState(keyIn(CHANNEL), 1, openAlert());
    await store.finishAlert(keyIn(CHANNEL), turn?.lease ?? 0, null);
    await store.removeWatches(CHANNEL, [A]);
    expect(await store.takeDueAlerts(10)).toHaveLength(1);
    expect((await store.loadAlertState(keyIn(CHANNEL))).concerns).toMatchObject([
      { watched: A, troubles: [] },
    ]);
  });

  it("is acted upon while it is open, and is then due", async () => {
    const key = keyIn(CHANNEL);
    expect(await store.actOnAlert(CHANNEL, SUBJECT, { act: "acknowledge", by: "U1", at: clock })).toBe(false);
    await add(CHANNEL, "a.example.com");
    await look(await take(), [CHANNEL]);
    await store.saveAlertState(key, 1, openAlert());
    const [turn] = await store.takeDueAlerts(10);
    expect(await store.actOnAlert(CHANNEL, SUBJECT, { act: "acknowledge", by: "U1", at: clock })).toBe(true);
    expect(await store.saveAlertState(key, 2, openAlert())).toBe(false);
    await store.finishAlert(key, turn?.lease ?? 0, null);
    expect(await store.takeDueAlerts(10)).toHaveLength(1);
    expect((await store.loadAlert(CHANNEL, SUBJECT))?.alert.acknowledged).toEqual({ by: "U1", at: clock });
    const closed = { ...openAlert(), state: "renewed", closedAt: clock } as const;
    await store.saveAlertState(key, 3, closed);
    expect(await store.actOnAlert(CHANNEL, SUBJECT, { act: "wake", by: "U1" })).toBe(false);
  });

  it("that has ended is kept for 30 days, and for good when it comes back", async () => {
    const key = keyIn(CHANNEL);
    await add(CHANNEL, "a.example.com");
    await look(await take(), [CHANNEL]);
    const closedAt = Date.now();
    clock = closedAt;
    await store.saveAlertState(key, 1, { ...openAlert(), state: "renewed", closedAt });
    const name = "{tlscheck}:alert:T1:C1:certificate:ab12";
    expect(await redis.ttl(name)).toBeGreaterThan(29 * 86_400);
    expect(await redis.ttl("{tlscheck}:alerts:T1:C1")).toBeGreaterThan(29 * 86_400);
    expect(await store.listAlerts(CHANNEL)).toHaveLength(1);
    await store.saveAlertState(key, 2, openAlert());
    expect(await redis.ttl(name)).toBe(-1);
    expect(await redis.ttl("{tlscheck}:alerts:T1:C1")).toBe(-1);
  });

  it("with nothing to tell is kept only while somebody has troubles", async () => {
    const key = keyIn(CHANNEL);
    await add(CHANNEL, "a.example.com");
    await look(await take(), [CHANNEL]);
    expect(await store.saveAlertState(key, 1, null)).toBe(true);
    expect(await store.listAlerts(CHANNEL)).toEqual([]);
    expect((await store.loadAlertState(key)).concerns).toHaveLength(1);
    clock += HOUR;
    await look(await take(), [CHANNEL], false);
    const { revision } = await store.loadAlertState(key);
    expect(await store.saveAlertState(key, revision, null)).toBe(true);
    expect(await listKeys(redis, "*:alert*:T1:*")).toEqual([]);
    expect(await listKeys(redis, "*:concerned:*")).toEqual([]);
  });
});

it("needs less than 1 KB for each watch, in all", async () => {
  const used = () => usedMemory(redis);
  const before = await used();
  const COUNT = 10_000;
  for (let channel = 0; channel < COUNT / 2_000; channel++) {
    const hosts = Array.from({ length: 2_000 }, (_, index) => `host-${channel}-${index}.shop.example.com`);
    await add({ team: "T0123456789", channel: `C012345678${channel}` }, ...hosts);
  }
  for (;;) {
    const dues = await store.takeDueWatched(200);
    if (dues.length === 0) break;
    await Promise.all(
      dues.map((due) =>
        store.saveLook(due, {
          state: watchedState(due.id.slice(0, -":443".length), clock),
          concerns: [],
          replacements: [],
          nextAt: clock + HOUR,
        }),
      ),
    );
  }
  const each = ((await used()) - before) / COUNT;
  process.stdout.write(`${each.toFixed(0)} bytes for each watch\n`);
  expect(each).toBeLessThan(1_000);
  expect(watchedId(watchedServer("a.example.com"))).toBe(A);
});

describe("a record that cannot be read", () => {
  const field = (channel: typeof CHANNEL) => `{tlscheck}:watches:${channel.team}:${channel.channel}`;

  it("does not keep others from being looked at, listed or told", async () => {
    await add(CHANNEL, "a.example.com", "b.example.com");
    await add(OTHER, "b.example.com");
    await redis.hset(field(CHANNEL), A, "{");
    const due = await store.takeDueWatched(10);
    expect(due.map(({ id }) => id)).toEqual([B]);
    expect((await store.listWatches(CHANNEL)).map(({ watch }) => watch.watched)).toEqual([B]);
    clock += LEASE_MS + 1;
    await redis.hset(`{tlscheck}:watching:T1`, "C2", "{");
    expect((await store.listWatchingChannels("T1")).map(({ channel }) => channel)).toEqual(["C1"]);
    const [again] = await store.takeDueWatched(10);
    expect(again?.watches.map(({ watch }) => watch.channel)).toEqual(["C1"]);
    if (again !== undefined) await look(again, [CHANNEL]);
    await redis.hset(`{tlscheck}:alert:T1:C1:${SUBJECT}`, "of:other.example.com:443", "+{");
    const { concerns } = await store.loadAlertState(keyIn(CHANNEL));
    expect(concerns.map(({ watched }) => watched)).toEqual([B]);
  });

  it("is tried again in an hour: another version may have written it", async () => {
    await add(CHANNEL, "a.example.com");
    const watch = (await redis.hget(field(CHANNEL), A)) ?? "";
    await redis.hset(field(CHANNEL), A, "{");
    expect(await store.takeDueWatched(10)).toEqual([]);
    await redis.hset(field(CHANNEL), A, watch);
    clock += HOUR;
    expect((await take()).id).toBe(A);
  });
});

describe("servers that serve another bad certificate each time", () => {
  it("have no more alerts than a channel can read, until some are forgotten", async () => {
    await add(CHANNEL, "a.example.com");
    const old = Array.from({ length: 5_000 }, (_, index) => [clock + HOUR, `certificate:${index}`]).flat();
    await redis.zadd("{tlscheck}:alerts:T1:C1", ...old);
    await look(await take(), [CHANNEL]);
    expect((await store.loadAlertState(keyIn(CHANNEL))).concerns).toEqual([]);
    clock += HOUR;
    await look(await take(), [CHANNEL]);
    expect((await store.loadAlertState(keyIn(CHANNEL))).concerns).toHaveLength(1);
  });

  it("do not make an alert grow for ever that stays open", async () => {
    await add(CHANNEL, "a.example.com");
    await look(await take(), [CHANNEL]);
    const left = Array.from({ length: 4_000 }, (_, index) => [`of:${index}`, "-{}"]).flat();
    await redis.hset(`{tlscheck}:alert:T1:C1:${SUBJECT}`, ...left);
    await store.removeWatches(CHANNEL, [A]);
    expect(await redis.hlen(`{tlscheck}:alert:T1:C1:${SUBJECT}`)).toBe(4_001);
    expect(await redis.hexists(`{tlscheck}:alert:T1:C1:${SUBJECT}`, `of:${A}`)).toBe(0);
  });
});
