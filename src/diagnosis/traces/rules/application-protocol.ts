import type { TraceRule } from "../trace-rule.ts";

/** The server speaks none of the application protocols that the client offers. */
export const applicationProtocol: TraceRule = {
  cites: "RFC 7301 section 3.2",
  check: ({ trace, alert }) =>
    alert?.description === "no_application_protocol"
      ? [{ kind: "alpn_mismatch", severity: "error", offered: trace.clientHello?.alpn ?? [] }]
      : [],
};
