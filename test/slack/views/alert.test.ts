import { describe, expect, it } from "vitest";
import { catalogFor } from "../../../src/locales/catalogs.ts";
import { LOCALES } from "../../../src/locales/locale.ts";
import { acceptMessageBlocks, acceptView } from "../../../src/playground/blocks/accept.ts";
import { alertPostView, alertView, readAlertSubject } from "../../../src/slack/views/alert.ts";
import {
  diagnoseForm,
  ownerForm,
  readAlertPlace,
  readRunbook,
  readSnooze,
  readWhich,
  runbookForm,
  snoozeForm,
  unwatchForm,
} from "../../../src/slack/views/alert-forms.ts";
import { serversOf } from "../../../src/slack/views/alert-matter.ts";
import type { MessageView } from "../../../src/slack/views/message.ts";
import { pausedView, resumedView } from "../../../src/slack/views/paused.ts";
import type { Alert, AlertPost, Concern } from "../../../src/watches/alert.ts";
import type { StoredAlert } from "../../../src/watches/channel.ts";
import type { NotSeen } from "../../../src/watches/sighting.ts";
import type { Trouble } from "../../../src/watches/watched-state.ts";
import type { WatchedCertificate } from "../../../src/watches/watched.ts";

const en = catalogFor("en");
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21, 12);
const SUBJECT = `certificate:${"ab".repeat(32)}`;
const HOSTILE = `<!channel> <@U1> <https://evil.example|ok> *bold* \u202E\u0000\n&lt; ${"x".repeat(4_900)}`;
const CONTEXT = { now: NOW, subject: SUBJECT, mentions: null };

const certificate = (daysLeft: number, subject = "CN=api.example.com") => ({
  sha256: "ab".repeat(32),
  subject,
  notBefore: NOW - 60 * DAY,
  notAfter: NOW + daysLeft * DAY + 1_000,
});

function full(subject: string, over: Partial<WatchedCertificate> = {}): WatchedCertificate {
  return {
    ...certificate(6, subject),
    issuer: "CN=Example CA",
    serialNumber: "01",
    subjectAltName: ["DNS:api.example.com"],
    names: 1,
    publicKey: "RSA 2048",
    signatureAlgorithm: "sha256WithRSAEncryption",
    ...over,
  };
}

const REASONS: readonly NotSeen[] = [
  { reason: "name_not_resolved", code: "ENOTFOUND" },
  { reason: "not_allowed", address: "10.0.0.1", range: "private" },
  { reason: "connection_refused", address: "192.0.2.1" },
  { reason: "connection_reset", address: "192.0.2.1" },
  { reason: "timeout", address: "192.0.2.1", afterMs: 5_000 },
  { reason: "network", address: "192.0.2.1", code: "EHOSTUNREACH" },
  { reason: "handshake_failed", detail: HOSTILE },
];

/** One of each kind at least, as strangers would have it. */
function troubles(text: string): Trouble[] {
  const addresses = ["192.0.2.1", "2001:db8::1"];
  const found = certificate(6, text);
  return [
    { kind: "expires", certificate: found, endEntity: true, addresses },
    { kind: "expires", certificate: certificate(-3, text), endEntity: true, addresses },
    { kind: "expires", certificate: found, endEntity: false, addresses },
    {
      kind: "revoked",
      certificate: found,
      endEntity: true,
      addresses,
      revocation: { sha256: found.sha256, revocationDate: NOW, reason: "keyCompromise", source: "ocsp" },
    },
    { kind: "chain_broken", certificate: found, faults: ["issuer_not_found", text], addresses },
    { kind: "name_not_covered", certificate: found, name: text, addresses },
    {
      kind: "partly_renewed",
      certificate: found,
      newer: full(text),
      addresses: Array(16).fill("192.0.2.1") as string[],
      renewedAddresses: [text],
    },
    ...REASONS.map((each) => ({ kind: "unreachable" as const, why: each, since: NOW, tries: 3, addresses })),
    { kind: "removed", versions: ["TLS 1.2"], cipherSuites: [text, text], since: NOW, addresses },
  ];
}

function concern(watched: string, found: readonly Trouble[], over: Partial<Concern> = {}): Concern {
  return { watched, troubles: found, replaced: null, owner: null, runbook: null, days: null, ...over };
}

function stored(concerns: readonly Concern[], over: Partial<Alert> = {}): StoredAlert {
  const told = { level: "critical", leftMs: null, kinds: ["expires"] } as const;
  return {
    concerns,
    alert: {
      subject: { kind: "certificate", sha256: "ab".repeat(32) },
      state: "open",
      openedAt: NOW - DAY,
      told,
      posts: [{ number: 0, why: "opened", at: NOW - DAY, told, mentions: [] }],
      acknowledged: null,
      snoozed: null,
      closedAt: null,
      replaced: null,
      ...over,
    },
  };
}

const HOST = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.example:443`;
const owners = Array.from({ length: 30 }, (_, index) => `U${index}`);
const someHosts = (count: number, found: readonly Trouble[]) =>
  Array.from({ length: count }, (_, index) =>
    concern(index === 0 ? HOST : `h${index}.example.com:443`, found, {
      owner: owners[index % owners.length] ?? null,
      runbook: `https://wiki.example.com/${index}?q=${"<!channel>".repeat(20)}`,
    }),
  );
const uploaded = concern(`sha256:${"ab".repeat(32)}`, troubles(HOSTILE).slice(0, 1), {
  runbook: "javascript:alert(1)",
});
const replaced = {
  at: NOW,
  before: full(HOSTILE),
  after: full("CN=new", { issuer: HOSTILE, names: 300, subjectAltName: Array(10).fill(HOSTILE) as string[] }),
};

const ALERTS: Readonly<Record<string, StoredAlert>> = {
  ...Object.fromEntries(
    troubles(HOSTILE).map((each, index) => [`${index} ${each.kind}`, stored(someHosts(1, [each]))]),
  ),
  "everything at 500 hosts": stored(someHosts(500, troubles(HOSTILE))),
  uploaded: stored([uploaded]),
  "uploaded and served": stored([uploaded, ...someHosts(2, troubles(HOSTILE))]),
  "acknowledged and snoozed": stored(someHosts(3, troubles("x")), {
    acknowledged: { by: "U1", at: NOW },
    snoozed: { by: "U2", until: NOW + DAY },
  }),
  nothing: stored([]),
  "nothing any more": stored(someHosts(2, [])),
  renewed: stored(someHosts(2, []), { state: "renewed", closedAt: NOW, replaced }),
  "renewed by the same": stored(someHosts(2, []), {
    state: "renewed",
    closedAt: NOW,
    replaced: { at: NOW, before: full("CN=a"), after: full("CN=a") },
  }),
  resolved: stored(someHosts(1, []), { state: "resolved", closedAt: NOW }),
  dropped: stored([uploaded, ...someHosts(20, [])], { state: "dropped", closedAt: NOW }),
};

/** As Slack would take it, and nothing of a stranger's in what Slack reads as its own marks. */
function complaintsOf({ text, blocks, plainBlocks = blocks }: MessageView): string[] {
  const shown = [acceptMessageBlocks(blocks), acceptMessageBlocks(plainBlocks)].flat();
  const marked = shown
    .filter(({ type }) => type === "section")
    .map((block) => JSON.stringify(block))
    .join("");
  return [
    ...(text.length > 4_000 ? ["text too long"] : []),
    ...(text === "" ? ["no text"] : []),
    ...(/<[!@h]/.test(text) ? ["text with marks"] : []),
    ...(JSON.stringify(shown).includes("\u202E") ? ["direction turned"] : []),
    ...(/<!channel|evil|<https/.test(marked) ? ["a stranger's marks"] : []),
    ...(/undefined|null|NaN|\[object/.test(JSON.stringify(shown)) ? ["a hole"] : []),
  ];
}

const elementsOf = (view: MessageView) =>
  view.blocks.flatMap((block) => (block.type === "actions" ? block.elements : []));

describe.each(LOCALES)("in %s", (locale) => {
  const catalog = catalogFor(locale);

  it.each(Object.keys(ALERTS))("Slack takes an alert: %s", (name) => {
    const alert = ALERTS[name] ?? stored([]);
    for (const mentions of [null, [], owners])
      expect(complaintsOf(alertView(alert, { ...CONTEXT, mentions }, catalog))).toEqual([]);
    const buttons = elementsOf(alertView(alert, CONTEXT, catalog)).filter(({ type }) => type === "button");
    expect(buttons.length).toBeLessThanOrEqual(3);
    for (const why of ["opened", "escalated", "reminded", "returned"] as const) {
      const post: AlertPost = { number: 1, why, at: NOW, told: alert.alert.told, mentions: owners };
      expect(complaintsOf(alertPostView(alert, post, NOW, catalog))).toEqual([]);
    }
  });

  it("Slack takes the forms", () => {
    const place = { subject: SUBJECT, channel: "C1", threadTs: "1.2" };
    const forms = Object.values(ALERTS).flatMap((alert) => [
      snoozeForm(place, alert, NOW, catalog),
      ownerForm(place, alert, catalog),
      runbookForm(place, alert, catalog),
      unwatchForm(place, alert, catalog),
      ...(serversOf(alert).length > 0 ? [diagnoseForm(place, alert, catalog)] : []),
    ]);
    expect(forms.map((form) => acceptView(form, []).type)).toEqual(forms.map(() => "modal"));
  });

  it("Slack takes what is said of a channel that is gone", () => {
    for (const reason of ["is_archived", "channel_deleted", "group_left", "token_revoked", "<!channel>"])
      expect(acceptMessageBlocks(pausedView({ channel: "C1", reason }, catalog).blocks)).toBeDefined();
    for (const user of [null, "U1"]) acceptMessageBlocks(resumedView(user, catalog).blocks);
  });
});

const post0: AlertPost = {
  number: 0,
  why: "opened",
  at: NOW,
  told: { level: "critical", leftMs: null, kinds: [] },
  mentions: [],
};

describe("the message", () => {
  const title = (alert: StoredAlert) => alertView(alert, CONTEXT, en).text;

  it("says of each reason for which hosts are away whose it is, and what helps there", () => {
    const away = (host: string, why: NotSeen) =>
      concern(`${host}:443`, [{ kind: "unreachable", why, since: NOW, tries: 3, addresses: ["192.0.2.1"] }]);
    const refused: NotSeen = { reason: "connection_refused", address: "192.0.2.1" };
    const silent: NotSeen = { reason: "timeout", address: "192.0.2.1", afterMs: 5_000 };
    const told = (concerns: readonly Concern[]) =>
      JSON.stringify(alertView(stored(concerns), CONTEXT, en).blocks.slice(3, -1));
    const both = [away("silent.example", silent), away("b.example", refused), away("a.example", refused)];
    const [first = "", second = "", ...more] = told(both).split("What we saw: ").slice(1);
    expect(more).toEqual([]);
    expect(first).toMatch(/^a\.example, b\.example".*refused.*ss -ltnp/u);
    expect(second).toMatch(/^silent\.example".*did not answer/u);
    expect(told(both.slice(1))).toContain('What we saw"');
  });

  it("says what is the matter in one sentence", () => {
    const one = (trouble: Trouble | undefined) =>
      title(stored([concern("api.example.com:443", trouble === undefined ? [] : [trouble])]));
    expect(troubles("CN=R11").slice(0, 8).map(one)).toEqual([
      "❌ The certificate of api.example.com runs out in 6 days",
      "❌ The certificate of api.example.com has expired",
      "❌ The issuer's certificate CN=R11 runs out in 6 days (sent by api.example.com)",
      "❌ The certificate of api.example.com was revoked",
      "❌ The certificate of api.example.com comes with a chain that clients refuse",
      "❌ The certificate of api.example.com is for another name",
      "❌ The certificate of api.example.com was renewed, but not every address serves the new one",
      "❌ No certificate from api.example.com",
    ]);
    expect(one(troubles("TLS 1.1").at(-1))).toBe(
      "❌ api.example.com no longer accepts TLS 1.2 and 2 cipher suites",
    );
  });

  it("speaks of the gravest first, and keeps the sentence whole whatever the names", () => {
    expect(title(stored(someHosts(50, troubles(HOSTILE))))).toMatch(/^❌ .* and 49 more was revoked$/);
    const { blocks } = alertView(stored(someHosts(50, troubles("x").slice(0, 1))), CONTEXT, en);
    const [head] = blocks;
    expect(head?.type === "header" && head.text.text).toMatch(/… and 49 more runs out in 6 days$/);
  });

  it("of an issuer's certificate says first what is the matter with it, then who sends it", () => {
    const [, , ends, revoked] = troubles("C=US, O=An Authority with a Very Long Name, CN=R11");
    if (ends?.kind !== "expires" || revoked?.kind !== "revoked") throw new Error("other troubles");
    const titles = [ends, { ...revoked, endEntity: false }].map((each) =>
      title(stored(someHosts(2_000, [each]))),
    );
    expect(titles).toEqual([
      expect.stringMatching(
        /^❌ The issuer's certificate .*… runs out in 6 days \(sent by .*… and 1,999 more\)$/,
      ),
      expect.stringMatching(/^❌ The issuer's certificate .*… was revoked \(sent by .*… and 1,999 more\)$/),
    ]);
    expect(Math.max(...titles.map(({ length }) => length))).toBeLessThanOrEqual(150);
  });

  it("says who issued the certificate, and of a revoked one not that it is valid", () => {
    const [ends, , , revoked] = troubles("CN=api.example.com");
    const shown = (trouble: Trouble | undefined, issuer?: string) =>
      JSON.stringify(
        alertView(
          stored([concern("a:443", trouble ? [trouble] : [], { ...(issuer !== undefined && { issuer }) })]),
          CONTEXT,
          en,
        ).blocks,
      );
    expect(shown(ends, "CN=Example CA")).toContain("Issued by CN=Example CA");
    expect(shown(ends)).not.toContain("Issued by");
    expect(shown(ends)).toContain("It is valid until");
    expect(shown(revoked)).toContain("Its dates end on");
  });

  it("says in its thread what is new, and not what was said before", () => {
    const concerns = [concern("api.example.com:443", troubles("x"))];
    const told = (...kinds: Trouble["kind"][]) => ({ level: "warning" as const, leftMs: null, kinds });
    const post = (number: number, ...kinds: Trouble["kind"][]): AlertPost => ({
      number,
      why: number === 0 ? "opened" : "escalated",
      at: NOW,
      told: told(...kinds),
      mentions: [],
    });
    const posts = [post(0, "revoked"), post(1, "revoked", "name_not_covered"), post(2, "revoked")];
    const said = posts.map((each) => alertPostView(stored(concerns, { posts }), each, NOW, en).text);
    expect(said).toEqual([
      "⚠️ The certificate of api.example.com was revoked",
      "⚠️ The certificate of api.example.com is for another name",
      "⚠️ The certificate of api.example.com was revoked",
    ]);
  });

  it("has what can be done, and what was done", () => {
    const names = (alert: StoredAlert) =>
      elementsOf(alertView(alert, CONTEXT, en)).map((element) =>
        "action_id" in element ? element.action_id : "",
      );
    const open = stored(someHosts(2, troubles("x").slice(0, 1)));
    expect(names(open)).toEqual(["alert_acknowledge", "alert_snooze", "alert_diagnose", "alert_more"]);
    const { concerns, alert } = open;
    const asleep = { concerns, alert: { ...alert, snoozed: { by: "U2", until: NOW + 1 } } };
    expect(names(asleep)).toContain("alert_wake");
    expect(JSON.stringify(alertView(asleep, CONTEXT, en).blocks)).toContain("Snoozed by <@U2> until <!date^");
    expect(names({ concerns, alert: { ...alert, snoozed: { by: "U2", until: NOW } } })).toContain(
      "alert_snooze",
    );
    const known = { concerns, alert: { ...alert, acknowledged: { by: "U3", at: NOW } } };
    expect(names(known)).not.toContain("alert_acknowledge");
    expect(JSON.stringify(alertView(known, CONTEXT, en).blocks)).toContain("Acknowledged by <@U3>");
    expect(names(stored([uploaded]))).not.toContain("alert_diagnose");
    for (const state of ["renewed", "resolved", "dropped"] as const)
      expect(names({ concerns, alert: { ...alert, state, closedAt: NOW } })).toEqual([]);
  });

  it("names nobody but who is to be called when it is posted, and every owner when it is edited", () => {
    const alert = stored(someHosts(3, troubles("x").slice(0, 1)));
    const shown = (mentions: readonly string[] | null) =>
      JSON.stringify(alertView(alert, { ...CONTEXT, mentions }, en).blocks).match(/<@U\d+>/g) ?? [];
    expect(shown([])).toEqual([]);
    expect(shown(["U1"])).toEqual(["<@U1>"]);
    expect(shown(null)).toEqual(["<@U0>", "<@U1>", "<@U2>"]);
    const imported = stored([concern("a:443", troubles("x").slice(0, 1), { owner: "U1> <!channel" })]);
    expect(JSON.stringify(alertView(imported, CONTEXT, en))).not.toContain("<!channel");
    const post: AlertPost = { ...post0, mentions: ["U1> <!channel", "U2"] };
    expect(JSON.stringify(alertPostView(imported, post, NOW, en))).not.toContain("!channel");
  });

  it("shows where a runbook leads, and no link that a browser must not open", () => {
    const links = (runbook: string) =>
      JSON.stringify(alertView(stored([concern("a:443", troubles("x"), { runbook })]), CONTEXT, en)).match(
        /"type":"link","url":"[^"]*"/g,
      ) ?? [];
    expect(links("https://wiki.example.com/<!here>")).toEqual([
      '"type":"link","url":"https://wiki.example.com/%3C!here%3E"',
    ]);
    for (const bad of ["javascript:alert(1)", "data:text/html,x", "wiki", "", "ftp://x"])
      expect(links(bad)).toEqual([]);
  });

  it("of a renewal shows what differs alone", () => {
    const after = full("CN=api.example.com", { issuer: "CN=Other CA", notAfter: NOW + 90 * DAY });
    const before = full("CN=api.example.com");
    const view = alertView(
      stored(someHosts(1, []), { state: "renewed", closedAt: NOW, replaced: { at: NOW, before, after } }),
      CONTEXT,
      en,
    );
    const table = view.blocks.find(({ type }) => type === "table");
    if (table?.type !== "table") throw new Error("no table");
    expect(table.rows.map(([first]) => first?.type === "raw_text" && first.text)).toEqual([
      "What changed",
      "Issuer",
      "Valid until",
    ]);
    expect(view.text).toMatch(/^✅/);
  });
});

it.each(LOCALES)("in %s says in words what is wrong with a chain", (locale) => {
  const words = catalogFor(locale).alerts.troubles;
  const kinds = ["certificate_not_yet_valid", "issuer_not_found", "root_not_trusted", "weak_key"];
  for (const kind of kinds) expect(JSON.stringify(words.chain_broken([kind]).evidence)).not.toContain(kind);
});

describe("what comes back", () => {
  const alert = stored(someHosts(3, troubles("x").slice(0, 1)));

  it("names an alert, and others' blocks and forms are not read", () => {
    for (const subject of [SUBJECT, "unreachable:1700000000000", "removed:1700000000000:ab12-_"])
      expect(readAlertSubject(`alert:${subject}`)).toBe(subject);
    for (const id of ["alert:", "alert:x", `capture:${SUBJECT}`, `alert:a:${"b".repeat(300)}`, "alert:a:b c"])
      expect(readAlertSubject(id)).toBeNull();
    const place = { subject: SUBJECT, channel: "C1", threadTs: "1.2" };
    expect(readAlertPlace(ownerForm(place, alert, en).private_metadata ?? "")).toEqual(place);
    expect(readAlertPlace("{}")).toBeNull();
  });

  it("says until when, and no time that is past", () => {
    expect(readSnooze("for:3", alert, NOW)).toBe(NOW + 3 * DAY);
    expect(readSnooze("before:3", alert, NOW)).toBe(certificate(3).notAfter);
    expect(readSnooze("before:7", alert, NOW)).toBeNull();
    expect(readSnooze("before:1", stored(someHosts(1, troubles("x").slice(-1))), NOW)).toBeNull();
    for (const value of [undefined, "", "for:", "for:99", "never"])
      expect(readSnooze(value, alert, NOW)).toBeNull();
  });

  it("is a link, or nothing", () => {
    expect(readRunbook(" https://wiki.example.com/x ")).toBe("https://wiki.example.com/x");
    for (const empty of [null, undefined, "", "  "]) expect(readRunbook(empty)).toBeNull();
    expect(readRunbook("https://ada:secret@wiki.example.com/x")).toBeUndefined();
    for (const bad of ["javascript:alert(1)", "wiki", "https://", `https://x/${"y".repeat(2_000)}`])
      expect(readRunbook(bad)).toBeUndefined();
  });

  it("is a host that the alert is about", () => {
    const { blocks } = diagnoseForm({ subject: SUBJECT, channel: "C1", threadTs: "1.2" }, alert, en);
    const values = JSON.stringify(blocks).match(/"value":"[^"]+"/g) ?? [];
    const [value = ""] = /[^"]{22}/.exec(values[0] ?? "") ?? [];
    expect(readWhich(value, alert)).toBe(HOST);
    expect(readWhich(value, stored([]))).toBeNull();
    expect(readWhich("h1.example.com:443", alert)).toBeNull();
  });
});
