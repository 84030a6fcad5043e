import { describe, expect, it } from "vitest";
import { parseTarget } from "../../../src/diagnosis/target.ts";
import { catalogFor } from "../../../src/locales/catalogs.ts";
import { LOCALES } from "../../../src/locales/locale.ts";
import { acceptMessageBlocks, acceptView } from "../../../src/playground/blocks/accept.ts";
import { watchRows } from "../../../src/report/watch-rows.ts";
import {
  announcedView,
  exampleOf,
  unwatchAllView,
  unwatchAnswerView,
  watchAnswerView,
} from "../../../src/slack/views/watch-answer.ts";
import type { Refused } from "../../../src/slack/views/watch-answer.ts";
import { readListPlace, watchListView } from "../../../src/slack/views/watch-list.ts";
import { watchModal } from "../../../src/slack/views/watch-modal.ts";
import type { ListedWatch } from "../../../src/watches/channel.ts";
import type { Trouble, WatchedState } from "../../../src/watches/watched-state.ts";
import type { WatchProblem } from "../../../src/watches/watch-options.ts";
import type { Watched } from "../../../src/watches/watched.ts";
import { watchedId } from "../../../src/watches/watched.ts";
import { watchedCertificate, watchedState } from "../../support/watches.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21);
const en = catalogFor("en");
/** 2,000 characters that want to mention, to turn the line and to end it. */
const HOSTILE = `<!channel> <@U1> *bold* \u202E\u0000\n&lt; ${"x".repeat(1_950)}`;

function listed(
  watched: Watched,
  state: WatchedState | null = null,
  owner: string | null = null,
): ListedWatch {
  const watch = { team: "T1", channel: "C1", watched: watchedId(watched), addedBy: "U1", addedAt: 0 };
  return { watch: { ...watch, owner, runbook: null, days: null }, watched, state };
}

const server = (host: string): Watched => ({ kind: "server", target: parseTarget(host) });
const broken = (host: string, trouble: Pick<Trouble, "kind">, days = 50): ListedWatch => {
  const state = seen(host, days);
  // The rest of a trouble is not read here.
  return listed(server(host), { ...state, troubles: [trouble as Trouble] });
};
function seen(host: string, days: number): WatchedState {
  const state = watchedState(host, NOW);
  const lists = state.lists.map((list) => ({
    ...list,
    certificate: { ...list.certificate, notBefore: NOW + (days - 90) * DAY, notAfter: NOW + days * DAY },
  }));
  return { ...state, lists };
}
const settings = { days: null, paused: false };
const context = { paused: false, now: NOW, command: "/tlscheck" };

describe("the rows of a list", () => {
  it("what is broken stands first, then what runs out first; what was not seen yet is last", () => {
    const rows = watchRows(
      [
        listed(server("unseen.example")),
        listed(server("fine.example"), seen("fine.example", 80)),
        listed(server("soon.example"), seen("soon.example", 10)),
        broken("away.example", { kind: "unreachable" }),
        listed({ kind: "certificate", certificate: watchedCertificate("file.example", NOW) }),
        broken("revoked.example", { kind: "revoked" }),
        listed(server("expired.example"), seen("expired.example", -1)),
      ],
      settings,
      NOW,
    );
    expect(rows.map(({ id, condition }) => [id.replace(/:443$|(?<=^sha256:).*/, ""), condition])).toEqual([
      ["revoked.example", "revoked"],
      ["expired.example", "expired"],
      ["away.example", "unreachable"],
      ["soon.example", "running_out"],
      ["fine.example", "ok"],
      ["sha256:", "ok"],
      ["unseen.example", "unseen"],
    ]);
  });

  it("what has another authority than a public one since it is watched is not broken, and not fine", () => {
    const fine = seen("private.example", 80);
    const lists = fine.lists.map((list) => ({ ...list, faults: ["root_not_trusted"] as const }));
    const own = { ...fine, lists, accepted: ["issuer_not_found", "root_not_trusted"] };
    const conditionOf = (each: ListedWatch) => watchRows([each], settings, NOW)[0]?.condition;
    const host = server("private.example");
    expect(conditionOf(listed(host, own))).toBe("not_public");
    expect(conditionOf(listed(host, { ...own, lists: fine.lists }))).toBe("ok");
    expect(conditionOf(listed(host, { ...seen("private.example", 3), accepted: own.accepted }))).toBe(
      "running_out",
    );
    expect(conditionOf(broken("private.example", { kind: "unreachable" }))).toBe("unreachable");
  });

  it("an issuer that ends first is what runs out; a channel's own days decide what is soon", () => {
    const state = watchedState("a.example", NOW);
    const [list] = state.lists;
    if (list === undefined) throw new Error("no list");
    const issuers = list.issuers.map((issuer) => ({ ...issuer, notAfter: NOW + 3 * DAY }));
    const all = [listed(server("a.example"), { ...state, lists: [{ ...list, issuers }] })];
    expect(watchRows(all, settings, NOW)[0]).toMatchObject({
      notAfter: NOW + 3 * DAY,
      condition: "running_out",
    });
    expect(watchRows(all, { days: [2], paused: false }, NOW)[0]?.condition).toBe("ok");
    expect(watchRows(all, { days: [2], paused: true }, NOW)[0]?.condition).toBe("paused");
  });
});

describe("an example", () => {
  const given = "x";
  it.each<["watch" | "unwatch" | "list", WatchProblem | null, string]>([
    ["watch", null, "watch api.example.com mail.example.com:993"],
    ["unwatch", { code: "target_missing" }, "unwatch api.example.com mail.example.com:993"],
    ["list", null, "list example.com"],
    ["watch", { code: "owner_wrong", given }, "watch --owner @ada api.example.com"],
    ["watch", { code: "days_wrong", given, most: 8, longest: 825 }, "watch --days 30,7,1 api.example.com"],
    [
      "watch",
      { code: "runbook_wrong", given },
      "watch --runbook https://wiki.example.com/certificates api.example.com",
    ],
  ])("of %s, %j", (word, problem, call) => {
    for (const locale of LOCALES)
      expect(exampleOf(word, "/tlscheck", catalogFor(locale), problem).endsWith(`/tlscheck ${call}`)).toBe(
        true,
      );
  });

  it("of a list that finds nothing is of a list", () => {
    const rows = watchRows([listed(server("a.example"))], settings, NOW);
    const shown = (filter: string, of = rows) =>
      JSON.stringify(watchListView(of, { page: 0, filter }, context, en).blocks);
    expect(shown("nosuch")).toContain("For example: /tlscheck list example.com");
    expect(shown("", [])).toContain("For example: /tlscheck watch api.example.com");
  });
});

describe.each(LOCALES)("in %s what Slack takes", (locale) => {
  const catalog = catalogFor(locale);

  it("a list of 2,000, whoever named what is in it", () => {
    const certificate = {
      ...watchedCertificate("a.example", NOW),
      subject: `CN=${HOSTILE}`,
      issuer: `CN=${HOSTILE}`,
    };
    const all = Array.from({ length: 2_000 }, (_, i) =>
      listed(
        { kind: "certificate", certificate: { ...certificate, sha256: String(i).padStart(64, "0") } },
        null,
        "U012ABCDE",
      ),
    );
    const rows = watchRows(all, settings, NOW);
    for (const page of [-1, 0, 1, 133, 9_999]) {
      const { blocks, plainBlocks = [] } = watchListView(rows, { page, filter: "<!chan" }, context, catalog);
      expect(() => acceptMessageBlocks(blocks)).not.toThrow();
      expect(() => acceptMessageBlocks(plainBlocks)).not.toThrow();
    }
    expect(() =>
      acceptMessageBlocks(
        watchListView([], { page: 0, filter: HOSTILE.slice(0, 100) }, context, catalog).blocks,
      ),
    ).not.toThrow();
  });

  it("the form", () => {
    expect(() => acceptView(watchModal("C1", catalog), ["files:read"])).not.toThrow();
    expect(() => acceptView(watchModal(null, catalog), ["files:read"])).not.toThrow();
  });

  it("answers on 500 words that are all wrong, and on 500 that are right", () => {
    const refused = Array.from({ length: 500 }, (): Refused => ({
      given: HOSTILE,
      problem: { code: "target_malformed", given: HOSTILE },
    }));
    const names = Array.from(
      { length: 500 },
      (_, i) => `${"a".repeat(60)}.${"b".repeat(60)}.${i}.example:443`,
    );
    for (const { text, blocks } of [
      watchAnswerView({ added: names, known: names, changed: names, refused }, "/tlscheck", catalog),
      unwatchAnswerView(
        { gone: names, notWatched: refused.map(({ given }) => given), similar: names, refused },
        "/tlscheck",
        catalog,
      ),
      unwatchAllView(2_000, catalog),
      announcedView(
        { act: "watch", targets: refused.slice(0, 10).map(({ given }) => given), count: 500 },
        "U7",
        catalog,
      ),
    ]) {
      expect(() => acceptMessageBlocks(blocks)).not.toThrow();
      expect(text.length).toBeLessThanOrEqual(4_000);
      expect(JSON.stringify(blocks).length).toBeLessThan(60_000);
    }
  });
});

it("who is mentioned is who asked, whatever a target is called", () => {
  const { blocks } = announcedView({ act: "watch", targets: ["<!channel> <@U1>"], count: 1 }, "U7", en);
  expect(JSON.stringify(blocks)).toContain("<@U7> has me watch &lt;!channel&gt; &lt;@U1&gt; here");
});

it.each([undefined, "", "null", "[]", "{", '{"page":1.5,"filter":""}', '{"page":0,"filter":7}'])(
  "%s is no place in a list",
  (value) => {
    expect(readListPlace(value)).toBeNull();
  },
);
