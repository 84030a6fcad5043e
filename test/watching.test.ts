import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Server, TLSSocket } from "node:tls";
import { createServer } from "node:tls";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunningChild } from "../src/demo/child-process.ts";
import { startChild } from "../src/demo/child-process.ts";
import type { RedisServer } from "../src/demo/redis-server.ts";
import { startRedisServer } from "../src/demo/redis-server.ts";
import type { LookOutcome } from "../src/metrics.ts";
import { createLook } from "../src/probe/look.ts";
import { createEgressPolicy } from "../src/probe/egress-policy.ts";
import { parseConnectTo } from "../src/probe/connect-to.ts";
import { ADDRESS_CONCURRENCY } from "../src/store/address-places.ts";
import { keys } from "../src/store/keys.ts";
import { DUE_WATCHED } from "../src/store/watch-queues.ts";
import type { WatchStore } from "../src/store/watches.ts";
import { createWatchStore } from "../src/store/watches.ts";
import type { WatchedState } from "../src/watches/watched-state.ts";
import type { WatchingPorts } from "../src/watching.ts";
import { acquireOf } from "../src/wait-for-place.ts";
import { lookProcessor, startWatching } from "../src/watching.ts";
import { watchedServer, watchedState, whoWatches } from "./support/watches.ts";
import * as der from "./x509/der-writer.ts";
import { dns, issueAuthority, issueEndEntity, pem, subjectAltName } from "./x509/issuing.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CHANNEL = { team: "T1", channel: "C1" };
const hostOf = (index: number) => `h${index}.watch.test`;

const now = Math.floor(Date.now() / 1_000) * 1_000;
const lasting = (days: number) => ({
  notBefore: der.time(now - 10 * DAY),
  notAfter: der.time(now + days * DAY),
});
const root = issueAuthority("root", { issuer: null, ...lasting(1_000) });
const trustAnchors = pem("CERTIFICATE", root.certificate);
const issue = (days: number) => {
  const extensions = { subjectAltName: subjectAltName([dns("*.watch.test")]) };
  const { certificate, keys: issued } = issueEndEntity({ issuer: root, extensions, ...lasting(days) });
  const key = issued.privateKey.export({ type: "pkcs8", format: "pem" });
  return { key, cert: pem("CERTIFICATE", certificate) };
};
const good = issue(80);

let redisServer: RedisServer;
let redis: Redis;
let store: WatchStore;
let server: Server;
let port = 0;
/** Connections at each of our addresses: now, and at most. */
const open = new Map<string, { now: number; most: number; all: number }>();

beforeAll(async () => {
  redisServer = await startRedisServer();
  redis = new Redis(redisServer.url);
  redis.on("error", () => undefined);
  server = createServer(good);
  server.on("connection", (socket: TLSSocket) => {
    const count = open.get(socket.localAddress ?? "") ?? { now: 0, most: 0, all: 0 };
    open.set(socket.localAddress ?? "", count);
    count.now += 1;
    count.all += 1;
    count.most = Math.max(count.most, count.now);
    socket.on("close", () => (count.now -= 1));
    socket.on("error", () => undefined);
  });
  server.on("tlsClientError", () => undefined);
  await listen();
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.close();
  redis.disconnect();
  await redisServer.close();
});
beforeEach(async () => {
  await redis.flushall();
  store = createWatchStore(redis, Date.now);
  open.clear();
});

function listen(): Promise<void> {
  return new Promise((resolve) => server.listen(port, "0.0.0.0", resolve));
}

/** Each host at an address of its own, or all at one. */
function connectTo(count: number, addressOf = (index: number) => `127.0.88.${index + 1}`): string[] {
  return Array.from({ length: count }, (_, index) => `${hostOf(index)}:443:${addressOf(index)}:${port}`);
}

async function watch(count: number): Promise<void> {
  const watches = Array.from({ length: count }, (_, index) => ({ watched: watchedServer(hostOf(index)) }));
  await store.addWatches(whoWatches(CHANNEL.team, CHANNEL.channel), watches);
}

async function states(): Promise<WatchedState[]> {
  const listed = await store.listWatches(CHANNEL);
  return listed.flatMap(({ state }) => state ?? []);
}

const config = (places: readonly string[]): WatchingPorts["config"] => ({
  egress: createEgressPolicy({ allow: ["127.0.0.0/8"], deny: [] }),
  connectTo: parseConnectTo(places),
  timeoutMs: 3_000,
  trustAnchors,
  watchPeriodMs: HOUR,
  watchConcurrency: 20,
});

describe("two workers", () => {
  const outcomes: LookOutcome[] = [];
  const start = (places: readonly string[]) => {
    outcomes.length = 0;
    const own = [new Redis(redisServer.url), new Redis(redisServer.url)];
    const loops = own.map((connection) =>
      startWatching({
        config: config(places),
        backend: { redis: connection, watches: createWatchStore(connection, Date.now) },
        metrics: { observeLook: (outcome) => outcomes.push(outcome) },
        logger: { warn: () => undefined, info: () => undefined },
        now: Date.now,
      }),
    );
    return async () => {
      await Promise.all(loops.map((loop) => loop.stop(1_000)));
      for (const connection of own) connection.disconnect();
    };
  };

  it("look at everything once, and see what is there", async () => {
    await watch(60);
    const stop = start(connectTo(60));
    await vi.waitFor(async () => expect(await states()).toHaveLength(60), 10_000);
    await stop();
    expect(outcomes).toEqual(Array.from({ length: 60 }, () => "seen"));
    expect([...open.values()].reduce((sum, { all }) => sum + all, 0)).toBe(60);
    const [state] = await states();
    expect(state).toMatchObject({
      failures: 0,
      lists: [{ addresses: [expect.stringMatching(/^127\.0\.88\./)], faults: [], covered: true }],
      troubles: [{ kind: "expires", endEntity: true }],
    });
    expect(await redis.hlen(keys.dueLeases(DUE_WATCHED))).toBe(0);
    expect(await redis.keys("*:busy:*")).toEqual([]);
  });

  it("are polite to one address together, and still look at all that is there", async () => {
    await watch(50);
    const stop = start(connectTo(50, () => "127.0.88.1"));
    await vi.waitFor(async () => expect(await states()).toHaveLength(50), 15_000);
    await stop();
    expect(open.get("127.0.88.1")?.most).toBeLessThanOrEqual(ADDRESS_CONCURRENCY);
    expect(open.get("127.0.88.1")?.most).toBeGreaterThan(1);
  });
});

describe("time goes by", () => {
  let clock = now;
  let said: string[] = [];
  const turn = (places: readonly string[]) => {
    clock = now;
    said = [];
    store = createWatchStore(redis, () => clock);
    const { egress, trustAnchors: anchors, connectTo: elsewhere } = config(places);
    const process = lookProcessor({
      watches: store,
      look: createLook({ timeoutMs: 3_000, egress, connectTo: elsewhere, trustAnchors: anchors }),
      periodMs: HOUR,
      logger: {
        warn: (text: unknown) => said.push(String(text)),
        info: (text: unknown) => said.push(String(text)),
      },
      now: () => clock,
    });
    /** All that is due at `at`, one after the other. */
    return async (at: number) => {
      clock = at;
      const outcomes: LookOutcome[] = [];
      for (;;) {
        const [due] = await store.takeDueWatched(1);
        if (due === undefined) return outcomes;
        outcomes.push(await process(due, AbortSignal.timeout(5_000)));
      }
    };
  };
  afterEach(async () => {
    server.setSecureContext(good);
    if (!server.listening) await listen();
  });

  it("and an alert is due for what runs out, with the owner, until something else is served", async () => {
    server.setSecureContext(issue(1));
    const look = turn(connectTo(2));
    await watch(2);
    await store.changeWatches(CHANNEL, ["h0.watch.test:443"], { owner: "U7" });
    expect(await look(now)).toEqual(["seen", "seen"]);
    const alerts = await store.takeDueAlerts(10);
    expect(alerts).toHaveLength(1);
    const [alert] = alerts;
    if (alert === undefined) throw new Error("no alert");
    expect(alert.key).toMatchObject({ ...CHANNEL, subject: expect.stringMatching(/^certificate:/) });
    const { concerns } = await store.loadAlertState(alert.key);
    expect(new Set(concerns.map(({ owner }) => owner))).toEqual(new Set(["U7", null]));
    await store.finishAlert(alert.key, alert.lease, null);

    server.setSecureContext(good);
    await look(now + 2 * HOUR);
    // It may be back in two minutes: that is looked at first.
    expect(await store.listReplacements(CHANNEL, 0)).toEqual([]);
    await look(now + 2 * HOUR + 5 * MINUTE);
    expect(await store.listReplacements(CHANNEL, 0)).toHaveLength(2);
    expect(await store.takeDueAlerts(10)).toHaveLength(1);
    const left = (await store.loadAlertState(alert.key)).concerns;
    expect(left.map(({ troubles, replaced }) => [troubles.length, replaced !== null])).toEqual([
      [0, true],
      [0, true],
    ]);
  });

  it("and who is slow at every step is judged as who says nothing", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const [saved, due] = [
        vi.fn<() => Promise<boolean>>(() => Promise.resolve(true)),
        { id: "h0.watch.test:443", lease: 1 },
      ];
      const process = lookProcessor({
        watches: { saveLook: saved, postponeLook: () => Promise.resolve() },
        look: (_target, _at, _wants, signal) =>
          new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
        periodMs: HOUR,
        logger: { warn: () => undefined, info: () => undefined },
        now: () => now,
      });
      const watched = watchedServer(hostOf(0));
      const outcome = process({ ...due, watched, state: null, watches: [] }, new AbortController().signal);
      await vi.advanceTimersByTimeAsync(20_000);
      expect(await outcome).toBe("not_seen");
      expect(saved).toHaveBeenCalledOnce();
      const stopping = new AbortController();
      const stopped = process({ ...due, watched, state: null, watches: [] }, stopping.signal);
      stopping.abort(new Error("the loop stops"));
      await expect(stopped).rejects.toThrow("the loop stops");
      expect(saved).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });

  it("a missing issuer is asked for until something was seen, and not with every look", async () => {
    const asked: (boolean | undefined)[] = [];
    const process = lookProcessor({
      watches: { saveLook: () => Promise.resolve(true), postponeLook: () => Promise.resolve() },
      look: (_target, at, { issuers }) => {
        asked.push(issuers);
        return Promise.resolve({ at, lists: [], failed: [] });
      },
      periodMs: HOUR,
      logger: { warn: () => undefined, info: () => undefined },
      now: () => now,
    });
    const due = { id: "h0.watch.test:443", lease: 1, watched: watchedServer(hostOf(0)), watches: [] };
    const seen = watchedState("h0.watch.test", now);
    for (const state of [null, { ...seen, lists: [] }, seen])
      await process({ ...due, state }, new AbortController().signal);
    expect(asked).toEqual([true, true, false]);
  });

  it("and a look that breaks is not repeated with every lease", async () => {
    const put: number[] = [];
    const process = lookProcessor({
      watches: {
        saveLook: () => Promise.reject(new Error("a bug")),
        postponeLook: (_due, at) => Promise.resolve(void put.push(at - now)),
      },
      look: (_target, at) => Promise.resolve({ at, lists: [], failed: [] }),
      periodMs: HOUR,
      logger: { warn: () => undefined, info: () => undefined },
      now: () => now,
    });
    const due = { id: "h0.watch.test:443", lease: 1, watched: watchedServer(hostOf(0)), state: null };
    const { signal } = new AbortController();
    await expect(process({ ...due, watches: [] }, signal)).rejects.toThrow("a bug");
    expect(put[0]).toBeGreaterThanOrEqual(5 * MINUTE);
  });

  it("and a server that is down is asked again soon, then it is a trouble", async () => {
    const look = turn(connectTo(1));
    await watch(1);
    await look(now);
    server.close();
    await look(now + 2 * HOUR);
    expect(await states()).toMatchObject([{ failures: 1, lists: [{}] }]);
    expect(await store.takeDueAlerts(1)).toEqual([]);
    await look(now + 2 * HOUR + 2 * MINUTE);
    await look(now + 2 * HOUR + 6 * MINUTE);
    expect((await states())[0]?.troubles.map(({ kind }) => kind)).toContain("unreachable");
    expect(await store.takeDueAlerts(1)).toMatchObject([{ key: { subject: expect.stringMatching(/^unr/) } }]);
  });

  it("and when everything is gone at once, it is our network: nothing is counted, and it is said once", async () => {
    const look = turn(connectTo(30));
    await watch(30);
    await look(now);
    server.close();
    const lost = await look(now + 2 * HOUR);
    expect(lost.filter((outcome) => outcome === "not_seen")).toHaveLength(19);
    expect(lost.filter((outcome) => outcome === "own_outage")).toHaveLength(11);
    expect(said).toHaveLength(1);
    for (let minutes = 4; minutes < 30; minutes += 6) await look(now + 2 * HOUR + minutes * MINUTE);
    expect(said).toHaveLength(1);
    expect((await states()).filter(({ failures }) => failures > 1)).toEqual([]);
    expect(await store.takeDueAlerts(1)).toEqual([]);
    await listen();
    await look(now + 2 * HOUR + 32 * MINUTE);
    expect(said).toHaveLength(2);
    expect((await states()).filter(({ failures }) => failures > 0)).toEqual([]);
  });
});

it("where somebody has just waited for an address in vain, nobody else waits", async () => {
  let full = true;
  const acquire = acquireOf({ enter: () => Promise.resolve(full ? null : () => undefined) });
  await expect(acquire("192.0.2.1", undefined)).rejects.toThrow("enough connections");
  const began = performance.now();
  await expect(acquire("192.0.2.1", undefined)).rejects.toThrow("enough connections");
  expect(performance.now() - began).toBeLessThan(1_000);
  full = false;
  expect(await acquire("192.0.2.1", undefined)).toBeTypeOf("function");
});

describe("worker processes", () => {
  const COUNT = 40;
  const folder = mkdtempSync(path.join(tmpdir(), "tlscheck-watching-"));
  const children = new Set<RunningChild>();
  const start = async () => {
    const trustFile = path.join(folder, "root.pem");
    writeFileSync(trustFile, trustAnchors);
    const child = await startChild("worker", {
      SLACK_BOT_TOKEN: "xoxb-1",
      SLACK_API_URL: "http://127.0.0.1:9/",
      REDIS_URL: redisServer.url,
      PORT: "0",
      TLSCHECK_EGRESS_ALLOW: "127.0.0.0/8",
      TLSCHECK_TRUST_FILE: trustFile,
      TLSCHECK_CONNECT_TO: connectTo(COUNT).join(","),
      TLSCHECK_TIMEOUT_MS: "3000",
      TLSCHECK_WATCH_PERIOD_MS: "1000",
    });
    children.add(child);
    return child;
  };
  /** Those who died are not waited for half a minute. */
  const endLeases = async () => {
    for (const id of await redis.hkeys(keys.dueLeases(DUE_WATCHED)))
      await redis.zadd(keys.due(DUE_WATCHED), Date.now(), id);
  };
  const allSince = (since: number) =>
    vi.waitFor(
      async () => {
        const seen = (await states()).filter(
          ({ checkedAt, failures }) => checkedAt > since && failures === 0,
        );
        expect(seen).toHaveLength(COUNT);
      },
      { timeout: 15_000, interval: 100 },
    );
  afterAll(async () => {
    await Promise.all([...children].map((child) => child.kill("SIGKILL")));
    rmSync(folder, { recursive: true });
  });

  it("that are killed at any point lose nothing, nor does a Redis that is killed", async () => {
    await watch(COUNT);
    let [one, other] = await Promise.all([start(), start()]);
    await allSince(0);
    for (let kill = 0; kill < 2; kill++) {
      await delay(Math.random() * 500);
      await one.kill("SIGKILL");
      const killedAt = Date.now();
      await endLeases();
      await allSince(killedAt);
      [one, other] = [other, await start()];
    }
    await redisServer.restart("SIGKILL");
    const restartedAt = Date.now();
    await allSince(restartedAt);
    expect(await store.listWatches(CHANNEL)).toHaveLength(COUNT);
    await one.kill("SIGTERM");
    await other.kill("SIGTERM");
    expect(await redis.hlen(keys.dueLeases(DUE_WATCHED))).toBe(0);
  }, 60_000);
});
