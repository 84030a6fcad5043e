import { describeGreeting } from "../../greeting.ts";
import type { TraceRule } from "../trace-rule.ts";

/** One side speaks TLS and the other does not. Where neither does, nothing is wrong. */
export const notTls: TraceRule = {
  cites: "RFC 8446 section 5.1",
  check: ({ trace }) => {
    const { ending } = trace;
    if (ending.kind !== "not_tls") return [];
    if (trace.clientHello === null && trace.alerts.length === 0) return [];
    const severity = "error";
    const { protocol, firstBytes } = describeGreeting(ending.firstBytes);
    if (protocol === "http" || protocol === "ssh" || protocol === "unknown" || ending.by === "client") {
      const known = protocol === "http" || protocol === "ssh" ? protocol : "unknown";
      return [{ kind: "not_tls", severity, by: ending.by, protocol: known, firstBytes }];
    }
    return [{ kind: "starttls_required", severity, protocol, firstBytes }];
  },
};
