import {
  bestSuite,
  canSwitchOnTls12,
  disablesDhe,
  isMessageProcessor,
  lacksPolicyFiles,
  newestTls,
  whoseVersions,
} from "../advice.ts";
import { MESSAGE_PROCESSOR, speakOnly } from "../apigee-commands.ts";
import type { Catalog, ClientContext, Line } from "../catalog.ts";
import { sClient, versionOption } from "../commands.ts";
import { JAVA, NGINX } from "../config-snippets.ts";
import { formatDuration } from "../format.ts";
import { dhBits } from "../selection.ts";
import { LOCALE, inBrackets, listSome } from "./wording.ts";

export const clientFindings: Catalog["clients"]["findings"] = {
  protocol_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} and the server have no TLS version in common`,
    evidence: compare(client, "TLS versions", { offered, accepted, alert }),
    resolution: [...advise(client, offered, accepted), sClient(target, ...versionOption(offered))],
  }),
  cipher_suite_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `${client.name} and the server have no cipher suite in common`,
    evidence: compare(client, "cipher suites", { offered, accepted, alert }),
    resolution: [
      `On the client: update it, so that it offers one of the server's suites.`,
      ...(lacksPolicyFiles(client.id, accepted)
        ? ([
            "Java before 8u161 offers suites with AES-256 only with the unlimited-strength JCE policy files of its version. From 8u151 on a line in lib/security/java.security does:",
            JAVA.strongCipherSuites,
          ] satisfies Line[])
        : []),
      `On the server: accept one more suite that this client offers, as strong as can be: ${bestSuite(offered)}.`,
      sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert, dhPrime }, { client, target }) => ({
    title:
      dhPrime === true
        ? `${client.name} refuses the prime that the server takes for DHE`
        : `${client.name} and the server have no key-exchange group in common`,
    evidence:
      dhPrime === true
        ? [
            `The server takes a prime of ${accepted.map(dhBits).join()} bits for DHE.`,
            `${client.name} accepts primes of ${offered.map(dhBits).join()} bits.`,
          ]
        : compare(client, "key-exchange groups", { offered, accepted, alert }),
    resolution:
      dhPrime === true
        ? [
            "On the server: put the suites with ECDHE and, for clients without it, one with RSA before those with DHE, and let its order decide. A shorter prime is no way out: it can be broken. In nginx:",
            NGINX.dheLast,
            "On the client: update it, or take DHE away from it, so that the server selects something else.",
            ...(disablesDhe(client.id)
              ? (["In Java that is a line in lib/security/java.security:", JAVA.withoutDhe] satisfies Line[])
              : []),
          ]
        : [
            `On the server: accept a group that this client offers: ${listSome(offered)}. In nginx:`,
            NGINX.groups,
            "On the client: update it, or allow it a group that the server accepts.",
            sClient(target, "-groups X25519:P-256"),
          ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `The server signs in no way that ${client.name} accepts`,
    evidence: [
      offered.length === 0
        ? `${client.name} accepts no signature.`
        : `${client.name} accepts signatures with: ${listSome(offered)}.`,
      tellServer(accepted, `The server signs with: ${listSome(accepted)}.`, alert),
    ],
    resolution: [
      "On the server: add a certificate with an RSA 2048 or EC P-256 key, and look for a setting that pins its signatures (SignatureAlgorithms in openssl.cnf, jdk.tls.server.SignatureSchemes in Java).",
      "On the client: update it, so that it can check what the server signs with.",
      sClient(target),
    ],
  }),
  alpn_mismatch: ({ offered, accepted, alert }, { client, target }) => ({
    title: `The server speaks none of the application protocols that ${client.name} offers (ALPN)`,
    evidence: compare(client, "application protocols", { offered, accepted, alert }),
    resolution: [
      "On the server: if this is a web server or an API, enable HTTP/1.1 or HTTP/2.",
      "On the client: offer a protocol that the server accepts, or no ALPN.",
      sClient(target, `-alpn ${offered.join(",")}`),
    ],
  }),
  sni_required: ({ serverName }, { client, target }) => ({
    title: `${client.name} sends no server name (SNI), and the server requires one`,
    evidence: [
      `A Client Hello with server name ${serverName} is answered.`,
      `The one of ${client.name} has none, and is refused.`,
    ],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? ([
            "Put this into /opt/apigee/customer/application/message-processor.properties, keep the file owned by apigee, restart, and repeat on every Message Processor:",
            MESSAGE_PROCESSOR.sendServerName,
          ] satisfies Line[])
        : [
            "On the client: update it, or switch the server name on, where it has it: in Java 7 and later, remove -Djsse.enableSNIExtension=false.",
          ]),
      "On the server: give it a certificate for clients without a server name (in nginx, default_server), or an address of its own.",
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  host_name_mismatch: ({ referenceIdentifier, presentedIdentifiers, alert }, { client, target }) => ({
    title:
      alert === null
        ? `${client.name} gets a certificate for another name`
        : `The server does not know the name that ${client.name} asks for`,
    evidence: [
      alert === null
        ? `It is for ${presentedIdentifiers.length === 0 ? "no name at all" : listSome(presentedIdentifiers)}, not for ${referenceIdentifier}.`
        : `It refuses ${referenceIdentifier}: alert ${alert}.`,
      ...(alert === null ? ["An ordinary client, which sends the server name (SNI), gets another one."] : []),
    ],
    resolution: [
      ...(isMessageProcessor(client.id)
        ? ([
            "Put this into /opt/apigee/customer/application/message-processor.properties, keep the file owned by apigee, restart, and repeat on every Message Processor:",
            MESSAGE_PROCESSOR.sendServerName,
          ] satisfies Line[])
        : ["On the client: update it, so that it sends the server name."]),
      `On the server: make the certificate for ${referenceIdentifier} the one that clients without a server name get.`,
      { command: `openssl s_client -connect ${target.host}:${target.port} -noservername` },
    ],
  }),
  weak_key: ({ subject, publicKey }, { client, target }) => ({
    title: `${client.name} refuses a key of the server that is too short: ${publicKey}`,
    evidence: [
      subject === null
        ? `The server takes a prime of ${dhBits(publicKey)} bits for DHE.`
        : `A certificate in the list that starts with ${subject} has this key.`,
    ],
    resolution: [
      subject === null
        ? "On the server: take a prime of 2048 bits or more, or suites with ECDHE. In nginx, ssl_dhparam names the file that this makes:"
        : "On the server: install a certificate with a key of 2048 bits or more.",
      subject === null ? NGINX.dhParameters : sClient(target),
    ],
  }),
  connection_reset: ({ address, port, during }, { client }) => ({
    title:
      during === "closed"
        ? `The server hangs up on ${client.name}, without a word`
        : `The server resets the connection of ${client.name}`,
    evidence: [
      `${address} port ${port} took the Client Hello of ${client.name} and ${during === "closed" ? "closed the connection" : "answered with a TCP reset"} instead of an alert.`,
      "An ordinary client gets an answer.",
    ],
    resolution: [
      "Something knows this client by its Client Hello and does not want it, or fails on it: look at the server's log, then at firewalls and inspection devices between.",
    ],
  }),
  timeout: ({ address, port, afterMs }, { client }) => ({
    title: `The server does not answer the Client Hello of ${client.name}`,
    evidence: [
      `${address} port ${port} sent nothing for ${formatDuration(LOCALE, afterMs)} after it.`,
      "An ordinary client gets an answer.",
    ],
    resolution: [
      "Something swallows this Client Hello or fails on it: look at the server's log, then at firewalls and inspection devices between.",
    ],
  }),
  not_determined: ({ alert, code }, { client }) => ({
    title:
      alert === null
        ? `${client.name} gets no handshake, and the evidence does not say why`
        : `The server refuses ${client.name}: ${alert.description.replaceAll("_", " ")}`,
    evidence: [
      alert === null
        ? `What the server sent cannot be used (${code}).`
        : `Fatal alert ${alert.description} (${alert.code}), though versions, cipher suites and groups fit as far as is known.`,
    ],
    resolution: [
      "Look into the server's log at this minute: it knows why it refused.",
      "If that does not help, record the handshake on either side and add the file to your ticket.",
    ],
  }),
};

type Client = ClientContext["client"];

/** @param what of which there is more than one. */
function compare(
  { name }: Client,
  what: string,
  {
    offered,
    accepted,
    alert,
  }: {
    readonly offered: readonly string[];
    readonly accepted: readonly string[];
    readonly alert: string | null;
  },
): string[] {
  return [
    offered.length === 0
      ? `${name} offers no ${what}.`
      : `${name} offers these ${what}: ${listSome(offered)}.`,
    tellServer(accepted, `The server accepts these ${what}: ${listSome(accepted)}.`, alert),
  ];
}

/** The alert belongs to the refusal, not to what is accepted. */
function tellServer(accepted: readonly string[], sentence: string, alert: string | null): string {
  if (accepted.length === 0) return `The server refuses${inBrackets(alert)}.`;
  return alert === null ? sentence : `${sentence} It refused this client with the alert ${alert}.`;
}

function advise(client: Client, offered: readonly string[], accepted: readonly string[]): Line[] {
  const whose = whoseVersions(offered, accepted);
  if (whose === "server") return updateServer(client, accepted);
  if (whose === "client") return updateClient(client, accepted);
  return [
    "On the server: accept TLS 1.2 beside TLS 1.3, as long as such clients use it. In nginx:",
    NGINX.versions,
    "On the client: update it to a version that has TLS 1.3.",
  ];
}

function updateClient(client: Client, accepted: readonly string[]): Line[] {
  return [
    "On the client: update it. What it speaks is no longer secure (RFC 8996), and ever fewer servers accept it.",
    ...(canSwitchOnTls12(client.id, accepted)
      ? ([
          "Java 7 has TLS 1.2, but offers it only when told to, from 7u95 on:",
          JAVA.versions,
        ] satisfies Line[])
      : []),
    "If it cannot be updated: put a proxy beside it that speaks TLS 1.2 to the server, rather than open the server to old versions for everybody.",
  ];
}

function updateServer(client: Client, accepted: readonly string[]): Line[] {
  return [
    "On the server: enable TLS 1.2 or 1.3. In nginx:",
    NGINX.versions,
    ...(isMessageProcessor(client.id) ? newestTls(accepted) : []).flatMap((newest) => [
      `If that is not possible now: let the Message Processor speak ${newest}, in the TargetEndpoint or on the target server:`,
      speakOnly(newest),
    ]),
  ];
}
