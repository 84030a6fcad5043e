import type { KeyUsage } from "./extensions.ts";
import { listEntries } from "./path-context.ts";
import type { PathRule } from "./path-context.ts";

const ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

/** RFC 5280 section 4.2.1.12. */
const KEY_PURPOSE = { server: "1.3.6.1.5.5.7.3.1", client: "1.3.6.1.5.5.7.3.2" } as const;

/** RFC 5280 section 4.2.1.12 for the end entity; a CA that has the extension passes on no other purposes
 *  (CA/Browser Forum Baseline Requirements section 7.1.2.10.6), which OpenSSL, Go and the browsers enforce.
 *  */
export const checkExtendedKeyUsage: PathRule = function* checkExtendedKeyUsage(context) {
  const needed = KEY_PURPOSE[context.purpose];
  for (const { certificate, position } of listEntries(context)) {
    const { extKeyUsage } = certificate.values;
    if (extKeyUsage === null || extKeyUsage.includes(needed) || extKeyUsage.includes(ANY_EXTENDED_KEY_USAGE))
      continue;
    yield { severity: "error", kind: "extended_key_usage_mismatch", position, extKeyUsage, needed };
  }
};

/** RFC 8446 section 4.4.2.2 and RFC 5246 section 7.4.2: a key that may not sign or agree on keys cannot be
 *  used in a handshake. */
const KEY_USAGE: Readonly<Record<"server" | "client", readonly KeyUsage[]>> = {
  server: ["digitalSignature", "keyEncipherment", "keyAgreement"],
  client: ["digitalSignature", "keyAgreement"],
};

export const checkKeyUsage: PathRule = function* checkKeyUsage({ certificates, purpose }) {
  const { keyUsage } = certificates[0].values;
  const oneOf = KEY_USAGE[purpose];
  if (keyUsage !== null && !oneOf.some((usage) => keyUsage.includes(usage))) {
    yield { severity: "error", kind: "key_usage_mismatch", position: 0, keyUsage, oneOf };
  }
};
