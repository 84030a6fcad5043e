import type { StartTlsProblem } from "../../diagnosis/starttls.ts";
import type { Talk } from "./dialogue.ts";
import { notOffered, refused, send } from "./dialogue.ts";
import { receiveReply } from "./reply.ts";

/** RFC 4217 section 4: AUTH TLS. A client need not ask for the features (FEAT) before. */
export function* talkFtp(): Talk<StartTlsProblem | null> {
  let greeting = yield* receiveReply();
  // RFC 959 section 5.4: 120, ready in so many minutes, comes before 220.
  while (greeting.code === "120") greeting = yield* receiveReply();
  if (greeting.code !== "220") return refused(greeting.code, greeting.text);
  yield* send("AUTH TLS", "AUTH TLS\r\n");
  const { code, text } = yield* receiveReply();
  switch (code) {
    case "234":
      return null;
    // RFC 2228 section 3: AUTH is not known (500, 502), TLS is not (504).
    case "500":
    case "502":
    case "504":
      return notOffered([]);
    default:
      return refused(code, text);
  }
}
