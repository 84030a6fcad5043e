import type { Catalog, TraceContext } from "../../../src/locales/catalog.ts";
import type { TraceFindingKind, TraceFindingOf } from "../../../src/diagnosis/traces/trace-finding.ts";
import { TRACE_CONTEXT, name, number, text, texts, time } from "../../support/odd-data.ts";
import type { SamplesOf } from "./samples.ts";

const SIDES = ["client", "server"] as const;

const WITHOUT_NAME: TraceContext = { ...TRACE_CONTEXT, serverName: null };
const alerts = () => [text("alert"), null];

const traces: { readonly [K in TraceFindingKind]: readonly Omit<TraceFindingOf<K>, "kind" | "severity">[] } =
  {
    connection_refused: [{}],
    timeout: SIDES.flatMap((of) => [
      { of, during: "connection", afterMs: number(), retransmissions: 0 },
      { of, during: "handshake", afterMs: number(), retransmissions: number() },
      { of, during: "handshake", afterMs: 731_000, retransmissions: 1 },
    ]),
    connection_reset: SIDES.flatMap((by) =>
      (["reset", "closed"] as const).flatMap((how) => [
        { by, how, after: null },
        { by, how, after: "client_hello" },
      ]),
    ),
    large_client_hello_intolerant: (["reset", "closed", "silence"] as const).flatMap((ending) => [
      { length: number(), answered: null, ending },
      { length: number(), answered: number(), ending, probed: true },
    ]),
    not_tls: SIDES.flatMap((by) =>
      (["http", "ssh", "unknown"] as const).map((protocol) => ({ by, protocol, firstBytes: text("bytes") })),
    ),
    starttls_required: (["smtp", "ftp", "imap", "pop3", "mysql"] as const).map((protocol) => ({
      protocol,
      firstBytes: text("bytes"),
    })),
    protocol_mismatch: SIDES.flatMap((by) =>
      alerts().flatMap((alert) => [
        { by, alert, offered: [0x0303, 0x0302], selected: [] },
        { by, alert, offered: [0x0303], selected: [0x0301] },
        { by, alert, offered: [0x0303], selected: [], accepted: texts("version") },
      ]),
    ),
    cipher_suite_mismatch: alerts().flatMap((alert) => [
      { alert, offered: [0xc02f, 0xc030], selected: [] },
      { alert, offered: [0xc02f], selected: [0x002f] },
      { alert, offered: [0xc02f], selected: [], accepted: texts("suite", 14) },
    ]),
    group_mismatch: alerts().flatMap((alert) => [
      { alert, offered: [29], selected: [23] },
      { alert, offered: [29], selected: [], accepted: texts("group") },
    ]),
    signature_algorithm_mismatch: alerts().map((alert) => ({
      alert,
      offered: [0x0804],
      selected: [],
      accepted: texts("scheme"),
    })),
    alpn_mismatch: [{ offered: texts("alpn") }],
    sni_required: alerts().flatMap((alert) => [
      { others: [], alert },
      { others: texts("name", 3), alert },
    ]),
    host_name_mismatch: SIDES.flatMap((by) => [
      {
        by,
        alert: text("alert"),
        referenceIdentifier: text("name"),
        presentedIdentifiers: texts("DNS:name"),
      },
      { by, alert: text("alert"), referenceIdentifier: text("name"), presentedIdentifiers: [] },
    ]),
    certificate_expired: notValidNow(),
    certificate_not_yet_valid: notValidNow(),
    clock_wrong: SIDES.map((by) => ({ by, subject: name("subject"), at: time() })),
    certificate_revoked: SIDES.flatMap((by) => [
      { by, subject: name("subject") },
      { by, subject: null },
    ]),
    certificate_unknown: SIDES.flatMap((by) =>
      alerts().flatMap((alert) => [
        { by, alert, subject: name("subject"), issuer: name("issuer") },
        { by, alert, subject: name("subject"), issuer: null },
        { by, alert, subject: null, issuer: null },
      ]),
    ),
    client_certificate_required: alerts().flatMap((alert) => [
      { alert, authorities: [] },
      { alert, authorities: [name("authority"), name("authority")] },
    ]),
    client_certificate_rejected: alerts().flatMap((alert) => [
      { alert, authorities: [], subject: null, issuer: null },
      { alert, authorities: [name("authority")], subject: name("subject"), issuer: null },
      { alert, authorities: [], subject: name("subject"), issuer: name("issuer") },
    ]),
    not_determined: SIDES.flatMap((by) => [
      { by, alert: { description: text("alert"), code: number() }, after: "certificate_verify" },
      { by, alert: null, after: null },
    ]),
  };

function notValidNow() {
  return [null, ...SIDES].flatMap((by) =>
    SIDES.flatMap((presenter) =>
      [0, number()].map((position) => ({
        by,
        alert: by === null ? null : text("alert"),
        presenter,
        position,
        subject: name("subject"),
        issuer: name("issuer"),
        notBefore: time(),
        notAfter: time(),
        at: time(),
      })),
    ),
  );
}

/** The compiler cannot correlate a kind with its data. */
function findingOf<K extends TraceFindingKind>(kind: K, data: object): TraceFindingOf<K> {
  return { kind, severity: "error", ...data } as unknown as TraceFindingOf<K>;
}

function inCaptures<K extends TraceFindingKind>(kind: K): (readonly [TraceFindingOf<K>, TraceContext])[] {
  return traces[kind].flatMap((data) => [
    [findingOf(kind, data), TRACE_CONTEXT],
    [findingOf(kind, data), WITHOUT_NAME],
  ]);
}

const contexts = [TRACE_CONTEXT, WITHOUT_NAME];

export const capture: SamplesOf<Catalog["capture"]> = {
  findings: {
    connection_refused: inCaptures("connection_refused"),
    timeout: inCaptures("timeout"),
    connection_reset: inCaptures("connection_reset"),
    large_client_hello_intolerant: inCaptures("large_client_hello_intolerant"),
    not_tls: inCaptures("not_tls"),
    starttls_required: inCaptures("starttls_required"),
    protocol_mismatch: inCaptures("protocol_mismatch"),
    cipher_suite_mismatch: inCaptures("cipher_suite_mismatch"),
    group_mismatch: inCaptures("group_mismatch"),
    signature_algorithm_mismatch: inCaptures("signature_algorithm_mismatch"),
    alpn_mismatch: inCaptures("alpn_mismatch"),
    sni_required: inCaptures("sni_required"),
    host_name_mismatch: inCaptures("host_name_mismatch"),
    certificate_expired: inCaptures("certificate_expired"),
    certificate_not_yet_valid: inCaptures("certificate_not_yet_valid"),
    clock_wrong: inCaptures("clock_wrong"),
    certificate_revoked: inCaptures("certificate_revoked"),
    certificate_unknown: inCaptures("certificate_unknown"),
    client_certificate_required: inCaptures("client_certificate_required"),
    client_certificate_rejected: inCaptures("client_certificate_rejected"),
    not_determined: inCaptures("not_determined"),
  },
  summary: [
    [{ packets: number(), completed: 101, failed: 203, incomplete: 407, notTls: number() }],
    [{ packets: 1, completed: 1, failed: 0, incomplete: 0, notTls: 0 }],
    [{ packets: number(), completed: 0, failed: 1, incomplete: 0, notTls: 1 }],
  ],
  occurrences: [
    [{ count: 1, context: TRACE_CONTEXT, at: time() }],
    [{ count: number(), context: TRACE_CONTEXT, at: time() }],
  ],
  picture: contexts.flatMap((context) => [[{ context, title: null }], [{ context, title: text("title") }]]),
  moreCauses: [[1], [number()]],
  abandoned: [[1], [number()]],
  unknownLinkType: [[1], [number()]],
  damaged: [[{ structure: text("structure"), offset: number() }]],
  offered: [
    [
      {
        versions: texts("version"),
        cipherSuites: number(),
        serverName: text("name"),
        alpn: texts("alpn"),
        fingerprint: text("ja4"),
      },
    ],
    [{ versions: texts("version"), cipherSuites: 1, serverName: null, alpn: [], fingerprint: text("ja4") }],
  ],
  selected: [
    [{ version: text("version"), cipherSuite: text("suite"), group: text("group"), alpn: text("alpn") }],
    [{ version: text("version"), cipherSuite: text("suite"), group: null, alpn: null }],
  ],
};
