import { describe, expect, it } from "vitest";
import { readWatchArguments } from "../../src/slack/commands/watch-arguments.ts";
import { findWatched } from "../../src/slack/commands/watching.ts";
import { parseTarget } from "../../src/diagnosis/target.ts";
import type { ListedWatch } from "../../src/watches/channel.ts";
import type { Watched } from "../../src/watches/watched.ts";
import { watchedId } from "../../src/watches/watched.ts";
import { watchedCertificate } from "../support/watches.ts";

function read(text: string) {
  const { watches, refused } = readWatchArguments(text, () => null);
  const [first] = watches;
  const { watched: _, ...options } = first ?? {};
  return {
    ids: watches.map(({ watched }) => watchedId(watched)),
    ...options,
    ...(refused.length > 0 && { refused: refused.map(({ given, problem }) => [given, problem.code]) }),
  };
}

describe("what stands behind watch", () => {
  it.each<[string, unknown]>([
    ["a.example", { ids: ["a.example:443"] }],
    ["a.example,\n\n b.example:8443 , a.example", { ids: ["a.example:443", "b.example:8443"] }],
    ["<https://a.example/x|a b> b.example", { ids: ["a.example:443", "b.example:443"] }],
    ["<http://b.example|b example>,<https://c.example>", { ids: ["b.example:443", "c.example:443"] }],
    ["--starttls smtp mx.example mx.example:587", { ids: ["smtp://mx.example:25", "smtp://mx.example:587"] }],
    ["imap://mx.example", { ids: ["imap://mx.example:143"] }],
    [
      "a.example —owner <@U012ABCDE|ada> –days 30, 7,1 b.example",
      { ids: ["a.example:443", "b.example:443"], owner: "U012ABCDE", days: [30, 7, 1] },
    ],
    ["a.example --days=30,7 --starttls=ldap", { ids: ["ldap://a.example:389"], days: [30, 7] }],
    [
      "a.example --runbook https://wiki.example/a,b?c=<d b.example",
      { ids: ["a.example:443", "b.example:443"], runbook: "https://wiki.example/a,b?c=%3Cd" },
    ],
    [
      "a.example --runbook <https://wiki.example/a,b|wiki>",
      { ids: ["a.example:443"], runbook: "https://wiki.example/a,b" },
    ],
    ["[2001:db8::1]:8443 2001:db8::2", { ids: ["[2001:db8::1]:8443", "[2001:db8::2]:443"] }],
    [
      "ok.example <!channel> <#C1|general>",
      {
        ids: ["ok.example:443"],
        refused: [
          ["<!channel>", "target_malformed"],
          ["<#C1|general>", "target_malformed"],
        ],
      },
    ],
  ])("%s", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    "",
    "--days",
    "--days 0 a.example",
    "--days 1,2,3,4,5,6,7,8,9 a.example",
    "--days 9999 a.example",
    "--owner",
    "--runbook",
    "--runbook x a.example",
    "a.example --runbook https://ada:secret@wiki.example/",
    "--starttls a.example",
    "--nope a.example",
  ])("%s is refused as a whole", (text) => {
    expect(() => read(text)).toThrow(/^[a-z_]+$/);
  });
});

describe("what stands behind unwatch", () => {
  const certificate = watchedCertificate("uploaded.example", 0);
  const all: Watched[] = [
    { kind: "server", target: parseTarget("a.example") },
    { kind: "server", target: parseTarget("mx.example", "smtp") },
    { kind: "server", target: parseTarget("two.example:1") },
    { kind: "server", target: parseTarget("two.example:2") },
    { kind: "certificate", certificate },
  ];
  const listed: ListedWatch[] = all.map((watched) => ({
    watch: {
      team: "T1",
      channel: "C1",
      watched: watchedId(watched),
      addedBy: "U1",
      addedAt: 0,
      owner: null,
      runbook: null,
      days: null,
    },
    watched,
    state: null,
  }));

  it.each<[string, Partial<ReturnType<typeof findWatched>>]>([
    ["a.example", { ids: ["a.example:443"] }],
    ["https://a.example/", { ids: ["a.example:443"] }],
    ["mx.example", { ids: ["smtp://mx.example:25"] }],
    ["smtp://mx.example:25", { ids: ["smtp://mx.example:25"] }],
    ["a.example:8443", { ids: [], notWatched: ["a.example:8443"], similar: ["a.example:443"] }],
    ["two.example", { ids: [], notWatched: ["two.example"], similar: ["two.example:1", "two.example:2"] }],
    ["never.example", { ids: [], notWatched: ["never.example"], similar: [] }],
    [`sha256:${certificate.sha256.slice(0, 8)}`, { ids: [`sha256:${certificate.sha256}`] }],
    ["uploaded.example", { ids: [`sha256:${certificate.sha256}`] }],
  ])("%s", (word, expected) => {
    expect(findWatched([word], listed)).toMatchObject({ refused: [], ...expected });
  });
});
