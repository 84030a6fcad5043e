import type { ErrorMessage } from "./error-message.ts";
import { CUT, row } from "./error-message.ts";

/** What systems and programs say before TLS begins, or when it is cut. */
export const CONNECTIONS: readonly ErrorMessage[] = [
  row(
    "all",
    /connection (?:was )?reset(?: by peer)?|ECONNRESET|forcibly closed by the remote host/i,
    "curl: (35) Recv failure: Connection reset by peer",
    CUT,
  ),
  row(
    "all",
    /connection refused|ECONNREFUSED|ERR_CONNECTION_REFUSED|PR_CONNECT_REFUSED_ERROR|actively refused it/i,
    "curl: (7) Failed to connect to api.example.com port 443: Connection refused",
    { connection_refused: 0.95 },
  ),
  row(
    "all",
    /timed? ?out\b|ETIMEDOUT|i\/o timeout|deadline exceeded|ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT/i,
    "curl: (28) Connection timed out after 5001 milliseconds",
    { timeout: 0.9 },
  ),
  row(
    "all",
    /No route to host|Network is unreachable|EHOSTUNREACH|ENETUNREACH|ERR_ADDRESS_UNREACHABLE/i,
    "curl: (7) Failed to connect to api.example.com port 443: No route to host",
    { network_error: 0.95 },
  ),
  row(
    "all",
    /could not resolve host|ENOTFOUND|EAI_AGAIN|no such host|UnknownHostException|Name or service not known|nodename nor servname provided|Temporary failure in name resolution|ERR_NAME_NOT_RESOLVED|No such host is known/i,
    "curl: (6) Could not resolve host: api.example.com",
    { name_not_resolved: 0.95 },
  ),
  row("Go", /": EOF$/m, 'Get "https://api.example.com/": EOF', {
    connection_reset: 0.5,
    protocol_mismatch: 0.2,
  }),
];
