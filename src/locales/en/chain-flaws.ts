import type { ChainFlaw } from "../../diagnosis/finding.ts";
import type { Citation, PathFault } from "../../x509/path-fault.ts";
import type { CrlDefect } from "../../x509/revocation.ts";
import type { Remedy } from "../chain-remedy.ts";
import { PROFILE_RULES } from "./profile-rules.ts";
import { DECODE_ERRORS, count, grouped } from "./wording.ts";

type FaultOf<K extends PathFault["kind"]> = Extract<PathFault, { kind: K }>;

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
      return describePathFault(flaw.fault, flaw.subject ?? "The certificate");
  }
}

/** @param inFile the list is a file's, not what a server sent. */
export function describeRemedy(remedy: Remedy, inFile: boolean): string {
  if (remedy !== "list") return REMEDIES[remedy];
  return inFile
    ? "Put the certificates together anew: the end entity first, then each certificate's issuer in turn, and nothing else."
    : "Install the right list on the server: its own certificate first, then each certificate's issuer in turn, and nothing else.";
}

const REMEDIES: Readonly<Record<Exclude<Remedy, "list">, string>> = {
  certificate:
    "Have the certificate in question issued anew without this fault, and install it with its chain. No other order of the list mends it.",
  authority:
    "Have the certificate issued by an authority that may issue it, or that authority's own certificate issued anew without the limit.",
  fewer: "Leave out the certificates that do not belong to the chain, and check again.",
  algorithm:
    "Check that the clients that matter know this algorithm and this kind of key. If they do not, have the certificate issued anew with RSA or ECDSA and SHA-256.",
  revocation_list:
    "Tell whoever runs the issuer: it must publish a revocation list that can be read, is signed correctly and is current.",
};

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
      return fault.position === null
        ? {
            title: "The chain is longer than this check accepts",
            evidence: `It accepts ${count(fault.limit, "intermediate certificate")} at most.`,
          }
        : {
            title: "The chain is longer than a certificate authority in it allows",
            evidence: `At most ${count(fault.limit, "intermediate certificate")} may follow it.`,
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
        evidence: `${fault.name} in ${subject} ${NAME_REASONS[fault.reason]}.`,
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
        evidence: `${subject}: ${PROFILE_RULES[fault.rule]} (${cite(fault.cites)}).`,
      };
    case "limit_exceeded":
      return {
        title: "There are more ways through these certificates than I follow",
        evidence: `The limit is ${count(fault.limit, LIMITS[fault.what])}.`,
      };
    case "crl_unusable":
      return {
        title: "A revocation list could not be used",
        evidence: `${subject}: the issuer's list cannot tell whether it is revoked, since ${CRL_DEFECTS[fault.defect]}.`,
      };
    case "certificate_malformed":
    case "crl_malformed":
      return {
        title:
          fault.kind === "crl_malformed"
            ? "A revocation list cannot be read"
            : "One of the certificates cannot be read",
        evidence: `Number ${fault.index + 1}: ${fault.structure} at byte ${grouped(fault.offset)}: ${DECODE_ERRORS[fault.code]}.`,
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
      return { title: "The chain is not right", evidence: `${subject}: ${OTHER_FAULTS[fault.kind]}.` };
  }
}

/** What a name is to the name constraints of a chain. */
const NAME_REASONS: Readonly<Record<FaultOf<"name_not_permitted">["reason"], string>> = {
  excluded: "is excluded by the name constraints of the chain",
  not_permitted: "is none that the name constraints of the chain permit",
  unsupported: "has a form that cannot be compared with the name constraints of the chain",
};

const LIMITS: Readonly<Record<FaultOf<"limit_exceeded">["what"], string>> = {
  certificates: "certificate",
  signature_checks: "signature check",
  paths: "path",
  name_comparisons: "name comparison",
};

/** After “since”. */
const CRL_DEFECTS: Readonly<Record<CrlDefect, string>> = {
  signature: "its signature is wrong",
  crl_sign_missing: "the issuer's keyUsage does not allow it to sign such lists",
  not_yet_valid: "it is not valid yet",
  expired: "it has expired",
  crl_number: "its cRLNumber is missing or marked critical",
  critical_extension: "it has a critical extension that is not known",
  scope: "it is a delta, an indirect one, or one for attribute certificates",
  malformed: "it is malformed",
};

/** Of a watch, which keeps no more of a fault than its kind. Its name where there is no phrase. */
export function nameFault(kind: string): string {
  const phrases: Readonly<Record<string, string>> = OTHER_FAULTS;
  return phrases[kind] ?? kind;
}

/** Faults that have findings of their own. */
const OTHER_FAULTS = {
  certificate_list_empty: "the list is empty",
  issuer_not_found: "its issuer was not found",
  root_not_trusted: "the root is not trusted",
  weak_signature: "its signature is too weak",
  weak_key: "its key is too weak",
  certificate_expired: "it has expired",
  certificate_not_yet_valid: "it is not valid yet",
  certificate_revoked: "it was revoked",
  host_name_mismatch: "it is for another name",
};

function cite({ standard, section }: Citation): string {
  return `${standard} section ${section}`;
}
