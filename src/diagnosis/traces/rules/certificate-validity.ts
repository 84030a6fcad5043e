import type { TraceRule } from "../trace-rule.ts";
import { findInvalid } from "./certificate-refused.ts";

/** A handshake completes with a certificate that is not valid now: this client does not mind, others will. */
export const certificateValidity: TraceRule = {
  cites: "RFC 5280 section 4.1.2.5",
  check: ({ trace, certificates }) => {
    if (trace.ending.kind !== "completed") return [];
    const invalid = findInvalid(certificates.server, trace.startedAt);
    if (invalid === null) return [];
    return [{ ...invalid, severity: "warning", by: null, alert: null, presenter: "server" }];
  },
};
