/** Protocols that begin in plain text and are upgraded to TLS on the same connection. */
export const STARTTLS_PROTOCOLS = [
  "smtp",
  "imap",
  "pop3",
  "ldap",
  "postgres",
  "mysql",
  "xmpp",
  "ftp",
] as const;

export type StartTlsProtocol = (typeof STARTTLS_PROTOCOLS)[number];

/** IANA Service Name and Transport Protocol Port Number Registry: smtp, imap, pop3, ldap, postgresql, mysql,
 *  xmpp-client, ftp. For mail that is handed in rather than relayed (submission) it is 587. */
export const STARTTLS_PORTS: Readonly<Record<StartTlsProtocol, number>> = {
  smtp: 25,
  imap: 143,
  pop3: 110,
  ldap: 389,
  postgres: 5432,
  mysql: 3306,
  xmpp: 5222,
  ftp: 21,
};

/** What the client had said last, as the protocol calls it. */
export type StartTlsCommand =
  | "EHLO"
  | "STARTTLS"
  | "CAPABILITY"
  | "CAPA"
  | "STLS"
  | "AUTH TLS"
  | "ExtendedRequest"
  | "SSLRequest"
  | "stream"
  | "starttls";

/** Why a connection did not get as far as the ClientHello, and after which command; null: the client had said nothing yet,
 *  it waited for the greeting. Text is the server's own: printable, at most 300 characters, hostile. */
export type StartTlsFault = StartTlsProblem & { readonly command: StartTlsCommand | null };

export type StartTlsProblem =
  /** `status` is the protocol's own code: SMTP and FTP `454`, IMAP `NO`, `BAD`, `BYE` or `PREAUTH`, POP3 `-ERR`, LDAP's
   *  result code `52`, PostgreSQL's SQLSTATE, MySQL's error number, XMPP's error condition. */
  | { readonly code: "refused"; readonly status: string; readonly reply: string }
  /** STARTTLS is not among the server's capabilities. `offered` are those that it lists, in its order; none where the
   *  protocol has no such list. */
  | { readonly code: "not_offered"; readonly offered: readonly string[] }
  | {
      readonly code: "other_protocol";
      readonly protocol: "tls" | "http" | "smtp" | "ssh" | "ftp" | "imap" | "pop3" | "mysql" | "xmpp";
      readonly firstBytes: string;
    }
  /** What the protocol has no place for, and no other protocol that we know either. */
  | { readonly code: "malformed"; readonly received: string }
  /** After the go-ahead came more in plain text, which a careless client takes for a protected answer (CVE-2011-0411
   *  and its like on the client's side). `bytes` is how much. */
  | { readonly code: "injected"; readonly bytes: number; readonly received: string }
  /** More than any server needs to say before TLS. */
  | { readonly code: "too_much"; readonly bytes: number }
  | { readonly code: "closed" }
  | { readonly code: "reset" }
  | { readonly code: "timeout"; readonly afterMs: number };
