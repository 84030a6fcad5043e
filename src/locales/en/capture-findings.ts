import { describeCipherSuite } from "../../tls/cipher-suites.ts";
import { describeNamedGroup } from "../../tls/named-groups.ts";
import { formatVersion } from "../../tls/version.ts";
import type { Catalog, Line, TraceContext } from "../catalog.ts";
import { formatDuration, formatList, formatTime } from "../format.ts";

const LOCALE = "en-GB";
const SHOWN = 12;
const OTHER = { client: "server", server: "client" } as const;

export const captureFindings: Catalog["capture"]["findings"] = {
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
      ...(retransmissions === 0 ? [] : [`The ${OTHER[of]} sent ${count(retransmissions, "segment")} again.`]),
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
        : `The ${by} ${how === "reset" ? "resets" : "closes"} the connection after ${spoken(after)}, without an alert`,
    evidence: [
      `${context[by]} sent a ${how === "reset" ? "RST" : "FIN"}${after === null ? "" : ` after ${spoken(after)}`}.`,
    ],
    resolution: [
      by === "server"
        ? "A TLS server that refuses says so with an alert. A reset most often comes from something between: a firewall, a load balancer without a healthy backend, an inspection device."
        : "The client gave up by itself: look at its log for the reason. Clients that check the certificate after the handshake, and health checks, end like this.",
    ],
  }),
  large_client_hello_intolerant: ({ length, answered, ending }, { server }) => ({
    title: `A Client Hello of ${length} bytes gets no answer`,
    evidence: [
      `${server} or something before it ${{ reset: "reset the connection", closed: "closed the connection", silence: "stayed silent" }[ending]} after a Client Hello that needs two segments.`,
      ...(answered === null ? [] : [`It answered one of ${answered} bytes.`]),
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
    evidence: [`It greets in ${protocol.toUpperCase()}: ${firstBytes}`],
    resolution: ["The client must use STARTTLS on this port, or the port on which TLS comes first."],
  }),
  protocol_mismatch: ({ by, alert, offered, selected }) => ({
    title:
      by === "server"
        ? `The server accepts none of the versions that the client offers: ${versions(offered)}`
        : `The client does not accept the version that the server selects: ${versions(selected)}`,
    evidence: [
      `Client: ${versions(offered)}.`,
      by === "client"
        ? `Server: selected ${versions(selected)}.`
        : selected.length === 0
          ? "Server: completed no other handshake in this capture that would tell what it speaks."
          : `Server: speaks ${versions(selected)} with other clients of this capture.`,
      `The ${by} ended it with the alert ${alert}.`,
    ],
    resolution: [
      "Enable TLS 1.2 or 1.3 on the side that lacks it. On Apigee, Protocols in SSLInfo of the virtual host, TargetEndpoint or target server must have a version that the other side speaks.",
    ],
  }),
  cipher_suite_mismatch: ({ alert, offered, selected }, context) => ({
    title: "Client and server have no cipher suite in common",
    evidence: [
      `Client: ${suites(offered)}.`,
      selected.length === 0
        ? "Server: completed no other handshake in this capture that would tell what it accepts."
        : `Server: selected ${suites(selected)} with other clients of this capture.`,
      `The server ended it with the alert ${alert} before it selected anything.`,
    ],
    resolution: [
      "Let the client offer a suite that the server accepts, or the server accept one of the client's. What the server accepts:",
      { command: probe(context) },
      "An old Java client needs the unlimited-strength JCE policy to offer strong suites.",
    ],
  }),
  group_mismatch: ({ alert, offered, selected }) => ({
    title: "Client and server have no group for the key exchange in common",
    evidence: [
      `Client: ${groups(offered)}.`,
      `Server: used ${groups(selected)} with other clients of this capture.`,
      `The server ended it with the alert ${alert}, though it takes one of the client's cipher suites.`,
    ],
    resolution: ["Enable a group on one side that the other has; x25519 and secp256r1 are known to all."],
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
      "On an Apigee Edge Message Processor:",
      {
        command:
          "conf_system_jsse.enableSNIExtension=true   # in /opt/apigee/customer/application/message-processor.properties",
      },
    ],
  }),
  host_name_mismatch: ({ by, alert, referenceIdentifier, presentedIdentifiers }) => ({
    title:
      by === "server"
        ? `The server does not know the name ${referenceIdentifier}`
        : `The certificate is not for ${referenceIdentifier}`,
    evidence: [
      ...(presentedIdentifiers.length === 0
        ? []
        : [`The certificate is for: ${list(presentedIdentifiers)}.`]),
      `The ${by} ended it with the alert ${alert}.`,
    ],
    resolution: [
      `Use a certificate whose subjectAltName has ${referenceIdentifier}, or call the server by a name that it has.`,
    ],
  }),
  certificate_expired: ({ by, alert, presenter, position, subject, issuer, notAfter, at }) => ({
    title:
      by === null
        ? `The ${presenter}'s certificate has expired, and this client does not mind`
        : `The ${by} refuses the ${presenter}'s certificate: it has expired`,
    evidence: [
      `${whose(position)} ${subject} was valid until ${formatTime(LOCALE, notAfter)}; the handshake was at ${formatTime(LOCALE, at)}.`,
      `Issued by ${issuer}.`,
      ...(alert === null ? [] : [`The ${by ?? "peer"} ended it with the alert ${alert}.`]),
    ],
    resolution: [`Install a new certificate with its chain on the ${presenter}.`],
  }),
  certificate_not_yet_valid: ({ by, alert, presenter, position, subject, notBefore, at }) => ({
    title:
      by === null
        ? `The ${presenter}'s certificate is not valid yet, and this client does not mind`
        : `The ${by} refuses the ${presenter}'s certificate: it is not valid yet`,
    evidence: [
      `${whose(position)} ${subject} is valid from ${formatTime(LOCALE, notBefore)}; the handshake was at ${formatTime(LOCALE, at)}.`,
      ...(alert === null ? [] : [`The ${by ?? "peer"} ended it with the alert ${alert}.`]),
    ],
    resolution: ["Check the clocks; else install the certificate when its time has come."],
  }),
  clock_wrong: ({ by, subject, at }) => ({
    title: `The ${by} calls a valid certificate expired: its clock is probably wrong`,
    evidence: [`${subject} was valid at ${formatTime(LOCALE, at)}, the time of the capture.`],
    resolution: [`Compare the clock of the ${by} with a time server.`, { command: "timedatectl status" }],
  }),
  certificate_revoked: ({ by, subject }) => ({
    title: `The ${by} refuses the ${OTHER[by]}'s certificate: it is revoked`,
    evidence: [
      ...(subject === null ? [] : [`The certificate of ${subject}.`]),
      "The alert is certificate_revoked.",
    ],
    resolution: [`Install a new certificate on the ${OTHER[by]}.`],
  }),
  certificate_unknown: ({ by, alert, subject, issuer }, context) => ({
    title: `The ${by} does not trust the ${OTHER[by]}'s certificate`,
    evidence: [
      alert === null
        ? `TLS 1.3 encrypts certificate and alert: an alert is seen by its size, where the ${by} had the certificate to judge.`
        : `The ${by} ended it with the alert ${alert}.`,
      ...(subject === null
        ? []
        : [`The certificate of ${subject}, issued by ${issuer ?? "an unknown issuer"}.`]),
    ],
    resolution: [
      `The ${by} must have the issuer in its truststore${issuer === null ? "" : ` (${issuer})`}, and the ${OTHER[by]} must send its complete chain.`,
      ...(by === "client"
        ? [{ command: probe(context) } satisfies Line]
        : ["On Apigee, this is the truststore that the virtual host refers to."]),
    ],
  }),
  client_certificate_required: ({ alert, authorities }) => ({
    title: "The server requires a client certificate, and the client has sent none",
    evidence: [
      "The server asked; the client answered with an empty list.",
      alert === null
        ? "Then the server ended the handshake."
        : `The server ended it with the alert ${alert}.`,
      ...(authorities.length === 0 ? [] : [`It would accept certificates of: ${list(authorities)}.`]),
    ],
    resolution: [
      "Give the client a certificate and key that this server trusts: on Apigee Edge, the keystore that the target server or TargetEndpoint refers to.",
      "A client that has one sends none when no issuer on the server's list is its own.",
    ],
  }),
  client_certificate_rejected: ({ alert, authorities, subject, issuer }) => ({
    title: "The server rejects the client's certificate",
    evidence: [
      alert === null
        ? "The server ended the handshake after the client's certificate; TLS 1.3 encrypts why."
        : `The server ended it with the alert ${alert}, after the client's certificate.`,
      ...(subject === null
        ? []
        : [`The certificate of ${subject}, issued by ${issuer ?? "an unknown issuer"}.`]),
      ...(authorities.length === 0 ? [] : [`The server accepts certificates of: ${list(authorities)}.`]),
    ],
    resolution: [
      "The client's issuer must be in the server's truststore, the client must send its chain, and the certificate must be valid for client authentication. The server's log says which.",
    ],
  }),
  not_determined: ({ by, alert, after }) => ({
    title:
      alert === null
        ? `The ${by} ended the handshake with an encrypted alert`
        : `The ${by} ended the handshake: ${alert.description.replaceAll("_", " ")}`,
    evidence: [
      alert === null
        ? "What the alert says is encrypted."
        : `Fatal alert ${alert.description} (${alert.code}).`,
      ...(after === null ? [] : [`The last message before it was ${spoken(after)}.`]),
    ],
    resolution: [`The log of the ${by} says why.`],
  }),
};

const NAMES = { http: "plain HTTP", ssh: "SSH", unknown: "something else than TLS" };

/** `client_hello` as people say it: Client Hello. */
function spoken(type: string): string {
  return type.replaceAll("_", " ");
}

/** The name is the client's, and goes into a shell only when it is harmless. */
function probe({ server, serverName }: TraceContext): string {
  const named = serverName !== null && /^[a-z0-9][a-z0-9.-]*$/i.test(serverName);
  return `tlscheck ${server}${named ? ` --name ${serverName}` : ""}`;
}

function whose(position: number): string {
  return position === 0 ? "The certificate" : `Certificate ${position + 1} of the list,`;
}

const versions = (ids: readonly number[]) => list(ids.map(formatVersion));
const suites = (ids: readonly number[]) => list(ids.map((id) => describeCipherSuite(id).name));
const groups = (ids: readonly number[]) => list(ids.map(describeNamedGroup));

function list(items: readonly string[]): string {
  if (items.length === 0) return "nothing";
  const more = items.length - SHOWN;
  return formatList(LOCALE, more > 0 ? [...items.slice(0, SHOWN), `${more} more`] : items);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
