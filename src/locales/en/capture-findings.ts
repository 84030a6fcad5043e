import { describeCipherSuite } from "../../tls/cipher-suites.ts";
import { describeNamedGroup } from "../../tls/named-groups.ts";
import { describeSignatureScheme } from "../../tls/signature-schemes.ts";
import { formatVersion } from "../../tls/version.ts";
import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { probeCommand } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { OTHER_SIDE, PROTOCOL_NAMES, messageName } from "../selection.ts";
import { captureCertificateFindings } from "./capture-certificate-findings.ts";
import { list } from "./capture-words.ts";
import { LOCALE, count, grouped } from "./wording.ts";

export const captureFindings: Catalog["capture"]["findings"] = {
  ...captureCertificateFindings,
  connection_refused: (_, { server }) => ({
    title: "The server refuses the connection",
    evidence: [`${server} answered the SYN with a reset.`],
    resolution: [
      "Check that the server runs and listens on this port, and that no firewall rejects the connection.",
    ],
  }),
  timeout: ({ of, during, afterMs, retransmissions }, context) => ({
    title:
      during === "connection"
        ? "The server does not answer the connection"
        : `The ${of} says nothing more in the middle of the handshake`,
    evidence: [
      during === "connection"
        ? `${context.server} answered no SYN within ${formatDuration(LOCALE, afterMs)}.`
        : `Nothing came from ${context[of]} for ${formatDuration(LOCALE, afterMs)}, though it was its turn.`,
      ...(retransmissions === 0
        ? []
        : [`The ${OTHER_SIDE[of]} sent ${count(retransmissions, "segment")} again.`]),
    ],
    resolution: [
      during === "connection"
        ? "A firewall that drops packets looks like this: check the rules between these two addresses."
        : "The process hangs, or something between drops its packets. A capture on the other side shows which of the two.",
    ],
  }),
  connection_reset: ({ by, how, after }, context) => ({
    title:
      after === null
        ? `The ${by} ${how === "reset" ? "resets" : "closes"} the connection before the handshake`
        : `The ${by} ${how === "reset" ? "resets" : "closes"} the connection after ${messageName(after)}, without an alert`,
    evidence: [
      `${context[by]} sent a ${how === "reset" ? "RST" : "FIN"}${after === null ? "" : ` after ${messageName(after)}`}.`,
    ],
    resolution: [
      by === "server"
        ? "A TLS server that refuses says so with an alert. A reset most often comes from something between: a firewall, a load balancer without a healthy backend, an inspection device."
        : "The client gave up by itself: look at its log for the reason. Clients that check the certificate after the handshake, and health checks, end like this.",
    ],
  }),
  large_client_hello_intolerant: ({ length, answered, ending, probed }, { server }) => ({
    title: `A Client Hello of ${grouped(length)} bytes gets no answer`,
    evidence: [
      `${server} or something before it ${{ reset: "reset the connection", closed: "closed the connection", silence: "stayed silent" }[ending]} after a Client Hello that needs two segments.`,
      ...(answered === null ? [] : [`It answered one of ${grouped(answered)} bytes.`]),
      ...(probed === true ? ["Asked now, it answers a short Client Hello of ours, and not a long one."] : []),
    ],
    resolution: [
      "Post-quantum key shares make the Client Hello longer than one segment. Update the device that reads the first segment only (firewall, load balancer, inspection).",
      "Until then, let the client offer x25519 alone.",
    ],
  }),
  not_tls: ({ by, protocol, firstBytes }) => ({
    title:
      by === "server"
        ? `The server answers the Client Hello in ${NAMES[protocol]}`
        : `The client speaks ${NAMES[protocol]} to a TLS port`,
    evidence: [`The first bytes: ${firstBytes}`],
    resolution: [
      by === "server"
        ? "Use the port on which this server speaks TLS, or enable TLS on this one."
        : "Let the client use https, or TLS in whatever protocol it speaks.",
    ],
  }),
  starttls_required: ({ protocol, firstBytes }) => ({
    title: "The server starts TLS only when asked (STARTTLS)",
    evidence: [`It greets in ${PROTOCOL_NAMES[protocol]}: ${firstBytes}`],
    resolution: ["The client must use STARTTLS on this port, or the port on which TLS comes first."],
  }),
  protocol_mismatch: ({ by, alert, offered, selected, accepted }) => ({
    title:
      by === "server"
        ? `The server accepts none of the versions that the client offers: ${versions(offered)}`
        : `The client does not accept the version that the server selects: ${versions(selected)}`,
    evidence: [
      `Client: ${versions(offered)}.`,
      by === "client"
        ? `Server: selected ${versions(selected)}.`
        : accepted !== undefined
          ? asked(accepted)
          : selected.length === 0
            ? "Server: completed no other handshake in this capture that would tell what it speaks."
            : `Server: speaks ${versions(selected)} with other clients of this capture.`,
      `The ${by} ended it ${withAlert(alert)}.`,
    ],
    resolution: [
      "Enable TLS 1.2 or 1.3 on the side that lacks it. On Apigee, Protocols in SSLInfo of the virtual host, TargetEndpoint or target server must have a version that the other side speaks.",
    ],
  }),
  cipher_suite_mismatch: ({ alert, offered, selected, accepted }, context) => ({
    title: "Client and server have no cipher suite in common",
    evidence: [
      `Client: ${suites(offered)}.`,
      accepted !== undefined
        ? asked(accepted)
        : selected.length === 0
          ? "Server: completed no other handshake in this capture that would tell what it accepts."
          : `Server: selected ${suites(selected)} with other clients of this capture.`,
      `The server ended it ${withAlert(alert)} before it selected anything.`,
    ],
    resolution: [
      "Let the client offer a suite that the server accepts, or the server accept one of the client's.",
      ...(accepted === undefined ? ["What the server accepts:", { command: probeCommand(context) }] : []),
      "An old Java client needs the unlimited-strength JCE policy to offer strong suites.",
    ],
  }),
  group_mismatch: ({ alert, offered, selected, accepted }) => ({
    title: "Client and server have no group for the key exchange in common",
    evidence: [
      `Client: ${groups(offered)}.`,
      accepted === undefined
        ? `Server: used ${groups(selected)} with other clients of this capture.`
        : asked(accepted),
      `The server ended it ${withAlert(alert)}, though it takes one of the client's cipher suites.`,
    ],
    resolution: ["Enable a group on one side that the other has; x25519 and secp256r1 are known to all."],
  }),
  signature_algorithm_mismatch: ({ alert, offered, accepted }) => ({
    title: "The server signs in no way that the client accepts",
    evidence: [
      `Client: ${list(offered.map(describeSignatureScheme))}.`,
      asked(accepted),
      `The server ended it ${withAlert(alert)}, though it takes one of the client's cipher suites.`,
    ],
    resolution: [
      "Give the server a certificate with a kind of key that the client can check, beside the one that it has, or let the client accept the server's.",
    ],
  }),
  alpn_mismatch: ({ offered }) => ({
    title: "The server speaks none of the application protocols that the client offers",
    evidence: [
      `The client offers ${list(offered)} in ALPN.`,
      "The server ended it with the alert no_application_protocol.",
    ],
    resolution: ["Enable one of these protocols on the server, or let the client offer one that it has."],
  }),
  sni_required: ({ others, alert }) => ({
    title: "The client sends no server name, and the server needs one",
    evidence: [
      "The Client Hello has no server_name.",
      ...(others.length === 0 ? [] : [`The server answers others, which send: ${list(others)}.`]),
      alert === null ? "It cut the connection." : `It ended this handshake with the alert ${alert}.`,
    ],
    resolution: [
      "Let the client send server_name (SNI).",
      "On an Apigee Edge Message Processor, in /opt/apigee/customer/application/message-processor.properties:",
      MESSAGE_PROCESSOR.sendServerName,
    ],
  }),
  not_determined: ({ by, alert, after }) => ({
    title:
      alert === null
        ? `The ${by} ended the handshake with an encrypted alert`
        : `The ${by} ended the handshake: ${alert.description}`,
    evidence: [
      alert === null
        ? "What the alert says is encrypted."
        : `Fatal alert ${alert.description} (${alert.code}).`,
      ...(after === null ? [] : [`The last message before it was ${messageName(after)}.`]),
    ],
    resolution: [`The log of the ${by} says why.`],
  }),
};

const NAMES = { http: "plain HTTP", ssh: "SSH", unknown: "something else than TLS" };

const versions = (ids: readonly number[]) => list(ids.map(formatVersion));
const suites = (ids: readonly number[]) => list(ids.map((id) => describeCipherSuite(id).name));
const groups = (ids: readonly number[]) => list(ids.map(describeNamedGroup));

/** What a probe found. */
function asked(accepted: readonly string[]): string {
  return `Server: asked now, it accepts ${list(accepted)}.`;
}

function withAlert(alert: string | null): string {
  return alert === null ? "without an alert" : `with the alert ${alert}`;
}
