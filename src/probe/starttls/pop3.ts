import type { StartTlsProblem } from "../../diagnosis/starttls.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { Talk } from "./dialogue.ts";
import { notOffered, receiveLine, refused, send } from "./dialogue.ts";

/** RFC 2595 section 4: CAPA (RFC 2449), STLS. */
export function* talkPop3(): Talk<StartTlsProblem | null> {
  const greeting = yield* receiveStatus();
  if (!greeting.ok) return refused("-ERR", greeting.text);
  yield* send("CAPA", "CAPA\r\n");
  const answer = yield* receiveStatus();
  // A server without CAPA may still know STLS.
  if (answer.ok) {
    const capabilities = yield* receiveLines();
    if (!capabilities.some((name) => /^STLS\s*$/i.test(name))) return notOffered(capabilities);
  }
  yield* send("STLS", "STLS\r\n");
  const { ok, text } = yield* receiveStatus();
  return ok ? null : refused("-ERR", text);
}

/** RFC 1939 section 3. */
function* receiveStatus(): Talk<{ ok: boolean; text: string }> {
  const text = yield* receiveLine();
  const [, status] = /^(\+OK|-ERR)(?: |$)/i.exec(text) ?? [];
  if (status === undefined) throw new DecodeError("illegal_value", "response", 0);
  return { ok: status.startsWith("+"), text };
}

/** The lines of an answer that ends with a dot alone. None begins with a dot that would be doubled. */
function* receiveLines(): Talk<string[]> {
  const lines: string[] = [];
  for (;;) {
    const line = yield* receiveLine();
    if (line === ".") return lines;
    lines.push(line);
  }
}
