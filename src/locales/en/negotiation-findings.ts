import { ROUTER, speakOnly } from "../apigee-commands.ts";
import type { Line } from "../catalog.ts";
import { sClient } from "../commands.ts";
import { JAVA, NGINX, OPENSSL_GROUPS } from "../config-snippets.ts";
import type { NegotiationFindings } from "../finding-groups.ts";
import { allForgeable } from "../selection.ts";
import { inBrackets, listSome } from "./wording.ts";

/** What client and server must agree on before there is a certificate. */
export const negotiationFindings: NegotiationFindings = {
  protocol_mismatch: ({ accepted, alert }, { target }) => {
    const newest = accepted.at(-1);
    return {
      title:
        newest === undefined
          ? "The server accepts neither TLS 1.2 nor TLS 1.3"
          : `The server speaks ${newest} at most; clients of today require TLS 1.2`,
      evidence: [
        alert === null
          ? "A Client Hello for TLS 1.2 and 1.3 got no handshake."
          : `A Client Hello for TLS 1.2 and 1.3 was refused: alert ${alert}.`,
        ...(newest === undefined ? [] : [`Of the older versions the server accepts ${listSome(accepted)}.`]),
      ],
      resolution: [
        "Enable TLS 1.2 or 1.3 on the server. That is the fix; everything else postpones it. In nginx:",
        NGINX.versions,
        "On an Apigee Edge Router, in /opt/apigee/customer/application/router.properties:",
        ROUTER.versions,
        ...(newest?.startsWith("TLS") === true
          ? ([
              `If the server is a backend of Apigee Edge and cannot be upgraded now, let the Message Processor speak ${newest} to it, in the TargetEndpoint or on the target server:`,
              speakOnly(newest),
            ] satisfies Line[])
          : []),
        sClient(target, "-tls1_2"),
      ],
    };
  },
  cipher_suite_mismatch: ({ accepted, alert }, { target }) => ({
    title: "Server and client have no cipher suite in common",
    evidence: [
      `The server knows the version, yet an ordinary client gets no handshake${inBrackets(alert)}.`,
      ...(accepted.length === 0
        ? []
        : [`The server accepts ${listSome(accepted)}. Clients of today offer none of these.`]),
    ],
    resolution: [
      "Let the server accept at least one suite that clients of today offer, for example TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, or its ECDSA twin where the certificate has an EC key. In nginx:",
      NGINX.cipherSuites,
      "On an Apigee Edge Router the accepted suites are in /opt/nginx/conf.d/0-default.conf. They are set with ssl_ciphers on the virtual host, or for all in /opt/apigee/customer/application/router.properties:",
      ROUTER.cipherSuites,
      "An old Java client needs the unlimited-strength JCE policy to offer strong suites.",
      accepted.length === 0
        ? { command: `nmap --script ssl-enum-ciphers -p ${target.port} ${target.host}` }
        : sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "Server and client have no key-exchange group in common",
    evidence: [
      `Version and cipher suite fit, yet an ordinary client gets no handshake${inBrackets(alert)}.`,
      `The server accepts ${listSome(accepted)}. Clients of today offer ${listSome(offered)}.`,
    ],
    resolution: [
      "Let the server accept x25519 or secp256r1 (P-256), which every client has. In nginx:",
      NGINX.groups,
      "In openssl.cnf, for other servers with OpenSSL:",
      OPENSSL_GROUPS,
      "In Java it is a system property; on an Apigee Edge Message Processor it goes into message-processor.properties, with conf/system.properties+ in place of -D:",
      JAVA.groups,
      sClient(target, "-groups X25519:P-256"),
    ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "The server signs in no way that clients of today accept",
    evidence: [
      `Version, cipher suite and group fit, yet an ordinary client gets no handshake${inBrackets(alert)}.`,
      `The server signs with ${listSome(accepted)}. Clients of today accept ${listSome(offered)}.`,
    ],
    resolution: [
      allForgeable(accepted)
        ? "SHA-1 and MD5 in signatures can be forged, so clients refuse them (RFC 9155). Update the server's TLS library, or remove the setting that pins it to SHA-1."
        : "Give the server a certificate with an RSA 2048 or EC P-256 key, which every client can check, beside the one that it has.",
      "Look for settings that narrow the choice: SignatureAlgorithms in openssl.cnf, jdk.tls.disabledAlgorithms and jdk.tls.server.SignatureSchemes in Java, a key in an HSM or smart card that cannot do RSA-PSS.",
      sClient(target, "-sigalgs RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256"),
    ],
  }),
  alpn_mismatch: ({ accepted, alert }, { target }) => ({
    title: "The server speaks none of the application protocols that the client offers (ALPN)",
    evidence: [
      `Offered h2 and http/1.1, the server refused: alert ${alert}.`,
      ...(accepted.length === 0 ? [] : [`It accepts ${listSome(accepted)}.`]),
    ],
    resolution: [
      "If this is a web server or an API, enable HTTP/1.1 or HTTP/2 on it: in nginx, http2 on; in a load balancer, its ALPN policy.",
      "If it is something else (MQTT, gRPC only, a database), the client must offer that protocol or no ALPN at all. Check that the port is the right one.",
      sClient(target, "-alpn h2,http/1.1"),
    ],
  }),
  large_client_hello_intolerant: (_, { target }) => ({
    title: "The server fails on a Client Hello of more than one packet, as browsers send today",
    evidence: [
      "A small Client Hello gets a handshake. The same one with a post-quantum key share (X25519MLKEM768) takes two packets and gets none.",
    ],
    resolution: [
      "The server, or a firewall or load balancer before it, takes the first packet for the whole Client Hello. Update that device. Trying from the server's own network shows which one it is.",
      "Until then a client can do without the large key share: Groups = X25519:P-256 in openssl.cnf, GODEBUG=tlsmlkem=0 for Go.",
      "To see it, with OpenSSL 3.5; the first fails, the second does not:",
      sClient(target, "-groups X25519MLKEM768"),
      sClient(target, "-groups X25519"),
    ],
  }),
  version_intolerant: ({ intolerances }, { target }) => ({
    title: intolerances.includes("tls_1_3")
      ? "The server fails when a client offers TLS 1.3, instead of choosing an older version"
      : "The server fails on values that it does not know, instead of passing over them (GREASE)",
    evidence: intolerances.map((intolerance) =>
      intolerance === "tls_1_3"
        ? "A Client Hello for TLS 1.2 gets a handshake. The same one that also offers TLS 1.3 gets none."
        : "A Client Hello gets a handshake. The same one with reserved values, as browsers send them (RFC 8701), gets none.",
    ),
    resolution: [
      "Update the server, or the load balancer or inspection device before it. What it does not know it must pass over (RFC 8446 section 4.2).",
      ...(intolerances.includes("tls_1_3")
        ? ([
            "Until then a client can keep to TLS 1.2: -Djdk.tls.client.protocols=TLSv1.2 for Java, MaxProtocol = TLSv1.2 in openssl.cnf, and on Apigee Edge TLSv1.2 as the only Protocol in the SSLInfo of the target.",
            sClient(target, "-tls1_2"),
          ] satisfies Line[])
        : ([
            "To see it, use Chrome: it sends such values and curl does not.",
            sClient(target),
          ] satisfies Line[])),
    ],
  }),
};
