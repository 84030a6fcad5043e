import type { ProfileRule } from "../../x509/profile.ts";

/** What a certificate does that the profile forbids. */
export const PROFILE_RULES: Readonly<Record<ProfileRule, string>> = {
  version_not_3: "Die Version ist nicht 3",
  serial_number_zero: "Die Seriennummer ist 0",
  serial_number_negative: "Die Seriennummer ist negativ",
  serial_number_too_long: "Die Seriennummer ist zu lang",
  validity_in_wrong_form: "Ein Datum vor 2050 ist nicht als UTCTime geschrieben",
  issuer_empty: "Der Aussteller ist leer",
  ca_subject_empty: "Der Name der Zertifizierungsstelle ist leer",
  extension_duplicate: "Eine Erweiterung ist doppelt vorhanden",
  authority_key_identifier_critical: "authorityKeyIdentifier ist kritisch",
  authority_key_identifier_missing: "authorityKeyIdentifier fehlt",
  root_authority_key_identifier: "authorityKeyIdentifier des Root-Zertifikats entspricht nicht der Vorgabe",
  subject_key_identifier_critical: "subjectKeyIdentifier ist kritisch",
  subject_key_identifier_missing: "subjectKeyIdentifier fehlt",
  ca_key_usage_missing: "Der Zertifizierungsstelle fehlt keyUsage",
  key_cert_sign_without_ca:
    "keyCertSign ist gesetzt, doch laut basicConstraints ist es keine Zertifizierungsstelle",
  ca_without_key_cert_sign: "basicConstraints nennt eine Zertifizierungsstelle, doch keyCertSign fehlt",
  path_length_without_ca:
    "pathLenConstraint ist gesetzt, doch laut basicConstraints ist es keine Zertifizierungsstelle",
  basic_constraints_not_critical: "basicConstraints ist nicht kritisch",
  subject_alt_name_missing: "subjectAltName fehlt",
  subject_alt_name_malformed: "subjectAltName ist fehlerhaft",
  subject_alt_name_critical: "subjectAltName ist kritisch, obwohl der Inhaber nicht leer ist",
  subject_alt_name_not_critical: "subjectAltName ist nicht kritisch, obwohl der Inhaber leer ist",
  common_name_respelled: "Der Common Name ist in subjectAltName anders geschrieben",
  name_constraints_in_end_entity: "nameConstraints steht in einem Endzertifikat",
  name_constraints_malformed: "nameConstraints ist fehlerhaft",
  name_constraints_leading_dot: "In nameConstraints beginnt ein Name mit einem Punkt",
  policy_constraints_not_critical: "policyConstraints ist nicht kritisch",
  inhibit_any_policy_not_critical: "inhibitAnyPolicy ist nicht kritisch",
  extended_key_usage_critical: "extKeyUsage ist kritisch",
  extended_key_usage_any: "extKeyUsage enthält anyExtendedKeyUsage",
  root_extended_key_usage: "Das Root-Zertifikat hat extKeyUsage",
};
