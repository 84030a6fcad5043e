import type { StartTlsProblem } from "../../diagnosis/starttls.ts";
import { Cursor } from "../../wire/cursor.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import { TAG, primitive } from "../../wire/der.ts";
import type { Talk } from "./dialogue.ts";
import { complete, notOffered, receive, refused, send } from "./dialogue.ts";

const START_TLS = "1.3.6.1.4.1.1466.20037";
const EXTENDED_REQUEST = 0x77;
const EXTENDED_RESPONSE = 0x78;
const MESSAGE_ID = 1;
const MAX_LENGTH_OCTETS = 4;

/** RFC 4511 appendix A: those that an answer to StartTLS may have. */
const SUCCESS = 0;
const PROTOCOL_ERROR = 2;
const RESULT_CODES: ReadonlyMap<number, string> = new Map([
  [1, "operationsError"],
  [PROTOCOL_ERROR, "protocolError"],
  [8, "strongerAuthRequired"],
  [10, "referral"],
  [51, "busy"],
  [52, "unavailable"],
  [53, "unwillingToPerform"],
  [80, "other"],
]);

/** RFC 4511 section 4.14: ExtendedRequest, ExtendedResponse. */
export function* talkLdap(): Talk<StartTlsProblem | null> {
  yield* send("ExtendedRequest", REQUEST);
  const { messageId, resultCode, diagnosticMessage } = decodeResponse(yield* receive(frameMessage));
  // Section 4.4.1: 0 is a notice of disconnection.
  if (messageId === MESSAGE_ID) {
    if (resultCode === SUCCESS) return null;
    // Section 4.14.2: a server without TLS does not recognize the request.
    if (resultCode === PROTOCOL_ERROR) return notOffered([]);
  }
  const name = RESULT_CODES.get(resultCode) ?? "resultCode";
  return refused(String(resultCode), `${name} (${resultCode}) ${diagnosticMessage}`);
}

const REQUEST = encodeRequest();

/** LDAPMessage ::= SEQUENCE { messageID INTEGER, extendedReq [APPLICATION 23] { requestName [0] LDAPOID } } */
function encodeRequest(): Uint8Array {
  const encode = (tag: number, content: Uint8Array) => Buffer.from([tag, content.length, ...content]);
  const request = encode(EXTENDED_REQUEST, encode(primitive(0), Buffer.from(START_TLS)));
  return encode(TAG.sequence, Buffer.concat([encode(TAG.integer, Buffer.from([MESSAGE_ID])), request]));
}

function frameMessage(received: Buffer): number | null {
  const [tag, length] = received;
  if (tag !== undefined && tag !== TAG.sequence) throw illegal("LDAPMessage");
  if (length === undefined || received.length < 2 + lengthOctets(length)) return null;
  const cursor = new Cursor(received);
  cursor.uint(1, "LDAPMessage");
  const content = readLength(cursor, "LDAPMessage");
  return complete(received, cursor.offset + content, "LDAPMessage");
}

/** LDAPMessage ::= SEQUENCE { messageID INTEGER, extendedResp [APPLICATION 24] { resultCode ENUMERATED,
 *  matchedDN LDAPDN, diagnosticMessage LDAPString, … }, … } */
function decodeResponse(bytes: Uint8Array) {
  const message = readContent(new Cursor(bytes), TAG.sequence, "LDAPMessage");
  const messageId = readNumber(message, TAG.integer, "messageID");
  const response = readContent(message, EXTENDED_RESPONSE, "ExtendedResponse");
  const resultCode = readNumber(response, TAG.enumerated, "resultCode");
  readContent(response, TAG.octetString, "matchedDN");
  const text = readContent(response, TAG.octetString, "diagnosticMessage");
  const diagnosticMessage = Buffer.from(text.opaque(text.remaining, "diagnosticMessage")).toString("utf8");
  return { messageId, resultCode, diagnosticMessage };
}

/** A small number that is not negative. */
function readNumber(cursor: Cursor, tag: number, structure: string): number {
  const content = readContent(cursor, tag, structure);
  const octets = content.opaque(content.remaining, structure);
  if (octets.length === 0 || octets.length > 4) throw illegal(structure);
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}

function readContent(cursor: Cursor, tag: number, structure: string): Cursor {
  if (cursor.uint(1, structure) !== tag) throw illegal(structure);
  return cursor.sub(readLength(cursor, structure), structure);
}

/** RFC 4511 section 5.1: BER of definite length, not DER. Active Directory always sends four octets of length. */
function readLength(cursor: Cursor, structure: string): number {
  const first = cursor.uint(1, structure);
  if (first === 0x80) throw illegal(structure);
  if (lengthOctets(first) > MAX_LENGTH_OCTETS) throw new DecodeError("too_large", structure, cursor.offset);
  return first < 0x80
    ? first
    : cursor.opaque(lengthOctets(first), structure).reduce((value, octet) => value * 256 + octet, 0);
}

function lengthOctets(first: number): number {
  return first < 0x80 ? 0 : first & 0x7f;
}

function illegal(structure: string): DecodeError {
  return new DecodeError("illegal_value", structure, 0);
}
