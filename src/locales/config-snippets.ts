import type { Line } from "./catalog.ts";

/** Lines of configuration files, the same in every language. Names and paths as the vendors' documents have them. */

export const NGINX = {
  versions: { command: "ssl_protocols TLSv1.2 TLSv1.3;" },
  cipherSuites: {
    command:
      "ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;",
  },
  /** For clients that refuse a prime: what needs none comes first. */
  dheLast: {
    command:
      "ssl_prefer_server_ciphers on;\nssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA:AES128-SHA;",
  },
  dhParameters: {
    command: "openssl dhparam -out /etc/nginx/dhparam.pem 2048\n\nssl_dhparam /etc/nginx/dhparam.pem;",
  },
  groups: { command: "ssl_ecdh_curve X25519:prime256v1:secp384r1;" },
  /** The chain, leaf first, and the key. */
  certificate: {
    command:
      "ssl_certificate     /etc/nginx/chain.pem;\nssl_certificate_key /etc/nginx/private.key;\n\nnginx -t && nginx -s reload",
  },
  clientAuthorities: {
    command:
      "ssl_client_certificate /etc/nginx/client-ca.pem;\nssl_verify_depth 3;\n\nnginx -t && nginx -s reload",
  },
  stapling: { command: "ssl_stapling on;\nresolver RESOLVER;" },
  upstreamServerName: { command: "proxy_ssl_server_name on;\nproxy_ssl_name $proxy_host;" },
} as const satisfies Readonly<Record<string, Line>>;

/** Of openssl.cnf. */
export const OPENSSL_GROUPS: Line = { command: "Groups = X25519:P-256:P-384" };

/** Options (`-D`) and lines of java.security. */
export const JAVA = {
  versions: { command: "-Djdk.tls.client.protocols=TLSv1.2" },
  strongCipherSuites: { command: "crypto.policy=unlimited" },
  withoutDhe: { command: "jdk.tls.disabledAlgorithms=SSLv3, RC4, DHE" },
  groups: { command: "-Djdk.tls.namedGroups=x25519,secp256r1,secp384r1" },
  dhKeySize: { command: "-Djdk.tls.ephemeralDHKeySize=2048" },
  trust: { command: "keytool -importcert -alias ALIAS -file root.pem -keystore TRUSTSTORE.jks" },
} as const satisfies Readonly<Record<string, Line>>;
