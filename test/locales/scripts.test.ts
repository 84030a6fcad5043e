import { describe, expect, it } from "vitest";
import type { Locale } from "../../src/locales/locale.ts";
import { LOCALES } from "../../src/locales/locale.ts";
import { render } from "./samples/rendered.ts";

/** Slack cuts what is longer, or refuses it. */
const MAX_BUTTON = 75;
const MAX_MODAL_TITLE = 24;
const MAX_PLACEHOLDER = 150;

const HANGUL = /\p{Script=Hangul}/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAN = /\p{Script=Han}/u;

const OWN_SCRIPT: Readonly<Record<Exclude<Locale, "en">, RegExp>> = {
  ko: HANGUL,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  "zh-TW": HAN,
  de: /\p{L}/u,
};

/** What Taiwan writes with: Big5 has no character that is Simplified alone. */
const BIG5 = new Set(
  range(0xa4, 0xf9).flatMap((lead) =>
    range(0x40, 0xfe).flatMap((trail) =>
      Array.from(new TextDecoder("big5").decode(Uint8Array.of(lead, trail))),
    ),
  ),
);

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Names, and words that German took over. */
const TERMS =
  /tlscheck|Apigee (?:hybrid|Edge)|(?:Private|Public) Cloud|Client|Server|Hosts|Runbook|\S*[~_\d]\S*/gi;
/** There is something beside terms and data. */
const hasWords = (text: string) => /\p{L}{4}/u.test(text.replaceAll(TERMS, ""));

function proseOf(locale: Locale): { where: string; text: string }[] {
  return render(locale).flatMap(({ where, lines }) =>
    lines.flatMap(({ as, text, command }) => (command ? [] : [{ where: `${where} ${as}`.trim(), text }])),
  );
}

describe.each(LOCALES)("%s", (locale) => {
  const prose = proseOf(locale);

  it("ends no title with a full stop", () => {
    const titles = prose.filter(({ where }) => where.endsWith(" title"));
    expect(titles.length).toBeGreaterThan(300);
    expect(titles.filter(({ text }) => /[.。]$/.test(text))).toEqual([]);
  });

  it("keeps within what Slack shows of forms and buttons", () => {
    const tooLong = (places: RegExp, limit: number) =>
      prose.filter(({ where, text }) => places.test(where) && text.length > limit);
    const forms = /(?:modal|copyForm|settings)\.(?:title|passwordTitle|submit|close)$/;
    expect(prose.filter(({ where }) => forms.test(where)).length).toBeGreaterThan(4);
    expect(tooLong(forms, MAX_MODAL_TITLE)).toEqual([]);
    const buttons =
      /^playbook\.choices|^causes|\.(?:copy|back|startOver|checkAgain|showClients|makeBundle)$|enterPassword$|home\.check$/;
    expect(tooLong(buttons, MAX_BUTTON)).toEqual([]);
    expect(tooLong(/conversation\.(?:overrule|pick)$/, MAX_PLACEHOLDER)).toEqual([]);
  });

  it("has no hole where data should be", () => {
    expect(prose.filter(({ text }) => /undefined|\bnull\b|NaN|\[object|\$\{|^\s*$/.test(text))).toEqual([]);
  });
});

describe.each(LOCALES.filter((locale) => locale !== "en"))("%s", (locale) => {
  const prose = proseOf(locale);

  it("says nothing in English", () => {
    const english = new Map(proseOf("en").map(({ where, text }) => [where, text]));
    expect(prose.filter(({ where, text }) => english.get(where) === text && hasWords(text))).toEqual([]);
  });

  it("is written in its own script", () => {
    expect(prose.filter(({ text }) => !OWN_SCRIPT[locale].test(text) && hasWords(text))).toEqual([]);
  });
});

describe("scripts", () => {
  it("do not stand in each other's sentences", () => {
    const found = (locale: Locale, script: RegExp) => proseOf(locale).filter(({ text }) => script.test(text));
    expect(found("zh-TW", KANA)).toEqual([]);
    expect(found("zh-TW", HANGUL)).toEqual([]);
    expect(found("ko", KANA)).toEqual([]);
    expect(found("ko", HAN)).toEqual([]);
    expect(found("ja", HANGUL)).toEqual([]);
  });

  it("of Chinese are Traditional", () => {
    expect(BIG5.has("證") && !BIG5.has("证")).toBe(true);
    const simplified = proseOf("zh-TW").flatMap(({ where, text }) =>
      Array.from(text).flatMap((character) =>
        HAN.test(character) && !BIG5.has(character) ? [`${where}: ${character}`] : [],
      ),
    );
    expect(simplified).toEqual([]);
  });

  it("of Japanese are kana too in every sentence", () => {
    expect(
      proseOf("ja").filter(({ text }) => text.endsWith("。") && !text.includes("：") && !KANA.test(text)),
    ).toEqual([]);
  });
});

describe("German", () => {
  const prose = proseOf("de");

  it("quotes as Germans do", () => {
    expect(prose.filter(({ text }) => /”|"\p{L}|^[^„]*“/u.test(text))).toEqual([]);
  });

  it("has no English words between its own", () => {
    const english = / (?:the|is|are|of|and|with|not|which|for) /;
    // What OpenSSL prints stays as it is.
    expect(prose.filter(({ text }) => english.test(text.replaceAll(/„[^“]*“/g, "")))).toEqual([]);
  });
});
