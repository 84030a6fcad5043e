import type { AddressDifference, AddressOutcome, FindingOf } from "../../../src/diagnosis/finding.ts";
import { STARTTLS_PROTOCOLS } from "../../../src/diagnosis/starttls.ts";
import type { StartTlsFault, StartTlsProblem } from "../../../src/diagnosis/starttls.ts";
import type { Catalog } from "../../../src/locales/catalog.ts";
import {
  CONTEXT,
  IN_FILE,
  name,
  number,
  oddCertificate,
  oddSummary,
  text,
  texts,
  time,
} from "../../support/odd-data.ts";
import { BUNDLE_FAULTS, CHAIN_FLAWS, STAPLE_DEFECTS } from "./chain.ts";
import type { SamplesOf } from "./samples.ts";

type Findings = Catalog["findings"];
type Kind = keyof Findings;

/** Findings of a kind, of a server unless they are of a file. */
function told<K extends Kind>(
  kind: K,
  list: readonly Omit<FindingOf<K>, "kind" | "severity">[],
  context = CONTEXT,
): (readonly [FindingOf<K>, typeof CONTEXT])[] {
  // The compiler cannot correlate a kind with its data.
  return list.map((data) => [{ kind, severity: "error", ...data } as unknown as FindingOf<K>, context]);
}

const address = "192.0.2.41";
const port = number();
const alerts = () => [text("alert"), null];
const positions = () => [null, 0, number()];

const PROBLEMS = Object.values({
  refused: { code: "refused", status: text("status"), reply: text("reply") },
  not_offered: { code: "not_offered", offered: texts("offered") },
  other_protocol: { code: "other_protocol", protocol: "smtp", firstBytes: text("bytes") },
  malformed: { code: "malformed", received: text("received") },
  injected: { code: "injected", bytes: number(), received: text("received") },
  too_much: { code: "too_much", bytes: number() },
  closed: { code: "closed" },
  reset: { code: "reset" },
  timeout: { code: "timeout", afterMs: number() },
} satisfies {
  readonly [C in StartTlsProblem["code"]]: Extract<StartTlsProblem, { code: C }>;
});
const FAULTS: readonly StartTlsFault[] = [
  ...PROBLEMS,
  { code: "not_offered", offered: [] } as const,
  { code: "injected", bytes: 1, received: text("received") } as const,
  ...(["tls", "http", "ssh", "ftp", "imap", "pop3", "mysql", "xmpp"] as const).map((protocol) => ({
    code: "other_protocol" as const,
    protocol,
    firstBytes: text("bytes"),
  })),
].flatMap((problem) => [
  { ...problem, command: null },
  { ...problem, command: "STARTTLS" as const },
]);

const OUTCOMES = Object.keys({
  completed: true,
  alert: true,
  connection_reset: true,
  closed: true,
  timeout: true,
  not_tls: true,
  starttls_failed: true,
  broken: true,
  name_not_resolved: true,
  not_allowed: true,
  connection_refused: true,
  network: true,
} satisfies { readonly [K in AddressOutcome]: true }) as AddressOutcome[];
const DIFFERENCES = Object.keys({
  outcome: true,
  validity: true,
  name: true,
  issuer: true,
  certificate: true,
} satisfies { readonly [K in AddressDifference]: true }) as AddressDifference[];

const seen = { difference: null, outcome: "completed", alert: null } as const;

export const findings: SamplesOf<Findings> = {
  name_not_resolved: told("name_not_resolved", [{ host: text("host"), code: text("code") }]),
  not_allowed: told("not_allowed", [{ host: text("host"), address, range: text("range") }]),
  connection_refused: told("connection_refused", [{ address, port }]),
  connection_reset: told(
    "connection_reset",
    (["connection", "handshake", "closed"] as const).map((during) => ({ address, port, during })),
  ),
  timeout: told(
    "timeout",
    (["connection", "handshake"] as const).flatMap((during) =>
      [number(), 731_000].map((afterMs) => ({ address, port, during, afterMs })),
    ),
  ),
  network_error: told("network_error", [{ address, code: text("code") }]),
  not_tls: told(
    "not_tls",
    (["http", "ssh", "unknown"] as const).map((protocol) => ({ port, protocol, firstBytes: text("bytes") })),
  ),
  starttls_required: told(
    "starttls_required",
    (["smtp", "ftp", "imap", "pop3", "mysql"] as const).map((protocol) => ({
      port,
      protocol,
      firstBytes: text("bytes"),
    })),
  ),
  starttls_failed: told("starttls_failed", [
    ...FAULTS.map((fault) => ({ port, protocol: "smtp" as const, fault })),
    ...STARTTLS_PROTOCOLS.map((protocol) => ({
      port,
      protocol,
      fault: { code: "reset", command: null } as const,
    })),
  ]),
  protocol_mismatch: told(
    "protocol_mismatch",
    alerts().flatMap((alert) => [
      { offered: texts("TLS "), accepted: [], alert },
      { offered: texts("TLS "), accepted: [text("SSL "), text("TLS ")], alert },
      { offered: texts("TLS "), accepted: [text("SSL ")], alert },
    ]),
  ),
  cipher_suite_mismatch: told(
    "cipher_suite_mismatch",
    alerts().flatMap((alert) => [
      { offered: texts("offered", 3), accepted: [], alert },
      { offered: texts("offered", 3), accepted: texts("suite", 11), alert },
    ]),
  ),
  group_mismatch: told(
    "group_mismatch",
    alerts().map((alert) => ({ offered: texts("offered"), accepted: texts("accepted"), alert })),
  ),
  signature_algorithm_mismatch: told(
    "signature_algorithm_mismatch",
    alerts().flatMap((alert) => [
      { offered: texts("offered"), accepted: [`${text("rsa")}_sha1`], alert },
      { offered: texts("offered"), accepted: texts("accepted"), alert },
    ]),
  ),
  alpn_mismatch: told("alpn_mismatch", [
    { offered: texts("offered"), accepted: [], alert: text("alert") },
    { offered: texts("offered"), accepted: texts("accepted"), alert: text("alert") },
  ]),
  large_client_hello_intolerant: told("large_client_hello_intolerant", [{}]),
  version_intolerant: told("version_intolerant", [
    { intolerances: ["tls_1_3"] },
    { intolerances: ["grease"] },
    { intolerances: ["tls_1_3", "grease"] },
  ]),
  sni_required: told(
    "sni_required",
    (["refused", "other_certificate"] as const).flatMap((without) =>
      ([null, "refused", "other_certificate", "same_certificate"] as const).flatMap((wrong) =>
        [name("subject"), null].map((subject) => ({ serverName: text("name"), without, subject, wrong })),
      ),
    ),
  ),
  host_name_mismatch: told(
    "host_name_mismatch",
    alerts().flatMap((alert) =>
      [[], texts("DNS:name", 3)].map((presentedIdentifiers) => ({
        referenceIdentifier: text("name"),
        presentedIdentifiers,
        alert,
      })),
    ),
  ),
  certificate_expired: told(
    "certificate_expired",
    [0, number()].flatMap((position) =>
      [1, 25, 24 * 317].map((hours) => {
        const certificate = oddCertificate();
        return { position, certificate, at: certificate.notAfter + hours * 3_600_000 };
      }),
    ),
  ),
  certificate_not_yet_valid: told(
    "certificate_not_yet_valid",
    [0, number()].flatMap((position) =>
      [1, 25, 24 * 317].map((hours) => {
        const certificate = oddCertificate();
        return { position, certificate, at: certificate.notBefore - hours * 3_600_000 };
      }),
    ),
  ),
  certificate_unknown: told(
    "certificate_unknown",
    (["self_signed", "self_signed_in_chain", "issuer_unknown"] as const).map((reason) => ({
      reason,
      subject: name("subject"),
      issuer: name("issuer"),
    })),
  ),
  chain_incomplete: [CONTEXT, IN_FILE].flatMap((context) =>
    told(
      "chain_incomplete",
      [null, text("PEM")].map((completed) => ({
        subject: name("subject"),
        issuer: name("issuer"),
        caIssuers: texts("http://ca.example/"),
        completed,
      })),
      context,
    ),
  ),
  chain_incorrect: [
    ...told(
      "chain_incorrect",
      CHAIN_FLAWS.map((flaw) => ({ flaws: [flaw], completed: null })),
    ),
    ...told("chain_incorrect", [{ flaws: CHAIN_FLAWS.slice(0, 3), completed: text("PEM") }], IN_FILE),
    ...told("chain_incorrect", [{ flaws: CHAIN_FLAWS.slice(0, 2), completed: text("PEM") }]),
  ],
  certificate_revoked: told(
    "certificate_revoked",
    (["crl", "staple"] as const).flatMap((source) =>
      positions().map((position) => ({
        subject: name("subject"),
        position,
        revocationDate: time(),
        reason: text("reason"),
        source,
      })),
    ),
  ),
  ocsp_must_staple_missing: told(
    "ocsp_must_staple_missing",
    STAPLE_DEFECTS.flatMap((reason) =>
      (reason.kind === "not_sent" ? [true] : [true, false]).flatMap((mustStaple) =>
        [[], [text("http://ocsp.example/")]].map((ocspResponders) => ({
          subject: name("subject"),
          mustStaple,
          reason,
          ocspResponders,
        })),
      ),
    ),
  ),
  weak_signature: told(
    "weak_signature",
    positions().map((position) => ({
      subject: name("subject"),
      position,
      signatureAlgorithm: text("algorithm"),
    })),
  ),
  weak_key: told("weak_key", [
    ...positions().map((position) => ({ subject: name("subject"), position, publicKey: text("RSA") })),
    { subject: null, position: null, publicKey: `DH ${number()}` },
  ]),
  certificate_malformed: told("certificate_malformed", [
    ...BUNDLE_FAULTS.map((fault) => ({ faults: [fault], repaired: null })),
    { faults: BUNDLE_FAULTS.slice(0, 2), repaired: text("PEM") },
    { faults: BUNDLE_FAULTS.slice(0, 3), repaired: text("PEM") },
  ]),
  key_mismatch: told(
    "key_mismatch",
    [null, text("RSA")].map((otherAlgorithm) => ({
      subject: name("subject"),
      certificateKey: text("key"),
      otherKey: text("key"),
      otherAlgorithm,
    })),
  ),
  client_certificate_required: told(
    "client_certificate_required",
    alerts().flatMap((alert) =>
      [
        [true, true],
        [true, false],
        [false, false],
      ].flatMap(([required = false, accepted = false]) =>
        [[], [name("authority"), name("authority")]].map((authorities) => ({
          authorities,
          alert,
          required,
          accepted,
        })),
      ),
    ),
  ),
  client_certificate_rejected: told(
    "client_certificate_rejected",
    [
      ...alerts(),
      "bad_certificate",
      "unsupported_certificate",
      "certificate_revoked",
      "certificate_expired",
      "certificate_unknown",
      "unknown_ca",
      "access_denied",
      "certificate_required",
      "decrypt_error",
    ].flatMap((alert) => [
      { alert, authorities: [], certificate: null },
      { alert, authorities: [name("authority")], certificate: oddSummary() },
    ]),
  ),
  clock_wrong: told("clock_wrong", [{ certificate: oddSummary(), at: time() }]),
  addresses_differ: told("addresses_differ", [
    ...DIFFERENCES.map((difference) => ({
      addresses: [
        { ...seen, address, certificate: oddSummary() },
        { ...seen, address: "192.0.2.43", difference, certificate: oddSummary() },
      ],
    })),
    ...OUTCOMES.map((outcome) => ({
      addresses: [
        { ...seen, address, certificate: oddSummary() },
        { ...seen, address: "192.0.2.43", outcome, alert: text("alert"), certificate: null },
      ],
    })),
    {
      addresses: Array.from({ length: 413 }, (_, index) => ({
        ...seen,
        address: `198.51.100.${index}`,
        certificate: null,
      })),
    },
  ]),
  not_determined: told("not_determined", [
    ...[true, false].map((refusesAll) => ({
      alert: { description: text("alert"), code: number() },
      class: null,
      code: null,
      refusesAll,
    })),
    ...(["malformed", "misbehaved", "incompatible", null] as const).map((broken) => ({
      alert: null,
      class: broken,
      code: text("code"),
      refusesAll: false,
    })),
  ]),
};
