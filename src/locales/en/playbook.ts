import { formatTarget } from "../../diagnosis/target.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog, Line, QuestionContext, QuestionWords } from "../catalog.ts";
import { sendRequest } from "../commands.ts";
import { HYBRID } from "../hybrid-commands.ts";
import { formatTime } from "../format.ts";
import { INGRESS_FAULT, NO_CERTIFICATE, OVERRULE } from "./outcome-words.ts";
import { outcomes } from "./outcomes.ts";
import { LOCALE } from "./wording.ts";

function whichDirection({ target }: QuestionContext): QuestionWords {
  return {
    text: "Which of Edge's two connections fails?",
    help: [
      "Northbound comes in, client app → Edge Router. Southbound goes out, Message Processor → backend (target) server.",
      "If the client gets an HTTP status (mostly 503), its own connection stands, and the one behind it fails: southbound. If it gets a TLS error and no HTTP status: northbound.",
      `What I looked at is ${formatTarget(target)}: northbound, if clients call that name; southbound, if the TargetEndpoint does.`,
    ],
  };
}

const DIRECTION_CHOICES = {
  northbound: "Northbound: client app → Router",
  southbound: "Southbound: Message Processor → backend",
};

const REJECTED_BY: QuestionWords = {
  text: "Which side rejects the certificate of the other?",
  help: [
    "The one that sends the alert. “Received fatal alert” in a log means that the other side sent it; “PKIX path building failed” or “certificate verify failed”, that this side rejects.",
    "In a capture, the first address of this line sent it:",
    { command: "tshark -r FILE -Y tls.alert_message" },
    "Or drop the capture here, and I look.",
  ],
};

const SIDES = {
  client: "The client rejects the server's",
  server: "The server rejects the client's (two-way TLS)",
};

export const playbook: Catalog["playbook"] = {
  outcomes,
  questions: {
    product: () => ({
      text: "Which product does the failing connection belong to?",
      help: [
        "Machines of your own with /opt/apigee: Edge private cloud. Edge without such machines: public cloud. Pods in your own Kubernetes, mostly in the namespace apigee: hybrid.",
      ],
    }),
    direction_private_cloud: whichDirection,
    direction_public_cloud: whichDirection,
    fault: ({ target }) => ({
      text: "What is wrong with the server itself, whoever connects?",
      help: [
        "A check answers this, where it can reach the server:",
        { command: `tlscheck ${formatTarget(target)}` },
      ],
    }),
    ingress_fault: ({ target }) => ({
      text: INGRESS_FAULT,
      help: [
        "A check answers this, where it can reach the ingress:",
        { command: `tlscheck ${formatTarget(target)}` },
      ],
    }),
    ingress_secret: () => ({
      text: "Is the secret of the ingress there?",
      help: [
        "No output means that it is missing. PROJECT is your Apigee organization, ENV_GROUP the name of the environment group:",
        HYBRID.findSecret,
        "When it is missing, the log of apigee-watcher says so, too:",
        HYBRID.watcherLog,
      ],
    }),
    certificate_parses: () => ({
      text: "Can OpenSSL read the certificate of the ingress?",
      help: [
        "Drop the certificate (never the key) into this thread, and I read it. Or look yourself, in the secret or in the file that the overrides name:",
        HYBRID.readCertificate,
        { command: "openssl x509 -in CERT_FILE -noout -subject -enddate" },
        "“unable to load certificate”, “sequence not constructed” or “bad end line” mean no.",
      ],
    }),
    key_matches: () => ({
      text: "Does the private key belong to the certificate?",
      help: [
        "Never post the key. Compare the public keys where the key is; no output means that they agree:",
        HYBRID.compareKey,
        "“unable to load Private Key” means no, too: the key itself is broken.",
      ],
    }),
    message: ({ place, target }) => ({
      text: "What does the side that gives up say?",
      help: [
        "Paste the message here with a mention of me, or drop a capture, and I answer this myself. Else look into the logs of both sides, or for an Alert in a capture.",
        ...(place === "southbound_private_cloud"
          ? (["On a Message Processor:", MESSAGE_PROCESSOR.log] satisfies Line[])
          : (["On the client's machine:", sendRequest(target)] satisfies Line[])),
      ],
    }),
    expired_rejected_by: () => REJECTED_BY,
    unknown_rejected_by: () => REJECTED_BY,
    server_name: ({ place }) => ({
      text: "Does the client send the server name (SNI)?",
      help: [
        "In a capture, it stands in the Client Hello as the extension server_name. Clients of today send it, but not to a bare IP address.",
        ...(place === "southbound_private_cloud"
          ? ([
              "A Message Processor of the private cloud sends it only if this says true:",
              MESSAGE_PROCESSOR.showServerName,
            ] satisfies Line[])
          : []),
      ],
    }),
    client: () => ({
      text: "Which client fails?",
      help: ["I send its own Client Hello to the server, and show what it gets."],
    }),
    client_handshake: ({ target }) => ({
      text: "What does that client get?",
      help: [
        "I could not try it from here. Where the server can be reached, this does (with the client's name for PROFILE):",
        { command: `tlscheck ${formatTarget(target)} --client PROFILE` },
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
    fault: { nothing: "None of these: the server is in order" },
    ingress_fault: {
      no_certificate: `${NO_CERTIFICATE}: it hangs up, or refuses everything`,
      nothing: "None of these: the ingress is in order",
    },
    ingress_secret: { missing: "It is missing", present: "It is there" },
    certificate_parses: { no: "No, it prints an error", yes: "Yes" },
    key_matches: { no: "No, they differ", yes: "Yes" },
    message: {
      handshake_failure: "handshake_failure",
      protocol_version: "protocol_version, or Close Notify",
      certificate_expired: "certificate_expired",
      certificate_unknown: "certificate_unknown, unknown_ca or no path to a trusted root",
      host_name: "The host name does not match the certificate",
      client_certificate: "certificate_required, or a client certificate is missing",
      connection_cut: "The connection is reset, closed or silent",
      no_message: "Nothing but 503, or nothing at all",
    },
    expired_rejected_by: SIDES,
    unknown_rejected_by: SIDES,
    server_name: {
      not_needed: "The server does not need it",
      sent: "Yes, it sends the name",
      not_sent: "No, or it calls an IP address",
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
    overrule: OVERRULE,
    pick: "Pick one",
    checkAgain: "Check again",
    tryingClient: "Sending that client's own Client Hello …",
    showClients: "Which clients can connect?",
    makeBundle: "Collect it for support",
    bundleReady: "For support: the report as text and as JSON. Look through it before you send it on.",
    // Causes have commas of their own.
    changed: ({ before, gone, fresh, remain }) => [
      `Since the check of ${formatTime(LOCALE, before)}:`,
      ...(gone.length === 0 ? [] : [`Gone: ${gone.join("; ")}.`]),
      ...(fresh.length === 0 ? [] : [`New: ${fresh.join("; ")}.`]),
      ...(remain.length === 0 ? [] : [`Still so: ${remain.join("; ")}.`]),
      ...(gone.length + fresh.length === 0 ? ["Nothing has changed."] : []),
    ],
  },
};
