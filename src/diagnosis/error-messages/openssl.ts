import type { ErrorMessage } from "./error-message.ts";
import { CUT, NO_ISSUER, UNVERIFIED, receives, refuses, row } from "./error-message.ts";

const FROM = "OpenSSL, LibreSSL, BoringSSL";

/** What the other side said: OpenSSL's reasons (`sslv3 alert …`, since 3.2 `ssl/tls alert …`), BoringSSL's with underscores. */
export const OPENSSL_ALERTS: readonly ErrorMessage[] = [
  {
    // OpenSSL 0.9.8 to 1.0.2; their s_client sends no server name unless it is told to.
    ...receives(
      "OpenSSL before 1.1",
      "handshake_failure",
      /SSL23_GET_SERVER_HELLO:sslv3 alert handshake failure/i,
      "9362:error:14077410:SSL routines:SSL23_GET_SERVER_HELLO:sslv3 alert handshake failure:/s23_clnt.c:593",
    ),
    causes: { sni_required: 0.55, cipher_suite_mismatch: 0.5, protocol_mismatch: 0.4 },
  },
  receives(
    FROM,
    "handshake_failure",
    /alert[ _]handshake[ _]failure/i,
    "curl: (35) LibreSSL/3.3.6: error:1404B410:SSL routines:ST_CONNECT:sslv3 alert handshake failure",
  ),
  receives(
    FROM,
    "protocol_version",
    /alert[ _]protocol[ _]version/i,
    "error:1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version",
  ),
  receives(
    FROM,
    "insufficient_security",
    /alert[ _]insufficient[ _]security/i,
    "error:1407742F:SSL routines:SSL23_GET_SERVER_HELLO:tlsv1 alert insufficient security",
  ),
  receives(
    FROM,
    "inappropriate_fallback",
    /alert[ _]inappropriate[ _]fallback|\binappropriate fallback/i,
    "error:1407743E:SSL routines:SSL23_GET_SERVER_HELLO:tlsv1 alert inappropriate fallback",
  ),
  receives(
    FROM,
    "unexpected_message",
    /alert[ _]unexpected[ _]message/i,
    "error:140773F2:SSL routines:SSL23_GET_SERVER_HELLO:sslv3 alert unexpected message",
  ),
  receives(
    FROM,
    "illegal_parameter",
    /alert[ _]illegal[ _]parameter/i,
    "error:14094417:SSL routines:ssl3_read_bytes:sslv3 alert illegal parameter",
  ),
  receives(
    FROM,
    "decode_error",
    /alert[ _]decode[ _]error/i,
    "error:1407741A:SSL routines:SSL23_GET_SERVER_HELLO:tlsv1 alert decode error",
  ),
  receives(
    FROM,
    "record_overflow",
    /alert[ _]record[ _]overflow/i,
    "error:0A0003FE:SSL routines::tlsv1 alert record overflow",
  ),
  receives(
    FROM,
    "missing_extension",
    /alert[ _]missing[ _]extension/i,
    "error:0A000455:SSL routines::tlsv13 alert missing extension",
  ),
  receives(
    FROM,
    "unsupported_extension",
    /tlsv1[ _]unsupported[ _]extension/i,
    "error:14094456:SSL routines:ssl3_read_bytes:tlsv1 unsupported extension",
  ),
  receives(
    FROM,
    "no_application_protocol",
    /alert[ _]no[ _]application[ _]protocol/i,
    "error:0A000460:SSL routines::tlsv1 alert no application protocol",
  ),
  receives(
    FROM,
    "unrecognized_name",
    /tlsv1[ _](?:alert[ _])?unrecognized[ _]name/i,
    "error:14094458:SSL routines:ssl3_read_bytes:tlsv1 unrecognized name",
  ),
  receives(
    FROM,
    "internal_error",
    /alert[ _]internal[ _]error/i,
    "error:14094438:SSL routines:ssl3_read_bytes:tlsv1 alert internal error",
  ),
  receives(
    FROM,
    "decrypt_error",
    /alert[ _]decrypt[ _]error/i,
    "error:1409441B:SSL routines:ssl3_read_bytes:tlsv1 alert decrypt error",
  ),
  receives(
    FROM,
    "bad_certificate",
    /alert[ _]bad[ _]certificate/i,
    "error:14094412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate",
  ),
  receives(
    FROM,
    "unsupported_certificate",
    /alert[ _]unsupported[ _]certificate/i,
    "error:14094413:SSL routines:ssl3_read_bytes:sslv3 alert unsupported certificate",
  ),
  receives(
    FROM,
    "certificate_revoked",
    /alert[ _]certificate[ _]revoked/i,
    "error:14094414:SSL routines:ssl3_read_bytes:sslv3 alert certificate revoked",
  ),
  receives(
    FROM,
    "certificate_expired",
    /alert[ _]certificate[ _]expired/i,
    "error:14094415:SSL routines:ssl3_read_bytes:sslv3 alert certificate expired",
  ),
  receives(
    FROM,
    "certificate_unknown",
    /alert[ _]certificate[ _]unknown/i,
    "error:14094416:SSL routines:ssl3_read_bytes:sslv3 alert certificate unknown",
  ),
  receives(
    FROM,
    "unknown_ca",
    /alert[ _]unknown[ _]ca\b/i,
    "error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca",
  ),
  receives(
    FROM,
    "access_denied",
    /alert[ _]access[ _]denied/i,
    "error:14094419:SSL routines:ssl3_read_bytes:tlsv1 alert access denied",
  ),
  receives(
    FROM,
    "certificate_required",
    /alert[ _]certificate[ _]required/i,
    "error:0A00045C:SSL routines::tlsv13 alert certificate required",
  ),
  receives(
    FROM,
    "no_certificate",
    /alert[ _]no[ _]certificate/i,
    "error:14094411:SSL routines:ssl3_read_bytes:sslv3 alert no certificate",
  ),
  receives(
    FROM,
    "no_renegotiation",
    /alert[ _]no[ _]renegotiation/i,
    "error:1409444C:SSL routines:ssl3_read_bytes:tlsv1 alert no renegotiation",
  ),
  receives(
    FROM,
    "bad_certificate_status_response",
    /bad[ _]certificate[ _]status[ _]response/i,
    "error:0A000459:SSL routines::tlsv1 bad certificate status response",
  ),
];

/** OpenSSL's other reasons (ssl/ssl_err.c), with and without the names of functions that 3.0 dropped. */
export const OPENSSL_REASONS: readonly ErrorMessage[] = [
  // Versions and cipher suites.
  refuses(
    FROM,
    /(?<!-)\bunsupported[ _]protocol\b|wrong[ _]ssl[ _]version|\bversion[ _]too[ _]low\b/i,
    "error:0A000102:SSL routines::unsupported protocol",
    { protocol_mismatch: 0.9 },
  ),
  refuses(FROM, /no[ _]protocols[ _]available/i, "error:0A0000BF:SSL routines::no protocols available", {
    protocol_mismatch: 0.9,
  }),
  refuses(
    FROM,
    /no[ _]shared[ _]cipher/i,
    "SSL_do_handshake() failed (SSL: error:0A0000C1:SSL routines::no shared cipher)",
    { cipher_suite_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /no[ _]ciphers?[ _](?:available|match)/i,
    "error:0A0000B5:SSL routines::no ciphers available",
    { cipher_suite_mismatch: 0.9 },
  ),
  refuses(
    FROM,
    /wrong[ _]cipher[ _]returned|unknown[ _]cipher[ _]returned/i,
    "error:0A000105:SSL routines::wrong cipher returned",
    { cipher_suite_mismatch: 0.6, version_intolerant: 0.4 },
  ),
  refuses(
    FROM,
    /no[ _]suitable[ _](?:key[ _]share|groups)|no[ _]shared[ _]groups?/i,
    "error:0A000065:SSL routines::no suitable key share",
    { group_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /wrong[ _]curve|unsupported[ _]elliptic[ _]curve/i,
    "error:0A00017A:SSL routines::wrong curve",
    { group_mismatch: 0.7, signature_algorithm_mismatch: 0.5 },
  ),
  refuses(
    FROM,
    /no[ _]shared[ _]signature[ _]alg|no[ _]suitable[ _]signature[ _]algorithm|wrong[ _]signature[ _]type/i,
    "error:0A000076:SSL routines::no suitable signature algorithm",
    { signature_algorithm_mismatch: 0.9 },
  ),
  refuses(FROM, /no[ _]application[ _]protocol/i, "error:0A0000EB:SSL routines::no application protocol", {
    alpn_mismatch: 0.95,
  }),

  // What is too weak.
  refuses(FROM, /dh[ _]key[ _]too[ _]small/i, "error:0A00018A:SSL routines::dh key too small", {
    weak_key: 0.9,
  }),
  refuses(
    FROM,
    /(?:ee|ca)[ _]key[ _]too[ _]small|(?:EE|CA) certificate key too weak/i,
    "error:0A00018F:SSL routines::ee key too small",
    { weak_key: 0.95 },
  ),
  refuses(
    FROM,
    /(?:ca|ee)[ _]md[ _]too[ _]weak|digest algorithm too weak/i,
    "error:0A00018E:SSL routines::ca md too weak",
    { weak_signature: 0.95 },
  ),

  // The certificate: the reasons of X509_verify_cert_error_string.
  refuses(
    FROM,
    /certificate[ _]verify[ _]failed/i,
    "ssl.SSLError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:852)",
    UNVERIFIED,
  ),
  refuses(
    FROM,
    /unable to get (?:local )?issuer certificate|UNABLE_TO_GET_ISSUER_CERT/i,
    "verify error:num=20:unable to get local issuer certificate",
    NO_ISSUER,
  ),
  refuses(
    FROM,
    /unable to verify the first certificate|UNABLE_TO_VERIFY_LEAF_SIGNATURE/i,
    "Verify return code: 21 (unable to verify the first certificate)",
    { chain_incomplete: 0.8, certificate_unknown: 0.3 },
  ),
  refuses(
    FROM,
    /self.signed certificate in certificate chain|SELF_SIGNED_CERT_IN_CHAIN/i,
    "curl: (60) SSL certificate problem: self signed certificate in certificate chain",
    { certificate_unknown: 0.95 },
  ),
  refuses(
    FROM,
    /self.signed certificate|DEPTH_ZERO_SELF_SIGNED_CERT/i,
    "Verify return code: 18 (self-signed certificate)",
    { certificate_unknown: 0.9 },
  ),
  refuses(
    FROM,
    /certificate not trusted|CERT_UNTRUSTED|certificate rejected|CERT_REJECTED/i,
    "verify error:num=27:certificate not trusted",
    { certificate_unknown: 0.9 },
  ),
  refuses(
    FROM,
    /invalid CA certificate|\bINVALID_CA\b|path length constraint exceeded|permitted subtree violation/i,
    "verify error:num=24:invalid CA certificate",
    { chain_incorrect: 0.85 },
  ),
  refuses(
    FROM,
    /certificate signature failure|CERT_SIGNATURE_FAILURE/i,
    "verify error:num=7:certificate signature failure",
    { chain_incorrect: 0.85 },
  ),
  refuses(
    FROM,
    /certificate has expired|CERT_HAS_EXPIRED/i,
    "curl: (60) SSL certificate problem: certificate has expired",
    { certificate_expired: 0.95 },
  ),
  refuses(
    FROM,
    /certificate is not yet valid|CERT_NOT_YET_VALID/i,
    "verify error:num=9:certificate is not yet valid",
    { certificate_not_yet_valid: 0.95 },
  ),
  refuses(
    FROM,
    /(?<!alert )\bcertificate revoked|CERT_REVOKED/i,
    "curl: (60) SSL certificate problem: certificate revoked",
    { certificate_revoked: 0.95 },
  ),
  refuses(
    FROM,
    /verify error:num=6[24]:|hostname mismatch\)|IP address mismatch\)/i,
    "verify error:num=62:hostname mismatch",
    { host_name_mismatch: 0.95 },
  ),
  refuses(
    FROM,
    /format error in certificate's not(?:Before|After) field/i,
    "verify error:num=14:format error in certificate's notAfter field",
    { certificate_malformed: 0.9 },
  ),
  refuses(
    FROM,
    /peer[ _]did[ _]not[ _]return[ _]a[ _]certificate/i,
    "error:0A0000C7:SSL routines::peer did not return a certificate",
    { client_certificate_required: 0.95 },
  ),

  // Not TLS, and cut.
  row(FROM, /wrong[ _]version[ _]number/i, "error:0A00010B:SSL routines::wrong version number", {
    not_tls: 0.8,
    starttls_required: 0.3,
  }),
  row(
    FROM,
    /unknown[ _]protocol\b|:(?:reason\(156\)|http request|https proxy request)|\[SSL: HTTP_REQUEST\]|packet[ _]length[ _]too[ _]long|record layer failure/i,
    "error:140770FC:SSL routines:SSL23_GET_SERVER_HELLO:unknown protocol",
    { not_tls: 0.7, starttls_required: 0.3 },
  ),
  row(
    FROM,
    /unexpected[ _]eof[ _]while[ _]reading/i,
    "error:0A000126:SSL routines::unexpected eof while reading",
    CUT,
  ),
  row("OpenSSL s_client", /write:errno=(?:104|54)\b|SSL_connect:errno=(?:104|54)\b/, "write:errno=104", CUT),
  row("OpenSSL s_client", /connect:errno=(?:111|61)\b/, "connect:errno=111", { connection_refused: 0.95 }),
  row(
    "OpenSSL s_client",
    /Didn't find STARTTLS in server response/i,
    "Didn't find STARTTLS in server response, trying anyway...",
    { starttls_failed: 0.9 },
  ),

  // Files and keys.
  row(
    FROM,
    /unable to load certificate\b|sequence not constructed|bad end line|no start line/i,
    "unable to load certificate 136613728412992:error:0D078095:asn1 encoding routines:asn1_item_embed_d2i:sequence not constructed",
    { certificate_malformed: 0.9 },
  ),
  row(
    "LibreSSL",
    /error loading certificates|CRYPTO_internal:bad end line/i,
    "error loading certificates 8360934016:error:09FFF066:PEM routines:CRYPTO_internal:bad end line",
    { certificate_malformed: 0.95 },
  ),
  row(
    "OpenSSL 3",
    /Could not (?:read|find) (?:any )?certificates?\b/,
    "Could not find certificate from broken.pem",
    { certificate_malformed: 0.9 },
  ),
  row(
    FROM,
    /unable to load Private Key|Could not (?:read|find) private key/i,
    "unable to load Private Key 133504499987776:error:09091064:PEM routines:PEM_read_bio_ex:bad base64 decode",
    { certificate_malformed: 0.9, key_mismatch: 0.5 },
  ),
  row(
    FROM,
    /bad[ _]base64[ _]decode/i,
    "PEM routines:PEM_read_bio_ex:bad base64 decode:../crypto/pem/pem_lib.c:949:",
    { certificate_malformed: 0.7 },
  ),
  row(
    "diff of moduli",
    /Files \/dev\/fd\/\d{1,4} and \/dev\/fd\/\d{1,4} differ/,
    "Files /dev/fd/63 and /dev/fd/62 differ",
    { key_mismatch: 0.97 },
  ),
  row(
    FROM,
    /key[ _]values[ _]mismatch|key[ _]type[ _]mismatch/i,
    "error:0B080074:x509 certificate routines:X509_check_private_key:key values mismatch",
    { key_mismatch: 0.97 },
  ),
];
