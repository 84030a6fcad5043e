import { describe, expect, it } from "vitest";
import { parseRedisUrl } from "../../src/store/redis-address.ts";

const open = { tls: false, username: null, password: null };

describe("REDIS_URL", () => {
  it("is one server, as ioredis reads it", () => {
    const url = "rediss://:secret@redis.internal:6380/2";
    expect(parseRedisUrl(url)).toEqual({ kind: "standalone", url });
  });

  it("names sentinels and the master that they watch", () => {
    expect(parseRedisUrl("redis+sentinel://a.internal:26380,b.internal/mymaster")).toEqual({
      kind: "sentinel",
      nodes: [
        { host: "a.internal", port: 26_380 },
        { host: "b.internal", port: 26_379 },
      ],
      master: "mymaster",
      db: 0,
      access: open,
      sentinelPassword: null,
    });
  });

  it("takes credentials of Redis, a password of the sentinels, and a database", () => {
    const url = "rediss+sentinel://bot:p%40ss@[fd00::1]:26379/my%20master?db=3&sentinelPassword=other%26";
    expect(parseRedisUrl(url)).toMatchObject({
      nodes: [{ host: "fd00::1", port: 26_379 }],
      master: "my master",
      db: 3,
      access: { tls: true, username: "bot", password: "p@ss" },
      sentinelPassword: "other&",
    });
  });

  it("names nodes of a cluster", () => {
    expect(parseRedisUrl("redis+cluster://:secret@10.0.0.1:7000,10.0.0.2:7001,10.0.0.3")).toEqual({
      kind: "cluster",
      nodes: [
        { host: "10.0.0.1", port: 7000 },
        { host: "10.0.0.2", port: 7001 },
        { host: "10.0.0.3", port: 6379 },
      ],
      access: { ...open, password: "secret" },
    });
  });

  it.each([
    "",
    "localhost:6379",
    "http://localhost:6379",
    "redis://host:port",
    "redis+sentinel://a:26379",
    "redis+sentinel://a:26379/",
    "redis+sentinel:///mymaster",
    "redis+sentinel://a,,b/mymaster",
    "redis+sentinel://a:0/mymaster",
    "redis+sentinel://a:65536/mymaster",
    "redis+sentinel://a/mymaster?db=x",
    "redis+sentinel://a/mymaster?bd=1",
    "redis+sentinel://a/mymaster/more",
    "redis+sentinel://a/%zz",
    "redis+sentinel://secret@a/mymaster",
    "redis+sentinel://:%zz@a/mymaster",
    "redis+cluster://a:7000/1",
    "redis+cluster://a:7000?db=1",
    "redis+cluster://",
    "redis+socket://a:1",
  ])("is not %j", (text) => {
    expect(parseRedisUrl(text)).toBeNull();
  });
});
