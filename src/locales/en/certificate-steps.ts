import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  configureTarget,
  exportCertificate,
  listCertificates,
  renewKeystore,
  renewTruststore,
} from "../apigee-commands.ts";
import type { Line, OutcomeContext } from "../catalog.ts";
import { showList } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { SERVERS, capitals, lowerFirst, theClient } from "./outcome-words.ts";

const NEW_KEYSTORE =
  "Put certificate, chain (chain.pem, an empty line between two certificates) and key into a new keystore NEW, under the same ALIAS as now, and point the reference REF to it:";

const NEW_TRUSTSTORE =
  "Upload all that should be trusted to a new truststore NEW, each under an ALIAS of its own (second call), and point the reference REF to it:";

/** The side that is asked gets a certificate. */
export function installAtServer({ place, target }: OutcomeContext): Line[] {
  switch (place) {
    case "northbound_private_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF is what follows ref:// in the <KeyStore> element of the virtual host. If no ref:// is there, put NEW into the virtual host and restart every Router, one after the other.",
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF is what follows ref:// in the <KeyStore> element of the virtual host. If no ref:// is there, ask Apigee support to put NEW in: Routers must be restarted.",
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Install certificate and chain on the backend ${formatTarget(target)}, and reload it. In nginx:`,
        NGINX.certificate,
        "On Edge there is nothing to do, if the new certificate is from an authority that Edge trusts already.",
      ];
    case "hybrid":
      return [
        "Save certificate and chain (the certificate first), and the key, where the overrides file says:",
        HYBRID.virtualHost,
        ...applyOverrides(),
        "If it says sslSecret instead, replace key and cert in that secret.",
      ];
    case "not_apigee":
      return [
        `Install certificate and chain on ${formatTarget(target)}, and reload it. In nginx:`,
        NGINX.certificate,
      ];
  }
}

/** The side that asks gets a certificate: two-way TLS. */
export function installAtClient(context: OutcomeContext): Line[] {
  const { place } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        NEW_KEYSTORE,
        renewKeystore(place),
        "REF is what follows ref:// in the <KeyStore> element, in the SSLInfo of the TargetEndpoint or target server:",
        configureTarget(CLIENT_CERTIFICATE),
        "If no ref:// is there, put NEW in its place. After a change in the TargetEndpoint, deploy the proxy again.",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "hybrid":
    case "not_apigee":
      return [
        `Put certificate, chain and key into the keystore of ${theClient(context)}, and restart the client.`,
        "It must send the intermediates, too: the other side has only the root.",
      ];
  }
}

/** The side that asks learns to trust the other. */
export function trustAtClient(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "Compare what the backend sends with the truststore that the TargetEndpoint or target server names:",
        showList(target),
        listCertificates(place, "TRUSTSTORE"),
        `If the last issuer is not there, get its certificate (root.pem) from whoever runs the backend. ${NEW_TRUSTSTORE}`,
        renewTruststore(place),
        "REF is what follows ref:// in the <TrustStore> element. If no ref:// is there, put NEW in its place. After a change in the TargetEndpoint, deploy the proxy again.",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "Compare what the Router sends with what the keystore of the virtual host holds; if they differ, the wrong keystore is used:",
        showList(target),
        listCertificates(place, "KEYSTORE"),
        ...teachClient(context),
        capitals(place),
      ];
    case "hybrid":
    case "not_apigee":
      return [`Look who issued what ${SERVERS[place]} sends:`, showList(target), ...teachClient(context)];
  }
}

/** One that people run themselves. */
function teachClient(context: OutcomeContext): Line[] {
  return [
    `Add the root of the last issuer (not only the certificate itself) to the truststore of ${theClient(context)}, unless it is a public authority that is there already. In Java:`,
    JAVA.trust,
    "If the client pins a certificate, give it the new one.",
  ];
}

/** The side that is asked learns to trust the other: two-way TLS. */
export function trustAtServer(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        "Compare the certificate that the client app sends with the truststore that the virtual host names:",
        { command: "openssl x509 -in client.pem -noout -subject -issuer -enddate" },
        listCertificates(place, "TRUSTSTORE"),
        `If the issuer of the client's certificate is not there: ${lowerFirst(NEW_TRUSTSTORE)}`,
        renewTruststore(place),
        `REF is what follows ref:// in the <TrustStore> element. If no ref:// is there, ${place === "northbound_private_cloud" ? "put NEW into the virtual host and restart every Router, one after the other" : "ask Apigee support to put NEW in: Routers must be restarted"}.`,
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        "See what the keystore in the SSLInfo of the TargetEndpoint or target server holds, and export it:",
        listCertificates(place, "KEYSTORE"),
        exportCertificate(place),
        `Give its root and intermediates to whoever runs the backend ${formatTarget(target)}, for its truststore. In nginx:`,
        NGINX.clientAuthorities,
        "If the export is not the certificate that the backend expects, the keystore or KeyAlias is the wrong one.",
        capitals(place),
      ];
    case "hybrid":
      return [
        "Put the root that issued the client's certificate into the file that the overrides file names:",
        HYBRID.twoWay,
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        `Put the root that issued the client's certificate into the truststore of ${formatTarget(target)}. In nginx:`,
        NGINX.clientAuthorities,
      ];
  }
}

/** After a change in the overrides file. */
export function applyOverrides(): Line[] {
  return [
    "Apply it with apigeectl; if hybrid was installed with Helm, run the second command instead, in the directory of its charts:",
    HYBRID.apply,
    HYBRID.applyWithHelm,
  ];
}
