import { SIGNALING_CIPHER_SUITE } from "../tls/cipher-suites.ts";
import type { ClientProfile } from "../tls/clients/client-profile.ts";
import type { VersionName } from "../tls/version.ts";

/** What a TLS client offers, names as IANA has them, each list in the client's order. */
export interface ClientCapabilities {
  readonly name: string;
  readonly versions: readonly VersionName[];
  /** Without signaling values (SCSV). */
  readonly cipherSuites: readonly string[];
  /** For (EC)DHE and hybrid key exchange; none: the client sends no supported_groups. */
  readonly groups: readonly string[];
  /** SignatureScheme; those of TLS 1.2 that are none are called alike: `rsa_pkcs1_sha224`. */
  readonly signatureAlgorithms: readonly string[];
}

/** What clients of today have in common. Suites: read off the Client Hello of `openssl s_client` 3.0.19, and the same as
 *  OpenJDK 17's apart from its DSS suites. Groups: OpenSSL 3.5's default (CHANGES.md, "Changes between 3.4 and 3.5.0"). Signature
 *  algorithms: OpenSSL 3's at its default security level, without SHA-224, DSA and what only PSS certificates use. */
export const ORDINARY_CLIENT: ClientCapabilities = {
  name: "ordinary",
  versions: ["TLS 1.3", "TLS 1.2"],
  cipherSuites: [
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
    "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA256",
    "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
  ],
  groups: [
    "X25519MLKEM768",
    "x25519",
    "secp256r1",
    "x448",
    "secp384r1",
    "secp521r1",
    "ffdhe2048",
    "ffdhe3072",
  ],
  signatureAlgorithms: [
    "ecdsa_secp256r1_sha256",
    "ecdsa_secp384r1_sha384",
    "ecdsa_secp521r1_sha512",
    "ed25519",
    "ed448",
    "rsa_pss_pss_sha256",
    "rsa_pss_pss_sha384",
    "rsa_pss_pss_sha512",
    "rsa_pss_rsae_sha256",
    "rsa_pss_rsae_sha384",
    "rsa_pss_rsae_sha512",
    "rsa_pkcs1_sha256",
    "rsa_pkcs1_sha384",
    "rsa_pkcs1_sha512",
  ],
};

/** What of a named client's Client Hello counts for agreeing. */
export function capabilitiesOf({
  id,
  versions,
  cipherSuites,
  extensions,
}: ClientProfile): ClientCapabilities {
  return {
    name: id,
    versions,
    cipherSuites: cipherSuites.filter((name) => !(name in SIGNALING_CIPHER_SUITE)),
    groups: extensions?.supported_groups ?? [],
    signatureAlgorithms: extensions?.signature_algorithms ?? [],
  };
}
