import type { Line } from "./catalog.ts";

/** Lines of configuration files, the same in every language. Names and paths as the vendors' documents have them. */

const ROUTER_PROPERTIES = "/opt/apigee/customer/application/router.properties";
const MESSAGE_PROCESSOR_PROPERTIES = "/opt/apigee/customer/application/message-processor.properties";

/** Properties count after a restart, and only while the file belongs to apigee. */
function property(line: string, file: string, component: string): Line {
  return {
    command: `${line}\n\nchown apigee:apigee ${file}\n/opt/apigee/apigee-service/bin/apigee-service ${component} restart`,
  };
}

export const NGINX_PROTOCOLS: Line = { command: "ssl_protocols TLSv1.2 TLSv1.3;" };
export const NGINX_CIPHER_SUITES: Line = {
  command:
    "ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;",
};
export const NGINX_GROUPS: Line = { command: "ssl_ecdh_curve X25519:prime256v1:secp384r1;" };
export const NGINX_DH_PARAMETERS: Line = {
  command: "openssl dhparam -out /etc/nginx/dhparam.pem 2048\n\nssl_dhparam /etc/nginx/dhparam.pem;",
};

export const OPENSSL_GROUPS: Line = { command: "Groups = X25519:P-256:P-384" };

export const JAVA_GROUPS: Line = { command: "jdk.tls.namedGroups=x25519,secp256r1,secp384r1" };
export const JAVA_DH_KEY_SIZE: Line = { command: "-Djdk.tls.ephemeralDHKeySize=2048" };

export const ROUTER_PROTOCOLS = property(
  "conf_load_balancing_load.balancing.driver.server.ssl.protocols=TLSv1.2",
  ROUTER_PROPERTIES,
  "edge-router",
);
export const ROUTER_CIPHER_SUITES = property(
  "conf_load_balancing_load.balancing.driver.server.ssl.ciphers=ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384",
  ROUTER_PROPERTIES,
  "edge-router",
);
export const MESSAGE_PROCESSOR_SNI = property(
  "conf_system_jsse.enableSNIExtension=true",
  MESSAGE_PROCESSOR_PROPERTIES,
  "message-processor",
);

/** Of a TargetEndpoint or a target server. @param version as `TLS 1.0`. */
export function edgeProtocol(version: string): Line {
  return {
    command: `<SSLInfo>\n  <Enabled>true</Enabled>\n  <Protocols>\n    <Protocol>${version.replace(" ", "v")}</Protocol>\n  </Protocols>\n</SSLInfo>`,
  };
}
