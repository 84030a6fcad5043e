import { describe, expect, it } from "vitest";
import { LOCALES } from "../../src/locales/locale.ts";
import type { Said } from "./samples/rendered.ts";
import { render } from "./samples/rendered.ts";

/** Differences that are meant: where they are, and why. */
const MEANT: readonly (readonly [where: RegExp, why: string])[] = [];

/** Text that is data and no code for a branch, and numbers. */
function dataIn(value: unknown): (string | number)[] {
  if (typeof value === "number") return [value];
  if (typeof value === "string") return /~\d|☃|^(?:192|198)\./.test(value) ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(dataIn) : [];
}

const YEAR_2000 = 946_684_800_000;

/** A time is told by its minute, a share in percent, a size in megabytes, a place among others counted from 1. */
function isShown(data: string | number, text: string): boolean {
  if (typeof data === "string") return text.includes(data);
  if (data > YEAR_2000) return text.includes(`${new Date(data).toISOString().slice(11, 16)} UTC`);
  const forms = [data, data + 1, data / 1e6, Math.round(data / 1_000), Math.round(data * 100)];
  // What counts steps says 1 and 2 in many ways.
  return forms.some((form) => Number.isInteger(form) && form > 2 && hasNumber(text, form));
}

function hasNumber(text: string, number: number): boolean {
  return new RegExp(`(?<![\\d~.:])${number}(?!\\d)`).test(text);
}

/** Names and numbers that are the same in every language: `server_name`, `/opt/apigee/…`, `RFC 8446`. */
function termsIn({ lines }: Said): string[] {
  const prose = lines.flatMap(({ command, text }) => (command ? [] : text)).join("\n");
  const terms = prose.match(
    /(?<![\w~])[a-z]\w*_\w+|\/opt\/[\w./-]*\w|--[a-z][a-z-]+|(?<![\d~:])\d{3,}(?!\d)/gi,
  );
  return [...new Set(terms)].toSorted();
}

function shownIn({ given, lines }: Said): (string | number)[] {
  const text = lines.map((line) => line.text).join("\n");
  return [...new Set(dataIn(given))].filter((data) => isShown(data, text));
}

const commandsIn = ({ lines }: Said) => lines.flatMap(({ command, text }) => (command ? [text] : []));
const shapeOf = ({ lines }: Said) => lines.map(({ as, command }) => `${as}${command ? " command" : ""}`);

const english = render("en");

describe("the samples", () => {
  it("hold data that is found in English", () => {
    expect(english.flatMap(shownIn).length).toBeGreaterThan(1_000);
  });
});

describe.each(LOCALES.filter((locale) => locale !== "en"))("%s says as much as English", (locale) => {
  const said = render(locale);

  function differences(of: (said: Said) => unknown): object[] {
    return english.flatMap((original, index) => {
      const translated = said[index];
      const [expected, found] = [of(original), translated === undefined ? null : of(translated)];
      const same = JSON.stringify(expected) === JSON.stringify(found);
      if (same || MEANT.some(([where]) => where.test(original.where))) return [];
      return [{ where: original.where, expected, found }];
    });
  }

  it("with the same sentences", () => {
    expect(said.map(({ where }) => where)).toEqual(english.map(({ where }) => where));
  });

  it("in as many lines, with commands between the same ones", () => expect(differences(shapeOf)).toEqual([]));
  it("with the same data", () => expect(differences(shownIn)).toEqual([]));
  it("with the same commands", () => expect(differences(commandsIn)).toEqual([]));
  it("with the same terms and numbers", () => expect(differences(termsIn)).toEqual([]));
});
