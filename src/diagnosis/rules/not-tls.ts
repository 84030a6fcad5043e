import type { HandshakeResult } from "../evidence.ts";
import { findHandshake } from "../evidence.ts";
import type { FindingOf } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** Something answers, but not with a TLS record. Protocols that upgrade (RFC 3207, 4217, 9051 …) are told apart. */
export const notTls: Rule = {
  cites: "RFC 8446 section 5.1",
  applies: (evidence) => evidence.handshakes.length > 0,
  check: (evidence) => {
    const result = findHandshake(evidence, "ordinary")?.result;
    if (result?.outcome !== "not_tls") return [];
    return [describeNotTls(result, evidence.target.port)];
  },
};

export function describeNotTls(
  { protocol, firstBytes }: Extract<HandshakeResult, { outcome: "not_tls" }>,
  port: number,
): FindingOf<"not_tls" | "starttls_required"> {
  switch (protocol) {
    case "smtp":
    case "ftp":
    case "imap":
    case "pop3":
    case "mysql":
      return { kind: "starttls_required", severity: "error", port, protocol, firstBytes };
    case "http":
    case "ssh":
    case "unknown":
      return { kind: "not_tls", severity: "error", port, protocol, firstBytes };
  }
}
