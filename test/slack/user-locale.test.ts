import { WebClient } from "@slack/web-api";
import { afterEach, describe, expect, it } from "vitest";
import { createLocaleOf, localesOf } from "../../src/slack/user-locale.ts";
import type { HttpServer } from "../../src/http-server.ts";
import { startHttpServer } from "../../src/http-server.ts";

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(0)));
});

/** A Web API that knows `users.info` alone, and what it was asked. */
async function startWebApi(answer: () => object | null) {
  let asked = 0;
  const server = await startHttpServer("127.0.0.1", 0, {
    problems: () => Promise.resolve([]),
    metrics: { contentType: "", render: () => Promise.resolve("") },
    slack: (_, outgoing) => {
      asked++;
      const body = answer();
      if (body !== null)
        outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
      return Promise.resolve(true);
    },
    onError: () => undefined,
  });
  servers.push(server);
  const client = new WebClient("none", {
    slackApiUrl: `http://127.0.0.1:${server.port}/`,
    retryConfig: { retries: 0 },
  });
  return { client, asked: () => asked };
}

it("is asked once an hour for each person", async () => {
  const { client, asked } = await startWebApi(() => ({ ok: true, user: { locale: "ko-KR" } }));
  let now = 0;
  const localeOf = createLocaleOf(
    () => now,
    () => Promise.resolve(null),
    () => undefined,
  );
  expect(await localeOf(client, "T1", "U1")).toBe("ko-KR");
  expect(await localeOf(client, "T1", "U1")).toBe("ko-KR");
  expect(asked()).toBe(1);
  await localeOf(client, "T1", "U2");
  await localeOf(client, "T2", "U1");
  expect(asked()).toBe(3);
  now = 60 * 60 * 1000;
  await localeOf(client, "T1", "U1");
  expect(asked()).toBe(4);
});

it("is English when Slack refuses, which is told and not asked again for a minute", async () => {
  const { client, asked } = await startWebApi(() => ({ ok: false, error: "missing_scope" }));
  let now = 0;
  const errors: unknown[] = [];
  const localeOf = createLocaleOf(
    () => now,
    () => Promise.resolve(null),
    (error) => errors.push(error),
  );
  expect(await localeOf(client, "T1", "U1")).toBe("en-US");
  expect(await localeOf(client, "T1", "U1")).toBe("en-US");
  expect([asked(), errors.length]).toEqual([1, 1]);
  now = 60_000;
  await localeOf(client, "T1", "U1");
  expect(asked()).toBe(2);
});

it("is English when Slack says nothing for a second", async () => {
  const { client } = await startWebApi(() => null);
  const localeOf = createLocaleOf(
    () => 0,
    () => Promise.resolve(null),
    () => undefined,
  );
  const began = performance.now();
  expect(await localeOf(client, "T1", "U1")).toBe("en-US");
  expect(performance.now() - began).toBeLessThan(2_500);
});

describe("in a channel", () => {
  const chosen = (locale: string | null) => () => Promise.resolve(locale);
  const at = { team: "T1", user: "U1", channel: "C1" };

  it.each([
    ["the channel's language comes first", "ja", { locale: "ja", ownLocale: "ko-KR" }],
    ["the person's comes second", null, { locale: "ko-KR", ownLocale: "ko-KR" }],
  ])("%s", async (_, channelLocale, expected) => {
    const { client } = await startWebApi(() => ({ ok: true, user: { locale: "ko-KR" } }));
    const localeOf = createLocaleOf(
      () => 0,
      chosen(channelLocale),
      () => undefined,
    );
    expect(await localesOf(localeOf, client, at)).toEqual(expected);
    expect(await localeOf(client, "T1", "U1")).toBe("ko-KR");
  });

  it("the person's stands in for a store that does not answer, which is told", async () => {
    const { client } = await startWebApi(() => ({ ok: true, user: { locale: "ko-KR" } }));
    const problems: string[] = [];
    const localeOf = createLocaleOf(
      () => 0,
      () => Promise.reject(new Error("away")),
      (_, doing) => problems.push(doing),
    );
    expect(await localeOf(client, "T1", "U1", "C1")).toBe("ko-KR");
    expect(problems).toEqual(["channelLocale"]);
  });

  it("the person's stands in for a store that says nothing", async () => {
    const { client } = await startWebApi(() => ({ ok: true, user: { locale: "ko-KR" } }));
    const localeOf = createLocaleOf(
      () => 0,
      () => new Promise(() => undefined),
      () => undefined,
    );
    const began = performance.now();
    expect(await localeOf(client, "T1", "U1", "C1")).toBe("ko-KR");
    expect(performance.now() - began).toBeLessThan(1_200);
  });
});
