import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STARTTLS_PROTOCOLS } from "../../src/diagnosis/starttls.ts";
import { parseTarget } from "../../src/diagnosis/target.ts";
import type { ExportedWatch, WatchList } from "../../src/report/watch-list-file.ts";
import {
  MAX_LIST_BYTES,
  MAX_LIST_ROWS,
  readWatchList,
  writeCsv,
  writeYaml,
} from "../../src/report/watch-list-file.ts";
import { exportWatch, watchRows } from "../../src/report/watch-rows.ts";
import { catalogFor } from "../../src/locales/catalogs.ts";
import type { NewWatch } from "../../src/watches/channel.ts";
import { watchedId } from "../../src/watches/watched.ts";

const read = (content: string | Uint8Array, name = "list.csv"): WatchList =>
  readWatchList(Buffer.from(content), name, () => null);

/** Ids, or what is wrong. */
function summarize(list: WatchList): unknown {
  if ("fault" in list) return list.fault;
  return {
    watches: list.watches.map(({ watched, ...options }) => [watchedId(watched), options]),
    ...(list.wrong.length > 0 && {
      wrong: list.wrong.map(({ line, given, problem }) => [line, given, problem.code]),
    }),
  };
}

const words = catalogFor("en").watching.list.conditions;

function exportAll(watches: readonly NewWatch[]): ExportedWatch[] {
  return watches.map(({ watched, owner = null, runbook = null, days = null }) => {
    const id = watchedId(watched);
    const watch = { team: "T1", channel: "C1", watched: id, addedBy: "U1", addedAt: 0, owner, runbook, days };
    const listed = { watch, watched, state: null };
    const [row] = watchRows([listed], { days: null, paused: false }, 0);
    if (row === undefined) throw new Error("no row");
    return exportWatch(listed, row, words);
  });
}

describe("a list of watches", () => {
  it.each<[string, string, unknown]>([
    [
      "hosts, one in each line, comments and empty lines among them",
      "# ours\n\napi.example.com\nhttps://www.example.com/x\n",
      {
        watches: [
          ["api.example.com:443", {}],
          ["www.example.com:443", {}],
        ],
      },
    ],
    [
      "several in a line",
      "a.example, b.example c.example",
      {
        watches: [
          ["a.example:443", {}],
          ["b.example:443", {}],
          ["c.example:443", {}],
        ],
      },
    ],
    [
      "columns in an order of their own, as a spreadsheet writes them",
      '\uFEFFOwner;Host;Days;Comment\r\nU012ABCDE;mx.example.com:25;30 7 1;"a;b"\r\n;b.example;;\r\n',
      {
        watches: [
          ["mx.example.com:25", { owner: "U012ABCDE", days: [30, 7, 1] }],
          ["b.example:443", {}],
        ],
      },
    ],
    [
      "what is wrong by its line; the rest is taken",
      "target,starttls,owner,runbook,days\nok.example,,,,\nno..host,,,,\nb.example,gopher,,,\nc.example,,ada,,\nd.example,,,ftp://x,\ne.example,,,,soon\nsha256:ab12,,,,\nf.example,smtp,,https://wiki.example/f,14\n",
      {
        watches: [
          ["ok.example:443", {}],
          ["smtp://f.example:25", { runbook: "https://wiki.example/f", days: [14] }],
        ],
        wrong: [
          [3, "no..host", "target_malformed"],
          [4, "b.example", "option_value"],
          [5, "c.example", "owner_wrong"],
          [6, "d.example", "runbook_wrong"],
          [7, "e.example", "days_wrong"],
          [8, "sha256:ab12", "uploaded_certificate"],
        ],
      },
    ],
    [
      "YAML by its looks",
      "watches:\n  - target: a.example\n    starttls: imap\n    days: [30, 7]\n    owner:\n  - b.example:8443\n",
      {
        watches: [
          ["imap://a.example:143", { days: [30, 7] }],
          ["b.example:8443", {}],
        ],
      },
    ],
    [
      "a list in YAML",
      "- a.example\n- <!channel>\n",
      { watches: [["a.example:443", {}]], wrong: [[2, "<!channel>", "target_malformed"]] },
    ],
    ["nothing", " \n\n", { code: "empty" }],
    ["titles alone", "target,owner\n", { code: "empty" }],
    ["a quote without end", 'target\n"a.example\n', { code: "syntax", line: 2, reason: expect.any(String) }],
  ])("%s", (_, content, expected) => {
    expect(summarize(read(content))).toEqual(expected);
  });

  it("follows no alias", () => {
    expect(summarize(read("- &x a.example\n- *x\n"))).toMatchObject({
      watches: [["a.example:443", {}]],
      wrong: [[2, "", "target_missing"]],
    });
    expect(summarize(read("a: &a [x,x]\nwatches: *a\n", "list.yaml"))).toMatchObject({ line: 1 });
  });

  it.each<[string, string]>([
    ["lists in lists", "- ".repeat(500_000)],
    ["lists that never end", "- [\n".repeat(200_000)],
    ["one of them", `- ${"[".repeat(900_000)}`],
    ["one over lines", `- [\n${"  [\n".repeat(200_000)}`],
    ["tags", `- ${"!a ".repeat(300_000)}`],
    ["many tags", `- ${"!a ".repeat(1_300)}\n`.repeat(250)],
    ["many that are as long as may be", `- ${"? ".repeat(1_990)}\n`.repeat(250)],
    ["many that are nested as deep as may be", `- ${"[".repeat(58)}\n`.repeat(2_000)],
    ["names", "a: b\n".repeat(200_000)],
    ["an item of many names", `- a: b\n${"  a: b\n".repeat(140_000)}`],
    ["empty lines", "\n".repeat(1_000_000)],
    ["spaces", " ".repeat(1_000_000)],
  ])("is not held up by %s", (_, content) => {
    const began = performance.now();
    expect(read(content, "list.yaml")).not.toHaveProperty("watches.0");
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it.each<[string, string]>([
    ["quotes", '"'.repeat(1_000_000)],
    ["quotes in lines", '"a\n'.repeat(333_000)],
    ["columns", ",".repeat(1_000_000)],
    ["lines", "a,b\n".repeat(250_000)],
    ["comments", "#\n".repeat(500_000)],
    ["a long word", "a".repeat(1_000_000)],
  ])("is not held up by %s in CSV", (_, content) => {
    const began = performance.now();
    read(content);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it.each<[string, Uint8Array, string]>([
    ["an archive", Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0xff]), "not_text"],
    ["bytes that are no UTF-8", Buffer.from([0x61, 0xe9, 0x0a]), "not_text"],
    ["more than we read", Buffer.alloc(MAX_LIST_BYTES + 1, "a"), "too_large"],
    ["more lines than we take", Buffer.from("a.example\n".repeat(MAX_LIST_ROWS + 1)), "too_many"],
  ])("%s", (_, bytes, code) => {
    expect(read(bytes)).toMatchObject({ fault: { code } });
  });

  it("reads UTF-16 as spreadsheets write it", () => {
    const bytes = Buffer.from("\uFEFFtarget\towner\na.example\tU012ABCDE\n", "utf16le");
    expect(summarize(read(bytes))).toEqual({ watches: [["a.example:443", { owner: "U012ABCDE" }]] });
  });

  it("takes no time that others wait for", () => {
    const rows = Array.from(
      { length: MAX_LIST_ROWS },
      (_, i) => `h${i}.example,smtp,U012ABCDE,https://wiki.example/${"x".repeat(400)},30 7`,
    );
    const began = performance.now();
    expect(read(`target,starttls,owner,runbook,days\n${rows.join("\n")}`)).toHaveProperty(
      "watches.length",
      MAX_LIST_ROWS,
    );
    const yaml = rows.map((_, i) => `- target: h${i}.example\n  starttls: smtp\n  days: [30, 7]\n`).join("");
    expect(read(yaml, "list.yaml")).toHaveProperty("watches.length", MAX_LIST_ROWS);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it("comes back from a file as it went in", () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
    const watch = fc.record(
      {
        host: fc.oneof(
          fc.tuple(label, label).map((each) => `${each.join(".")}.example`),
          fc.ipV6(),
        ),
        port: fc.integer({ min: 1, max: 65_535 }),
        startTls: fc.constantFrom(...STARTTLS_PROTOCOLS),
        owner: fc.stringMatching(/^[UW][A-Z0-9]{8}$/),
        runbook: fc.webUrl({ withQueryParameters: true, withFragments: true }),
        days: fc.uniqueArray(fc.integer({ min: 1, max: 800 }), { minLength: 1, maxLength: 8 }),
      },
      { requiredKeys: ["host", "port"] },
    );
    fc.assert(
      fc.property(fc.array(watch, { minLength: 1, maxLength: 20 }), (all) => {
        const watches = new Map<string, NewWatch>();
        for (const { host, port, startTls, owner, runbook, days } of all) {
          const target = parseTarget(host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`, startTls);
          const watched = { kind: "server", target } as const;
          watches.set(watchedId(watched), {
            watched,
            ...(owner !== undefined && { owner }),
            ...(runbook !== undefined && { runbook: new URL(runbook).href }),
            ...(days !== undefined && { days: days.toSorted((a, b) => b - a) }),
          });
        }
        const given = [...watches.values()];
        fc.pre(given.every(({ runbook }) => (runbook ?? "").length <= 500));
        const exported = exportAll(given);
        for (const list of [read(writeCsv(exported)), read(writeYaml(exported), "list.yaml")])
          expect(list).toEqual({ watches: given, wrong: [] });
      }),
      { numRuns: 200 },
    );
  });

  it("is not held up by a thousand empty lines", () => {
    expect(summarize(read(`${"\n".repeat(1_000)}a.example\n`))).toEqual({ watches: [["a.example:443", {}]] });
  });

  it("gives a spreadsheet no formula, and takes its mark back", () => {
    const hostile: ExportedWatch = {
      target: "=cmd|' /C calc'!A0",
      starttls: "@x",
      owner: "+1",
      runbook: "-2",
      days: "'=3",
      not_after: "\t=4",
      state: "fine",
    };
    const [, row = ""] = writeCsv([hostile]).split("\n");
    expect(row).toBe("'=cmd|' /C calc'!A0,'@x,'+1,'-2,''=3,'\t=4,fine");
    expect(read(writeCsv([{ ...hostile, starttls: "", owner: "", runbook: "", days: "" }]))).toMatchObject({
      wrong: [{ given: "=cmd|' /C calc'!A0" }],
    });
  });
});
