import { describe, expect, it } from "vitest";
import { ERROR_MESSAGES } from "../../../src/diagnosis/error-messages.ts";
import type { Explanation } from "../../../src/diagnosis/explain.ts";
import { explain } from "../../../src/diagnosis/explain.ts";
import { catalogFor } from "../../../src/locales/catalogs.ts";
import { LOCALES } from "../../../src/locales/locale.ts";
import { acceptMessageBlocks, acceptView } from "../../../src/playground/blocks/accept.ts";
import { readCheckButton } from "../../../src/slack/views/check-buttons.ts";
import { checkModal } from "../../../src/slack/views/check-modal.ts";
import { explanationView } from "../../../src/slack/views/explanation.ts";
import { helpView } from "../../../src/slack/views/help.ts";
import type { MessageView } from "../../../src/slack/views/message.ts";
import { languageSetView, readLanguage, settingsModal } from "../../../src/slack/views/settings-modal.ts";

const HOSTILE = `<!channel> <@U1> *bold* \u202E\u0000\n&lt; ${"x".repeat(4_900)}`;
const HOLE = /undefined|null|NaN|\[object|\$\{/;
const longest = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(53)}.example:65535`;

function expectWithinSlack({ text, blocks }: MessageView) {
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(text).not.toMatch(/<[!@#]/);
  expect(acceptMessageBlocks(blocks)).toHaveLength(blocks.length);
  expect(JSON.stringify(blocks)).not.toMatch(HOLE);
}

const hostile: Explanation = {
  causes: [...new Set(ERROR_MESSAGES.flatMap(({ causes }) => Object.keys(causes)))].flatMap((kind) => {
    const [cause] = explain(ERROR_MESSAGES.find(({ causes }) => kind in causes)?.example ?? "").causes;
    return cause === undefined ? [] : [{ ...cause, matched: HOSTILE }];
  }),
  hosts: Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? longest : "[2001:db8::1]:443")),
};

const GIVEN = { channel: "C1", from: "channel", watching: null, timeZone: "Asia/Seoul", now: 0 } as const;

describe.each(LOCALES)("%s", (locale) => {
  const catalog = catalogFor(locale);

  it("has words for every cause, and stays within what Slack takes", () => {
    for (const cause of hostile.causes)
      expectWithinSlack(explanationView({ ...hostile, causes: [cause] }, catalog));
    expectWithinSlack(explanationView(hostile, catalog));
    expectWithinSlack(explanationView({ causes: [], hosts: [] }, catalog));
  });

  it.each(["this_side", "other_side", null] as const)("says who refused: %s", (by) => {
    const sentence = catalog.explaining.refusal({ by, alert: "handshake_failure" });
    expect(sentence).toContain("handshake_failure");
    expect(catalog.explaining.refusal({ by: by ?? "this_side", alert: null })).not.toMatch(HOLE);
  });

  it("has a form for the language, each of them in its own words too", () => {
    for (const chosen of [null, ...LOCALES, "xx"]) {
      const view = settingsModal({ ...GIVEN, chosen }, catalog);
      expect(acceptView(view, []).blocks).toHaveLength(1);
      expect(JSON.stringify(view)).not.toMatch(HOLE);
    }
    expect(catalog.settings.title.length).toBeLessThanOrEqual(24);
    expect(catalog.settings.submit.length).toBeLessThanOrEqual(24);
    for (const tag of LOCALES)
      expect(JSON.stringify(settingsModal({ ...GIVEN, chosen: tag }, catalog))).toContain(
        catalogFor(tag).settings.name(tag),
      );
  });

  it.each([null, ...LOCALES])("tells the channel who chose %s", (tag) => {
    const { text, blocks } = languageSetView(tag, "U1", catalog);
    expect(text.match(/<@U1>/g)).toHaveLength(1);
    expect(acceptMessageBlocks(blocks)).toHaveLength(1);
    expect(text).toContain(tag === null ? "<@U1>" : catalog.settings.name(tag));
  });

  it("has a form that says why it opens, and a help that tells of all of it", () => {
    const view = checkModal({ targets: "", channel: null, notice: catalog.explaining.nothing }, catalog);
    expect(acceptView(view, ["files:read"]).blocks).toHaveLength(view.blocks.length);
    const help = helpView("/tlscheck", catalog);
    expectWithinSlack(help);
    for (const word of ["/tlscheck explain", "/tlscheck settings", "@tlscheck"])
      expect(JSON.stringify(help.blocks)).toContain(word);
  });
});

describe("what a button or a choice says", () => {
  it("is read back", () => {
    const { blocks } = explanationView(hostile, catalogFor("en"));
    const buttons = blocks.flatMap((block) => (block.type === "actions" ? block.elements : []));
    expect(buttons).toHaveLength(5);
    expect(new Set(buttons.map((button) => ("action_id" in button ? button.action_id : ""))).size).toBe(5);
    expect(readCheckButton(longest, catalogFor("en"))?.target).toMatchObject({
      host: longest.slice(0, -6),
      port: 65_535,
    });
  });

  it.each([undefined, "", "host:99999", "gopher://a.example", HOSTILE])("is none of ours: %j", (value) => {
    expect(readCheckButton(value, catalogFor("en"))).toBeNull();
  });

  it("is a language that we speak, or each person's own", () => {
    expect(readLanguage("own")).toBeNull();
    expect(readLanguage("en")).toBe("en");
    for (const value of [undefined, "", "xx", "__proto__", "toString"])
      expect(readLanguage(value)).toBeUndefined();
  });
});
