import type { Catalog } from "../catalog.ts";

export const commandLine: Catalog["commandLine"] = {
  help: ({ locales, timeoutMs }) => `tlscheck findet heraus, warum ein TLS-Handshake fehlschlägt.

  tlscheck ZIEL…              HOST, HOST:PORT, [v6]:PORT oder eine URL
  tlscheck cert DATEI…        PEM, DER, PKCS#7, PKCS#12, JKS, JCEKS, ein Kubernetes-Secret …; - ist die Standardeingabe;
                              zwei werden verglichen: wer wen akzeptieren würde
  tlscheck capture DATEI      alle TLS-Handshakes in einem pcap oder pcapng, auch mit gzip gepackt;
                              - ist die Standardeingabe, sie wird laufend ausgewertet:
                              tcpdump -i any -U -w - | tlscheck capture -
  tlscheck explain TEXT       wahrscheinliche Ursachen zu einer Fehlermeldung oder einem Log; - ist die Standardeingabe
  tlscheck bot|worker|serve   die Slack-Anbindung, ein Worker oder beides (README.md)

  --json          ein JSON-Objekt je Ziel oder Datei auf stdout
  --name HOST     server_name und erwarteter Name, wenn es nicht der Host der Verbindung ist
  --no-sni        keinen server_name senden
  --starttls smtp|imap|pop3|ldap|postgres|mysql|xmpp|ftp
                  das Protokoll, das zu TLS wechselt; smtp://HOST bedeutet dasselbe
  --client-cert DATEI, --client-key DATEI
                  dieses Zertifikat (PEM, samt Kette) in einem weiteren Handshake vorlegen
  --client PROFIL
                  was dieser Client bekommt, mit seinem eigenen Client Hello: java8, …, mehrere mit Komma oder all;
                  ein falscher Name listet alle auf. Exit-Code 1, wenn ein genannter nichts bekommt
  --at ZEIT       Gültigkeit zu diesem Zeitpunkt beurteilen (ISO 8601)
  --trust DATEI   Vertrauensanker statt der eingebauten von Mozilla: PEM oder ein Truststore
  --timeout MS    für jede Verbindung (${timeoutMs})
  --quick         eine oder zwei Verbindungen
  --key DATEI     cert: der private Schlüssel, der zum Zertifikat gehören soll
  --password-file DATEI
                  cert: das Passwort eines Keystores oder Schlüssels
  --redact DATEI  capture: eine Kopie ohne Adressen und ohne das, was auf die Handshakes folgt, schreiben
  --names hash    capture --redact: auch Namen in server_name und Zertifikaten durch Hashes ersetzen; Signaturen passen
                  dann nicht mehr, Seriennummern und Schlüssel bleiben
  --check         capture: bei Servern, die abgelehnt haben, nachfragen, was sie akzeptieren (höchstens 5, unter
                  ihren Adressen im Mitschnitt)
  --svg DATEI     capture: den ersten fehlgeschlagenen Handshake, sonst den ersten, in eine neue Datei zeichnen
  --locale ${locales.join("|")}

Exit-Code: 0 nichts zu beanstanden, 1 mindestens ein Fehler gefunden, 2 falscher Aufruf, 3 das Ziel war nicht erreichbar.
`,
  bug: (stack) => `Das ist ein Fehler in tlscheck selbst. ${stack}`,
};
