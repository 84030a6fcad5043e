import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable, printableLines } from "../../src/report/printable.ts";

describe("text of strangers", () => {
  it.each([
    ["plain", "CN=api.example.com", "CN=api.example.com"],
    ["other scripts", "株式会社 Ünïcode", "株式会社 Ünïcode"],
    ["line breaks", "a\r\nb", "a\\u{d}\\u{a}b"],
    ["terminal escapes", "\u001B[31mred\u0007", "\\u{1b}[31mred\\u{7}"],
    ["right-to-left marks", "moc.elgoog\u202E", "moc.elgoog\\u{202e}"],
    ["isolates", "a\u2066b\u2069", "a\\u{2066}b\\u{2069}"],
    ["zero-width characters", "pay\u200Bpal", "pay\\u{200b}pal"],
    ["line separators", "a\u2028b\u2029", "a\\u{2028}b\\u{2029}"],
    ["C1 controls", "a\u009Bb", "a\\u{9b}b"],
    ["lone surrogates", "a\uD800b", "a\\u{d800}b"],
    ["private use", "a\uE000", "a\\u{e000}"],
    ["tag characters", "a\u{E0041}", "a\\u{e0041}"],
  ])("shows %s", (_, given, shown) => expect(printable(given)).toBe(shown));

  it("is cut, and never within a character", () => {
    expect(printable("x".repeat(400))).toBe(`${"x".repeat(299)}…`);
    expect(printable("😀".repeat(10), 6)).toBe("😀😀…");
    expect(printable("abc", 3)).toBe("abc");
  });

  it("stays on one line within its limit, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 2, max: 400 }), (given, limit) => {
        const shown = printable(given, limit);
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(Buffer.from(shown).toString()).toBe(shown);
      }),
    );
  });

  it("keeps the lines of a command", () => {
    expect(printableLines("a\nb\u001B")).toBe("a\nb\\u{1b}");
    expect(printableLines("x\n".repeat(4_000)).length).toBeLessThanOrEqual(3_000);
  });
});
