import type { TraceFinding } from "../diagnosis/traces/trace-finding.ts";
import type { Catalog, TraceContext } from "../locales/catalog.ts";
import type { HandshakeTrace, Side, TracedAlert, TracedMessage } from "../pcap/handshake-trace.ts";
import type { Prelude } from "../pcap/tls-start.ts";
import { describeCipherSuite } from "../tls/cipher-suites.ts";
import { describeNamedGroup } from "../tls/named-groups.ts";
import { VERSION, formatVersion } from "../tls/version.ts";
import { contextOf, describeTraceFinding } from "./capture-json.ts";
import type { Ladder, LadderStep, StepShape } from "./ladder.ts";
import { formatDuration } from "./ladder-text.ts";
import { printable } from "./printable.ts";

/** What is drawn of a handshake, and in words for those who cannot see it. */
export function ladderOf(trace: HandshakeTrace, findings: readonly TraceFinding[], catalog: Catalog): Ladder {
  const context = contextOf(trace);
  const cause = findings.find(({ severity }) => severity === "error");
  const title = cause === undefined ? null : describeTraceFinding(cause, context, catalog).title;
  return { ...stepsOf(trace), alt: describePicture(context, title, catalog) };
}

/** What is drawn, without words of a language. */
export function stepsOf(trace: HandshakeTrace): Omit<Ladder, "alt"> {
  const { client, server, serverName } = contextOf(trace);
  return {
    title: serverName ?? server,
    transport: trace.transport,
    client,
    server,
    startedAt: trace.startedAt,
    steps: toSteps(trace),
  };
}

/** @param title of the finding; null for none */
export function describePicture(context: TraceContext, title: string | null, catalog: Catalog): string {
  return printable(catalog.capture.picture({ context, title }), MAX_ALT);
}

/** Slack takes 1,000 characters for a file's. */
const MAX_ALT = 1_000;

function toSteps(trace: HandshakeTrace): readonly LadderStep[] {
  const { messages, prelude, startedAt, endedAt, capture } = trace;
  const failing = messages.findLastIndex((message) => endedBy(trace, message));
  const alerts = [...trace.alerts];
  const hello = messages.findIndex(({ type }) => type === "client_hello");
  const steps = messages.map((message, index) => describeMessage(trace, message, alerts, index === failing));
  const start = steps[hello];
  if (prelude !== null && start !== undefined) steps.splice(hello, 0, remark(start.at, PRELUDES[prelude]));
  const closing = failing === -1 ? findClosing(trace, steps) : steps.length;
  const end = failing === -1 ? endOf(trace, Math.min(endedAt, steps[closing]?.at ?? endedAt)) : [];
  return [
    ...(capture.startedLate ? [remark(startedAt, "capture begins")] : []),
    ...steps.slice(0, closing),
    ...end,
    ...steps.slice(closing),
  ];
}

/** Who waits in vain, or is answered in another protocol, closes the connection then. */
function findClosing({ ending }: HandshakeTrace, steps: readonly LadderStep[]): number {
  if (ending.kind === "incomplete") return steps.length;
  return 1 + steps.findLastIndex(({ name }) => name !== "FIN" && name !== "RST");
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
function endOf({ ending, startedAt, capture }: HandshakeTrace, at: number): readonly LadderStep[] {
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
      return [remark(at, capture.missingBytes > 0 ? "the rest is not in the capture" : "capture ends")];
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
  failing: boolean,
): LadderStep {
  const step = (shape: StepShape, name: string, detail: string | null = null) => {
    return { at, from, shape, name, detail, failing };
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
    default: {
      const isProtected = trace.serverHello?.version === VERSION.TLS_1_3 && PROTECTED.has(type);
      return step("message", isProtected ? `{${toPascalCase(type)}}` : toPascalCase(type));
    }
  }
}

/** In TLS 1.3, where they are known by their order and size alone. */
const PROTECTED: ReadonlySet<string> = new Set([
  "encrypted_extensions",
  "certificate_request",
  "certificate",
  "certificate_verify",
  "finished",
  "new_session_ticket",
]);

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
