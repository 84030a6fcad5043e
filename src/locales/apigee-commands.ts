import type { Target } from "../diagnosis/target.ts";
import type { Place } from "../playbook/place.ts";
import type { Line } from "./catalog.ts";

/** What is configured through Edge's management API. Capitals are the reader's to fill in. */
export type EdgePlace = Exclude<Place, "hybrid" | "not_apigee">;

const BASES = {
  private_cloud: "https://MANAGEMENT-SERVER:PORT",
  public_cloud: "https://api.enterprise.apigee.com",
};

/** What to have in a keystore or truststore: names, then one of them. */
export function listCertificates(place: EdgePlace, store: "KEYSTORE" | "TRUSTSTORE"): Line {
  return callApi(place, `"$API/keystores/${store}/certs"`, `"$API/keystores/${store}/certs/CERT"`);
}

/** Edge never changes what is in use: a new keystore, then the reference to it. */
export function renewKeystore(place: EdgePlace): Line {
  return renewStore(place, "KeyStore", "-F certFile=@chain.pem -F keyFile=@private.key");
}

/** One upload for each certificate that is trusted. */
export function renewTruststore(place: EdgePlace): Line {
  return renewStore(place, "TrustStore", "-F certFile=@root.pem");
}

function renewStore(place: EdgePlace, type: "KeyStore" | "TrustStore", files: string): Line {
  return callApi(
    place,
    `-X POST -H 'Content-Type: text/xml' -d '<KeyStore name="NEW"/>' "$API/keystores"`,
    `-X POST ${files} "$API/keystores/NEW/aliases?alias=ALIAS&format=keycertfile"`,
    `-X PUT -H 'Content-Type: application/json' -d '{"name":"REF","refers":"NEW","resourceType":"${type}"}' "$API/references/REF"`,
  );
}

/** What a keystore presents, as PEM. */
export function exportCertificate(place: EdgePlace): Line {
  return callApi(place, `"$API/keystores/KEYSTORE/aliases/ALIAS/certificate"`);
}

/** Sent back as a whole: Edge keeps nothing of what is left out. */
export function changeVirtualHost(place: EdgePlace): Line {
  return callApi(
    place,
    `-H 'Accept: application/xml' "$API/virtualhosts/VIRTUAL-HOST" > vhost.xml`,
    `-X PUT -H 'Content-Type: application/xml' -d @vhost.xml "$API/virtualhosts/VIRTUAL-HOST"`,
  );
}

/** @param settings what `SSLInfo` has beside `Enabled`. */
export function changeTargetServer(place: EdgePlace, { host, port }: Target, settings: string): Line {
  const body = [
    '<TargetServer name="NAME">',
    `  <Host>${host}</Host><Port>${port}</Port><IsEnabled>true</IsEnabled>`,
    indent(sslInfo(settings)),
    "</TargetServer>",
  ].join("\n");
  return callApi(
    place,
    `"$API/targetservers/NAME"`,
    `-X PUT -H 'Content-Type: text/xml' "$API/targetservers/NAME" -d '${body}'`,
  );
}

/** For a TargetEndpoint. */
export function configureTarget(settings: string): Line {
  return { command: sslInfo(settings) };
}

function sslInfo(settings: string): string {
  return `<SSLInfo>\n  <Enabled>true</Enabled>\n${indent(settings)}\n</SSLInfo>`;
}

/** @param version as Edge spells it: `TLSv1.2`. */
export function onlyVersion(version: string): string {
  return `<Protocols><Protocol>${version}</Protocol></Protocols>`;
}

/** For a TargetEndpoint or a target server. @param version as a finding has it: `TLS 1.0`. */
export function speakOnly(version: string): Line {
  return configureTarget(onlyVersion(spellVersion(version)));
}

/** `TLSv1.0` of `TLS 1.0`. */
export function spellVersion(version: string): string {
  return version.replace(" ", "v");
}

/** @param suite as Java spells it. */
export function onlyCipherSuite(suite: string): string {
  return `<Ciphers><Cipher>${suite}</Cipher></Ciphers>`;
}

export const CLIENT_CERTIFICATE = [
  "<ClientAuthEnabled>true</ClientAuthEnabled>",
  "<KeyStore>ref://REF</KeyStore>",
  "<KeyAlias>ALIAS</KeyAlias>",
].join("\n");

export const VIRTUAL_HOST = {
  versions: virtualHostProperty("ssl_protocols", "TLSv1.2"),
  cipherSuites: virtualHostProperty("ssl_ciphers", "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384"),
  stapling: { command: "<OCSPStapling>on</OCSPStapling>" },
  ssl: {
    command:
      "<SSLInfo>\n  <Enabled>true</Enabled>\n  <KeyStore>ref://REF</KeyStore>\n  <KeyAlias>ALIAS</KeyAlias>\n</SSLInfo>",
  },
} as const satisfies Readonly<Record<string, Line>>;

function virtualHostProperty(name: string, value: string): { readonly command: string } {
  return { command: `<Properties>\n  <Property name="${name}">${value}</Property>\n</Properties>` };
}

const ROUTER_FILE = "/opt/apigee/customer/application/router.properties";
const MESSAGE_PROCESSOR_FILE = "/opt/apigee/customer/application/message-processor.properties";
const RESTART = "/opt/apigee/apigee-service/bin/apigee-service";

export const ROUTER = {
  file: ROUTER_FILE,
  /** What its nginx accepts. */
  show: { command: "grep -E 'ssl_(protocols|ciphers)' /opt/nginx/conf.d/0-default.conf" },
  versions: setProperty(
    ROUTER_FILE,
    "conf_load_balancing_load.balancing.driver.server.ssl.protocols=TLSv1.2",
    "edge-router",
  ),
  cipherSuites: setProperty(
    ROUTER_FILE,
    "conf_load_balancing_load.balancing.driver.server.ssl.ciphers=ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384",
    "edge-router",
  ),
} as const;

export const MESSAGE_PROCESSOR = {
  file: MESSAGE_PROCESSOR_FILE,
  sendServerName: setProperty(
    MESSAGE_PROCESSOR_FILE,
    "conf_system_jsse.enableSNIExtension=true",
    "message-processor",
  ),
  groups: setProperty(
    MESSAGE_PROCESSOR_FILE,
    "conf/system.properties+jdk.tls.namedGroups=secp256r1,secp384r1",
    "message-processor",
  ),
  showServerName: { command: "grep -ri jsse.enableSNIExtension /opt/apigee/edge-message-processor/conf" },
  log: {
    command:
      "grep -iE 'handshake|ssl' /opt/apigee/var/log/edge-message-processor/logs/system.log | tail -n 20",
  },
} as const;

/** Makes the file if it is not there. */
function setProperty(file: string, line: string, component: string): { readonly command: string } {
  return {
    command: [
      `echo '${line}' >> ${file}`,
      `chown apigee:apigee ${file}`,
      `${RESTART} ${component} restart`,
    ].join("\n"),
  };
}

/** curl asks for the password. */
function callApi(place: EdgePlace, ...calls: readonly string[]): Line {
  const base = place.endsWith("public_cloud") ? BASES.public_cloud : BASES.private_cloud;
  return {
    command: [
      `API=${base}/v1/organizations/ORG/environments/ENV`,
      ...calls.map((call) => `curl -u EMAIL ${call}`),
    ].join("\n"),
  };
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
