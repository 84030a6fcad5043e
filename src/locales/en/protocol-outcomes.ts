import { formatTarget } from "../../diagnosis/target.ts";
import { acceptedSuite, fallBack } from "../advice.ts";
import {
  ROUTER,
  VIRTUAL_HOST,
  changeTargetServer,
  changeVirtualHost,
  configureTarget,
  onlyCipherSuite,
  onlyVersion,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import {
  INGRESS_FAULT,
  NO_CERTIFICATE,
  OVERRULE,
  SEND_BACK,
  capitals,
  lowerFirst,
  onEach,
  seeHandshake,
  theClient,
} from "./outcome-words.ts";

type ProtocolOutcome = "protocol_mismatch" | "cipher_suite_mismatch";

const EMPTY_INGRESS = `its certificate is missing or broken: under “${OVERRULE}”, answer “${INGRESS_FAULT}” with “${NO_CERTIFICATE}”.`;

const TARGET_SERVER =
  "Where it uses a target server (NAME, in LoadBalancer), set the same there. The second call replaces all of it, so keep what the first one shows:";

const JCE =
  "If its Java is older than 8u161, it lacks strong suites: install the unlimited-strength JCE policy. From 8u151 on, this line in java.security is enough:";

/** The two that the documents know. */
export const protocolOutcomes: Pick<Catalog["playbook"]["outcomes"], ProtocolOutcome> = {
  protocol_mismatch: (context) => ({
    steps: agreeOnVersion(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
  cipher_suite_mismatch: (context) => ({
    steps: agreeOnCipherSuite(context),
    verify: seeHandshake(context, "-tls1_2"),
  }),
};

function agreeOnVersion(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "northbound_private_cloud":
      return [
        "Look which versions the Router accepts:",
        ROUTER.show,
        `If TLSv1.2 is among them, the client is too old: update ${theClient(context)} so that it speaks TLS 1.2.`,
        `If not, allow it. ${onEach("Router", ROUTER.file)}`,
        ROUTER.versions,
        `For one virtual host alone: ${lowerFirst(SEND_BACK)}`,
        VIRTUAL_HOST.versions,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "northbound_public_cloud":
      return [
        `Update ${theClient(context)} so that it speaks TLS 1.2, which the Routers of the public cloud accept. For Java 7 and 8 it is this option:`,
        JAVA.versions,
        "If it speaks TLS 1.2 already, ask Apigee support which versions your virtual host accepts: only they can change them.",
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Best: enable TLS 1.2 on the backend ${formatTarget(target)}. In nginx:`,
        NGINX.versions,
        ...fallBack(context).flatMap((version) => [
          `Only until then, let the Message Processor speak ${version}. Where the TargetEndpoint has a URL, put this into its HTTPTargetConnection and deploy the proxy:`,
          configureTarget(onlyVersion(version)),
          TARGET_SERVER,
          changeTargetServer(place, target, onlyVersion(version)),
          capitals(place),
        ]),
      ];
    case "hybrid":
      return [
        `Update ${theClient(context)} so that it speaks TLS 1.2. For Java 7 and 8 it is this option:`,
        JAVA.versions,
        "If it speaks TLS 1.2 already, see whether the ingress is set to newer versions only:",
        HYBRID.versions,
        `If the ingress refuses every version, ${EMPTY_INGRESS}`,
      ];
    case "not_apigee":
      return [
        `Enable TLS 1.2 and 1.3 on ${formatTarget(target)}, and reload it. In nginx:`,
        NGINX.versions,
        `If it has them, update ${theClient(context)}. For Java 7 and 8 it is this option:`,
        JAVA.versions,
      ];
  }
}

function agreeOnCipherSuite(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const client = theClient(context);
  switch (place) {
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        ...(place === "northbound_private_cloud"
          ? ["Look which suites the Router accepts:", ROUTER.show]
          : []),
        `Let ${client} offer one that the Router accepts, for example TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.`,
        JCE,
        JAVA.strongCipherSuites,
        `If the client cannot change, add a suite of it to the virtual host, by its OpenSSL name. ${SEND_BACK}`,
        VIRTUAL_HOST.cipherSuites,
        changeVirtualHost(place),
        capitals(place),
      ];
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Best: let the backend ${formatTarget(target)} accept suites of today. In nginx:`,
        NGINX.cipherSuites,
        ...(place === "southbound_private_cloud"
          ? [`On the Message Processor: ${lowerFirst(JCE)}`, JAVA.strongCipherSuites]
          : []),
        "If a <Ciphers> list in the TargetEndpoint or target server narrows the choice, remove it or add a suite that the backend accepts:",
        configureTarget(onlyCipherSuite(acceptedSuite(context))),
        "Deploy the proxy again after a change in the TargetEndpoint.",
      ];
    case "hybrid":
      return [
        `Let ${client} offer a suite that the ingress accepts, for example TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.`,
        JCE,
        JAVA.strongCipherSuites,
        `If the ingress refuses every suite, ${EMPTY_INGRESS}`,
      ];
    case "not_apigee":
      return [
        `Let ${client} offer a suite that ${formatTarget(target)} accepts. ${JCE}`,
        JAVA.strongCipherSuites,
        "Or let the server accept suites of today. In nginx:",
        NGINX.cipherSuites,
      ];
  }
}
