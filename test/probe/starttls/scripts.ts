import type { StartTlsProtocol } from "../../../src/diagnosis/starttls.ts";

export type Deed = "end" | "reset" | "pour" | "wait";

/** What the server says, and what it must hear, in turn. Latin-1. */
export type Script = readonly (
  { readonly says: string } | { readonly hears: string } | { readonly does: Deed }
)[];

export const says = (...lines: readonly string[]) => ({ says: lines.map((line) => `${line}\r\n`).join("") });
export const saysBytes = (bytes: string) => ({ says: bytes });
export const hears = (line: string) => ({ hears: `${line}\r\n` });
export const hearsBytes = (bytes: string) => ({ hears: bytes });
export const does = (deed: Deed) => ({ does: deed });

const uint24 = (value: number) => String.fromCharCode(value & 255, (value >> 8) & 255, value >> 16);

/** A packet of MySQL. */
export const packet = (payload: string) => `${uint24(payload.length)}\0${payload}`;

/** Protocol version, server version, connection id, challenge, zero, flags … */
export const mysqlGreeting = (flags: number) =>
  packet(
    `\x0a8.0.36\0\x01\0\0\0abcdefgh\0${uint24(flags).slice(0, 2)}\xff\x02\0\0\x15${"\0".repeat(10)}ijklmnopqrst\0caching_sha2_password\0`,
  );
export const MYSQL_FLAGS = 0xffff;
export const MYSQL_NO_SSL = 0xf7ff;
export const MYSQL_SSL_REQUEST = `\x20\0\0\x01\x01\x8a\0\0\0\0\0\x01\x21${"\0".repeat(23)}`;

/** BER with the shortest length. */
export const ber = (tag: number, content: string) => String.fromCharCode(tag, content.length) + content;
/** BER as Active Directory writes it. */
export const longBer = (tag: number, content: string) =>
  String.fromCharCode(tag, 0x84, 0, 0, 0, content.length) + content;

export const ldapAnswer = (resultCode: number, message = "", messageId = 1, encode = ber) =>
  encode(
    0x30,
    ber(2, String.fromCharCode(messageId)) +
      encode(0x78, ber(10, String.fromCharCode(resultCode)) + ber(4, "") + ber(4, message)),
  );
export const LDAP_REQUEST = "\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";

/** ErrorResponse of PostgreSQL: length with itself, fields. */
export const postgresError = (...fields: readonly string[]) => {
  const body = `${fields.map((field) => `${field}\0`).join("")}\0`;
  return `E\0\0\0${String.fromCharCode(body.length + 4)}${body}`;
};
export const SSL_REQUEST = "\0\0\0\x08\x04\xd2\x16\x2f";

const STREAM =
  "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'";
export const XMPP_OPENING = `<?xml version='1.0'?>${STREAM} to='api.example.com'>`;
export const XMPP_HEADER = `<?xml version='1.0'?>${STREAM} id='a>b' from="api.example.com" xml:lang='en'>`;
export const XMPP_STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
export const XMPP_FEATURES = `<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>`;
export const XMPP_PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

/** A server that does as it should, until TLS begins. */
export const GOOD: Readonly<Record<StartTlsProtocol, Script>> = {
  smtp: [
    says("220-mx.example.com ESMTP", "220 ready"),
    hears("EHLO [127.0.0.1]"),
    says("250-mx.example.com", "250-PIPELINING", "250-starttls", "250 SMTPUTF8"),
    hears("STARTTLS"),
    says("220 2.0.0 Ready"),
  ],
  imap: [
    says("* OK [CAPABILITY IMAP4rev1] ready"),
    hears("A1 CAPABILITY"),
    says("* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED", "* OK still here", "A1 OK done"),
    hears("A2 STARTTLS"),
    says("* OK soon", "A2 OK Begin TLS"),
  ],
  pop3: [
    says("+OK ready <1@example.com>"),
    hears("CAPA"),
    says("+OK", "TOP", "STLS", "SASL PLAIN", "."),
    hears("STLS"),
    says("+OK Begin TLS"),
  ],
  ldap: [hearsBytes(LDAP_REQUEST), saysBytes(ldapAnswer(0))],
  postgres: [hearsBytes(SSL_REQUEST), saysBytes("S")],
  mysql: [saysBytes(mysqlGreeting(MYSQL_FLAGS)), hearsBytes(MYSQL_SSL_REQUEST)],
  xmpp: [
    hearsBytes(XMPP_OPENING),
    saysBytes(`${XMPP_HEADER}\n${XMPP_FEATURES}`),
    hearsBytes(XMPP_STARTTLS),
    saysBytes(XMPP_PROCEED),
  ],
  ftp: [
    says("220-Welcome", " to this", "331 place", "220 FTP ready"),
    hears("AUTH TLS"),
    says("234 AUTH TLS successful"),
  ],
};
