import { afterEach, describe, expect, it } from "vitest";
import type { StartTlsProtocol } from "../../../src/diagnosis/starttls.ts";
import { talkSmtp } from "../../../src/probe/starttls/smtp.ts";
import { startTls } from "../../../src/probe/starttls.ts";
import { closeAll, openScripted } from "./scripted-server.ts";
import type { Script } from "./scripts.ts";
import {
  GOOD,
  LDAP_REQUEST,
  MYSQL_FLAGS,
  MYSQL_NO_SSL,
  SSL_REQUEST,
  XMPP_FEATURES,
  XMPP_HEADER,
  XMPP_OPENING,
  XMPP_STARTTLS,
  does,
  hears,
  hearsBytes,
  ldapAnswer,
  longBer,
  mysqlGreeting,
  packet,
  postgresError,
  says,
  saysBytes,
} from "./scripts.ts";

const TIMEOUT_MS = 5_000;
const SHORT_MS = 150;
const EHLO = "EHLO [127.0.0.1]";

afterEach(closeAll);

async function talk(protocol: StartTlsProtocol, script: Script, timeoutMs = TIMEOUT_MS, segment = 0) {
  const socket = await openScripted(script, segment);
  return startTls(socket, protocol, { serverName: "api.example.com", timeoutMs });
}

/** What a server says that does not let us, and what we make of it. */
const REFUSALS: readonly (readonly [StartTlsProtocol, string, Script, object])[] = [
  [
    "smtp",
    "does not serve us",
    [says("554-No SMTP service here", "554 blocked \x1b[31m")],
    {
      code: "refused",
      command: null,
      status: "554",
      reply: "554 No SMTP service here blocked \uFFFD[31m",
    },
  ],
  [
    "smtp",
    "is of before 1995",
    [says("220 mx"), hears(EHLO), says("500 what?")],
    { code: "not_offered", command: "EHLO", offered: [] },
  ],
  [
    "smtp",
    "does not like our name",
    [says("220 mx"), hears(EHLO), says("550 Bad HELO")],
    { code: "refused", command: "EHLO", status: "550", reply: "550 Bad HELO" },
  ],
  [
    "smtp",
    "lacks STARTTLS",
    [says("220 mx"), hears(EHLO), says("250-mx", "250-SIZE 1000", "250 XXXXXXXA")],
    { code: "not_offered", command: "EHLO", offered: ["SIZE 1000", "XXXXXXXA"] },
  ],
  [
    "smtp",
    "has no extension",
    [says("220 mx"), hears(EHLO), says("250 STARTTLS.example.com")],
    { code: "not_offered", command: "EHLO", offered: [] },
  ],
  [
    "smtp",
    "has no certificate",
    [
      says("220 mx"),
      hears(EHLO),
      says("250-mx", "250 STARTTLS"),
      hears("STARTTLS"),
      says("454 4.7.0 TLS not available"),
    ],
    { code: "refused", command: "STARTTLS", status: "454", reply: "454 4.7.0 TLS not available" },
  ],
  [
    "imap",
    "says BYE",
    [says("* BYE overloaded")],
    { code: "refused", command: null, status: "BYE", reply: "* BYE overloaded" },
  ],
  ["imap", "is authenticated already", [says("* PREAUTH hello")], { code: "refused", status: "PREAUTH" }],
  [
    "imap",
    "lacks STARTTLS",
    [says("* OK"), hears("A1 CAPABILITY"), says("* CAPABILITY IMAP4rev1 XSTARTTLS", "A1 OK")],
    { code: "not_offered", command: "CAPABILITY", offered: ["IMAP4rev1", "XSTARTTLS"] },
  ],
  [
    "imap",
    "says BYE to a command",
    [says("* OK"), hears("A1 CAPABILITY"), says("* BYE idle too long")],
    { code: "refused", command: "CAPABILITY", status: "BYE", reply: "BYE idle too long" },
  ],
  [
    "imap",
    "says BAD",
    [
      says("* OK"),
      hears("A1 CAPABILITY"),
      says("* CAPABILITY STARTTLS", "A1 OK"),
      hears("A2 STARTTLS"),
      says("A2 BAD TLS is off"),
    ],
    { code: "refused", command: "STARTTLS", status: "BAD", reply: "BAD TLS is off" },
  ],
  [
    "imap",
    "answers to another tag",
    [says("* OK"), hears("A1 CAPABILITY"), says("A2 OK")],
    { code: "malformed", command: "CAPABILITY", received: "A2 OK" },
  ],
  ["pop3", "is busy", [says("-ERR busy")], { code: "refused", command: null, reply: "-ERR busy" }],
  [
    "pop3",
    "lacks STLS",
    [says("+OK"), hears("CAPA"), says("+OK", "TOP", "USER", ".")],
    { code: "not_offered", command: "CAPA", offered: ["TOP", "USER"] },
  ],
  [
    "pop3",
    "knows neither CAPA nor STLS",
    [says("+OK"), hears("CAPA"), says("-ERR what?"), hears("STLS"), says("-ERR what now?")],
    { code: "refused", command: "STLS", status: "-ERR", reply: "-ERR what now?" },
  ],
  [
    "ldap",
    "has no TLS",
    [hearsBytes(LDAP_REQUEST), saysBytes(ldapAnswer(2, "unsupported extended operation"))],
    { code: "not_offered", command: "ExtendedRequest", offered: [] },
  ],
  [
    "ldap",
    "is Active Directory without a certificate",
    [hearsBytes(LDAP_REQUEST), saysBytes(ldapAnswer(52, "00000000: LdapErr: DSID-0C09", 1, longBer))],
    { code: "refused", status: "52", reply: "unavailable (52) 00000000: LdapErr: DSID-0C09" },
  ],
  [
    "ldap",
    "says goodbye",
    [hearsBytes(LDAP_REQUEST), saysBytes(ldapAnswer(2, "bye", 0))],
    { code: "refused", status: "2", reply: "protocolError (2) bye" },
  ],
  [
    "ldap",
    "answers with success to nothing",
    [hearsBytes(LDAP_REQUEST), saysBytes(ldapAnswer(0, "", 0))],
    { code: "refused", status: "0" },
  ],
  [
    "ldap",
    "uses the indefinite form",
    [hearsBytes(LDAP_REQUEST), saysBytes("\x30\x80\x02\x01\x01")],
    { code: "malformed" },
  ],
  [
    "ldap",
    "uses the indefinite form within",
    [hearsBytes(LDAP_REQUEST), saysBytes("\x30\x0e\x02\x01\x01\x78\x09\x0a\x01\x34\x04\0\x04\x80\0\0")],
    { code: "malformed" },
  ],
  [
    "ldap",
    "announces four gigabytes",
    [hearsBytes(LDAP_REQUEST), saysBytes("\x30\x84\xff\xff\xff\xff")],
    { code: "malformed" },
  ],
  [
    "postgres",
    "has no TLS",
    [hearsBytes(SSL_REQUEST), saysBytes("N")],
    { code: "not_offered", command: "SSLRequest", offered: [] },
  ],
  [
    "postgres",
    "has too many clients",
    [hearsBytes(SSL_REQUEST), saysBytes(postgresError("SFATAL", "C53300", "Msorry, too many clients"))],
    { code: "refused", status: "53300", reply: "sorry, too many clients" },
  ],
  [
    "postgres",
    "has a hostile SQLSTATE",
    [hearsBytes(SSL_REQUEST), saysBytes(postgresError(`C\x1b]8;;${"x".repeat(90)}`, "M"))],
    { code: "refused", status: `\uFFFD]8;;${"x".repeat(35)}`, reply: "" },
  ],
  [
    "postgres",
    "fails as of old",
    [hearsBytes(SSL_REQUEST), saysBytes("Ecould not fork\n\0")],
    { code: "refused", status: "E", reply: "could not fork" },
  ],
  [
    "mysql",
    "has no TLS",
    [saysBytes(mysqlGreeting(MYSQL_NO_SSL))],
    { code: "not_offered", command: null, offered: [] },
  ],
  [
    "mysql",
    "has blocked us",
    [saysBytes(packet("\xff\x69\x04Host '192.0.2.1' is blocked"))],
    { code: "refused", status: "1129", reply: "Host '192.0.2.1' is blocked" },
  ],
  [
    "mysql",
    "has too many connections, with an SQLSTATE",
    [saysBytes(packet("\xff\x10\x04#08004Too many connections"))],
    { code: "refused", status: "1040", reply: "Too many connections" },
  ],
  ["mysql", "is of before 2000", [saysBytes(packet("\x093.20\0"))], { code: "not_offered" }],
  ["mysql", "ends its greeting early", [saysBytes(packet("\x0a8.0"))], { code: "malformed" }],
  ["mysql", "is the X protocol", [saysBytes("\x05\0\0\0\x0b\x08\x05\x1a\0")], { code: "malformed" }],
  ["mysql", "announces sixteen megabytes", [saysBytes("\xff\xff\xff\0\x0a")], { code: "malformed" }],
  [
    "xmpp",
    "does not serve this domain",
    [
      hearsBytes(XMPP_OPENING),
      saysBytes(
        `${XMPP_HEADER}<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/><text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>Not here</text></stream:error></stream:stream>`,
      ),
    ],
    { code: "refused", command: "stream", status: "host-unknown", reply: "host-unknown Not here" },
  ],
  [
    "xmpp",
    "lacks starttls",
    [
      hearsBytes(XMPP_OPENING),
      saysBytes(`${XMPP_HEADER}<stream:features><starttls xmlns='urn:else'/><bind/></stream:features>`),
    ],
    { code: "not_offered", command: "stream", offered: ["starttls", "bind"] },
  ],
  [
    "xmpp",
    "has no features at all",
    [hearsBytes(XMPP_OPENING), saysBytes(`${XMPP_HEADER}<stream:features/>`)],
    { code: "not_offered", offered: [] },
  ],
  [
    "xmpp",
    "is of before 1.0",
    [hearsBytes(XMPP_OPENING), saysBytes(XMPP_HEADER.replace(/ version='1.0'(?= )/, ""))],
    { code: "not_offered", command: "stream" },
  ],
  [
    "xmpp",
    "fails",
    [
      hearsBytes(XMPP_OPENING),
      saysBytes(XMPP_HEADER + XMPP_FEATURES),
      hearsBytes(XMPP_STARTTLS),
      saysBytes("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"),
    ],
    { code: "refused", command: "starttls", status: "failure" },
  ],
  [
    "xmpp",
    "proceeds in another namespace",
    [
      hearsBytes(XMPP_OPENING),
      saysBytes(XMPP_HEADER + XMPP_FEATURES),
      hearsBytes(XMPP_STARTTLS),
      saysBytes("<proceed/>"),
    ],
    { code: "malformed", command: "starttls", received: "<proceed/>" },
  ],
  [
    "xmpp",
    "closes what is not open",
    [hearsBytes(XMPP_OPENING), saysBytes(`${XMPP_HEADER}<stream:features></features>`)],
    { code: "malformed" },
  ],
  [
    "xmpp",
    "nests without end",
    [hearsBytes(XMPP_OPENING), saysBytes(XMPP_HEADER + "<a>".repeat(200))],
    { code: "malformed" },
  ],
  [
    "xmpp",
    "has a DTD",
    [hearsBytes(XMPP_OPENING), saysBytes("<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'>]>")],
    { code: "malformed" },
  ],
  ["ftp", "is full", [says("421 Too many users")], { code: "refused", command: null, status: "421" }],
  [
    "ftp",
    "lacks AUTH",
    [says("120 wait", "220 FTP"), hears("AUTH TLS"), says("502 what?")],
    { code: "not_offered", command: "AUTH TLS", offered: [] },
  ],
  [
    "ftp",
    "wants a password first",
    [says("220 FTP"), hears("AUTH TLS"), says("530 Please login with USER and PASS.")],
    { code: "refused", status: "530", reply: "530 Please login with USER and PASS." },
  ],
];

it.each(REFUSALS)("a server of %s that %s", async (protocol, _, script, fault) => {
  expect(await talk(protocol, [...script, does("wait")])).toMatchObject(fault);
  // A server that closes after it has spoken has spoken.
  expect(await talk(protocol, [...script, does("end")])).toMatchObject(fault);
});

/** Another protocol where ours should be. */
const OTHERS: readonly (readonly [StartTlsProtocol, string, Script])[] = [
  ["smtp", "imap", [says("* OK IMAP4rev1 ready")]],
  ["smtp", "pop3", [says("+OK ready")]],
  ["smtp", "ssh", [says("SSH-2.0-OpenSSH_9.6")]],
  ["smtp", "ftp", [says("220 ProFTPD Server"), hears(EHLO), says("500 EHLO not understood")]],
  ["smtp", "mysql", [saysBytes(mysqlGreeting(MYSQL_FLAGS)), does("wait")]],
  ["imap", "smtp", [says("220 mx.example.com ESMTP")]],
  ["pop3", "imap", [says("* OK IMAP4rev1 ready")]],
  ["ftp", "smtp", [says("220 mx.example.com ESMTP"), hears("AUTH TLS"), says("500 what?")]],
  ["mysql", "ssh", [says("SSH-2.0-OpenSSH_9.6")]],
  ["mysql", "smtp", [says("220 mx.example.com ESMTP")]],
  ["postgres", "http", [hearsBytes(SSL_REQUEST), says("HTTP/1.1 400 Bad Request")]],
  ["postgres", "ssh", [says("SSH-2.0-OpenSSH_9.6")]],
  ["postgres", "tls", [hearsBytes(SSL_REQUEST), saysBytes("\x15\x03\x01\0\x02\x02\x46")]],
  ["postgres", "mysql", [saysBytes(mysqlGreeting(MYSQL_FLAGS))]],
  ["ldap", "tls", [hearsBytes(LDAP_REQUEST), saysBytes("\x15\x03\x03\0\x02\x02\x0a")]],
  ["ldap", "xmpp", [hearsBytes(LDAP_REQUEST), saysBytes(XMPP_HEADER)]],
  ["ldap", "http", [hearsBytes(LDAP_REQUEST), says("HTTP/1.1 400 Bad Request")]],
  ["xmpp", "http", [hearsBytes(XMPP_OPENING), says("HTTP/1.1 400 Bad Request", "", "<html></html>")]],
  ["xmpp", "tls", [hearsBytes(XMPP_OPENING), saysBytes("\x15\x03\x01\0\x02\x02\x46")]],
];

it.each(OTHERS)("where %s should be, %s is recognized", async (protocol, other, script) => {
  const ended = script.some((act) => "does" in act) ? script : [...script, does("end")];
  expect(await talk(protocol, ended, SHORT_MS)).toMatchObject({ code: "other_protocol", protocol: other });
});

it("what nobody speaks is shown", async () => {
  expect(await talk("smtp", [says("Welcome, stranger!"), does("wait")])).toEqual({
    code: "malformed",
    command: null,
    received: "Welcome, stranger!",
  });
});

describe("a server without end", () => {
  it.each([
    ["smtp", "lines of a greeting", says(...Array<string>(600).fill("220-hi"))],
    ["smtp", "long lines", says(...Array<string>(40).fill(`220-${"x".repeat(1_000)}`))],
    ["imap", "untagged responses", says("* OK", ...Array<string>(600).fill("* OK still here"))],
    ["pop3", "capabilities", says("+OK", "+OK", ...Array<string>(600).fill("X"))],
    ["ftp", "delays", says(...Array<string>(600).fill("120 wait"))],
  ] as const)("%s: %s", async (protocol, _, act) => {
    expect(await talk(protocol, [act, does("wait")])).toMatchObject({ code: "too_much" });
  });
});

it("keeps little of what a server offers", async () => {
  const many = Array.from({ length: 300 }, (_, index) => `250-X${index}-${"x".repeat(80)}`);
  const fault = await talk("smtp", [says("220 mx"), hears(EHLO), says("250-mx", ...many, "250 END")]);
  expect(fault).toMatchObject({ code: "not_offered" });
  expect(JSON.stringify(fault).length).toBeLessThan(3_000);
});

it.each([
  ["a hostile name", "a'b<c&d", " to='a&#39;b&#60;c&#38;d'"],
  ["no name", null, ""],
])("asks an XMPP server for %s", async (_, serverName, attribute) => {
  const opened = XMPP_OPENING.replace(" to='api.example.com'", attribute);
  const socket = await openScripted([hearsBytes(opened), ...GOOD.xmpp.slice(1)]);
  expect(await startTls(socket, "xmpp", { serverName, timeoutMs: TIMEOUT_MS })).toBeNull();
});

it.each([
  "<stream xmlns='http://etherx.jabber.org/streams' version='1.0'><features><tls:starttls xmlns:tls='urn:ietf:params:xml:ns:xmpp-tls'/></features>",
  `<?xml version="1.0" encoding="UTF-8"?>\n<s:stream xmlns:s="http://etherx.jabber.org/streams" version = "1.0">\n<s:features>\n<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"></starttls></s:features>`,
])("reads namespaces, not prefixes: %s", async (opened) => {
  const script: Script = [
    hearsBytes(XMPP_OPENING),
    saysBytes(opened),
    hearsBytes(XMPP_STARTTLS),
    saysBytes("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'></proceed>"),
  ];
  expect(await talk("xmpp", script, TIMEOUT_MS, 1)).toBeNull();
});

it("names the client by its address, as IPv6 too", () => {
  const talking = talkSmtp({ serverName: null, clientAddress: "fe80::1%eth0" });
  talking.next();
  expect(talking.next(Buffer.from("220 mx\r\n")).value).toMatchObject({ send: "EHLO [IPv6:fe80::1]\r\n" });
});

it("takes Active Directory's form of success", async () => {
  expect(await talk("ldap", [hearsBytes(LDAP_REQUEST), saysBytes(ldapAnswer(0, "", 1, longBer))])).toBeNull();
});
