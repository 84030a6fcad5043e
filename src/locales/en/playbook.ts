import type { Catalog, Line, QuestionWords } from "../catalog.ts";
import { formatList, formatTime } from "../format.ts";
import { outcomes } from "./outcomes.ts";

const LOCALE = "en-GB";

const DIRECTIONS: readonly Line[] = [
  "Northbound is the incoming connection, client app → Edge Router. Southbound is the outgoing one, Message Processor → backend (target) server.",
];

const DIRECTION_CHOICES = {
  northbound: "Northbound: client app → Router",
  southbound: "Southbound: Message Processor → backend",
};

const REJECTED_BY: QuestionWords = {
  text: "Which side rejects the certificate of the other?",
  help: [
    "It is the side that sends the alert. In a log, “received fatal alert” means that the other side sent it.",
  ],
};

const SIDES = {
  client: "The client rejects the server's",
  server: "The server rejects the client's (two-way TLS)",
};

export const playbook: Catalog["playbook"] = {
  outcomes,
  questions: {
    product: () => ({ text: "Where did the failure show?", help: [] }),
    direction_private_cloud: () => ({ text: "Which connection fails?", help: DIRECTIONS }),
    direction_public_cloud: () => ({ text: "Which connection fails?", help: DIRECTIONS }),
    fault: () => ({ text: "What is wrong with the server, for every client?", help: [] }),
    ingress_fault: () => ({ text: "What is wrong with the ingress, for every client?", help: [] }),
    ingress_secret: () => ({
      text: "Is the ingress gateway's secret there?",
      help: [
        "Look for it, with your project and environment group in the place of PROJECT-ENV_GROUP:",
        { command: "kubectl -n apigee get secrets | grep PROJECT-ENV_GROUP" },
        "When it is missing, the log of apigee-watcher says so too:",
        {
          command:
            'NOT_FOUND: failed to get secret "PROJECT-ENV_GROUP" in namespace "apigee": secrets "PROJECT-ENV_GROUP" not found',
        },
      ],
    }),
    certificate_parses: () => ({
      text: "Can OpenSSL read the certificate in the secret?",
      help: [
        "Drop the certificate (never the key) into this thread and I read it. Or look yourself:",
        {
          command:
            "kubectl -n apigee get secret PROJECT-ENV_GROUP -o jsonpath='{.data.cert}' | base64 -d | openssl x509 -text -noout",
        },
      ],
    }),
    key_matches: () => ({
      text: "Does the private key belong to the certificate?",
      help: [
        "Never post the key. Compare the public keys where the key is; no output means that they agree:",
        {
          command: `diff \\
  <(kubectl -n apigee get secret PROJECT-ENV_GROUP -o jsonpath='{.data.key}' | base64 -d | openssl pkey -pubout) \\
  <(kubectl -n apigee get secret PROJECT-ENV_GROUP -o jsonpath='{.data.cert}' | base64 -d | openssl x509 -noout -pubkey)`,
        },
      ],
    }),
    message: () => ({
      text: "What does the side that gives up say?",
      help: [
        "Look into the log of the client or of the server, or for an Alert in a capture. Drop the capture, or paste the message here with a mention of me, and I answer this myself.",
      ],
    }),
    expired_rejected_by: () => REJECTED_BY,
    unknown_rejected_by: () => REJECTED_BY,
    server_name: ({ place }) => ({
      text: "Does the client send the server name (SNI)?",
      help: [
        "In a capture, it stands in the Client Hello as the extension server_name.",
        ...(place === "southbound_private_cloud"
          ? ([
              "A Message Processor sends it unless this property is false:",
              {
                command:
                  "grep -r jsse.enableSNIExtension /opt/apigee/customer/application/message-processor.properties /opt/apigee/edge-message-processor/conf",
              },
            ] satisfies Line[])
          : []),
      ],
    }),
    client: () => ({
      text: "Which client fails?",
      help: ["I send its own Client Hello to the server and show what it gets."],
    }),
    client_handshake: ({ target }) => ({
      text: "What does that client get?",
      help: [
        "I could not try it from here. Where the server can be reached, this does (with the client's name for PROFILE):",
        { command: `tlscheck ${target.host}:${target.port} --client PROFILE` },
      ],
    }),
  },
  choices: {
    product: {
      edge_private_cloud: "Apigee Edge, private cloud",
      edge_public_cloud: "Apigee Edge, public cloud",
      hybrid: "Apigee hybrid",
      not_apigee: "Not Apigee",
    },
    direction_private_cloud: DIRECTION_CHOICES,
    direction_public_cloud: DIRECTION_CHOICES,
    fault: { nothing: "Nothing of that" },
    ingress_fault: {
      no_certificate: "It shows no certificate, and hangs up or refuses everything",
      nothing: "Nothing of that",
    },
    ingress_secret: { missing: "It is missing", present: "It is there" },
    certificate_parses: { no: "No, it prints an error", yes: "Yes" },
    key_matches: { no: "No, they differ", yes: "Yes" },
    message: {
      handshake_failure: "handshake_failure",
      protocol_version: "protocol_version, or Close Notify",
      certificate_expired: "certificate_expired",
      certificate_unknown: "certificate_unknown, unknown_ca or no path to a trusted root",
      host_name: "The name does not match the certificate",
      client_certificate: "A client certificate is missing",
      connection_cut: "Connection reset, closed or silent",
      no_message: "Only 503, or nothing",
    },
    expired_rejected_by: SIDES,
    unknown_rejected_by: SIDES,
    server_name: {
      not_needed: "The server does not need it",
      sent: "Yes",
      not_sent: "No",
    },
    client: { unlisted: "Another one" },
    client_handshake: { connects: "It connects" },
  },
  parties: {
    client_owner: "Whoever runs the client",
    server_owner: "Whoever runs the server",
    backend_owner: "Whoever runs the backend (target) server",
    edge_operator: "Whoever runs your Edge installation (root on Routers and Message Processors)",
    organization_admin: "An administrator of your Apigee organization (Edge UI or management API)",
    apigee_support: "Apigee support: nobody else reaches these machines",
    cluster_admin: "Whoever runs the hybrid cluster (kubectl, apigeectl and the overrides file)",
    network_owner: "Whoever runs the network between the two",
  },
  sources: {
    form: "as given with the request",
    probe: "my check",
    client_trial: "the client's own Client Hello",
    capture: "the capture",
    capture_and_probe: "the capture and my check together",
    upload: "the file",
    pasted: "the pasted message",
    documents: "follows from the product",
  },
  conversation: {
    why: "Why",
    steps: "What to do here",
    who: "Who can do it",
    verify: "To see that it helped",
    back: "Back",
    startOver: "Start over",
    overrule: "That is not so …",
    pick: "Pick one",
    checkAgain: "Check again",
    tryingClient: "Sending that client's own Client Hello …",
    showClients: "Which clients can connect?",
    makeBundle: "Collect it for support",
    bundleReady: "For support: the report as text and as JSON. Look through it before you send it on.",
    changed: ({ before, gone, fresh, remain }) => [
      `Since the check of ${formatTime(LOCALE, before)}:`,
      ...(gone.length === 0 ? [] : [`Gone: ${formatList(LOCALE, gone)}.`]),
      ...(fresh.length === 0 ? [] : [`New: ${formatList(LOCALE, fresh)}.`]),
      ...(remain.length === 0 ? [] : [`Still so: ${formatList(LOCALE, remain)}.`]),
      ...(gone.length + fresh.length === 0 ? ["Nothing has changed."] : []),
    ],
  },
};
