import { describe, expect, test } from "vitest";

import { validatePath } from "../../src/x509/path-validation.ts";
import type { ProfileRule } from "../../src/x509/profile.ts";
import * as der from "./der-writer.ts";
import {
  authorityKeyIdentifier,
  basicConstraints,
  commonName,
  dns,
  extKeyUsage,
  extension,
  HOST,
  issueAuthority,
  issueEndEntity,
  keyUsage,
  name,
  nameConstraints,
  NOW,
  subjectAltName,
  subjectKeyIdentifier,
} from "./issuing.ts";
import type { Draft, Entity } from "./issuing.ts";
import { verifyWithOpenssl } from "./openssl.ts";

interface Bad {
  /** Which certificate breaks the rule: 0 end entity, 1 intermediate, 2 root. */
  readonly position: 0 | 1 | 2;
  readonly draft: (issuer: Entity | null) => Partial<Draft>;
  /** What `openssl verify -x509_strict` says of the same certificates. */
  readonly openssl: string;
}

const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const ca = issueAuthority("A CA", { issuer: null });

const BAD: Readonly<Record<ProfileRule, Bad>> = {
  version_not_3: {
    position: 0,
    draft: () => ({ version: 2 }),
    openssl: "Using cert extension requires at least X509v3",
  },
  serial_number_zero: { position: 0, draft: () => ({ serialNumber: der.integer(0) }), openssl: "ok" },
  serial_number_negative: {
    position: 0,
    draft: () => ({ serialNumber: der.integer(Buffer.of(0xff)) }),
    openssl: "ok",
  },
  serial_number_too_long: {
    position: 0,
    draft: () => ({ serialNumber: der.integer(2n ** 160n) }),
    openssl: "ok",
  },
  validity_in_wrong_form: {
    position: 0,
    draft: () => ({ notAfter: der.tlv(0x18, "20491231235959Z") }),
    openssl: "ok",
  },
  issuer_empty: { position: 0, draft: () => ({}), openssl: "Issuer name empty" },
  ca_subject_empty: { position: 1, draft: () => ({}), openssl: "Issuer name empty" },
  extension_duplicate: {
    position: 0,
    draft: () => ({ extensions: { again: subjectAltName([dns(HOST)]) } }),
    openssl: "unable to get local issuer certificate",
  },
  authority_key_identifier_critical: {
    position: 0,
    draft: (issuer) => ({
      extensions: { authorityKeyIdentifier: authorityKeyIdentifier(issuer ?? ca, true) },
    }),
    openssl: "unhandled critical extension",
  },
  authority_key_identifier_missing: {
    position: 0,
    draft: () => ({ extensions: { authorityKeyIdentifier: null } }),
    openssl: "Missing Authority Key Identifier",
  },
  root_authority_key_identifier: {
    position: 2,
    draft: () => ({
      extensions: {
        authorityKeyIdentifier: extension("2.5.29.35", der.sequence(der.implicit(2, Buffer.of(1)))),
      },
      serialNumber: der.integer(1),
    }),
    openssl: "ok",
  },
  subject_key_identifier_critical: {
    position: 1,
    draft: () => ({
      keys: ca.keys,
      extensions: { subjectKeyIdentifier: subjectKeyIdentifier(ca.keys, true) },
    }),
    openssl: "unhandled critical extension",
  },
  subject_key_identifier_missing: {
    position: 2,
    draft: () => ({ extensions: { subjectKeyIdentifier: null } }),
    openssl: "Missing Subject Key Identifier",
  },
  ca_key_usage_missing: {
    position: 2,
    draft: () => ({ extensions: { keyUsage: null } }),
    openssl: "CA cert does not include key usage extension",
  },
  key_cert_sign_without_ca: {
    position: 0,
    draft: () => ({ extensions: { keyUsage: keyUsage(["digitalSignature", "keyCertSign"]) } }),
    openssl: "invalid CA certificate",
  },
  ca_without_key_cert_sign: {
    position: 0,
    draft: () => ({
      extensions: {
        basicConstraints: basicConstraints(true),
        subjectKeyIdentifier: subjectKeyIdentifier(ca.keys),
      },
    }),
    openssl: "ok",
  },
  path_length_without_ca: {
    position: 0,
    draft: () => ({ extensions: { basicConstraints: basicConstraints(false, 0) } }),
    openssl: "Path length invalid for non-CA cert",
  },
  basic_constraints_not_critical: {
    position: 1,
    draft: () => ({ extensions: { basicConstraints: basicConstraints(true, undefined, false) } }),
    openssl: "Basic Constraints of CA cert not marked critical",
  },
  subject_alt_name_missing: {
    position: 0,
    draft: () => ({ extensions: { subjectAltName: null } }),
    openssl: "ok",
  },
  subject_alt_name_malformed: {
    position: 0,
    draft: () => ({ extensions: { subjectAltName: subjectAltName([dns(HOST), dns("a_b.example.com")]) } }),
    openssl: "ok",
  },
  subject_alt_name_critical: {
    position: 0,
    draft: () => ({ extensions: { subjectAltName: subjectAltName([dns(HOST)], true) } }),
    openssl: "ok",
  },
  subject_alt_name_not_critical: {
    position: 0,
    draft: () => ({ subject: name() }),
    openssl: "Subject empty and Subject Alt Name extension not critical",
  },
  common_name_respelled: {
    position: 0,
    draft: () => ({ subject: commonName("WWW.example.com") }),
    openssl: "ok",
  },
  name_constraints_in_end_entity: {
    position: 0,
    draft: () => ({ extensions: { nameConstraints: nameConstraints({ permitted: [dns("example.com")] }) } }),
    openssl: "ok",
  },
  name_constraints_malformed: {
    position: 1,
    draft: () => ({
      extensions: { nameConstraints: nameConstraints({ permitted: [dns("*.example.com"), dns("com")] }) },
    }),
    openssl: "ok",
  },
  name_constraints_leading_dot: {
    position: 1,
    draft: () => ({ extensions: { nameConstraints: nameConstraints({ permitted: [dns(".example.com")] }) } }),
    openssl: "ok",
  },
  policy_constraints_not_critical: {
    position: 1,
    draft: () => ({
      extensions: { policyConstraints: extension("2.5.29.36", der.sequence(der.implicit(1, Buffer.of(0)))) },
    }),
    openssl: "ok",
  },
  inhibit_any_policy_not_critical: {
    position: 1,
    draft: () => ({ extensions: { inhibitAnyPolicy: extension("2.5.29.54", der.integer(0)) } }),
    openssl: "ok",
  },
  extended_key_usage_critical: {
    position: 0,
    draft: () => ({ extensions: { extKeyUsage: extKeyUsage([SERVER_AUTH], true) } }),
    openssl: "ok",
  },
  extended_key_usage_any: {
    position: 0,
    draft: () => ({ extensions: { extKeyUsage: extKeyUsage(["2.5.29.37.0", SERVER_AUTH]) } }),
    openssl: "ok",
  },
  root_extended_key_usage: {
    position: 2,
    draft: () => ({ extensions: { extKeyUsage: extKeyUsage([SERVER_AUTH]) } }),
    openssl: "ok",
  },
};

function issueChain(bad: Bad | null, rule?: string) {
  const draft = (position: number, issuer: Entity | null): Draft => ({
    issuer,
    ...(bad?.position === position ? bad.draft(issuer) : {}),
  });
  const emptyName = rule === "issuer_empty" || rule === "ca_subject_empty";
  const root = issueAuthority("Root", draft(2, null));
  const intermediate = issueAuthority(emptyName ? name() : "Intermediate", draft(1, root));
  const endEntity = issueEndEntity(draft(0, intermediate));
  return {
    certificateList: [endEntity.certificate, intermediate.certificate],
    trustAnchors: [root.certificate],
    at: NOW,
  };
}

test("a path that keeps every rule", () => {
  const chain = issueChain(null);
  expect(validatePath({ ...chain, serverName: HOST })).toMatchObject({ valid: true });
  expect(verifyWithOpenssl({ ...chain, options: STRICT })).toBe("ok");
});

describe("a path that breaks the rule", () => {
  test.each(Object.entries(BAD))("%s", (rule, bad) => {
    const chain = issueChain(bad, rule);
    const result = validatePath(chain);
    const fault = result.valid
      ? undefined
      : result.faults.find((each) => "rule" in each && each.rule === rule);
    expect(fault).toMatchObject({ kind: "profile_violation", position: bad.position });
    expect(verifyWithOpenssl({ ...chain, options: STRICT })).toBe(bad.openssl);
    // A warning is what OpenSSL lets pass by default.
    expect(fault?.severity === "warning" && verifyWithOpenssl({ ...chain, options: SERVER })).toBeOneOf([
      false,
      "ok",
    ]);
  });
});

const SERVER = ["-purpose", "sslserver"];
const STRICT = [...SERVER, "-x509_strict"];
