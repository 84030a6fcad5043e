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
          ? "Der Server akzeptiert weder TLS 1.2 noch TLS 1.3"
          : `Der Server spricht höchstens ${newest}; aktuelle Clients verlangen mindestens TLS 1.2`,
      evidence: [
        alert === null
          ? "Ein Client Hello für TLS 1.2 und 1.3 führte zu keinem Handshake."
          : `Ein Client Hello für TLS 1.2 und 1.3 wurde abgelehnt: Alert ${alert}.`,
        ...(newest === undefined
          ? []
          : [`Von den älteren Versionen akzeptiert der Server ${listSome(accepted)}.`]),
      ],
      resolution: [
        "Schalten Sie auf dem Server TLS 1.2 oder 1.3 ein. Das ist die Lösung, alles andere ist Aufschub. In nginx:",
        NGINX.versions,
        "Auf einem Apigee Edge Router in /opt/apigee/customer/application/router.properties:",
        ROUTER.versions,
        ...(newest?.startsWith("TLS") === true
          ? ([
              `Ist der Server ein Backend von Apigee Edge und lässt sich jetzt nicht aktualisieren, stellen Sie den Message Processor für ihn auf ${newest} um, im TargetEndpoint oder auf dem Zielserver:`,
              speakOnly(newest),
            ] satisfies Line[])
          : []),
        sClient(target, "-tls1_2"),
      ],
    };
  },
  cipher_suite_mismatch: ({ accepted, alert }, { target }) => ({
    title: "Server und Client haben keine gemeinsame Cipher Suite",
    evidence: [
      `Der Server kennt die Version, trotzdem bekommt ein gewöhnlicher Client keinen Handshake${inBrackets(alert)}.`,
      ...(accepted.length === 0
        ? []
        : [`Der Server akzeptiert ${listSome(accepted)}. Aktuelle Clients bieten nichts davon an.`]),
    ],
    resolution: [
      "Lassen Sie den Server mindestens eine Cipher Suite akzeptieren, die aktuelle Clients anbieten, zum Beispiel TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, oder die Variante mit ECDSA, wenn das Zertifikat einen EC-Schlüssel hat. In nginx:",
      NGINX.cipherSuites,
      "Auf einem Apigee Edge Router stehen die akzeptierten Cipher Suites in /opt/nginx/conf.d/0-default.conf. Gesetzt werden sie mit ssl_ciphers am virtuellen Host oder für alle in /opt/apigee/customer/application/router.properties:",
      ROUTER.cipherSuites,
      "Ein alter Java-Client braucht die JCE-Richtlinie ohne Schlüssellängenbeschränkung (unlimited strength), um starke Cipher Suites anzubieten.",
      accepted.length === 0
        ? { command: `nmap --script ssl-enum-ciphers -p ${target.port} ${target.host}` }
        : sClient(target, "-cipher ALL:@SECLEVEL=0"),
    ],
  }),
  group_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "Server und Client haben keine gemeinsame Gruppe für den Schlüsselaustausch",
    evidence: [
      `Version und Cipher Suite passen, trotzdem bekommt ein gewöhnlicher Client keinen Handshake${inBrackets(alert)}.`,
      `Der Server akzeptiert ${listSome(accepted)}. Aktuelle Clients bieten ${listSome(offered)} an.`,
    ],
    resolution: [
      "Lassen Sie den Server x25519 oder secp256r1 (P-256) akzeptieren, jeder Client hat sie. In nginx:",
      NGINX.groups,
      "In openssl.cnf, für andere Server mit OpenSSL:",
      OPENSSL_GROUPS,
      "In Java ist es eine System-Property; auf einem Apigee Edge Message Processor gehört sie in message-processor.properties, mit conf/system.properties+ statt -D:",
      JAVA.groups,
      sClient(target, "-groups X25519:P-256"),
    ],
  }),
  signature_algorithm_mismatch: ({ offered, accepted, alert }, { target }) => ({
    title: "Der Server signiert mit keinem Algorithmus, den aktuelle Clients akzeptieren",
    evidence: [
      `Version, Cipher Suite und Gruppe passen, trotzdem bekommt ein gewöhnlicher Client keinen Handshake${inBrackets(alert)}.`,
      `Der Server signiert mit ${listSome(accepted)}. Aktuelle Clients akzeptieren ${listSome(offered)}.`,
    ],
    resolution: [
      allForgeable(accepted)
        ? "Signaturen mit SHA-1 und MD5 lassen sich fälschen, deshalb lehnen Clients sie ab (RFC 9155). Aktualisieren Sie die TLS-Bibliothek des Servers, oder entfernen Sie die Einstellung, die ihn auf SHA-1 festlegt."
        : "Geben Sie dem Server zusätzlich ein Zertifikat mit RSA-2048- oder EC-P-256-Schlüssel, das jeder Client prüfen kann.",
      "Suchen Sie nach Einstellungen, die die Auswahl einschränken: SignatureAlgorithms in openssl.cnf, jdk.tls.disabledAlgorithms und jdk.tls.server.SignatureSchemes in Java, ein Schlüssel in einem HSM oder auf einer Smartcard ohne RSA-PSS.",
      sClient(target, "-sigalgs RSA-PSS+SHA256:ECDSA+SHA256:RSA+SHA256"),
    ],
  }),
  alpn_mismatch: ({ accepted, alert }, { target }) => ({
    title: "Der Server spricht keines der Anwendungsprotokolle, die der Client anbietet (ALPN)",
    evidence: [
      `Das Angebot h2 und http/1.1 hat der Server abgelehnt: Alert ${alert}.`,
      ...(accepted.length === 0 ? [] : [`Er akzeptiert ${listSome(accepted)}.`]),
    ],
    resolution: [
      "Ist das ein Webserver oder eine API, schalten Sie darauf HTTP/1.1 oder HTTP/2 ein: in nginx mit http2 on, in einem Load Balancer in der ALPN-Richtlinie.",
      "Ist es etwas anderes (MQTT, reines gRPC, eine Datenbank), muss der Client dieses Protokoll oder gar kein ALPN anbieten. Prüfen Sie, ob der Port der richtige ist.",
      sClient(target, "-alpn h2,http/1.1"),
    ],
  }),
  large_client_hello_intolerant: (_, { target }) => ({
    title: "Der Server scheitert an einem Client Hello aus mehr als einem Paket, wie Browser es heute senden",
    evidence: [
      "Ein kleines Client Hello führt zum Handshake. Mit einem Post-Quanten-Key-Share (X25519MLKEM768) braucht dasselbe zwei Pakete und scheitert.",
    ],
    resolution: [
      "Der Server, oder eine Firewall oder ein Load Balancer davor, hält das erste Paket für das ganze Client Hello. Aktualisieren Sie dieses Gerät. Ein Versuch aus dem Netz des Servers zeigt, welches es ist.",
      "Bis dahin kommt ein Client ohne den großen Key Share aus: Groups = X25519:P-256 in openssl.cnf, GODEBUG=tlsmlkem=0 für Go.",
      "So sehen Sie es mit OpenSSL 3.5; der erste Befehl scheitert, der zweite nicht:",
      sClient(target, "-groups X25519MLKEM768"),
      sClient(target, "-groups X25519"),
    ],
  }),
  version_intolerant: ({ intolerances }, { target }) => ({
    title: intolerances.includes("tls_1_3")
      ? "Der Server scheitert, wenn ein Client TLS 1.3 anbietet, statt eine ältere Version zu wählen"
      : "Der Server scheitert an Werten, die er nicht kennt, statt sie zu übergehen (GREASE)",
    evidence: intolerances.map((intolerance) =>
      intolerance === "tls_1_3"
        ? "Ein Client Hello für TLS 1.2 führt zum Handshake. Bietet dasselbe zusätzlich TLS 1.3 an, scheitert es."
        : "Ein Client Hello führt zum Handshake. Mit reservierten Werten, wie Browser sie senden (RFC 8701), scheitert dasselbe.",
    ),
    resolution: [
      "Aktualisieren Sie den Server, den Load Balancer oder das TLS-Inspection-Gerät davor. Was er nicht kennt, muss ein Server übergehen (RFC 8446, Abschnitt 4.2).",
      ...(intolerances.includes("tls_1_3")
        ? ([
            "Bis dahin kann ein Client bei TLS 1.2 bleiben: -Djdk.tls.client.protocols=TLSv1.2 für Java, MaxProtocol = TLSv1.2 in openssl.cnf und bei Apigee Edge TLSv1.2 als einziges Protocol in SSLInfo des Ziels.",
            sClient(target, "-tls1_2"),
          ] satisfies Line[])
        : ([
            "Sehen können Sie es mit Chrome: Chrome sendet solche Werte, curl nicht.",
            sClient(target),
          ] satisfies Line[])),
    ],
  }),
};
