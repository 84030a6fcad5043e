import { describe, expect, it } from "vitest";
import { judgeVerdict } from "../../src/diagnosis/diagnosis.ts";
import type { Finding } from "../../src/diagnosis/finding.ts";
import type { Line } from "../../src/locales/catalog.ts";
import { formatDays, formatDuration, formatList, formatTime } from "../../src/locales/format.ts";
import { catalogFor } from "../../src/locales/catalogs.ts";
import { LOCALES } from "../../src/locales/locale.ts";
import { CLIENT_PROFILES } from "../../src/tls/clients/clients.ts";
import { playbook } from "../../src/playbook/playbook.ts";
import { choicesOf, isQuestion } from "../../src/playbook/walk.ts";
import { describeChoice } from "../../src/report/conversation-words.ts";
import { describeFinding, summarize } from "../../src/report/words.ts";
import {
  AT,
  CLIENT_FINDING_KINDS,
  DAY,
  FINDINGS,
  STAPLE_FAULTS,
  certificate,
  evidence,
  handshake,
} from "../support/evidence.ts";

const said = (lines: readonly Line[]) =>
  lines.map((line) => (typeof line === "string" ? line : line.command));
/** What a sentence shows when its data went missing. */
const HOLE = /undefined|null|NaN|\[object|\$\{/;

describe.each(LOCALES)("%s", (locale) => {
  const catalog = catalogFor(locale);

  const staple = FINDINGS.ocsp_must_staple_missing;
  const variants: readonly Finding[] = [
    ...Object.values(FINDINGS),
    { ...FINDINGS.certificate_revoked, source: "crl" },
    { ...staple, reason: { kind: "not_sent" } },
    { ...staple, ocspResponders: [] },
    { ...staple, reason: { kind: "expired", thisUpdate: AT, nextUpdate: null } },
    ...STAPLE_FAULTS.flatMap((reason) => [
      { ...staple, reason },
      { ...staple, reason, mustStaple: false },
    ]),
  ];

  const ofClients = CLIENT_FINDING_KINDS.flatMap((kind) =>
    (["java6", "java7", "apigee", "chrome"] as const).map((client) =>
      Object.assign({}, FINDINGS[kind], { client }),
    ),
  );

  it.each([
    ...ofClients,
    {
      ...FINDINGS.group_mismatch,
      offered: ["DH ≤ 1024"],
      accepted: ["DH 2048"],
      dhPrime: true,
      client: "java7",
    },
    { ...FINDINGS.protocol_mismatch, offered: ["TLS 1.2"], accepted: ["TLS 1.3"], client: "apigee" },
    { ...FINDINGS.protocol_mismatch, offered: ["TLS 1.0"], accepted: ["TLS 1.2"], client: "java7" },
    { ...FINDINGS.protocol_mismatch, accepted: [], client: "java7" },
    { ...FINDINGS.not_determined, alert: null, class: "malformed", code: "ServerHello", client: "java8" },
  ] satisfies Finding[])("has words for $kind of $client", (finding) => {
    const { title, evidence: seen, resolution } = describeFinding(finding, evidence(), catalog);
    expect(title).toContain(CLIENT_PROFILES[finding.client].name);
    for (const sentence of [title, ...said(seen), ...said(resolution)]) {
      expect(sentence.trim()).not.toBe("");
      expect(sentence).not.toMatch(HOLE);
    }
    expect(resolution.length).toBeGreaterThan(0);
    const reason = catalog.clients.reasons[finding.kind] as (finding: Finding) => string;
    expect(reason(finding)).not.toMatch(HOLE);
    expect(reason(finding)).not.toMatch(/[.。]$/);
    expect(reason(finding).length).toBeLessThanOrEqual(80);
  });

  it.each(variants)("has words for $kind $reason.kind", (finding) => {
    const { title, evidence: seen, resolution } = describeFinding(finding, evidence(), catalog);
    const all = [title, ...said(seen), ...said(resolution)];
    expect(seen.length).toBeGreaterThan(0);
    expect(resolution.length).toBeGreaterThan(0);
    for (const sentence of all) {
      expect(sentence.trim()).not.toBe("");
      expect(sentence).not.toMatch(HOLE);
    }
    expect(title).not.toMatch(/[.。]$/);
    expect(title.length).toBeLessThan(150);
  });

  it("asks and offers in the lengths that Slack has", () => {
    const context = { ...evidence(), place: null };
    for (const node of Object.keys(playbook)) {
      if (!isQuestion(node)) continue;
      const { text, help } = catalog.playbook.questions[node](context);
      for (const sentence of [text, ...said(help)]) expect(sentence).not.toMatch(HOLE);
      expect(text.length).toBeLessThanOrEqual(140);
      for (const choice of choicesOf(node)) {
        const label = describeChoice(node, choice, catalog);
        expect(label.trim()).not.toBe("");
        // Names of causes are titles elsewhere, and cut here.
        const isOwn = label !== catalog.causes[choice as keyof typeof catalog.causes];
        expect(isOwn ? label.length : 0).toBeLessThanOrEqual(75);
      }
    }
  });

  it("says the verdict in a line", () => {
    const seen = evidence();
    expect(summarize(seen, [], catalog)).not.toMatch(HOLE);
    expect(judgeVerdict(seen, [])).toBe("ok");
    for (const finding of Object.values(FINDINGS))
      expect(summarize(seen, [finding], catalog)).not.toMatch(HOLE);
  });
});

describe("a summary in English", () => {
  const en = catalogFor("en");

  it("counts what else is wrong, and says the days of the certificate that runs out first", () => {
    const two = [FINDINGS.certificate_expired, FINDINGS.host_name_mismatch];
    expect(summarize(evidence(), two, en)).toMatch(
      /^The certificate .*expired 12 days ago.* \(and 1 more\)$/,
    );
    const list = [certificate(), certificate({ notAfter: AT + DAY })];
    expect(summarize(evidence({ handshakes: [handshake({ certificateList: list })] }), [], en)).toBe(
      "Nothing wrong: TLS 1.3, certificate valid for another 1 day",
    );
  });

  it("passes over what is only information", () => {
    const asked = { ...FINDINGS.client_certificate_required, severity: "info" as const, required: false };
    expect(summarize(evidence(), [asked], en)).toMatch(/^Nothing wrong/);
  });
});

describe("words in English", () => {
  const en = catalogFor("en");
  const context = {
    addresses: [],
    target: { host: "2001:db8::1", port: 25, serverName: "mx.example", startTls: "smtp" },
  } as const;
  const wordsOf = (finding: Finding) => JSON.stringify(describeFinding(finding, context, en));

  it("say nothing of a certificate that nobody has seen", () => {
    const refused = { ...FINDINGS.host_name_mismatch, alert: "unrecognized_name", presentedIdentifiers: [] };
    expect(wordsOf(refused)).not.toContain("subjectAltName;");
    expect(wordsOf(refused)).toContain("refused the server name");
    expect(wordsOf({ ...refused, alert: null })).toContain("names no host at all in its subjectAltName;");
  });

  it("have commands that reach the server as the check did", () => {
    const command = "openssl s_client -connect [2001:db8::1]:25 -starttls smtp -servername mx.example";
    expect(wordsOf(FINDINGS.chain_incomplete)).toContain(`${command} -showcerts`);
    expect(wordsOf(FINDINGS.starttls_required)).toContain(command);
    expect(wordsOf(FINDINGS.ocsp_must_staple_missing)).toContain(`${command} -status`);
    expect(wordsOf(FINDINGS.sni_required)).toContain(
      "openssl s_client -connect [2001:db8::1]:25 -starttls smtp",
    );
  });

  it("ask without a server name where the check did", () => {
    const byName = { ...context, target: { host: "mx.example", port: 443, serverName: null } };
    const { resolution } = describeFinding(FINDINGS.chain_incomplete, byName, en);
    expect(JSON.stringify(resolution)).toContain("-connect mx.example:443 -noservername -showcerts");
    const hostile = { ...context, target: { host: "mx.example", port: 443, serverName: "a;reboot" } };
    expect(JSON.stringify(describeFinding(FINDINGS.chain_incomplete, hostile, en))).toContain(
      "-servername 'a;reboot' ",
    );
  });

  it("mend a flaw of the chain by what mends it", () => {
    const order = { ...FINDINGS.chain_incorrect, flaws: [{ kind: "wrong_order" }] } as const;
    expect(wordsOf(order)).toContain("Install the right list");
    const fault = { kind: "not_a_ca", severity: "error", position: 1, reason: "ca_false" } as const;
    const flaw = { kind: "path", fault, subject: "CN=x" } as const;
    const issued = wordsOf({ ...FINDINGS.chain_incorrect, flaws: [flaw] });
    expect(issued).toContain("issued anew");
    expect(issued).not.toContain("Install the right list");
    // The limit is the caller's own, and no authority's.
    const long = { kind: "path_too_long", severity: "error", position: null, limit: 3 } as const;
    const own = wordsOf({
      ...FINDINGS.chain_incorrect,
      flaws: [{ kind: "path", fault: long, subject: null }],
    });
    expect(own).toContain("longer than this check accepts");
    expect(own).not.toContain("authority");
  });

  it("do not ask for what was given", () => {
    const taken = { ...FINDINGS.client_certificate_required, severity: "info", accepted: true } as const;
    expect(wordsOf(taken)).toContain("takes the one that was given");
    expect(wordsOf(taken)).not.toContain("Give the client");
  });

  it("name what a server lacks that refuses everything", () => {
    const silent = FINDINGS.not_determined;
    expect(wordsOf({ ...silent, refusesAll: true })).toContain("no certificate for the name");
    expect(wordsOf(silent)).not.toContain("no certificate for the name");
  });
});

describe("a language tag", () => {
  it.each([["en"], ["en-US"], ["en-GB"], ["xx"], [""], ["EN"], ["e"], ["eng"]])("%j has a catalog", (tag) => {
    expect(catalogFor(tag)).toBe(catalogFor("en"));
  });
});

describe("formats", () => {
  it.each([
    [0, "0 days"],
    [1, "1 day"],
    [2, "2 days"],
    [1_234, "1,234 days"],
  ])("%i days", (days, text) => expect(formatDays("en-GB", days)).toBe(text));

  it("say times in UTC, also those that no calendar has", () => {
    expect(formatTime("en-GB", AT)).toBe("20 Nov 2026, 20:00 UTC");
    expect(formatTime("en-GB", 8.64e15 + 1)).toBe("8640000000000001");
  });

  it.each(["en-GB", "ko-KR", "zh-Hant-TW", "en-US"])(
    "say the hour in %s as certificates do, up to 23",
    (tag) => expect(formatTime(tag, AT)).toMatch(/[^:\d]20:00 UTC$/),
  );

  it("say short times in milliseconds and long ones in seconds", () => {
    expect(formatDuration("en-GB", 213.6)).toBe("214 ms");
    expect(formatDuration("en-GB", 12_400)).toBe("12 seconds");
  });

  it("join lists", () => expect(formatList("en-GB", ["a", "b", "c"])).toBe("a, b and c"));
});
