import type { ProfileRule } from "../../x509/profile.ts";

/** What a certificate does that the profile forbids. */
export const PROFILE_RULES: Readonly<Record<ProfileRule, string>> = {
  version_not_3: "버전이 3이 아님",
  serial_number_zero: "일련번호가 0임",
  serial_number_negative: "일련번호가 음수임",
  serial_number_too_long: "일련번호가 20바이트보다 긺",
  validity_in_wrong_form: "2050년 이전 날짜의 형식이 UTCTime이 아님",
  issuer_empty: "발급자 이름이 비어 있음",
  ca_subject_empty: "인증 기관의 주체 이름이 비어 있음",
  extension_duplicate: "같은 확장이 두 번 있음",
  authority_key_identifier_critical: "authorityKeyIdentifier 확장이 중요(critical)로 표시됨",
  authority_key_identifier_missing: "authorityKeyIdentifier 확장에 키 식별자가 없음",
  root_authority_key_identifier:
    "루트 인증서의 authorityKeyIdentifier 확장에 키 식별자가 없거나 다른 값이 있음",
  subject_key_identifier_critical: "subjectKeyIdentifier 확장이 중요(critical)로 표시됨",
  subject_key_identifier_missing: "subjectKeyIdentifier 확장이 없음",
  ca_key_usage_missing: "인증 기관의 인증서에 keyUsage 확장이 없음",
  key_cert_sign_without_ca: "인증 기관이 아닌데 keyUsage에 keyCertSign이 있음",
  ca_without_key_cert_sign: "인증 기관인데 keyUsage에 keyCertSign이 없음",
  path_length_without_ca: "인증 기관이 아닌데 pathLenConstraint가 있음",
  basic_constraints_not_critical: "basicConstraints 확장이 중요(critical)로 표시되지 않음",
  subject_alt_name_missing: "subjectAltName 확장이 없음",
  subject_alt_name_malformed: "subjectAltName 확장의 이름 형식이 잘못됨",
  subject_alt_name_critical: "주체 이름이 있는데 subjectAltName 확장이 중요(critical)로 표시됨",
  subject_alt_name_not_critical:
    "주체 이름이 비어 있는데 subjectAltName 확장이 중요(critical)로 표시되지 않음",
  common_name_respelled: "일반 이름(CN)의 표기가 subjectAltName과 다름",
  name_constraints_in_end_entity: "최종 인증서에 nameConstraints 확장이 있음",
  name_constraints_malformed: "nameConstraints 확장의 형식이 잘못됨",
  name_constraints_leading_dot: "nameConstraints 확장의 DNS 이름이 점으로 시작함",
  policy_constraints_not_critical: "policyConstraints 확장이 중요(critical)로 표시되지 않음",
  inhibit_any_policy_not_critical: "inhibitAnyPolicy 확장이 중요(critical)로 표시되지 않음",
  extended_key_usage_critical: "extKeyUsage 확장이 중요(critical)로 표시됨",
  extended_key_usage_any: "extKeyUsage에 anyExtendedKeyUsage가 있음",
  root_extended_key_usage: "루트 인증서에 extKeyUsage 확장이 있음",
};
