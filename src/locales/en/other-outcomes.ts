import { formatTarget } from "../../diagnosis/target.ts";
import {
  CLIENT_CERTIFICATE,
  MESSAGE_PROCESSOR,
  changeTargetServer,
  configureTarget,
  listCertificates,
} from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { CLOCK, captureCommand, readCapture, redactCapture, sClient, sendRequest } from "../commands.ts";
import { applyOverrides, installAtClient, trustAtServer } from "./certificate-steps.ts";
import { SERVERS, callAgain, capitals, seeAccepted, theClient } from "./outcome-words.ts";

type OtherOutcome =
  "client_certificate_required" | "client_certificate_rejected" | "clock_wrong" | "not_determined";

export const otherOutcomes: Pick<Catalog["playbook"]["outcomes"], OtherOutcome> = {
  client_certificate_required: (context) => ({
    steps: sendCertificate(context),
    verify: seeAccepted(context),
  }),
  client_certificate_rejected: (context) => ({
    steps: [
      `Check first that ${theClient(context)} sends the right certificate, with all intermediates, within its days, and for clients (clientAuth).`,
      ...trustAtServer(context),
    ],
    verify: seeAccepted(context),
  }),
  clock_wrong: (context) => ({
    steps: [
      `Compare the clocks of ${SERVERS[context.place]} and ${theClient(context)}, and let both follow a time server${clocksOf(context)}:`,
      CLOCK,
      "If both are right, an intermediate in the client's chain or in the other side's truststore has expired: replace that.",
    ],
    verify: ["Both should print the same time:", CLOCK, callAgain(context.place)],
  }),
  not_determined: (context) => ({
    steps: collect(context),
    verify: [
      "See that the file holds the failed handshake before you send it; or drop it here, and I look further:",
      readCapture(context),
    ],
  }),
};

function sendCertificate(context: OutcomeContext): Line[] {
  const { place, target } = context;
  switch (place) {
    case "southbound_private_cloud":
    case "southbound_public_cloud":
      return [
        `Get a certificate with key that the backend ${formatTarget(target)} trusts, and put both with the chain into a keystore of ENV (Edge UI: Admin > Environments > TLS Keystores).`,
        "Let the Message Processor use it. Where the TargetEndpoint has a URL, put this into its HTTPTargetConnection and deploy the proxy:",
        configureTarget(CLIENT_CERTIFICATE),
        "Where it uses a target server (NAME), set the same there; keep what the first call shows:",
        changeTargetServer(place, target, CLIENT_CERTIFICATE),
        "REF is a reference to the keystore, ALIAS the certificate's in it.",
        capitals(place),
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
      return [
        `The Router wants two-way TLS: ${theClient(context)} must send a certificate that the virtual host's truststore knows.`,
        ...installAtClient(context),
        "If it sends one already, see whether the truststore has its issuer:",
        listCertificates(place, "TRUSTSTORE"),
        "If two-way TLS was not meant, set ClientAuthEnabled to false in the virtual host.",
        capitals(place),
      ];
    case "hybrid":
      return [
        `The ingress wants two-way TLS: ${theClient(context)} must send a certificate that the file in caCertPath vouches for.`,
        ...installAtClient(context),
        "If two-way TLS was not meant, take tlsMode: MUTUAL out of the overrides file.",
        ...applyOverrides(),
      ];
    case "not_apigee":
      return [
        `The server wants two-way TLS: ${theClient(context)} must send a certificate that the server's truststore knows.`,
        ...installAtClient(context),
        "If it sends one already, whoever runs the server must add its issuer there.",
      ];
  }
}

function clocksOf({ place }: OutcomeContext): string {
  switch (place) {
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return " (Edge's own clock is Apigee's; look at yours)";
    case "hybrid":
      return " (for the ingress, that of its node)";
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "not_apigee":
      return "";
  }
}

/** What whoever looks next needs to have. */
function collect(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const redact: Line[] = ["Take addresses and contents out of the capture:", redactCapture(context)];
  switch (place) {
    case "northbound_private_cloud":
    case "southbound_private_cloud":
    case "northbound_public_cloud":
    case "southbound_public_cloud":
      return [
        `${WHERE[place]} Make it fail, then end it with Ctrl-C:`,
        captureCommand(context),
        "If a load balancer or NAT stands between, put the address that this machine sees there.",
        ...(place === "southbound_private_cloud"
          ? ["What the Message Processor's log says:", MESSAGE_PROCESSOR.log]
          : []),
        ...(place.startsWith("northbound")
          ? ["What the client gets, from its machine:", sendRequest(target)]
          : []),
        ...redact,
        "Send all this to Apigee support, with ORG, ENV, the proxy's name and revision, and when it failed (UTC).",
      ];
    case "hybrid":
      return [
        "From the machine that fails, all that curl says:",
        sendRequest(target),
        "Record there, or on the node of the ingress pod. Make it fail, then end it with Ctrl-C:",
        captureCommand(context),
        ...redact,
        "Let your network team draw what lies between (load balancers, firewalls, NAT) and how the packets go.",
        "Take addresses, tokens and passwords out of curl.txt, too. Send all three to Apigee support.",
      ];
    case "not_apigee":
      return [
        "Record on client or server. Make it fail, then end it with Ctrl-C:",
        captureCommand(context),
        "On the client's machine, what OpenSSL says:",
        sClient(target, "-msg"),
        ...redact,
        "Send both to whoever runs the server, with the time (UTC): its log at that minute knows why.",
      ];
  }
}

const WHERE = {
  northbound_private_cloud: "Record on the Router, or at the client app.",
  northbound_public_cloud: "Record at the client app: the Routers are closed to you.",
  southbound_private_cloud: "Record on the Message Processor, or at the backend.",
  southbound_public_cloud: "Record at the backend: the Message Processors are closed to you.",
};
