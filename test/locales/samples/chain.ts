import type { ChainFlaw, StapleDefect } from "../../../src/diagnosis/finding.ts";
import type { BundleFault, DerObject, FaultData, Place } from "../../../src/x509/bundle/bundle.ts";
import type { ResponderDefect } from "../../../src/x509/ocsp-responder.ts";
import type { Malformation, PathFault } from "../../../src/x509/path-fault.ts";
import type { ProfileRule } from "../../../src/x509/profile.ts";
import type { CrlDefect } from "../../../src/x509/revocation.ts";
import { name, number, text, time } from "../../support/odd-data.ts";

/** A list of all that a union of names has; one that is missing does not compile. */
function all<T extends string>(names: { readonly [K in T]: true }): T[] {
  return Object.keys(names) as T[];
}

const DECODE_ERRORS = all<Malformation["code"]>({
  truncated: true,
  trailing_bytes: true,
  illegal_length: true,
  illegal_value: true,
  too_large: true,
});

const RULES = all<ProfileRule>({
  version_not_3: true,
  serial_number_zero: true,
  serial_number_negative: true,
  serial_number_too_long: true,
  validity_in_wrong_form: true,
  issuer_empty: true,
  ca_subject_empty: true,
  extension_duplicate: true,
  authority_key_identifier_critical: true,
  authority_key_identifier_missing: true,
  root_authority_key_identifier: true,
  subject_key_identifier_critical: true,
  subject_key_identifier_missing: true,
  ca_key_usage_missing: true,
  key_cert_sign_without_ca: true,
  ca_without_key_cert_sign: true,
  path_length_without_ca: true,
  basic_constraints_not_critical: true,
  subject_alt_name_missing: true,
  subject_alt_name_malformed: true,
  subject_alt_name_critical: true,
  subject_alt_name_not_critical: true,
  common_name_respelled: true,
  name_constraints_in_end_entity: true,
  name_constraints_malformed: true,
  name_constraints_leading_dot: true,
  policy_constraints_not_critical: true,
  inhibit_any_policy_not_critical: true,
  extended_key_usage_critical: true,
  extended_key_usage_any: true,
  root_extended_key_usage: true,
});

const CRL_DEFECTS = all<CrlDefect>({
  signature: true,
  crl_sign_missing: true,
  not_yet_valid: true,
  expired: true,
  crl_number: true,
  critical_extension: true,
  scope: true,
  malformed: true,
});

type Data<F> = F extends unknown ? Omit<F, "severity" | "kind"> : never;

const position = 1;
const malformed = () =>
  DECODE_ERRORS.map((code) => ({ code, structure: text("structure"), offset: number(), index: number() }));

type DataOf<K extends PathFault["kind"]> = K extends "certificate_malformed" | "crl_malformed"
  ? Malformation & { readonly index: number }
  : Data<Extract<PathFault, { kind: K }>>;

const PATH_FAULTS: { readonly [K in PathFault["kind"]]: readonly DataOf<K>[] } = {
  certificate_list_empty: [{}],
  certificate_malformed: malformed(),
  crl_malformed: malformed(),
  issuer_not_found: [{ position, issuer: name("issuer") }],
  root_not_trusted: [{ position, otherKey: false }],
  path_loops: [{ position }],
  signature_invalid: [true, false].map((otherKey) => ({ position, issuer: name("issuer"), otherKey })),
  signature_unsupported: [{ position, signatureAlgorithm: text("algorithm"), issuerKey: text("key") }],
  key_identifier_mismatch: [{ position }],
  signature_algorithm_mismatch: [{ position, inside: text("inside"), outside: text("outside") }],
  weak_signature: [{ position, signatureAlgorithm: text("algorithm") }],
  weak_key: [{ position, publicKey: text("key") }],
  certificate_expired: [{ position, notAfter: time(), at: time() }],
  certificate_not_yet_valid: [{ position, notBefore: time(), at: time() }],
  certificate_revoked: [{ position, revocationDate: time(), reason: "keyCompromise" }],
  crl_unusable: CRL_DEFECTS.map((defect) => ({ position, defect })),
  host_name_mismatch: [{ referenceIdentifier: text("name"), presentedIdentifiers: [] }],
  not_a_ca: (["basic_constraints_missing", "ca_false", "key_cert_sign_missing"] as const).map((reason) => ({
    position,
    reason,
  })),
  path_too_long: [
    { position, limit: 1 },
    { position, limit: number() },
    { position: null, limit: 1 },
    { position: null, limit: number() },
  ],
  key_usage_mismatch: [
    { position, keyUsage: ["cRLSign", "keyCertSign"], oneOf: ["digitalSignature", "keyAgreement"] },
    { position, keyUsage: [], oneOf: ["digitalSignature"] },
  ],
  extended_key_usage_mismatch: [
    { position, extKeyUsage: [text("1.2.3")], needed: text("1.2.4") },
    { position, extKeyUsage: [], needed: text("1.2.4") },
  ],
  name_not_permitted: (["excluded", "not_permitted", "unsupported"] as const).map((reason) => ({
    position,
    name: text("name"),
    constrainedBy: 2,
    reason,
  })),
  critical_extension_unknown: [{ position, extension: text("1.2.3") }],
  policy_missing: [{}],
  profile_violation: RULES.map((rule) => ({
    position,
    rule,
    cites: { standard: "RFC 5280", section: text("4.1") },
  })),
  limit_exceeded: (["certificates", "signature_checks", "paths", "name_comparisons"] as const).map(
    (what) => ({
      what,
      limit: number(),
    }),
  ),
};

/** Every flaw alone. */
export const CHAIN_FLAWS: readonly ChainFlaw[] = [
  { kind: "wrong_order" },
  ...(["duplicate", "extra_root", "unrelated"] as const).map((kind) => ({
    kind,
    position: number(),
    subject: name("subject"),
  })),
  ...Object.entries(PATH_FAULTS).flatMap(([kind, faults]) =>
    faults.flatMap((data) => {
      // The compiler cannot correlate a kind with its data.
      const fault = { kind, severity: "error", ...data } as PathFault;
      return [
        { kind: "path", fault, subject: name("subject") } as const,
        { kind: "path", fault, subject: null } as const,
      ];
    }),
  ),
];

const RESPONDER_DEFECTS = all<ResponderDefect>({
  certificate_missing: true,
  other_issuer: true,
  purpose: true,
  not_yet_valid: true,
  expired: true,
  critical_extension: true,
});

const DEFECTS: { readonly [K in StapleDefect["kind"]]: readonly Extract<StapleDefect, { kind: K }>[] } = {
  not_sent: [{ kind: "not_sent" }],
  malformed: DECODE_ERRORS.map((code) => ({
    kind: "malformed",
    code,
    structure: text("structure"),
    offset: number(),
  })),
  unsuccessful: [{ kind: "unsuccessful", responseStatus: "tryLater" }],
  other_certificate: [{ kind: "other_certificate" }],
  bad_signature: [{ kind: "bad_signature", signatureAlgorithm: text("algorithm") }],
  signature_unsupported: [{ kind: "signature_unsupported", signatureAlgorithm: text("algorithm") }],
  responder_not_authorized: RESPONDER_DEFECTS.map((reason) => ({
    kind: "responder_not_authorized",
    responder: name("responder"),
    reason,
  })),
  critical_extension: [{ kind: "critical_extension", extension: text("1.2.3") }],
  not_yet_valid: [{ kind: "not_yet_valid", thisUpdate: time() }],
  expired: [
    { kind: "expired", thisUpdate: time(), nextUpdate: time() },
    { kind: "expired", thisUpdate: time(), nextUpdate: null },
  ],
  unknown: [{ kind: "unknown" }],
};

export const STAPLE_DEFECTS: readonly StapleDefect[] = Object.values(DEFECTS).flat();

const OBJECTS = all<DerObject>({
  certificate: true,
  certificate_request: true,
  crl: true,
  private_key: true,
  encrypted_private_key: true,
  public_key: true,
  pkcs7: true,
  pkcs12: true,
  unknown: true,
});

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

const FAULTS: {
  readonly [C in BundleFault["code"]]: readonly Omit<Extract<FaultData, { code: C }>, "code">[];
} = {
  empty: [{}],
  not_recognized: [{ firstBytes: text("bytes") }],
  encoding: [{ found: "UTF-16LE" }, { found: "UTF-16BE" }],
  byte_order_mark: [{}],
  literal_newline: [{ column: number() }],
  boundary: [
    { found: text("found"), expected: BEGIN },
    { found: text("found"), expected: END },
  ],
  boundary_missing: [{ expected: BEGIN }, { expected: END }],
  label_mismatch: [{ begin: text("begin"), end: text("end") }],
  blocks_glued: [{ column: number() }],
  lines_joined: [{}],
  character: (["ellipsis", "quote", "invisible", "base64url", "other"] as const).map((kind) => ({
    column: number(),
    found: "☃",
    kind,
  })),
  base64_length: [{ count: number() }, { count: 1 }],
  padding: [
    { expected: "==", found: "=" },
    { expected: "==", found: "" },
    { expected: "", found: "=" },
  ],
  base64_twice: [{}],
  wrong_object: OBJECTS.map((found) => ({ found, label: text("label") })),
  no_certificate: OBJECTS.map((found) => ({ found })),
  der_named_pem: [{}],
  der_truncated: [
    { structure: text("structure"), byte: number(), missing: 1 },
    { structure: text("structure"), byte: number(), missing: number() },
  ],
  der_trailing: [
    { byte: number(), count: 1 },
    { byte: number(), count: number() },
  ],
  der_malformed: DECODE_ERRORS.map((reason) => ({ reason, structure: text("structure"), byte: number() })),
  password_missing: [{}],
  password_wrong: [{}],
  encryption_unsupported: [{ algorithm: text("algorithm") }],
  digest_mismatch: [{}],
  entry_unreadable: [{}],
  certificate_not_included: [{}],
  limit_exceeded: (["bytes", "objects", "nesting", "iterations"] as const).map((what) => ({
    what,
    limit: number(),
  })),
};

const places = [
  { within: null, line: null },
  { within: text("within"), line: null },
  { within: null, line: number() },
  { within: text("within"), line: number() },
];

/** The compiler cannot correlate a code with its data. */
function faultAt(place: Place, data: object): BundleFault {
  return { severity: "error", place, ...data } as BundleFault;
}

/** Every fault alone, at every kind of place. */
export const BUNDLE_FAULTS: readonly BundleFault[] = Object.entries(FAULTS).flatMap(([code, list]) =>
  list.flatMap((data) => places.map((place) => faultAt(place, { code, ...data }))),
);
