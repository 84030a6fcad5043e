import { ORDINARY_CLIENT } from "../client-capabilities.ts";
import type { Rule } from "../rule.ts";
import type { ServerProfile } from "../server-profile.ts";

const MIN_BITS = 2048;

/** The prime that the server takes for DHE is too short. An error where an ordinary client gets nothing but DHE: OpenSSL
 *  refuses fewer than 2048 bits at its default level since 3.2, Java fewer than 1024. */
export const weakKeyExchange: Rule = {
  cites: "RFC 9325 section 4.5",
  applies: ({ profile }) => profile !== null,
  check: ({ profile }) => {
    if (profile === null || profile.dhBits === null || profile.dhBits >= MIN_BITS) return [];
    const severity = leavesOnlyDhe(profile) ? "error" : "warning";
    return [{ kind: "weak_key", severity, subject: null, position: null, publicKey: `DH ${profile.dhBits}` }];
  },
};

function leavesOnlyDhe({ cipherSuites }: ServerProfile): boolean {
  const { versions, cipherSuites: offered } = ORDINARY_CLIENT;
  const common = cipherSuites.filter(
    ({ version, name }) => versions.includes(version) && offered.includes(name),
  );
  return common.length > 0 && common.every(({ name }) => name.startsWith("TLS_DHE_"));
}
