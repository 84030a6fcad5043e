import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, OutcomeContext } from "../catalog.ts";
import { captureCommand } from "../commands.ts";
import { NGINX } from "../config-snippets.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { callAgain, onEach, seeHandshake, theClient } from "./outcome-words.ts";

export const serverNameOutcomes: Pick<Catalog["playbook"]["outcomes"], "sni_required"> = {
  sni_required: (context) => ({
    steps: sendServerName(context),
    verify:
      context.place === "southbound_private_cloud"
        ? [
            "On every Message Processor, this should say true:",
            MESSAGE_PROCESSOR.showServerName,
            callAgain(context.place),
          ]
        : seeHandshake(context),
  }),
};

function sendServerName(context: OutcomeContext): Line[] {
  const { place, target } = context;
  const address =
    "Check that the TargetEndpoint or target server calls the backend by name: to an IP address no server name is sent.";
  switch (place) {
    case "southbound_private_cloud":
      return [
        address,
        `Message Processors of the private cloud send no server name unless told to. ${onEach("Message Processor", MESSAGE_PROCESSOR.file)}`,
        MESSAGE_PROCESSOR.sendServerName,
        "If another backend breaks by that, it is one that cannot stand a server name: it must be updated.",
      ];
    case "southbound_public_cloud":
      return [
        address,
        `Give ${formatTarget(target)} a default certificate for ${target.serverName ?? target.host}: then it answers without a server name, too.`,
        "To know whether a name arrives, record at the backend while it fails, and drop the file here:",
        captureCommand(context),
        "If the Client Hello has no server_name, send the file to Apigee support: the setting is theirs.",
      ];
    case "northbound_private_cloud":
    case "northbound_public_cloud":
    case "not_apigee":
      return [
        `Let ${theClient(context)} send the server name: update it, call the server by name and not by address, and take -Djsse.enableSNIExtension=false out of Java's options.`,
        "If nginx is the client (a proxy before it), it needs this:",
        NGINX.upstreamServerName,
        ...(place === "not_apigee" ? ["Or give the server a default certificate for the name."] : []),
      ];
    case "hybrid":
      return [
        `Let ${theClient(context)} send the server name: update it, and call the ingress by name.`,
        "If it cannot, make a route for clients without server name. CREDENTIAL is what the first command shows; save the rest as no-sni.yaml:",
        HYBRID.secretNames,
        HYBRID.withoutServerName,
        "Apply it, name it in the overrides file, and apply that, too:",
        HYBRID.additionalGateway,
        HYBRID.apply,
      ];
  }
}
