import type { ErrorMessage } from "./error-message.ts";
import { NO_ISSUER, receives, refuses } from "./error-message.ts";

/** rustls (reqwest, Linkerd, Deno, uv) and Erlang's ssl (RabbitMQ, Elixir). */
export const OTHER_LIBRARIES: readonly ErrorMessage[] = [
  receives(
    "rustls",
    "handshake_failure",
    /received fatal alert: HandshakeFailure/,
    "received fatal alert: HandshakeFailure",
  ),
  receives(
    "rustls",
    "protocol_version",
    /received fatal alert: ProtocolVersion/,
    "received fatal alert: ProtocolVersion",
  ),
  receives(
    "rustls",
    "certificate_required",
    /received fatal alert: CertificateRequired/,
    "received fatal alert: CertificateRequired",
  ),
  receives("rustls", "unknown_ca", /received fatal alert: UnknownC[Aa]/, "received fatal alert: UnknownCA"),
  receives(
    "rustls",
    "bad_certificate",
    /received fatal alert: BadCertificate/,
    "received fatal alert: BadCertificate",
  ),
  refuses(
    "rustls",
    /invalid peer certificate: UnknownIssuer/,
    "invalid peer certificate: UnknownIssuer",
    NO_ISSUER,
  ),
  refuses(
    "rustls",
    /invalid peer certificate: (?:certificate expired|Expired|CertExpired)/,
    "invalid peer certificate: Expired",
    { certificate_expired: 0.95 },
  ),
  refuses(
    "rustls",
    /invalid peer certificate: (?:certificate not valid for name|NotValidForName|CertNotValidForName)/,
    "invalid peer certificate: NotValidForName",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    "rustls",
    /received corrupt message of type InvalidContentType/,
    "received corrupt message of type InvalidContentType",
    {
      not_tls: 0.9,
    },
  ),
  receives(
    "Erlang",
    "handshake_failure",
    /received (?:CLIENT|SERVER) ALERT: Fatal - Handshake Failure/,
    "TLS client: In state hello received SERVER ALERT: Fatal - Handshake Failure",
  ),
  receives(
    "Erlang",
    "unknown_ca",
    /received (?:CLIENT|SERVER) ALERT: Fatal - Unknown CA/,
    "TLS server: In state certify received CLIENT ALERT: Fatal - Unknown CA",
  ),
  refuses(
    "Erlang",
    /generated (?:CLIENT|SERVER) ALERT: Fatal - Unknown CA/,
    "TLS client: In state certify at ssl_handshake.erl:2109 generated CLIENT ALERT: Fatal - Unknown CA",
    NO_ISSUER,
  ),
  refuses(
    "Erlang",
    /generated (?:CLIENT|SERVER) ALERT: Fatal - Certificate Expired/,
    "TLS client: In state certify at ssl_handshake.erl:2065 generated CLIENT ALERT: Fatal - Certificate Expired",
    { certificate_expired: 0.95 },
  ),
  refuses(
    "Erlang",
    /bad_cert,hostname_check_failed/,
    "generated CLIENT ALERT: Fatal - Handshake Failure\n {bad_cert,hostname_check_failed}",
    { host_name_mismatch: 0.97 },
  ),
];
