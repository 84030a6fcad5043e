/** Texts of a picture: what is drawn is ASCII, since no language's font is there; and no reader of fonts says how wide it is. */

const ELLIPSIS = "…";
/** `·`, `…` and `×` are in every Latin font. */
const DRAWN = /[^\u0020-\u007E·…×]/gu;

/** What has no glyph is shown as its code point. */
function drawable(text: string): string {
  return text.replace(DRAWN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Cut at its end to be at most `width` px. */
export function fit(text: string, width: number, size: number): string {
  const shown = drawable(text.slice(0, MAX_LENGTH));
  if (widthOf(shown, size) <= width) return shown;
  return `${shown.slice(0, fitting(shown, width - widthOf(ELLIPSIS, size), size))}${ELLIPSIS}`;
}

/** Cut in its middle: the end of an address tells as much as its beginning. */
export function fitEnds(text: string, width: number, size: number): string {
  const shown = drawable(text.slice(0, MAX_LENGTH));
  if (widthOf(shown, size) <= width) return shown;
  const half = (width - widthOf(ELLIPSIS, size)) / 2;
  const reversed = Array.from(shown).toReversed().join("");
  const tail = fitting(reversed, half, size);
  return `${shown.slice(0, fitting(shown, half, size))}${ELLIPSIS}${tail === 0 ? "" : shown.slice(-tail)}`;
}

/** Names with commas between, in lines that are at most `width` px; those for which there is no line are counted. */
export function wrap(names: readonly string[], width: number, size: number, lines: number): string[] {
  const wrapped: string[] = [];
  let line = "";
  for (const [index, name] of names.entries()) {
    const shown = fit(name, width, size);
    const longer = line === "" ? shown : `${line}, ${shown}`;
    if (widthOf(longer, size) <= width) {
      line = longer;
    } else if (wrapped.length < lines - 1) {
      wrapped.push(`${line},`);
      line = shown;
    } else {
      return [...wrapped, `${line}, +${names.length - index}`];
    }
  }
  return [...wrapped, line];
}

/** How many characters of it fit. */
function fitting(text: string, width: number, size: number): number {
  let used = 0;
  for (let index = 0; index < text.length; index++) {
    used += widthOf(text.charAt(index), size);
    if (used > width) return index;
  }
  return text.length;
}

/** At most so wide in px, in any common sans serif font of this size. */
export function widthOf(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size;
}

function emsOf(character: string): number {
  if (NARROW.has(character)) return 0.36;
  if (WIDE.has(character)) return 0.92;
  return character >= "A" && character <= "Z" ? 0.7 : 0.61;
}

const NARROW = new Set("ijlftrI.,:;'|!()[]{} ·");
const WIDE = new Set("mwMW@%…");
/** Longer texts are not looked at: none of them fits. */
const MAX_LENGTH = 400;

/** Attribute values and text of XML 1.0. What it forbids even escaped is replaced. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** `0.4 ms`, `230 ms`, `30.0 s`. */
export function formatDuration(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}
