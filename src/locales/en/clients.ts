import type { Catalog } from "../catalog.ts";
import { formatDuration } from "../format.ts";
import { clientFindings } from "./client-findings.ts";
import { LOCALE, listSome } from "./wording.ts";

export const clients: Catalog["clients"] = {
  title: "Named clients",
  columns: { client: "Client", result: "What it gets" },
  connects: ({ version, cipherSuite }) => `${version}, ${cipherSuite}`,
  notAsked: "not asked",
  looksLike: (name) => `This is the Client Hello of ${name}.`,
  reasons: {
    protocol_mismatch: ({ accepted }) => `no TLS version in common${inTheServer(accepted, 3)}`,
    cipher_suite_mismatch: () => "no cipher suite in common",
    group_mismatch: ({ offered, accepted, dhPrime }) =>
      dhPrime === true
        ? `refuses the prime that the server takes for DHE (${accepted.join()}; it takes ${offered.join()})`
        : `no key-exchange group in common${inTheServer(accepted)}`,
    signature_algorithm_mismatch: ({ accepted }) =>
      `no signature algorithm in common${inTheServer(accepted)}`,
    alpn_mismatch: () => "no application protocol in common (ALPN)",
    sni_required: () => "sends no server name (SNI), which the server requires",
    host_name_mismatch: ({ alert, presentedIdentifiers }) =>
      alert === null
        ? `gets a certificate for another name${inBrackets(presentedIdentifiers)}`
        : `the server does not know the name (alert ${alert})`,
    weak_key: ({ publicKey }) => `refuses a key that is too short (${publicKey})`,
    large_client_hello_intolerant: () => "its Client Hello takes two packets, on which the server fails",
    version_intolerant: ({ intolerances }) =>
      intolerances.includes("tls_1_3")
        ? "offers TLS 1.3, on which the server fails"
        : "sends values that mean nothing (GREASE), on which the server fails",
    connection_reset: ({ during }) =>
      during === "closed" ? "the server hangs up without a word" : "the server resets the connection",
    timeout: ({ afterMs }) => `no answer for ${formatDuration(LOCALE, afterMs)}`,
    not_determined: ({ alert, code }) =>
      alert === null
        ? `the server's answer cannot be used (${code})`
        : `the server refuses (alert ${alert.description})`,
    not_tls: () => "the port does not speak TLS",
    starttls_required: () => "the port starts TLS only when asked (STARTTLS)",
    starttls_failed: () => "STARTTLS fails",
    client_certificate_required: () => "the server requires a client certificate",
  },
  findings: clientFindings,
};

function inTheServer(accepted: readonly string[], limit = 1): string {
  return accepted.length === 0 ? "" : ` (the server has ${listSome(accepted, limit)})`;
}

function inBrackets(names: readonly string[]): string {
  return names.length === 0 ? "" : ` (${names.join(", ")})`;
}
