/** What a secret never comes near. The parser recurses for each level and fills the stack, where a pattern that is compiled then ends
 *  the whole process; and many tags or anchors take it a square of their number. */
const MAX_FLOW_DEPTH = 50;
const MAX_MARKS = 200;
/** A secret of 1 MiB with its base64 in lines of 64 has 16,000. */
const MAX_LINES = 20_000;
const MAX_KEYS = 20_000;
/** Block collections nest by their indentation, or in one line: `- - - a`. */
const TOO_DEEP = /^[ \t]{101}|(?:[-?:][ \t]+){11}/mu;
const MARKS = /(?:^|[\s[{,])[!&*]/gu;

/** Whether the text may be given to the parser of YAML: false for what nests deeply, or has more lines, keys, tags, anchors and
 *  aliases than it can read in a second. */
export function isBoundedYaml(text: string): boolean {
  if (TOO_DEEP.test(text)) return false;
  if (count(text, MARKS) > MAX_MARKS || count(text, /\n/gu) > MAX_LINES || count(text, /:\s/gu) > MAX_KEYS)
    return false;
  let depth = 0;
  let strays = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/gu)) {
    if (bracket === "[" || bracket === "{") depth++;
    else if (depth > 0) depth--;
    else strays++;
    if (depth > MAX_FLOW_DEPTH || strays > MAX_MARKS) return false;
  }
  return true;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
