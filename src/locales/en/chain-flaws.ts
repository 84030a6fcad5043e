import type { ChainFlaw } from "../../diagnosis/finding.ts";
import type { PathFault } from "../../x509/path-fault.ts";

/** A flaw as a title and as a sentence of evidence. */
export function describeFlaw(flaw: ChainFlaw): { title: string; evidence: string } {
  switch (flaw.kind) {
    case "wrong_order":
      return {
        title: "The certificates are in the wrong order",
        evidence:
          "Each certificate must be followed by its issuer; here an issuer comes before what it issued.",
      };
    case "duplicate":
      return {
        title: "A certificate is in the list twice",
        evidence: `Certificate ${flaw.position + 1}, ${flaw.subject}, stands in the list before.`,
      };
    case "extra_root":
      return {
        title: "The root is in the list, where it is not needed",
        evidence: `Certificate ${flaw.position + 1}, ${flaw.subject}, is a root: who does not trust it already will not for being sent it.`,
      };
    case "unrelated":
      return {
        title: "A certificate in the list does not belong to the chain",
        evidence: `Certificate ${flaw.position + 1}, ${flaw.subject}, issued none of the others.`,
      };
    case "path":
      return describePathFault(flaw.fault, flaw.subject ?? "the certificate");
  }
}

function describePathFault(fault: PathFault, subject: string): { title: string; evidence: string } {
  switch (fault.kind) {
    case "signature_invalid":
      return {
        title: "The certificates do not link: the issuer's key did not make the signature",
        evidence: `${subject} says that ${fault.issuer} issued it, ${
          fault.otherKey
            ? "but by another key of that issuer: this is the intermediate of another time or line."
            : "but no key of that name here made its signature: it was changed, or is damaged."
        }`,
      };
    case "not_a_ca":
      return {
        title: "A certificate signed another and is no certificate authority",
        evidence: `${subject}: ${
          {
            basic_constraints_missing: "the extension basicConstraints is missing.",
            ca_false: "its basicConstraints say that it is none.",
            key_cert_sign_missing: "its keyUsage does not allow it to sign certificates.",
          }[fault.reason]
        }`,
      };
    case "path_too_long":
      return {
        title: "The chain is longer than a certificate authority in it allows",
        evidence: `At most ${fault.limit} intermediates may follow.`,
      };
    case "key_usage_mismatch":
      return {
        title: "The certificate may not be used for TLS: keyUsage",
        evidence: `${subject} allows ${fault.keyUsage.join(", ") || "nothing"}; one of ${fault.oneOf.join(", ")} is needed.`,
      };
    case "extended_key_usage_mismatch":
      return {
        title: "The certificate is for another purpose: extKeyUsage",
        evidence: `${subject} is for ${fault.extKeyUsage.join(", ") || "nothing"}; ${fault.needed} is needed.`,
      };
    case "name_not_permitted":
      return {
        title: "A certificate authority in the chain may not issue for this name",
        evidence: `${fault.name} in ${subject} is ${fault.reason.replaceAll("_", " ")} by the name constraints of the chain.`,
      };
    case "critical_extension_unknown":
      return {
        title: "The certificate has a critical extension that clients do not know",
        evidence: `${subject} has the critical extension ${fault.extension}.`,
      };
    case "policy_missing":
      return {
        title: "A certificate authority in the chain demands a policy that the chain lacks",
        evidence: "No policy is valid for the whole path.",
      };
    case "path_loops":
      return {
        title: "The issuers lead back to where they began",
        evidence: `${subject} is its own issuer's issuer.`,
      };
    case "signature_unsupported":
      return {
        title: "A signature cannot be verified here",
        evidence: `${subject} is signed with ${fault.signatureAlgorithm} by a key ${fault.issuerKey}.`,
      };
    case "signature_algorithm_mismatch":
      return {
        title: "The certificate contradicts itself about its signature",
        evidence: `${subject} says ${fault.inside} inside and ${fault.outside} outside.`,
      };
    case "key_identifier_mismatch":
      return {
        title: "The key identifiers do not link",
        evidence: `${subject} names another key of its issuer than the one that signed it.`,
      };
    case "profile_violation":
      return {
        title: "The certificate breaks a rule that strict clients enforce",
        evidence: `${subject}: ${fault.rule.replaceAll("_", " ")} (${fault.cites}).`,
      };
    case "limit_exceeded":
      return {
        title: "There are more ways through these certificates than I follow",
        evidence: `The limit is ${fault.limit} ${fault.what.replaceAll("_", " ")}.`,
      };
    case "crl_unusable":
      return {
        title: "A revocation list could not be used",
        evidence: `The issuer's list says nothing of ${subject}: ${fault.defect.replaceAll("_", " ")}.`,
      };
    case "certificate_malformed":
    case "crl_malformed":
      return {
        title: "One of the certificates cannot be read",
        evidence: `Number ${fault.index + 1}: ${fault.structure} at byte ${fault.offset}, ${fault.code.replaceAll("_", " ")}.`,
      };
    case "certificate_list_empty":
    case "issuer_not_found":
    case "root_not_trusted":
    case "weak_signature":
    case "weak_key":
    case "certificate_expired":
    case "certificate_not_yet_valid":
    case "certificate_revoked":
    case "host_name_mismatch":
      return { title: "The chain is not right", evidence: `${subject}: ${fault.kind.replaceAll("_", " ")}.` };
  }
}
