import type { TraceRule } from "../trace-rule.ts";

/** What other protocols say first, or answer to a Client Hello. */
const SPOKEN = [
  ["http", /^HTTP\/\d|^<!doctype|^<html|^(?:GET|POST|HEAD|PUT|OPTIONS) \S+ HTTP\//i],
  ["ssh", /^SSH-\d/],
  ["smtp", /^220[ -].*SMTP/i],
  ["ftp", /^220[ -]/],
  ["imap", /^\* (?:OK|PREAUTH|BYE)/],
  ["pop3", /^\+OK/],
  // Length (3 bytes), sequence number 0, protocol version 10.
  // oxlint-disable-next-line no-control-regex -- the greeting is binary
  ["mysql", /^[\s\S]{3}\x00\x0a\d+\.\d+/],
] as const;
const SHOWN = 120;

/** One side speaks TLS and the other does not. Where neither does, nothing is wrong. */
export const notTls: TraceRule = {
  cites: "RFC 8446 section 5.1",
  check: ({ trace }) => {
    const { ending } = trace;
    if (ending.kind !== "not_tls") return [];
    if (trace.clientHello === null && trace.alerts.length === 0) return [];
    const severity = "error";
    const text = Buffer.from(ending.firstBytes).toString("latin1");
    const protocol = SPOKEN.find(([, pattern]) => pattern.test(text))?.[0] ?? "unknown";
    const firstBytes = text.split(/\r?\n/, 1)[0]?.slice(0, SHOWN) ?? "";
    if (protocol === "http" || protocol === "ssh" || protocol === "unknown" || ending.by === "client") {
      const known = protocol === "http" || protocol === "ssh" ? protocol : "unknown";
      return [{ kind: "not_tls", severity, by: ending.by, protocol: known, firstBytes }];
    }
    return [{ kind: "starttls_required", severity, protocol, firstBytes }];
  },
};
