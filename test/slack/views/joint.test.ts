import { describe, expect, it } from "vitest";
import type { ServerProfile } from "../../../src/diagnosis/server-profile.ts";
import type { CaptureFact } from "../../../src/diagnosis/thread-fact.ts";
import type { RefusedOffer } from "../../../src/diagnosis/traces/refused-offer.ts";
import { catalogFor } from "../../../src/locales/catalogs.ts";
import { LOCALES } from "../../../src/locales/locale.ts";
import { acceptMessageBlocks } from "../../../src/playground/blocks/accept.ts";
import { parentView } from "../../../src/slack/views/parent.ts";
import { verdictView } from "../../../src/slack/views/verdict.ts";
import { diagnosis, evidence, profile } from "../../support/evidence.ts";

const HOSTILE = `<!channel> <@U1> <https://evil.example|ok> \u202E\u0000\n${"x".repeat(4_900)}`;
const MANY = Array.from({ length: 500 }, (_, index) => 0x5700 + index);

const OFFER: RefusedOffer = {
  versions: [0x0304, 0x0303],
  supportedVersions: true,
  cipherSuites: [0x1302, 0xc02f],
  groups: [29],
  signatureAlgorithms: [0x0804],
  length: 512,
  ending: "alert",
  alert: "handshake_failure",
};
const LONG: Partial<RefusedOffer> = { length: 1_800, ending: "reset", alert: null };

/** What was refused, the server, and the first line of the answer. */
const JOINTS: readonly (readonly [string, Partial<RefusedOffer>, Partial<ServerProfile>, RegExp])[] = [
  ["versions", { versions: [0x0301] }, {}, /none of the versions/],
  ["cipher suites", { cipherSuites: [0xc02b] }, {}, /no cipher suite in common/],
  ["many cipher suites", { cipherSuites: MANY }, {}, /no cipher suite in common/],
  ["groups", { groups: [24] }, {}, /no group/],
  ["signature algorithms", { signatureAlgorithms: [0x0403] }, {}, /signs in no way/],
  ["a long Client Hello", LONG, { intolerances: ["large_client_hello"] }, /bytes gets no answer/],
  ["nothing that is in the way now", {}, {}, /accepts now what it refused/],
];

function viewsOf(offer: Partial<RefusedOffer>, server: Partial<ServerProfile>, locale: string, text: string) {
  const fact: CaptureFact = {
    source: "capture",
    cause: "not_determined",
    rejectedBy: null,
    serverName: true,
    client: null,
    refused: { ...OFFER, ...offer },
    between: { client: "192.0.2.1:40001", server: "198.51.100.7:443", serverName: text },
  };
  const state = diagnosis(evidence({ profile: profile(server) }));
  const thread = [fact];
  const conversation = { answers: [], thread, trials: null, previous: null };
  const catalog = catalogFor(locale);
  return { parent: parentView(state, catalog, thread), verdict: verdictView(state, conversation, catalog) };
}

describe.each(LOCALES)("in %s, within Slack's limits and without a mention", (locale) => {
  it.each(JOINTS)("%s", (_, offer, server) => {
    const { parent, verdict } = viewsOf(offer, server, locale, HOSTILE);
    for (const { text, blocks, plainBlocks = [] } of [parent, verdict]) {
      expect(text).not.toMatch(/<[!@h]|[\p{Cc}\u202E]/u);
      acceptMessageBlocks(blocks);
      acceptMessageBlocks(plainBlocks);
      expect(JSON.stringify([blocks, plainBlocks])).not.toMatch(/\u202E|\\u0000/);
    }
  });
});

describe("a capture and a check in one answer", () => {
  it.each(JOINTS)("%s come first, and then what the check alone says", (name, offer, server, title) => {
    const { parent, verdict } = viewsOf(offer, server, "en", "api.example.com");
    const [first, alone] = verdict.blocks.filter(({ type }) => type === "header");
    expect(JSON.stringify(first)).toMatch(title);
    expect(JSON.stringify(alone)).toContain("The check alone: ");
    const accepted = name.endsWith("now");
    expect(parent.text.startsWith(accepted ? "✅" : "❌")).toBe(true);
    expect(title.test(verdict.text)).toBe(!accepted);
  });

  it("a list that is too long for a table ends with how many are left", () => {
    const { verdict } = viewsOf({ cipherSuites: MANY }, {}, "en", "api.example.com");
    const table = verdict.blocks.find(({ type }) => type === "table");
    expect(JSON.stringify(table)).toContain("… and 477 more");
  });
});
