import type { ClientFindingKind, FindingOf } from "../../../src/diagnosis/finding.ts";
import type { TrialFinding } from "../../../src/diagnosis/judge-trial.ts";
import type { Catalog, ClientContext } from "../../../src/locales/catalog.ts";
import type { ClientId } from "../../../src/tls/clients/clients.ts";
import { CONTEXT, number, text, texts } from "../../support/odd-data.ts";
import { findings } from "./findings.ts";
import type { SamplesOf } from "./samples.ts";

/** Those that are told something of their own, and one that is not. */
const CLIENTS = (["java7", "java8u151", "apigee", "chrome"] as const satisfies readonly ClientId[]).map(
  (id): ClientContext => ({ ...CONTEXT, client: { id, name: text(id) } }),
);

/** What only a named client meets. */
const OF_CLIENTS = {
  protocol_mismatch: (["TLS 1.0", "TLS 1.2", "TLS 1.3"] as const).flatMap((newest) =>
    [[], ["TLS 1.0"], ["SSL 3.0"], ["TLS 1.2", "TLS 1.3"], ["TLS 1.3"]].flatMap((accepted) =>
      alerts().map((alert) => ({ offered: ["TLS 1.0", newest], accepted, alert })),
    ),
  ),
  cipher_suite_mismatch: [
    { offered: [text("TLS_RSA_")], accepted: ["TLS_RSA_WITH_AES_256_CBC_SHA"], alert: text("alert") },
    {
      offered: texts("TLS_ECDHE_RSA_WITH_AES_128_GCM_"),
      accepted: texts("TLS_RSA_WITH_AES_128_"),
      alert: null,
    },
  ],
  group_mismatch: [
    {
      offered: [`DH ≤ ${number()}`],
      accepted: [`DH ${number()}`],
      alert: null,
      dhPrime: true as const,
    },
  ],
  signature_algorithm_mismatch: [
    { offered: [`RSA ≤ ${number()}`], accepted: [`RSA ${number()}`], alert: null },
    { offered: texts("offered"), accepted: [], alert: text("alert") },
  ],
};

function alerts() {
  return [text("alert"), null];
}

function told<K extends TrialFinding["kind"]>(kind: K): FindingOf<K>[] {
  const own: readonly object[] = kind in OF_CLIENTS ? OF_CLIENTS[kind as keyof typeof OF_CLIENTS] : [];
  // The compiler cannot correlate a kind with its data.
  return [
    ...findings[kind].map(([finding]) => finding),
    ...own.map((data) => ({ kind, severity: "error", ...data })),
  ] as unknown as FindingOf<K>[];
}

const reason = <K extends TrialFinding["kind"]>(kind: K) => told(kind).map((finding) => [finding] as const);
const inFull = <K extends ClientFindingKind>(kind: K) =>
  CLIENTS.flatMap((context) => told(kind).map((finding) => [finding, context] as const));

export const clients: SamplesOf<Catalog["clients"]> = {
  connects: [[{ version: text("version"), cipherSuite: text("suite") }]],
  looksLike: [[text("name")]],
  reasons: {
    protocol_mismatch: reason("protocol_mismatch"),
    cipher_suite_mismatch: reason("cipher_suite_mismatch"),
    group_mismatch: reason("group_mismatch"),
    signature_algorithm_mismatch: reason("signature_algorithm_mismatch"),
    alpn_mismatch: reason("alpn_mismatch"),
    sni_required: reason("sni_required"),
    host_name_mismatch: reason("host_name_mismatch"),
    weak_key: reason("weak_key"),
    connection_reset: reason("connection_reset"),
    timeout: reason("timeout"),
    not_determined: reason("not_determined"),
    not_tls: reason("not_tls"),
    starttls_required: reason("starttls_required"),
    starttls_failed: reason("starttls_failed"),
    client_certificate_required: reason("client_certificate_required"),
    large_client_hello_intolerant: reason("large_client_hello_intolerant"),
    version_intolerant: reason("version_intolerant"),
  },
  findings: {
    protocol_mismatch: inFull("protocol_mismatch"),
    cipher_suite_mismatch: inFull("cipher_suite_mismatch"),
    group_mismatch: inFull("group_mismatch"),
    signature_algorithm_mismatch: inFull("signature_algorithm_mismatch"),
    alpn_mismatch: inFull("alpn_mismatch"),
    sni_required: inFull("sni_required"),
    host_name_mismatch: inFull("host_name_mismatch"),
    weak_key: inFull("weak_key"),
    connection_reset: inFull("connection_reset"),
    timeout: inFull("timeout"),
    not_determined: inFull("not_determined"),
  },
};
