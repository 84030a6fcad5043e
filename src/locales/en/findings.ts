import { MESSAGE_PROCESSOR } from "../apigee-commands.ts";
import type { Catalog } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { formatDuration } from "../format.ts";
import { PROTOCOL_NAMES } from "../selection.ts";
import { addressFindings } from "./address-findings.ts";
import { certificateFindings } from "./certificate-findings.ts";
import { clientCertificateFindings } from "./client-certificate-findings.ts";
import { negotiationFindings } from "./negotiation-findings.ts";
import { startTlsFindings } from "./starttls-findings.ts";
import { LOCALE } from "./wording.ts";

const WRONG_NAME = {
  refused: "A name that it does not know it refuses.",
  other_certificate: "To a name that it does not know it shows another certificate, too.",
  same_certificate: "To a name that it does not know it shows the right certificate.",
};

/** Who broke what, where no alert says so. */
const BROKEN = {
  malformed: "The server sent bytes that cannot be read",
  misbehaved: "The server broke a rule of the protocol",
  incompatible: "The TLS library of this check does not go along with what the server sent",
};

export const findings: Catalog["findings"] = {
  ...negotiationFindings,
  ...startTlsFindings,
  ...clientCertificateFindings,
  ...certificateFindings,
  ...addressFindings,
  name_not_resolved: ({ host, code }) => ({
    title: `The name ${host} does not resolve`,
    evidence: [`The resolver answered ${code} for ${host}.`],
    resolution: [
      "Check the spelling. If the name lives in a private zone, it resolves only inside that network, and this check runs outside of it.",
      { command: `dig +short ${host}` },
    ],
  }),
  not_allowed: ({ host, address, range }) => ({
    title: `${host} points into a network that this bot must not reach`,
    evidence: [`${host} is ${address}, a ${range} address. No connection was made.`],
    resolution: [
      "Private, loopback and link-local networks are closed unless whoever runs the bot opens them:",
      { command: `TLSCHECK_EGRESS_ALLOW=${address}` },
    ],
  }),
  connection_refused: ({ address, port }) => ({
    title: `Nothing accepts connections on port ${port}`,
    evidence: [`${address} refused the TCP connection to port ${port}.`],
    resolution: [
      "Check that the server runs and listens on this port, and that no firewall in front of it rejects the connection.",
      { command: `ss -ltnp 'sport = :${port}'` },
    ],
  }),
  connection_reset: ({ address, port, during }) => ({
    title: {
      connection: "The connection was reset before the handshake",
      handshake: "The connection was reset in the middle of the handshake",
      closed: "The server hung up in the middle of the handshake, without a word",
    }[during],
    evidence: [
      {
        connection: `${address} port ${port} reset the TCP connection.`,
        handshake: `${address} port ${port} took the Client Hello and answered with a TCP reset instead of an alert.`,
        closed: `${address} port ${port} took the Client Hello and closed the connection without an alert.`,
      }[during],
    ],
    resolution: [
      "A TLS server that refuses says so with an alert. A reset most often comes from something between: a firewall, a load balancer without a healthy backend, or an inspection device that dislikes this server name.",
      "Try once from the server's own network. If it works there, look at what lies between.",
    ],
  }),
  timeout: ({ address, port, during, afterMs }) => ({
    title:
      during === "connection"
        ? `No answer from port ${port}`
        : "The server accepts the connection and then stays silent",
    evidence: [
      during === "connection"
        ? `${address} port ${port} did not answer within ${formatDuration(LOCALE, afterMs)}.`
        : `${address} port ${port} sent nothing for ${formatDuration(LOCALE, afterMs)} after the Client Hello.`,
    ],
    resolution:
      during === "connection"
        ? [
            "A firewall that drops packets looks like this. Check the security group or the firewall rules for the address that this check comes from.",
            "If others reach it, an allow list probably lacks this network.",
          ]
        : [
            "The port is open, but no TLS server answers: the process hangs, the port belongs to another protocol, or a middlebox swallows the Client Hello.",
          ],
  }),
  network_error: ({ address, code }) => ({
    title: `The network has no way to ${address}`,
    evidence: [`Connecting to ${address} failed with ${code}.`],
    resolution: ["Check the route to this address from where the check runs."],
  }),
  not_tls: ({ port, protocol, firstBytes }) => ({
    title:
      protocol === "http"
        ? `Port ${port} speaks plain HTTP, not TLS`
        : protocol === "ssh"
          ? `Port ${port} speaks SSH, not TLS`
          : `Port ${port} does not speak TLS`,
    evidence: [`The first bytes of the answer: ${firstBytes}`],
    resolution:
      protocol === "http"
        ? [
            "Use the port on which this server does speak TLS (often 443 or 8443), or enable TLS on this one.",
            "In a proxy configuration, look for a target that says https:// with the port of an http:// listener.",
          ]
        : ["Check the port number: another service answers here."],
  }),
  starttls_required: ({ port, protocol, firstBytes }, { target }) => ({
    title: `Port ${port} greets in ${PROTOCOL_NAMES[protocol]} and starts TLS only when asked (STARTTLS)`,
    evidence: [`The greeting: ${firstBytes}`],
    resolution: [
      "The client must use STARTTLS on this port, or the port on which TLS comes first.",
      sClient({ ...target, startTls: protocol }),
    ],
  }),
  sni_required: ({ serverName, without, subject, wrong }, { target }) => ({
    title:
      without === "refused"
        ? "The server refuses clients that send no server name (SNI)"
        : "Clients that send no server name (SNI) get another certificate",
    evidence: [
      `With server name ${serverName} it answers.`,
      without === "refused"
        ? "Without a server name it refuses the handshake."
        : `Without a server name it shows the certificate of ${subject ?? "somebody else"}.`,
      ...(wrong === null ? [] : [WRONG_NAME[wrong]]),
    ],
    resolution: [
      "Nothing to do for clients of today: they all send the server name. A client that does not must be told to.",
      "Apigee Edge Message Processor: put this into /opt/apigee/customer/application/message-processor.properties, keep the file owned by apigee, restart, and repeat on every Message Processor:",
      MESSAGE_PROCESSOR.sendServerName,
      sClient({ ...target, serverName: null }),
    ],
  }),
  not_determined: ({ alert, class: broken, code, refusesAll }) => ({
    title:
      alert === null
        ? "The handshake failed, and the evidence does not say why"
        : `The server refused the handshake: ${alert.description}`,
    evidence: [
      alert === null
        ? `${BROKEN[broken ?? "incompatible"]} (${code}).`
        : `Fatal alert ${alert.description} (${alert.code}).`,
      ...(refusesAll
        ? ["So it refused every Client Hello, whatever version, cipher suite and group it had."]
        : []),
    ],
    resolution: [
      ...(refusesAll
        ? [
            "A server that has no certificate for the name, or none at all, refuses everything: check that the name is configured on it, with certificate and key.",
          ]
        : []),
      "Look into the server's log at this minute: it knows why it refused.",
      "If that does not help, record the handshake on either side and add the file to your ticket.",
    ],
  }),
};
