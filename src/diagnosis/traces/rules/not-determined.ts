import type { TraceRule } from "../trace-rule.ts";
import { lastMessage } from "../trace-rule.ts";

/** An alert that nothing explains better. */
export const notDetermined: TraceRule = {
  cites: "RFC 8446 section 6.2",
  check: ({ trace, alert }) => {
    const { ending } = trace;
    if (ending.kind !== "alert") return [];
    const described = alert === null ? null : { description: alert.description, code: alert.code };
    return [
      {
        kind: "not_determined",
        severity: "error",
        by: ending.by,
        alert: described,
        after: lastMessage(trace),
      },
    ];
  },
};
