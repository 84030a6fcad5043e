import type { StartTlsProblem } from "../../diagnosis/starttls.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { Talk } from "./dialogue.ts";
import { complete, notOffered, receive, refused, send } from "./dialogue.ts";

/** PostgreSQL documentation, "Message Formats": Int32(8) length with itself, Int32(80877103). */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
/** What libpq takes for a length rather than for text (MAX_ERRLEN). */
const MAX_ERROR = 30_000;

/** PostgreSQL documentation, "SSL Session Encryption": one byte, S or N; or E, an ErrorResponse. */
export function* talkPostgres(): Talk<StartTlsProblem | null> {
  yield* send("SSLRequest", SSL_REQUEST);
  const answer = yield* receive(frameAnswer);
  switch (String.fromCharCode(answer[0] ?? 0)) {
    case "S":
      return null;
    case "N":
      return notOffered([]);
    default:
      return describeError(answer);
  }
}

function frameAnswer(received: Buffer): number | null {
  switch (received.toString("latin1", 0, 1)) {
    case "":
      return null;
    case "S":
    case "N":
      return 1;
    case "E":
      return frameError(received);
    default:
      throw new DecodeError("illegal_value", "SSLRequest", 0);
  }
}

/** A server that fails before it knows the client's version answers as before 7.4: text up to a zero byte. */
function frameError(received: Buffer): number | null {
  if (received.length < 5) return null;
  if (hasLength(received)) return complete(received, 1 + received.readUInt32BE(1), "ErrorResponse");
  const end = received.indexOf(0);
  return end === -1 ? null : end + 1;
}

function hasLength(answer: Buffer): boolean {
  const length = answer.length < 5 ? 0 : answer.readUInt32BE(1);
  return length >= 8 && length <= MAX_ERROR;
}

/** ErrorResponse: fields of a type byte and a text that ends with a zero byte; C is the SQLSTATE, M the message. */
function describeError(answer: Buffer): StartTlsProblem {
  if (!hasLength(answer)) return refused("E", answer.toString("utf8", 1, answer.length - 1));
  const fields = new Map(
    answer
      .toString("utf8", 5)
      .split("\0")
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
  return refused(fields.get("C") ?? "E", fields.get("M") ?? "");
}
