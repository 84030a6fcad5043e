import { expect, it } from "vitest";
import { capabilitiesOf } from "../../src/diagnosis/client-capabilities.ts";
import { findMismatch } from "../../src/diagnosis/mismatch.ts";
import type { ServerProfile, VersionName } from "../../src/diagnosis/server-profile.ts";
import type { ClientId } from "../../src/tls/clients/clients.ts";
import { CLIENT_PROFILES } from "../../src/tls/clients/clients.ts";
import { profile } from "../support/evidence.ts";

/** A server of one version. */
function only(
  version: VersionName,
  cipherSuites: readonly string[],
  groups: readonly string[],
): ServerProfile {
  return {
    ...profile(),
    versions: {
      "SSL 3.0": "refused",
      "TLS 1.0": "refused",
      "TLS 1.1": "refused",
      "TLS 1.2": "refused",
      "TLS 1.3": "refused",
      [version]: "accepted",
    },
    cipherSuites: cipherSuites.map((name) => ({ version, id: "0x0000", name })),
    groups,
    signatureAlgorithms: ["rsa_pkcs1_sha256"],
  };
}

const AES_256 = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
const STRONG = only("TLS 1.2", [AES_256, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"], ["secp256r1", "x25519"]);
const P384 = only("TLS 1.2", [AES_256], ["secp384r1"]);
const OLD = only("TLS 1.0", ["TLS_RSA_WITH_3DES_EDE_CBC_SHA"], []);

it.each<[ClientId, ServerProfile, string | undefined]>([
  ["java6", STRONG, "versions"],
  ["java7", STRONG, "versions"],
  // Without the policy files of unlimited strength, that is what fails.
  ["java8u151", STRONG, "cipher_suites"],
  ["java8", STRONG, undefined],
  ["apigee", STRONG, undefined],
  ["apigee", OLD, "versions"],
  ["java8", OLD, undefined],
  ["openssl1.0.1", STRONG, undefined],
  ["dotnet4-2012r2", STRONG, undefined],
  ["android7", P384, "groups"],
  ["android8", P384, undefined],
  ["chrome", OLD, "versions"],
  ["firefox", STRONG, undefined],
])("%s", (id, server, parameter) => {
  expect(findMismatch(capabilitiesOf(CLIENT_PROFILES[id]), server)?.parameter).toBe(parameter);
});

it("signaling values are nothing to agree on", () => {
  expect(CLIENT_PROFILES.java7.cipherSuites).toContain("TLS_EMPTY_RENEGOTIATION_INFO_SCSV");
  expect(capabilitiesOf(CLIENT_PROFILES.java7).cipherSuites.join()).not.toContain("SCSV");
});
