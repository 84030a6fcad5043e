import { isIPv6 } from "node:net";
import type { StartTlsProblem } from "../../diagnosis/starttls.ts";
import type { Names, Talk } from "./dialogue.ts";
import { notOffered, refused, send } from "./dialogue.ts";
import { receiveReply } from "./reply.ts";

/** RFC 3207: EHLO, STARTTLS. */
export function* talkSmtp({ clientAddress }: Names): Talk<StartTlsProblem | null> {
  const greeting = yield* receiveReply();
  if (greeting.code !== "220") return refused(greeting.code, greeting.text);
  yield* send("EHLO", `EHLO ${addressLiteral(clientAddress)}\r\n`);
  const hello = yield* receiveReply();
  // RFC 5321 section 4.1.1.1: a server of before 1995 knows HELO only, and no extension.
  if (hello.code === "500" || hello.code === "502") return notOffered([]);
  if (hello.code !== "250") return refused(hello.code, hello.text);
  // The first line is the server's name.
  const extensions = hello.lines.slice(1);
  if (!extensions.some((extension) => /^STARTTLS\b/i.test(extension))) return notOffered(extensions);
  yield* send("STARTTLS", "STARTTLS\r\n");
  const { code, text } = yield* receiveReply();
  return code === "220" ? null : refused(code, text);
}

/** RFC 5321 section 4.1.3, for a client that has no name. */
function addressLiteral(address: string): string {
  // fe80::1%eth0: the zone is nobody else's business.
  return isIPv6(address) ? `[IPv6:${address.replace(/%.*/, "")}]` : `[${address}]`;
}
