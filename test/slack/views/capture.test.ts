import { beforeAll, describe, expect, it } from "vitest";
import type { HandshakeTrace } from "../../../src/pcap/handshake-trace.ts";
import { catalogFor } from "../../../src/locales/catalogs.ts";
import { LOCALES } from "../../../src/locales/locale.ts";
import { acceptMessageBlocks, acceptView } from "../../../src/playground/blocks/accept.ts";
import type { CaptureRecord } from "../../../src/report/capture-record.ts";
import { captureView, handshakeView, readCaptureId, readPicked } from "../../../src/slack/views/capture.ts";
import { readingView, unreadView } from "../../../src/slack/views/capture-notice.ts";
import { copyModal, readCopyPlace } from "../../../src/slack/views/copy-modal.ts";
import type { MessageView } from "../../../src/slack/views/message.ts";
import type { Scenes } from "../../support/captures.ts";
import { CAPTURE_ID, recordOf, recordScenes, refusedByMany } from "../../support/captures.ts";

const en = catalogFor("en");
const HOSTILE = `<!channel> <@U1> <https://evil.example|ok> *bold* \u202E\u0000\n&lt; ${"x".repeat(4_900)}`;

/** Wherever a peer writes text. */
const poisoned = (trace: HandshakeTrace): HandshakeTrace =>
  new Proxy(trace, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === "serverName") return HOSTILE;
      if (name !== "clientHello" || target.clientHello === null) return value;
      return { ...target.clientHello, serverName: HOSTILE, alpn: Array<string>(5).fill(HOSTILE) };
    },
  });

let scenes: Scenes;
let records: Readonly<Record<string, CaptureRecord>>;
beforeAll(async () => {
  scenes = await recordScenes();
  const sizes = [1, 3, 500] as const;
  const plain = sizes.map(async (size) => [`${size}`, await recordOf(refusedByMany(scenes, size))] as const);
  const hostile = sizes.map(
    async (size) =>
      [`${size} hostile`, await recordOf(refusedByMany(scenes, size), HOSTILE, poisoned)] as const,
  );
  records = Object.fromEntries([
    ...(await Promise.all([...plain, ...hostile])),
    ["none", await recordOf([])],
  ]);
});

function record(name: string): CaptureRecord {
  const found = records[name];
  if (found === undefined) throw new Error(`no record ${name}`);
  return found;
}

/** As Slack would take it, and nothing of a stranger's in what Slack reads as its own marks. */
function complaintsOf({ text, blocks, plainBlocks = [] }: MessageView): string[] {
  const shown = JSON.stringify([acceptMessageBlocks(blocks), acceptMessageBlocks(plainBlocks)]);
  return [
    ...(text.length > 4_000 ? ["text too long"] : []),
    ...(/<[!@h]/.test(text) ? ["text with marks"] : []),
    ...(shown.includes("\u202E") ? ["direction turned"] : []),
    ...(shown.includes('"mrkdwn"') ? ["mrkdwn"] : []),
  ];
}

const SIZES = ["1", "3", "500", "1 hostile", "3 hostile", "500 hostile", "none"];

describe.each(LOCALES)("in %s", (locale) => {
  const catalog = catalogFor(locale);

  it.each(SIZES)("Slack takes the summary of %s handshakes", (name) => {
    expect(complaintsOf(captureView(record(name), catalog))).toEqual([]);
  });

  it.each(SIZES.slice(0, -1))("Slack takes each handshake of %s", (name) => {
    for (const index of [0, record(name).groups.length - 1]) {
      const view = handshakeView(record(name), { index, reachable: 0 }, catalog);
      expect(view === null ? ["no view"] : complaintsOf(view)).toEqual([]);
    }
  });

  it("Slack takes what is said while and instead of reading, and the form", () => {
    const views = [
      readingView({ name: HOSTILE, read: 1, total: 100_000_000 }, catalog),
      unreadView(HOSTILE, { kind: "too_large", limit: 100_000_000 }, catalog),
      unreadView(HOSTILE, { kind: "too_slow", minutes: 5 }, catalog),
      unreadView(HOSTILE, { kind: "failed" }, catalog),
    ];
    expect(views.flatMap(complaintsOf)).toEqual([]);
    acceptView(copyModal({ captureId: CAPTURE_ID, channel: "C1", threadTs: "1.2" }, catalog), []);
  });
});

describe("the summary", () => {
  it("has at most 99 rows below the titles and 10,000 characters, and says how many it leaves out", () => {
    const view = captureView(record("500"), en);
    const table = view.blocks.find(({ type }) => type === "table");
    if (table?.type !== "table") throw new Error("no table");
    expect(table.rows.length).toBeLessThanOrEqual(100);
    expect(table.rows.length).toBeGreaterThan(80);
    expect(JSON.stringify(view.blocks)).toContain(`${500 - (table.rows.length - 1)} further causes`);
  });

  it("puts what failed before what is not whole and what was completed, and counts what is alike", async () => {
    const server = { address: "198.51.100.9", port: 8443 };
    const packets = [
      ...scenes.completed(),
      ...scenes.completed().slice(0, 3),
      ...scenes.refused(),
      ...scenes.refused({ server }),
      ...scenes.refused({ server }),
    ];
    const { groups } = await recordOf(packets);
    expect(groups.map(({ count, flow: { outcome, context } }) => [count, outcome, context.server])).toEqual([
      [2, "failed", "198.51.100.9:8443"],
      [1, "failed", "198.51.100.7:443"],
      expect.arrayContaining(["completed", "198.51.100.7:443"]),
    ]);
  });
});

describe("what is kept", () => {
  it("is bounded, whatever peers send, and has none of their bytes", () => {
    for (const name of SIZES) {
      const kept = JSON.stringify(record(name));
      expect(kept.length).toBeLessThan(1_100_000);
      expect(record(name).groups.length).toBeLessThanOrEqual(99);
      expect(kept).not.toContain("certificateList");
    }
  });
});

describe("a button", () => {
  it("for a check is there only where a server answers", () => {
    const offered = (reachable: number | null) =>
      JSON.stringify(handshakeView(record("1"), { index: 0, reachable }, en)?.blocks);
    expect(offered(0)).toContain("Check api.example.com:443 now");
    expect(offered(1)).toContain("Check 198.51.100.1:443 now");
    expect(offered(null)).not.toContain("check_server");
    expect(handshakeView(record("1"), { index: 9, reachable: null }, en)).toBeNull();
  });

  it("names what it is about, and others' are not read", () => {
    expect(readCaptureId(`capture:${CAPTURE_ID}`)).toBe(CAPTURE_ID);
    expect(readCaptureId(`question:${CAPTURE_ID}`)).toBeNull();
    expect(readPicked("12 1")).toEqual({ index: 12, reachable: 1 });
    expect(readPicked("12")).toBeNull();
    const place = { captureId: CAPTURE_ID, channel: "C1", threadTs: "1.2" };
    expect(readCopyPlace(copyModal(place, en).private_metadata ?? "")).toEqual(place);
    expect(readCopyPlace("{}")).toBeNull();
  });
});
