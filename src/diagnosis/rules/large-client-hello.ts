import type { Rule } from "../rule.ts";

/** Browsers, OpenSSL 3.5 and Go 1.24 send a post-quantum key share, so their Client Hello takes more than one segment: an error
 *  for them, whatever others get. */
export const largeClientHello: Rule = {
  cites: "RFC 8446 sections 4 and 5.1: up to 2^24-1 bytes, over as many records and segments as it takes",
  applies: (evidence) => evidence.profile !== null,
  check: ({ profile }) =>
    profile?.intolerances.includes("large_client_hello") === true
      ? [{ kind: "large_client_hello_intolerant", severity: "error" }]
      : [],
};
