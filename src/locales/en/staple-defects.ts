import type { StapleDefect } from "../../diagnosis/finding.ts";
import type { ResponderDefect } from "../../x509/ocsp-responder.ts";
import { formatTime } from "../format.ts";
import { DECODE_ERRORS, LOCALE, grouped } from "./wording.ts";

interface StapleWords {
  /** After “an OCSP response that …”. */
  readonly clause: string;
  readonly evidence: string;
  readonly resolution: string;
}

const FETCH_ANEW =
  "Clear the server's stapling cache, or the file that it staples, and reload it. If the response stays as it is, the certificate authority must repair its responder.";

/** What is wrong with what is stapled, and what helps. */
export function describeStapleDefect(defect: Exclude<StapleDefect, { kind: "not_sent" }>): StapleWords {
  switch (defect.kind) {
    case "malformed":
      return {
        clause: "cannot be read",
        evidence: `${defect.structure} at byte ${grouped(defect.offset)} of the response: ${DECODE_ERRORS[defect.code]}.`,
        resolution: FETCH_ANEW,
      };
    case "unsuccessful":
      return {
        clause: `holds nothing but an error: ${defect.responseStatus}`,
        evidence: `The responder answered ${defect.responseStatus}, and the server passes that on.`,
        resolution:
          "A server should keep its last good response until that expires. Reload it; if the responder goes on refusing, ask the certificate authority.",
      };
    case "other_certificate":
      return {
        clause: "is about another certificate",
        evidence: "No entry of the response has this certificate's serial number and issuer.",
        resolution:
          "After a renewal a server may still have the response for the old certificate: clear its stapling cache, or replace the file that it staples, and reload it.",
      };
    case "bad_signature":
      return {
        clause: "has a wrong signature",
        evidence: `The signature (${defect.signatureAlgorithm}) is not by the key of the responder that the response names.`,
        resolution: FETCH_ANEW,
      };
    case "signature_unsupported":
      return {
        clause: "has a signature that cannot be verified here",
        evidence: `The signature algorithm is ${defect.signatureAlgorithm}.`,
        resolution: "Check that the clients that matter know this algorithm.",
      };
    case "responder_not_authorized":
      return {
        clause: "is not signed by anybody who may",
        evidence: `The responder is ${defect.responder}: ${RESPONDER_DEFECTS[defect.reason]}.`,
        resolution: FETCH_ANEW,
      };
    case "critical_extension":
      return {
        clause: "has a critical extension that clients do not know",
        evidence: `The critical extension is ${defect.extension}.`,
        resolution: FETCH_ANEW,
      };
    case "not_yet_valid":
      return {
        clause: "is not valid yet",
        evidence: `The response is valid from ${formatTime(LOCALE, defect.thisUpdate)}.`,
        resolution:
          "Compare the clocks: the responder's is ahead, or the one that this was judged by is behind.",
      };
    case "expired":
      return {
        clause: "has expired",
        evidence: [
          `The response is of ${formatTime(LOCALE, defect.thisUpdate)}`,
          defect.nextUpdate === null
            ? "and says of no time until which it counts; clients give it a day."
            : `and was valid until ${formatTime(LOCALE, defect.nextUpdate)}.`,
        ].join(" "),
        resolution:
          "The server keeps a response that it does not renew: reload it, check its clock, and let it reach the responder.",
      };
    case "unknown":
      return {
        clause: "says that the responder does not know the certificate",
        evidence: "The certificate's status in the response is unknown.",
        resolution:
          "For a certificate of the last minutes, wait and reload the server. Else ask the certificate authority, or have the certificate issued again.",
      };
  }
}

const RESPONDER_DEFECTS: Readonly<Record<ResponderDefect, string>> = {
  certificate_missing: "neither the certificate's issuer, nor is its certificate in the response",
  other_issuer: "the certificate's issuer did not issue the responder's certificate",
  purpose: "its certificate is not for signing OCSP responses",
  not_yet_valid: "its certificate is not valid yet",
  expired: "its certificate has expired",
  critical_extension: "its certificate has a critical extension that clients do not know",
};
