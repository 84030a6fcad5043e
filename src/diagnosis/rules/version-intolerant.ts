import type { Rule } from "../rule.ts";

/** What a server does not know it must pass over. Every client of today offers TLS 1.3, and browsers send GREASE. */
export const versionIntolerant: Rule = {
  cites: "RFC 8446 sections 4.1.2 and 4.2.1; RFC 8701",
  applies: (evidence) => evidence.profile !== null,
  check: ({ profile }) => {
    const intolerances = (["tls_1_3", "grease"] as const).filter(
      (intolerance) => profile?.intolerances.includes(intolerance) === true,
    );
    return intolerances.length === 0 ? [] : [{ kind: "version_intolerant", severity: "error", intolerances }];
  },
};
