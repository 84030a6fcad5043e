/** Text of strangers (certificate subjects, host names, greetings of servers) may hold line breaks, terminal
 *  escapes and marks that turn the reading direction. What cannot be seen is shown as its code point. */

const MAX_LENGTH = 300;
/** Control and format characters, surrogates, private use, line and paragraph separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** One line, at most `limit` UTF-16 units, nothing invisible. */
export function printable(text: string, limit = MAX_LENGTH): string {
  const shown = text.replace(
    INVISIBLE,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return shown.length <= limit ? shown : `${sliceWhole(shown, limit - 1)}…`;
}

/** Keeps line breaks, for commands and configuration. */
export function printableLines(text: string, limit = MAX_LENGTH * 10): string {
  const shown = text
    .split("\n")
    .map((line) => printable(line, limit))
    .join("\n");
  return shown.length <= limit ? shown : `${sliceWhole(shown, limit - 1)}…`;
}

/** Never cuts a surrogate pair in two. */
function sliceWhole(text: string, end: number): string {
  const cut = text.slice(0, end);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
