import type { ChainFlaw } from "../../diagnosis/finding.ts";
import type { Citation, PathFault } from "../../x509/path-fault.ts";
import type { CrlDefect } from "../../x509/revocation.ts";
import type { Remedy } from "../chain-remedy.ts";
import { PROFILE_RULES } from "./profile-rules.ts";
import { DECODE_ERRORS, grouped } from "./wording.ts";

/** A flaw as a title and as a sentence of evidence. */
export function describeFlaw(flaw: ChainFlaw): { title: string; evidence: string } {
  switch (flaw.kind) {
    case "wrong_order":
      return {
        title: "Die Zertifikate stehen in der falschen Reihenfolge",
        evidence:
          "Auf jedes Zertifikat muss sein Aussteller folgen; hier steht ein Aussteller vor dem, was er ausgestellt hat.",
      };
    case "duplicate":
      return {
        title: "Ein Zertifikat steht doppelt in der Liste",
        evidence: `Zertifikat ${flaw.position + 1}, ${flaw.subject}, kommt in der Liste schon vorher vor.`,
      };
    case "extra_root":
      return {
        title: "Das Root-Zertifikat steht in der Liste, wo es nicht gebraucht wird",
        evidence: `Zertifikat ${flaw.position + 1}, ${flaw.subject}, ist ein Root-Zertifikat: Wer ihm nicht ohnehin vertraut, vertraut ihm auch nicht, nur weil es gesendet wird.`,
      };
    case "unrelated":
      return {
        title: "Ein Zertifikat in der Liste gehört nicht zur Kette",
        evidence: `Zertifikat ${flaw.position + 1}, ${flaw.subject}, hat keines der anderen ausgestellt.`,
      };
    case "path":
      return describePathFault(flaw.fault, flaw.subject ?? "Das Zertifikat");
  }
}

/** @param inFile the list is a file's, not what a server sent. */
export function describeRemedy(remedy: Remedy, inFile: boolean): string {
  if (remedy !== "list") return REMEDIES[remedy];
  return inFile
    ? "Stellen Sie die Zertifikate neu zusammen: zuerst das Endzertifikat, dann jeweils den Aussteller des vorigen, sonst nichts."
    : "Installieren Sie auf dem Server die richtige Liste: zuerst sein eigenes Zertifikat, dann jeweils den Aussteller des vorigen, sonst nichts.";
}

const REMEDIES: Readonly<Record<Exclude<Remedy, "list">, string>> = {
  certificate:
    "Lassen Sie das betroffene Zertifikat ohne diesen Fehler neu ausstellen und installieren Sie es mit seiner Kette. Eine andere Reihenfolge der Liste hilft hier nicht.",
  authority:
    "Lassen Sie das Zertifikat von einer Zertifizierungsstelle ausstellen, die das darf, oder das Zertifikat dieser Stelle ohne die Beschränkung neu ausstellen.",
  fewer: "Entfernen Sie die Zertifikate, die nicht zur Kette gehören, und prüfen Sie noch einmal.",
  algorithm:
    "Prüfen Sie, ob Ihre Clients diesen Algorithmus und diese Art von Schlüssel kennen. Wenn nicht, lassen Sie das Zertifikat mit RSA oder ECDSA und SHA-256 neu ausstellen.",
  revocation_list:
    "Melden Sie es dem Betreiber des Ausstellers: Er muss eine lesbare, richtig signierte und aktuelle Sperrliste veröffentlichen.",
};

function describePathFault(fault: PathFault, subject: string): { title: string; evidence: string } {
  switch (fault.kind) {
    case "signature_invalid":
      return {
        title: "Die Kette reißt: Die Signatur stammt nicht vom Schlüssel des Ausstellers",
        evidence: `${subject} nennt als Aussteller ${fault.issuer}, ${
          fault.otherKey
            ? "signiert hat aber ein anderer Schlüssel dieses Ausstellers: Das Zwischenzertifikat gehört zu einer anderen Generation oder Linie."
            : "aber kein Schlüssel dieses Namens hier hat es signiert: Es wurde verändert oder ist beschädigt."
        }`,
      };
    case "not_a_ca":
      return {
        title: "Ein Zertifikat hat ein anderes signiert, gehört aber keiner Zertifizierungsstelle",
        evidence: `${subject}: ${
          {
            basic_constraints_missing: "Die Erweiterung basicConstraints fehlt.",
            ca_false: "Laut basicConstraints ist es keine Zertifizierungsstelle.",
            key_cert_sign_missing: "Laut keyUsage darf es keine Zertifikate signieren.",
          }[fault.reason]
        }`,
      };
    case "path_too_long":
      return fault.position === null
        ? {
            title: "Die Kette ist länger, als diese Prüfung zulässt",
            evidence: `Zugelassen: höchstens ${intermediates(fault.limit)}.`,
          }
        : {
            title: "Die Kette ist länger, als eine Zertifizierungsstelle darin erlaubt",
            evidence: `Auf sie folgen darf höchstens: ${intermediates(fault.limit)}.`,
          };
    case "key_usage_mismatch":
      return {
        title: "Das Zertifikat darf nicht für TLS verwendet werden: keyUsage",
        evidence: `${subject} erlaubt ${fault.keyUsage.join(", ") || "nichts"}; nötig ist eines von ${fault.oneOf.join(", ")}.`,
      };
    case "extended_key_usage_mismatch":
      return {
        title: "Das Zertifikat hat einen anderen Zweck: extKeyUsage",
        evidence: `${subject} ist bestimmt für: ${fault.extKeyUsage.join(", ") || "nichts"}; nötig ist ${fault.needed}.`,
      };
    case "name_not_permitted":
      return {
        title: "Eine Zertifizierungsstelle der Kette darf für diesen Namen nicht ausstellen",
        evidence: `${subject}, Name ${fault.name}: ${
          {
            excluded: "durch die Name Constraints der Kette ausgeschlossen",
            not_permitted: "nach den Name Constraints der Kette nicht zugelassen",
            unsupported:
              "von einer Form, die sich mit den Name Constraints der Kette nicht vergleichen lässt",
          }[fault.reason]
        }.`,
      };
    case "critical_extension_unknown":
      return {
        title: "Das Zertifikat hat eine kritische Erweiterung, die Clients nicht kennen",
        evidence: `${subject} hat die kritische Erweiterung ${fault.extension}.`,
      };
    case "policy_missing":
      return {
        title: "Eine Zertifizierungsstelle der Kette verlangt eine Policy, die der Kette fehlt",
        evidence: "Keine Policy gilt für den ganzen Pfad.",
      };
    case "path_loops":
      return {
        title: "Die Aussteller führen im Kreis",
        evidence: `${subject} ist Aussteller des eigenen Ausstellers.`,
      };
    case "signature_unsupported":
      return {
        title: "Eine Signatur lässt sich hier nicht prüfen",
        evidence: `${subject} ist signiert mit ${fault.signatureAlgorithm}, Schlüssel des Ausstellers: ${fault.issuerKey}.`,
      };
    case "signature_algorithm_mismatch":
      return {
        title: "Das Zertifikat widerspricht sich bei seiner Signatur",
        evidence: `${subject} nennt innen ${fault.inside} und außen ${fault.outside}.`,
      };
    case "key_identifier_mismatch":
      return {
        title: "Die Schlüsselkennungen (Key Identifier) passen nicht aneinander",
        evidence: `${subject} nennt einen anderen Schlüssel des Ausstellers als den, der es signiert hat.`,
      };
    case "profile_violation":
      return {
        title: "Das Zertifikat verletzt eine Regel, die strenge Clients durchsetzen",
        evidence: `${subject}: ${PROFILE_RULES[fault.rule]} (${cite(fault.cites)}).`,
      };
    case "limit_exceeded":
      return {
        title: "Durch diese Zertifikate führen mehr Wege, als ich verfolge",
        evidence: `Die Grenze liegt bei ${grouped(fault.limit)} ${LIMITS[fault.what]}.`,
      };
    case "crl_unusable":
      return {
        title: "Eine Sperrliste war nicht verwendbar",
        evidence: `${subject}: Die Sperrliste des Ausstellers hilft hier nicht. ${CRL_DEFECTS[fault.defect]}.`,
      };
    case "certificate_malformed":
    case "crl_malformed":
      return {
        title:
          fault.kind === "crl_malformed"
            ? "Eine Sperrliste ist nicht lesbar"
            : "Eines der Zertifikate ist nicht lesbar",
        evidence: `Nummer ${fault.index + 1}: ${fault.structure} bei Byte ${grouped(fault.offset)}, ${DECODE_ERRORS[fault.code]}.`,
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
      return {
        title: "Die Zertifikatskette ist fehlerhaft",
        evidence: `${subject}: ${OTHER_FAULTS[fault.kind]}.`,
      };
  }
}

/** Of a watch, which keeps no more of a fault than its kind. Its name where there is no phrase. */
export function nameFault(kind: string): string {
  const phrases: Readonly<Record<string, string>> = OTHER_FAULTS;
  return phrases[kind] ?? kind;
}

/** Faults that have findings of their own. */
const OTHER_FAULTS = {
  certificate_list_empty: "Die Liste ist leer",
  issuer_not_found: "Der Aussteller wurde nicht gefunden",
  root_not_trusted: "Dem Root-Zertifikat wird nicht vertraut",
  weak_signature: "Die Signatur ist zu schwach",
  weak_key: "Der Schlüssel ist zu schwach",
  certificate_expired: "Das Zertifikat ist abgelaufen",
  certificate_not_yet_valid: "Das Zertifikat ist noch nicht gültig",
  certificate_revoked: "Das Zertifikat ist gesperrt",
  host_name_mismatch: "Das Zertifikat gilt für einen anderen Namen",
};

/** In the dative. */
const LIMITS = {
  certificates: "Zertifikaten",
  signature_checks: "Signaturprüfungen",
  paths: "Pfaden",
  name_comparisons: "Namensvergleichen",
};

const CRL_DEFECTS: Readonly<Record<CrlDefect, string>> = {
  signature: "Ihre Signatur ist falsch",
  crl_sign_missing: "Der Aussteller darf laut keyUsage keine Sperrlisten signieren",
  not_yet_valid: "Sie ist noch nicht gültig",
  expired: "Sie ist abgelaufen",
  crl_number: "cRLNumber fehlt oder ist kritisch",
  critical_extension: "Sie hat eine unbekannte kritische Erweiterung",
  scope:
    "Sie ist von einer Art, die hier nicht ausgewertet wird (Delta, indirekt oder für Attributzertifikate)",
  malformed: "Sie ist nicht lesbar",
};

function intermediates(number: number): string {
  return number === 1 ? "1 Zwischenzertifikat" : `${number} Zwischenzertifikate`;
}

function cite({ standard, section }: Citation): string {
  return `${standard}, Abschnitt ${section}`;
}
