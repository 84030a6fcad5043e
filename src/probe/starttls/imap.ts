import type { StartTlsProblem } from "../../diagnosis/starttls.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { Talk } from "./dialogue.ts";
import { notOffered, receiveLine, refused, send } from "./dialogue.ts";

/** RFC 9051 section 6.2.1: CAPABILITY, STARTTLS. */
export function* talkImap(): Talk<StartTlsProblem | null> {
  const greeting = yield* receiveLine();
  const [, said = ""] = /^\* (OK|PREAUTH|BYE)\b/i.exec(greeting) ?? fail();
  const condition = said.toUpperCase();
  // Who is logged in from the start cannot ask for TLS any more.
  if (condition !== "OK") return refused(condition, greeting);
  const capability = yield* command("A1", "CAPABILITY");
  if (capability.status !== "OK") return refused(capability.status, capability.text);
  const capabilities = capability.untagged.flatMap(
    (line) => /^\* CAPABILITY (.*)/i.exec(line)?.[1]?.trim().split(/ +/) ?? [],
  );
  if (!capabilities.some((name) => /^STARTTLS$/i.test(name))) return notOffered(capabilities);
  const { status, text } = yield* command("A2", "STARTTLS");
  return status === "OK" ? null : refused(status, text);
}

/** Until the tagged status, or `* BYE`. */
function* command(tag: string, name: "CAPABILITY" | "STARTTLS") {
  yield* send(name, `${tag} ${name}\r\n`);
  const untagged: string[] = [];
  for (;;) {
    const line = yield* receiveLine();
    if (line.startsWith(`${tag} `) || /^\* BYE\b/i.test(line)) {
      const text = line.replace(/^\S+ /, "");
      const [status] = /^(?:OK|NO|BAD|BYE)\b/i.exec(text) ?? fail();
      return { status: status.toUpperCase(), text, untagged };
    }
    if (!line.startsWith("* ")) fail();
    untagged.push(line);
  }
}

function fail(): never {
  throw new DecodeError("illegal_value", "response", 0);
}
