import type { Catalog } from "../catalog.ts";

export const commandLine: Catalog["commandLine"] = {
  help: ({ locales, timeoutMs }) => `tlscheck finds out why a TLS handshake fails.

  tlscheck TARGET…            HOST, HOST:PORT, [v6]:PORT or a URL
  tlscheck cert FILE…         PEM, DER, PKCS#7, PKCS#12, JKS, JCEKS, a Kubernetes secret …; - is standard input;
                              two are compared: who would accept whom
  tlscheck capture FILE       every TLS handshake in a pcap or pcapng, also gzip'd; - is standard input, told as it comes:
                              tcpdump -i any -U -w - | tlscheck capture -
  tlscheck explain TEXT       the likely causes of an error message or log; - is standard input
  tlscheck bot|worker|serve   the Slack front, a worker, or both (README.md)

  --json          one JSON object per target or file on stdout
  --name HOST     server_name and reference identifier, when not the host connected to
  --no-sni        send no server_name
  --starttls smtp|imap|pop3|ldap|postgres|mysql|xmpp|ftp
                  the protocol that is upgraded to TLS; smtp://HOST says the same
  --client-cert FILE, --client-key FILE
                  present this certificate (PEM, with its chain) in a further handshake
  --client PROFILE
                  what this client gets, by its own Client Hello: java8, …, several with commas, or all;
                  a wrong name lists them. Exit code 1 when one that was named gets nothing
  --at TIME       judge validity at that time (ISO 8601)
  --trust FILE    trust anchors in place of the built-in Mozilla ones: PEM, or a truststore
  --timeout MS    for each connection (${timeoutMs})
  --quick         one or two connections
  --key FILE      cert: the private key that should belong to the certificate
  --password-file FILE
                  cert: the password of a keystore or key
  --redact FILE   capture: write a copy without addresses and without what follows the handshakes
  --names hash    capture --redact: names in server_name and certificates hashed too; signatures do not fit any more then,
                  and serial numbers and keys stay
  --check         capture: ask servers that refused what they accept (at most 5, at their addresses in the capture)
  --svg FILE      capture: draw the first handshake that failed, or else the first, in a new file
  --locale ${locales.join("|")}

Exit code: 0 nothing wrong, 1 at least one error found, 2 bad usage, 3 the target could not be reached.
`,
  bug: (stack) => `this is a bug of ours. ${stack}`,
};
