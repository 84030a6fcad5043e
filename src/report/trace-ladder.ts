import type { HandshakeTrace, Side, TracedAlert, TracedMessage } from "../pcap/handshake-trace.ts";
import type { Prelude } from "../pcap/tls-start.ts";
import { describeCipherSuite } from "../tls/cipher-suites.ts";
import { describeNamedGroup } from "../tls/named-groups.ts";
import { formatVersion } from "../tls/version.ts";
import { contextOf } from "./capture-json.ts";
import type { Ladder, LadderStep, StepShape } from "./ladder.ts";
import { formatDuration } from "./ladder-text.ts";
import { printable } from "./printable.ts";

/** What is drawn of a handshake. @param alt a sentence for those who cannot see the picture, in their language */
export function ladderOf(trace: HandshakeTrace, alt: string): Ladder {
  const { client, server, serverName } = contextOf(trace);
  return {
    title: serverName ?? server,
    transport: trace.transport,
    client,
    server,
    startedAt: trace.startedAt,
    steps: toSteps(trace),
    alt,
  };
}

function toSteps(trace: HandshakeTrace): readonly LadderStep[] {
  const { messages, prelude, startedAt, endedAt, capture } = trace;
  const failing = messages.findLastIndex((message) => endedBy(trace, message));
  const alerts = [...trace.alerts];
  const hello = messages.findIndex(({ type }) => type === "client_hello");
  const steps = messages.flatMap((message, index) => [
    ...(index === hello && prelude !== null ? [remark(message.at, PRELUDES[prelude])] : []),
    { ...describeMessage(trace, message, alerts), failing: index === failing },
  ]);
  // Whoever waits in vain closes the connection then.
  const closing = 1 + steps.findLastIndex(({ name }) => name !== "FIN" && name !== "RST");
  const end = failing === -1 ? endOf(trace, Math.min(endedAt, steps[closing]?.at ?? endedAt)) : [];
  return [
    ...(capture.startedLate ? [remark(startedAt, "capture begins")] : []),
    ...steps.slice(0, closing),
    ...end,
    ...steps.slice(closing),
  ];
}

/** Whether it is what the handshake ended with. */
function endedBy({ ending }: HandshakeTrace, { from, type }: TracedMessage): boolean {
  switch (ending.kind) {
    case "alert":
      return type === "alert" && from === ending.by;
    case "reset":
      return type === "rst" && from === ending.by;
    case "closed":
      return type === "fin" && from === ending.by;
    case "refused":
      return type === "rst" && from === "server";
    case "completed":
    case "unanswered":
    case "silence":
    case "not_tls":
    case "incomplete":
      return false;
  }
}

/** What ended it where no message did, or where more messages came than are kept. */
function endOf({ ending, startedAt }: HandshakeTrace, at: number): readonly LadderStep[] {
  const fail = (from: Side, shape: StepShape, name: string): readonly LadderStep[] => [
    { at, from, shape, name, detail: null, failing: true },
  ];
  switch (ending.kind) {
    case "completed":
      return [{ ...remark(at, "handshake completed"), shape: "completed" }];
    case "alert":
      return fail(ending.by, "message", ending.encrypted ? ENCRYPTED_ALERT : "Alert");
    case "reset":
      return fail(ending.by, "reset", "RST");
    case "closed":
      return fail(ending.by, "segment", "FIN");
    case "refused":
      return fail("server", "reset", "refused");
    case "unanswered":
      return fail("server", "silence", `no answer for ${formatDuration(at - startedAt)}`);
    case "silence":
      return fail(ending.of, "silence", `nothing for ${formatDuration(ending.afterMs)}`);
    case "not_tls": {
      const said = Buffer.from(ending.firstBytes).toString("latin1").split("\r\n", 1)[0] ?? "";
      return fail(ending.by, "message", `not TLS: ${printable(said, MAX_SAID)}`);
    }
    case "incomplete":
      return [remark(at, "capture ends")];
  }
}

const MAX_SAID = 60;

function remark(at: number, name: string): LadderStep {
  return { at, from: "client", shape: "remark", name, detail: null, failing: false };
}

/** @param alerts those that no message has taken yet */
function describeMessage(
  trace: HandshakeTrace,
  { at, from, type }: TracedMessage,
  alerts: TracedAlert[],
): Omit<LadderStep, "failing"> {
  const step = (shape: StepShape, name: string, detail: string | null = null) => {
    return { at, from, shape, name, detail };
  };
  switch (type) {
    case "syn":
      return step("segment", "SYN");
    case "syn_ack":
      return step("segment", "SYN, ACK");
    case "fin":
      return step("segment", "FIN");
    case "rst":
      return step("reset", "RST");
    case "retransmission":
      return step("retransmission", "retransmission");
    case "alert": {
      const index = alerts.findIndex((alert) => alert.from === from && alert.at === at);
      return step("message", nameAlert(index === -1 ? undefined : alerts.splice(index, 1)[0]));
    }
    case "client_hello":
      return step("message", "ClientHello", describeClientHello(trace));
    case "server_hello":
      return step("message", "ServerHello", describeServerHello(trace));
    case "hello_retry_request": {
      const { retriedGroup } = trace;
      return step(
        "message",
        "HelloRetryRequest",
        retriedGroup === null ? null : describeNamedGroup(retriedGroup),
      );
    }
    case "encrypted_handshake":
      return step("message", "{encrypted handshake}");
    default:
      return step("message", toPascalCase(type));
  }
}

/** Braces as in RFC 8446 section 2: protected by keys that the capture has not. */
const ENCRYPTED_ALERT = "{Alert}";

function nameAlert(alert: TracedAlert | undefined): string {
  if (alert === undefined) return "Alert";
  const { level, description, code } = alert;
  if (description === null || code === null) return ENCRYPTED_ALERT;
  return `${level === "warning" ? "Warning" : "Alert"}: ${description} (${code})`;
}

function describeClientHello({ clientHello, serverName }: HandshakeTrace): string | null {
  if (clientHello === null) return null;
  const { versions, alpn } = clientHello;
  return [
    versions.map(formatVersion).join(", "),
    ...(serverName === null ? ["no server_name"] : []),
    ...(alpn.length === 0 ? [] : [`ALPN ${alpn.join(", ")}`]),
  ].join(" · ");
}

function describeServerHello({ serverHello }: HandshakeTrace): string | null {
  if (serverHello === null) return null;
  const { version, cipherSuite, group } = serverHello;
  return [
    formatVersion(version),
    describeCipherSuite(cipherSuite).name,
    ...(group === null ? [] : [describeNamedGroup(group)]),
  ].join(" · ");
}

/** `server_key_exchange` → `ServerKeyExchange`: the RFCs' spelling of a HandshakeType and of its structure. */
function toPascalCase(type: string): string {
  return type.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const PRELUDES: Readonly<Record<Prelude, string>> = {
  proxy_protocol: "PROXY protocol",
  http_connect: "HTTP CONNECT",
  smtp: "SMTP STARTTLS",
  ftp: "FTP AUTH TLS",
  imap: "IMAP STARTTLS",
  pop3: "POP3 STLS",
  xmpp: "XMPP STARTTLS",
  ldap: "LDAP StartTLS",
  postgres: "PostgreSQL SSLRequest",
  mysql: "MySQL SSLRequest",
  nntp: "NNTP STARTTLS",
  other: "before TLS",
};
