import { createHash } from "node:crypto";

/** 24 hexadecimal digits, the same for the same text: whoever does something again names it as who did it before. */
export function nameFor(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}
