import type { Catalog } from "../catalog.ts";
import { captureCommand } from "../commands.ts";

export const playbook: Catalog["playbook"] = {
  questions: {
    product: "Where did the failure show?",
    direction_private_cloud: "Which connection fails?",
    direction_public_cloud: "Which connection fails?",
  },
  choices: {
    edge_private_cloud: "Apigee Edge, private cloud",
    edge_public_cloud: "Apigee Edge, public cloud",
    hybrid: "Apigee hybrid",
    not_apigee: "Not Apigee",
    northbound: "Northbound: client app → Router",
    southbound: "Southbound: Message Processor → backend",
  },
  outcomes: {
    northbound_private_cloud: (context) => [
      "Northbound: the client app is the TLS client, the Edge Router the server. The certificate comes from the keystore that the virtual host refers to.",
      "You may capture on the client app or on the Router:",
      captureCommand(context),
    ],
    southbound_private_cloud: (context) => [
      "Southbound: the Message Processor is the TLS client, your backend the server. By default it speaks TLS 1.2 on Java 8 and trusts what is in the truststore of the target.",
      "You may capture on the Message Processor or on the backend:",
      captureCommand(context),
    ],
    northbound_public_cloud: (context) => [
      "Northbound: the client app is the TLS client, the Edge Router the server. In the public cloud nobody but support can reach the Router.",
      "Capture on the client app:",
      captureCommand(context),
    ],
    southbound_public_cloud: (context) => [
      "Southbound: the Message Processor is the TLS client, your backend the server. In the public cloud nobody but support can reach the Message Processor.",
      "Capture on the backend server:",
      captureCommand(context),
    ],
    hybrid: () => [
      "In hybrid, the ingress takes its certificate from a Kubernetes secret that is made from the virtualhosts section of your overrides file. See whether it is there:",
      { command: "kubectl -n apigee get secrets | grep PROJECT-ENV_GROUP" },
      "If it is missing, make it again and look once more:",
      { command: "apigeectl apply -f overrides/overrides.yaml --settings virtualhosts" },
    ],
    not_apigee: (context) => [
      "The findings above hold for every TLS client. To see which side ends the handshake, capture on the client or on the server:",
      captureCommand(context),
    ],
  },
  answered: ({ question, choice, user }) => `${question} → ${choice} (${user})`,
};
