import { DecodeError } from "../../wire/decode-error.ts";
import type { Talk } from "./dialogue.ts";
import { receiveLine } from "./dialogue.ts";

/** What SMTP and FTP answer: a code of three digits and one line of text or several. */
export interface Reply {
  readonly code: string;
  /** Without the codes. */
  readonly lines: readonly string[];
  /** With the code, once, and all lines. */
  readonly text: string;
}

/** RFC 5321 section 4.2.1: each line begins with the code. RFC 959 section 4.2: between the first and the last there may be
 *  anything, and the last begins with the code of the first. */
export function* receiveReply(): Talk<Reply> {
  const [code, separator, text] = splitLine(yield* receiveLine()) ?? fail();
  const lines = [text];
  for (let last = separator !== "-"; !last;) {
    const line = yield* receiveLine();
    const [again, mark, rest] = splitLine(line) ?? ["", "", line];
    last = again === code && mark !== "-";
    lines.push(again === code ? rest : line);
  }
  return { code, lines, text: [code, ...lines].join(" ") };
}

function splitLine(line: string): [code: string, separator: string, text: string] | null {
  const [, code, separator = "", text = ""] = /^([1-5]\d\d)(?:([ -])(.*))?$/.exec(line) ?? [];
  return code === undefined ? null : [code, separator, text];
}

function fail(): never {
  throw new DecodeError("illegal_value", "reply", 0);
}
