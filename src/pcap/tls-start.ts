import { CONTENT_TYPE } from "../tls/record.ts";

/** What a connection carries before its handshake. */
export type Prelude =
  | "proxy_protocol"
  | "http_connect"
  | "smtp"
  | "ftp"
  | "imap"
  | "pop3"
  | "xmpp"
  | "ldap"
  | "postgres"
  | "mysql"
  | "nntp"
  | "other";

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
/** Record header, handshake header, major version: RFC 8446 sections 4 and 5.1. */
const SIGNATURE = 10;
const MAX_RECORD = 16_384 + 2_048;

export const NOT_FOUND = -1;

/** Where the first record of a handshake begins. At `start` a few bytes are enough, since whoever waited for the other side's
 *  word sends its hello in a segment of its own; within the segment the whole signature must be there.
 *  @param first whether nothing came before: then one byte may be all that there is */
export function findTlsStart(bytes: Buffer, start: number, end: number, first: boolean): number {
  if (first && end - start === 1 && bytes.readUInt8(start) === CONTENT_TYPE.handshake) return start;
  if (looksLikeFirstRecord(bytes, start, end)) return start;
  const segment = bytes.subarray(start, Math.max(start, end - SIGNATURE + 1));
  for (let at = segment.indexOf(CONTENT_TYPE.handshake); at !== -1;) {
    if (looksLikeFirstRecord(bytes, start + at, end)) return start + at;
    at = segment.indexOf(CONTENT_TYPE.handshake, at + 1);
  }
  return NOT_FOUND;
}

/** A ClientHello, a ServerHello or an alert in the clear, as far as the bytes reach; two must be there. */
function looksLikeFirstRecord(bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (length < 2) return false;
  const type = bytes.readUInt8(start);
  if (type !== CONTENT_TYPE.handshake && type !== CONTENT_TYPE.alert) return false;
  if (bytes.readUInt8(start + 1) !== 3 || (length > 2 && bytes.readUInt8(start + 2) > 4)) return false;
  if (length < 5) return true;
  const fragment = bytes.readUInt16BE(start + 3);
  if (type === CONTENT_TYPE.alert) return fragment === 2;
  if (fragment === 0 || fragment > MAX_RECORD) return false;
  if (length < SIGNATURE) return true;
  // A record may hold less than the header of the message.
  if (fragment < SIGNATURE - 5) return true;
  const message = bytes.readUInt8(start + 5);
  if (message !== CLIENT_HELLO && message !== SERVER_HELLO) return false;
  return bytes.readUInt8(start + 6) === 0 && bytes.readUInt8(start + 9) === 3;
}

/** The header and MSG-CLIENT-HELLO of SSL 2.0, RFC 5246 appendix E.2: the first bit, then the type, then the version. */
export function looksLikeSsl2Hello(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 11 || (bytes.readUInt8(start) & 0x80) === 0) return false;
  if (bytes.readUInt8(start + 2) !== CLIENT_HELLO) return false;
  const version = bytes.readUInt16BE(start + 3);
  if (version !== 2 && (version < 0x0300 || version > 0x0304)) return false;
  const [suites, session, challenge] = [5, 7, 9].map((offset) => bytes.readUInt16BE(start + offset));
  const length = bytes.readUInt16BE(start) & 0x7fff;
  return (suites ?? 0) % 3 === 0 && length === 9 + (suites ?? 0) + (session ?? 0) + (challenge ?? 0);
}

const PROXY_V2 = Buffer.from("0d0a0d0a000d0a515549540a", "hex");
/** Length and code of SSLRequest; PostgreSQL's "Message Formats". */
const POSTGRES_SSL_REQUEST = Buffer.from("0000000804d2162f", "hex");
/** The OID of StartTLS, RFC 4511 section 4.14.1. */
const LDAP_START_TLS = Buffer.from("1.3.6.1.4.1.1466.20037");
/** Length 32, number 1, then capabilities with CLIENT_SSL (0x0800): "Protocol::SSLRequest". */
const MYSQL_SSL_REQUEST = Buffer.from("20000001", "hex");
const COMMANDS: readonly (readonly [RegExp, Prelude])[] = [
  [/^PROXY (?:TCP4|TCP6|UNKNOWN)/, "proxy_protocol"],
  [/^CONNECT \S+ HTTP\/1/, "http_connect"],
  [/<starttls\b/, "xmpp"],
  [/^STLS\r?$/im, "pop3"],
  [/^AUTH (?:TLS|SSL)/im, "ftp"],
  [/^\S+ STARTTLS\r?$/im, "imap"],
  [/^STARTTLS\r?$/im, "smtp"],
];
const LOOKED_AT = 512;

/** What a client's bytes ask for, before its ClientHello. Null when they do not tell. */
export function recognizePrelude(bytes: Buffer): Prelude | null {
  if (bytes.subarray(0, PROXY_V2.length).equals(PROXY_V2)) return "proxy_protocol";
  if (bytes.subarray(0, POSTGRES_SSL_REQUEST.length).equals(POSTGRES_SSL_REQUEST)) return "postgres";
  const head = bytes.subarray(0, LOOKED_AT);
  if (head.includes(LDAP_START_TLS)) return "ldap";
  if (bytes.length >= 36 && bytes.subarray(0, 4).equals(MYSQL_SSL_REQUEST) && bytes.readUInt8(5) & 8)
    return "mysql";
  const text = head.toString("latin1");
  return COMMANDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
