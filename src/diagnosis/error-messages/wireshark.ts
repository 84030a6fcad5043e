import type { ErrorMessage } from "./error-message.ts";
import { shows } from "./error-message.ts";

const FROM = "Wireshark, tshark";

/** Alerts in a capture, as the documents show them: who sent one stands in another column. */
export const WIRESHARK: readonly ErrorMessage[] = [
  shows(
    FROM,
    "handshake_failure",
    /Alert:? ?\(Level: Fatal, Description: Handshake Failure/i,
    "Alert (Level: Fatal, Description: Handshake Failure)",
  ),
  shows(
    FROM,
    "protocol_version",
    /Alert:? ?\(Level: Fatal, Description: Protocol Version/i,
    "Alert (Level: Fatal, Description: Protocol Version)",
  ),
  shows(
    FROM,
    "close_notify",
    /Alert:? ?\(Level: Fatal, Description: Close Notify/i,
    "Alert (Level: Fatal, Description: Close Notify)",
  ),
  shows(
    FROM,
    "certificate_unknown",
    /Alert:? ?\(Level: Fatal, Description: Certificate Unknown/i,
    "Alert (Level: Fatal, Description: Certificate Unknown)",
  ),
  shows(
    FROM,
    "certificate_expired",
    /Alert:? ?\(Level: Fatal, Description: Certificate Expired/i,
    "Alert (Level: Fatal, Description: Certificate Expired)",
  ),
  shows(
    FROM,
    "unknown_ca",
    /Alert:? ?\(Level: Fatal, Description: Unknown CA/i,
    "Alert (Level: Fatal, Description: Unknown CA)",
  ),
  shows(
    FROM,
    "bad_certificate",
    /Alert:? ?\(Level: Fatal, Description: Bad Certificate/i,
    "Alert (Level: Fatal, Description: Bad Certificate)",
  ),
  shows(
    FROM,
    "unrecognized_name",
    /Alert:? ?\(Level: \w{1,8}, Description: Unrecognized Name/i,
    "Alert (Level: Warning, Description: Unrecognized Name)",
  ),
  shows(
    FROM,
    "internal_error",
    /Alert:? ?\(Level: Fatal, Description: Internal Error/i,
    "Alert (Level: Fatal, Description: Internal Error)",
  ),
  shows(FROM, "close_notify", /Fatal Alert ?: ?Close Notify/i, "Fatal Alert: Close Notify"),
  shows(FROM, "handshake_failure", /Fatal Alert ?: ?Handshake Failure/i, "Fatal Alert: Handshake Failure"),
];
