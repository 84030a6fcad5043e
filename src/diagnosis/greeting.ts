import type { HandshakeResult } from "./evidence.ts";

type NotTls = Extract<HandshakeResult, { outcome: "not_tls" }>;

/** What other protocols say first, ask, or answer to a Client Hello. */
const GREETINGS: readonly (readonly [NotTls["protocol"], RegExp])[] = [
  ["http", /^HTTP\/\d|^<!doctype|^<html|^(?:GET|POST|HEAD|PUT|OPTIONS) \S+ HTTP\//i],
  ["ssh", /^SSH-\d/],
  // FTP and SMTP both greet with 220; who says ESMTP or SMTP is a mail server.
  ["smtp", /^220[ -].*SMTP/i],
  ["ftp", /^220[ -]/],
  ["imap", /^\* (?:OK|PREAUTH|BYE)/],
  ["pop3", /^\+OK/],
  // Length (3 bytes), sequence number 0, protocol version 10.
  // oxlint-disable-next-line no-control-regex -- the greeting is binary
  ["mysql", /^[\s\S]{3}\x00\x0a\d+\.\d+/],
];

const SHOWN = 120;

/** Which protocol the first bytes of one side belong to. */
export function describeGreeting(bytes: Uint8Array): NotTls {
  const text = Buffer.from(bytes).toString("latin1");
  const protocol = GREETINGS.find(([, pattern]) => pattern.test(text))?.[0] ?? "unknown";
  return { outcome: "not_tls", protocol, firstBytes: text.split(/\r?\n/, 1)[0]?.slice(0, SHOWN) ?? "" };
}
