import { describe, expect, it } from "vitest";
import { catalogFor } from "../../../src/locales/catalogs.ts";
import { LOCALES } from "../../../src/locales/locale.ts";
import { acceptMessageBlocks, acceptView } from "../../../src/playground/blocks/accept.ts";
import { day } from "../../../src/slack/views/dates.ts";
import { digestView } from "../../../src/slack/views/digest.ts";
import type { HomeWatches } from "../../../src/slack/views/home-watches.ts";
import { shownAlerts } from "../../../src/slack/views/home-watches.ts";
import { homeView } from "../../../src/slack/views/home-view.ts";
import { settingsModal } from "../../../src/slack/views/settings-modal.ts";
import { readWatchSettings } from "../../../src/slack/views/watch-settings.ts";
import { MARKS, weave } from "../../../src/slack/views/weave.ts";
import type { Alert, Concern } from "../../../src/watches/alert.ts";
import type {
  ListedWatch,
  StoredAlert,
  WatchSettings,
  WatchingChannel,
} from "../../../src/watches/channel.ts";
import { composeDigest } from "../../../src/watches/digest.ts";
import type { WatchesOfChannel } from "../../../src/watches/overview.ts";
import { surveyWatches } from "../../../src/watches/overview.ts";
import { subjectKey, subjectOf } from "../../../src/watches/subject.ts";
import type { Trouble, WatchedState } from "../../../src/watches/watched-state.ts";
import type { Watched } from "../../../src/watches/watched.ts";
import { watchedId } from "../../../src/watches/watched.ts";
import { endingIn } from "../../support/home-watches.ts";
import { watchedCertificate } from "../../support/watches.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;
const HOLE = /undefined|\bnull\b|NaN|\[object|\$\{/;
/** 5,000 characters that want to mention, to turn the line and to end it, and hold our own marks. */
const HOSTILE = `<!channel> <@U1> <https://evil.example|ok> *bold* \u202E\u0000\n&lt; ${MARKS.first}${MARKS.second} ${"x".repeat(4_900)}`;

const settings: WatchSettings = { timeZone: "Asia/Seoul", quietHours: null, digest: "weekly", days: null };

function watching(channel: string, given: Partial<WatchingChannel> = {}): WatchingChannel {
  return {
    team: "T1",
    enterprise: null,
    channel,
    locale: "en",
    addedBy: "U1",
    settings,
    paused: null,
    ...given,
  };
}

function listed(watched: Watched, state: WatchedState | null, channel = "C1"): ListedWatch {
  const watch = {
    team: "T1",
    channel,
    watched: watchedId(watched),
    addedBy: "U1",
    addedAt: 0,
    owner: null,
    runbook: null,
    days: null,
  };
  return { watch, watched, state };
}

const server = (host: string): Watched => ({
  kind: "server",
  target: { host, port: 443, serverName: host },
});

/** Every kind of trouble, with text of strangers wherever there may be some. */
function everyTrouble(hostile: string): Trouble[] {
  const certificate = { ...watchedCertificate("bad.example.com", NOW - 400 * DAY, 398), subject: hostile };
  const addresses = [hostile, hostile];
  return [
    { kind: "expires", certificate, endEntity: true, addresses },
    {
      kind: "expires",
      certificate: { ...certificate, sha256: "cd".repeat(32) },
      endEntity: false,
      addresses,
    },
    {
      kind: "revoked",
      certificate,
      endEntity: false,
      revocation: { sha256: "", revocationDate: NOW - DAY, reason: "keyCompromise", source: "crl" },
      addresses,
    },
    { kind: "chain_broken", certificate, faults: [hostile], addresses },
    { kind: "name_not_covered", certificate, name: hostile, addresses },
    { kind: "partly_renewed", certificate, newer: certificate, renewedAddresses: addresses, addresses },
    {
      kind: "unreachable",
      why: { reason: "handshake_failed", detail: hostile },
      since: NOW - DAY,
      tries: 3,
      addresses,
    },
    { kind: "removed", versions: [hostile], cipherSuites: [hostile], since: NOW - DAY, addresses },
  ];
}

function alertOf(trouble: Trouble, ids: readonly string[], given: Partial<Alert> = {}): StoredAlert {
  const told = { level: "critical", leftMs: 0, kinds: [trouble.kind] } as const;
  const alert: Alert = {
    subject: subjectOf(trouble),
    state: "open",
    openedAt: NOW - DAY,
    told,
    posts: [{ number: 0, why: "opened", at: NOW - DAY, told, mentions: [] }],
    acknowledged: { by: "U9", at: NOW },
    snoozed: null,
    closedAt: null,
    replaced: null,
    ...given,
  };
  const concerns = ids.map((watched): Concern => ({
    watched,
    troubles: [trouble],
    replaced: null,
    owner: null,
    runbook: null,
    days: null,
  }));
  return { alert, concerns };
}

/** As much as a channel may watch, and all of it bad. */
function worst(channel: string, count: number): WatchesOfChannel {
  const replacements = Array.from({ length: 100 }, (_, index) => ({
    at: NOW - index,
    watched: `renewed${index}.example.com:443`,
    before: { ...watchedCertificate(`r${index}`, NOW - 90 * DAY), subject: HOSTILE },
    after: { ...watchedCertificate(`r${index}`, NOW), subject: HOSTILE },
  }));
  const watches = Array.from({ length: count }, (_, index) => {
    const host = `${"long-label-".repeat(5)}${index}.example.com`;
    const state = endingIn(host, 1 + (index % 300), NOW);
    const troubles = everyTrouble(HOSTILE).map((trouble) =>
      "certificate" in trouble
        ? { ...trouble, certificate: { ...trouble.certificate, sha256: String(index).padStart(64, "0") } }
        : trouble,
    );
    return listed(server(host), { ...state, troubles: [...state.troubles, ...troubles] }, channel);
  });
  const uploaded: Watched = {
    kind: "certificate",
    certificate: { ...watchedCertificate("uploaded", NOW - 80 * DAY), subject: HOSTILE },
  };
  const ids = watches.map(({ watch }) => watch.watched);
  const alerts = watches
    .slice(0, 50)
    .flatMap(({ state }) =>
      (state?.troubles ?? []).map((trouble, index) =>
        alertOf(trouble, ids, index % 2 === 0 ? {} : { snoozed: { by: "U8", until: NOW + DAY } }),
      ),
    );
  return {
    channel,
    listed: [...watches, listed(uploaded, endingIn("uploaded", 3, NOW), channel)],
    alerts,
    replacements,
  };
}

function homeWatches(channels: readonly WatchesOfChannel[], given: Partial<HomeWatches> = {}): HomeWatches {
  const watches: HomeWatches = {
    overview: surveyWatches(channels, NOW, NOW - 30 * DAY),
    channels: channels.map(({ channel, listed: all }) => ({
      settings: watching(channel, { paused: { at: NOW, reason: HOSTILE } }),
      watched: all.length,
      unseen: 0,
      notPublic: 0,
    })),
    offset: 0,
    timeZone: "Europe/Berlin",
    lines: { now: NOW, links: new Map(), channel: null },
    ...given,
  };
  const links = new Map(
    shownAlerts(watches).map(({ alert }) => [alert, "https://example.slack.com/archives/C1/p1"] as const),
  );
  return { ...watches, lines: { ...watches.lines, links } };
}

function expectHarmless(blocks: unknown): void {
  const json = JSON.stringify(blocks);
  expect(json).not.toMatch(/"type":"broadcast"/);
  const invisible = /[\p{Cc}\p{Co}\u202E]/u;
  expect(textOf([blocks]).replaceAll("\n", "")).not.toMatch(invisible);
  // mrkdwn would read what strangers wrote.
  expect(json).not.toContain('"type":"mrkdwn"');
}

const many = worst("C1", 2_000);
const full = homeWatches([many, ...Array.from({ length: 40 }, (_, index) => worst(`C${index + 2}`, 2))]);

describe.each(LOCALES)("in %s", (locale) => {
  const catalog = catalogFor(locale);

  it("App Home of 2,000 watches keeps within Slack's limits, whatever strangers wrote", () => {
    for (const offset of [0, 20, 1_980, 1e9, -5]) {
      const view = homeView({ recent: [], watches: { ...full, offset } }, catalog);
      expect(acceptView(view, []).blocks.length).toBeLessThanOrEqual(100);
      expect(JSON.stringify(view).length).toBeLessThan(200_000);
      expectHarmless(view.blocks);
      expect(JSON.stringify(view)).not.toMatch(HOLE);
    }
  });

  it("App Home says what it cannot show", () => {
    for (const watches of ["store_unavailable", "channels_unknown", homeWatches([])] as const) {
      const view = homeView({ recent: null, watches }, catalog);
      expect(acceptView(view, []).blocks).toHaveLength(view.blocks.length);
    }
  });

  it("the digest of 2,000 watches keeps within Slack's limits, whatever strangers wrote", () => {
    for (const period of ["daily", "weekly"] as const) {
      const digest = composeDigest({ ...many, since: NOW - DAY, now: NOW });
      if (digest === null) throw new Error("there is something to tell");
      const links = new Map(
        many.alerts.map(({ alert }) => [subjectKey(alert.subject), "https://a.example/"]),
      );
      const view = digestView({ digest, period, links, command: "/tlscheck" }, catalog);
      expect(acceptMessageBlocks(view.blocks).length).toBeLessThanOrEqual(50);
      expect(view.text).not.toMatch(/<[!@#h]/);
      expect(JSON.stringify(view.blocks)).not.toContain('"type":"user"');
      expectHarmless(view.blocks);
      expect(`${view.text} ${JSON.stringify(view.blocks)}`).not.toMatch(HOLE);
    }
  });

  it.each([null, { from: 22 * 60, to: 7 * 60 }, { from: 17, to: 1_439 }])(
    "the settings ask for all that can be chosen, with quiet hours %j",
    (quietHours) => {
      const given = {
        channel: "C1",
        from: "home",
        chosen: null,
        watching: { ...settings, quietHours, timeZone: "Nowhere/Land", days: [30, 7] },
        timeZone: "Australia/Lord_Howe",
        now: NOW,
      } as const;
      const view = settingsModal(given, catalog);
      expect(acceptView(view, []).blocks).toHaveLength(6);
      expect(JSON.stringify(view)).toContain("(UTC+11:00) Australia/Lord_Howe");
      expect(JSON.stringify(view)).not.toContain("Nowhere");
    },
  );
});

const en = catalogFor("en");

/** Text of rich text, an element of another kind as what it shows. */
function textOf(blocks: readonly unknown[]): string {
  const parts: string[] = [];
  JSON.stringify(blocks, (key, value: unknown) => {
    if (key === "text" && typeof value === "string") parts.push(value);
    if (key === "fallback" && typeof value === "string") parts.push(value.slice(0, 10));
    return value;
  });
  return parts.join("");
}

function isPreformatted(part: unknown): part is { elements: unknown[] } {
  return typeof part === "object" && part !== null && Reflect.get(part, "type") === "rich_text_preformatted";
}

describe("App Home", () => {
  const shared = endingIn("shared", 6, NOW);

  it("shows a certificate once, however many hosts and channels have it", () => {
    const hosts = Array.from({ length: 50 }, (_, index) => `host${index}.example.com`);
    const of = (channel: string): WatchesOfChannel => ({
      channel,
      listed: hosts.map((host) => listed(server(host), shared, channel)),
      alerts: [],
      replacements: [],
    });
    const view = homeView({ recent: [], watches: homeWatches([of("C1"), of("C2")]) }, en);
    expect(textOf(view.blocks)).toContain(
      "In 6 days: 2026-11-27 · host0.example.com, host1.example.com, host2.example.com, host3.example.com, host4.example.com and 45 more",
    );
    expect(textOf(view.blocks).match(/In 6 days/g)).toHaveLength(1);
    expect(textOf(view.blocks)).toContain("Nothing is broken now. Watched in your channels: 50.");
  });

  it("says of a channel how much of it only some clients trust", () => {
    const { channels, ...watches } = homeWatches([worst("C1", 2)]);
    const some = channels.map((each) => ({ ...each, watched: 3, notPublic: 2 }));
    const view = homeView({ recent: [], watches: { ...watches, channels: some } }, en);
    expect(textOf(view.blocks)).toContain(
      "3 watched, 2 with an authority that is not public or an incomplete chain",
    );
  });

  it("has a picture only where it tells more than the list", () => {
    const of = (count: number) =>
      homeWatches([
        {
          channel: "C1",
          listed: Array.from({ length: count }, (_, index) =>
            listed(server(`h${index}.example.com`), endingIn(`h${index}`, 3 + 7 * (index % 3), NOW)),
          ),
          alerts: [],
          replacements: [],
        },
      ]);
    const pictureOf = (watches: HomeWatches) =>
      homeView({ recent: [], watches }, en).blocks.flatMap((block) => {
        const parts =
          "elements" in block && Array.isArray(block.elements) ? (block.elements as unknown[]) : [];
        return parts.flatMap((part) => (isPreformatted(part) ? part.elements : []));
      });
    expect(pictureOf(of(7))).toEqual([]);
    expect(pictureOf(of(60))).toEqual([
      {
        type: "text",
        text: [
          "16 Nov ·",
          `23 Nov ${"█".repeat(20)} 20`,
          `30 Nov ${"█".repeat(20)} 20`,
          `07 Dec ${"█".repeat(20)} 20`,
          "14 Dec ·",
          "21 Dec ·",
          "28 Dec ·",
          "04 Jan ·",
          "11 Jan ·",
          "18 Jan ·",
          "25 Jan ·",
          "01 Feb ·",
        ].join("\n"),
      },
    ]);
  });

  it("says who did something about what is wrong", () => {
    const [trouble] = everyTrouble("CN=bad").slice(3);
    if (trouble === undefined) throw new Error("no trouble");
    const bad = server("bad.example.com");
    const of = (given: Partial<Alert>) =>
      homeWatches([
        {
          channel: "C1",
          listed: [listed(bad, { ...shared, troubles: [trouble] })],
          alerts: [alertOf(trouble, [watchedId(bad)], given)],
          replacements: [],
        },
      ]);
    const said = (given: Partial<Alert>) => textOf(homeView({ recent: [], watches: of(given) }, en).blocks);
    expect(said({})).toMatch(/refuse the chain: CN=bad · bad\.example\.com · (?:.*)acknowledged by  · alert/);
    expect(said({ snoozed: { by: "U8", until: NOW + DAY } })).toContain("snoozed until 2026-11-22");
    expect(said({ state: "resolved" })).not.toContain("acknowledged");
  });
});

describe("a sentence with marks", () => {
  it("has the elements in their place, and keeps what strangers wrote as it is", () => {
    const sentence = `${MARKS.second} before ${MARKS.first}: ${HOSTILE.slice(0, 60)}`;
    const woven = weave(sentence, { first: day(NOW), second: { type: "user", user_id: "U1" } });
    expect(woven.map(({ type }) => type)).toEqual(["user", "text", "date", "text"]);
    expectHarmless(woven);
  });

  it("has dates that no calendar knows", () => {
    expect(day(8.7e15)).toEqual({ type: "text", text: "8700000000000000" });
  });
});

describe("the form of the settings", () => {
  const form = (given: Readonly<Record<string, string>>) => {
    const all = {
      time_zone: "Europe/Berlin",
      quiet_from: "1320",
      quiet_to: "420",
      digest: "daily",
      days: "",
      ...given,
    };
    return Object.fromEntries(
      Object.entries(all).map(([name, value]) => [
        name,
        {
          [name]:
            name === "days"
              ? { type: "plain_text_input", value }
              : { type: "static_select", selected_option: { text: { type: "plain_text", text: "" }, value } },
        },
      ]),
    ) as Parameters<typeof readWatchSettings>[0];
  };

  it("is read", () => {
    expect(readWatchSettings(form({ days: " 1,30 7 7" }), en)).toEqual({
      settings: {
        timeZone: "Europe/Berlin",
        quietHours: { from: 1_320, to: 420 },
        digest: "daily",
        days: [30, 7, 1],
      },
    });
    expect(readWatchSettings(form({ quiet_from: "none" }), en)).toMatchObject({
      settings: { quietHours: null, days: null },
    });
  });

  it.each([
    { days: "0" },
    { days: "30, soon" },
    { days: "-1" },
    { days: "99999" },
    { days: "1 2 3 4 5 6 7 8 9 10 11 12" },
    { quiet_to: "1320" },
  ])("is refused with an example: %j", (given) => {
    expect(JSON.stringify(readWatchSettings(form(given), en))).toMatch(/errors.*for example|errors.*30/i);
  });

  it("that nobody of ours made is not read", () => {
    expect(readWatchSettings({}, en)).toBeNull();
    expect(readWatchSettings(form({ time_zone: "Mars/Base" }), en)).toBeNull();
    expect(readWatchSettings(form({ digest: "hourly" }), en)).toBeNull();
    expect(readWatchSettings(form({ quiet_from: "99999" }), en)).toMatchObject({
      settings: { quietHours: null },
    });
  });
});

it("says of each host what came of it, though no certificate did", () => {
  const away = (host: string, detail: string) => {
    const why = { reason: "handshake_failed", detail } as const;
    const trouble: Trouble = { kind: "unreachable", why, since: NOW, tries: 3, addresses: [] };
    return listed(server(host), { ...endingIn(host, 90, NOW), lists: [], troubles: [trouble] });
  };
  const watches = [away("a.example", "closed"), away("b.example", "not_tls"), away("c.example", "closed")];
  const { broken } = surveyWatches(
    [{ channel: "C1", listed: watches, alerts: [], replacements: [] }],
    NOW,
    NOW - DAY,
  );
  expect(broken.map(({ watched }) => watched.map((each) => watchedId(each)))).toEqual([
    ["a.example:443", "c.example:443"],
    ["b.example:443"],
  ]);
});
