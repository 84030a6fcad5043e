import { readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { PathFault } from "../../src/x509/path-fault.ts";
import { decodeTrustAnchors, validatePath } from "../../src/x509/path-validation.ts";
import type { PathRequest } from "../../src/x509/path-validation.ts";
import * as der from "./der-writer.ts";
import {
  authorityKeyIdentifier,
  basicConstraints,
  commonName,
  directory,
  dns,
  ecKeys,
  extension,
  extKeyUsage,
  HOST,
  issueAuthority,
  issueEndEntity,
  keyIdentifier,
  keyUsage,
  NOW,
  pem,
  RSA_SHA256,
  rsaKeys,
  subjectAltName,
} from "./issuing.ts";
import type { Draft } from "./issuing.ts";
import { verifyWithOpenssl } from "./openssl.ts";

const DAY = 86_400_000;
const root = issueAuthority("Root", { issuer: null });
const intermediate = issueAuthority("Intermediate", { issuer: root });
const endEntity = issueEndEntity({ issuer: intermediate });
const good = {
  certificateList: [endEntity.certificate, intermediate.certificate],
  trustAnchors: [root.certificate],
  at: NOW,
  serverName: HOST,
};

function faultsOf(request: PathRequest): readonly PathFault[] {
  const result = validatePath(request);
  return result.valid ? [] : result.faults;
}
const kindsOf = (request: PathRequest) => faultsOf(request).map(({ kind }) => kind);
const subjectsOf = (request: PathRequest) => validatePath(request).path.map(({ subject }) => subject);

describe("input", () => {
  test("the path is returned, end entity first and trust anchor last", () => {
    expect(subjectsOf(good)).toEqual([`CN=${HOST}`, "CN=Intermediate", "CN=Root"]);
    expect(validatePath(good).valid).toBe(true);
  });

  test("one PEM text with other things in it", () => {
    const certificateList = `server:\r\n${pem("CERTIFICATE", endEntity.certificate)}\n${pem("X509 CRL", Buffer.of(1))}
      ${pem("X509 CERTIFICATE", intermediate.certificate)}`;
    expect(validatePath({ ...good, certificateList }).valid).toBe(true);
    expect(validatePath({ ...good, certificateList: Buffer.from(certificateList) }).valid).toBe(true);
  });

  test("the rest in any order, twice, with the root and with strangers", () => {
    const stranger = issueAuthority("Stranger", { issuer: null });
    const second = issueAuthority("Second", { issuer: intermediate });
    const leaf = issueEndEntity({ issuer: second });
    const rest = [stranger, root, second, second, intermediate].map(({ certificate }) => certificate);
    for (const others of [rest, rest.toReversed()]) {
      expect(validatePath({ ...good, certificateList: [leaf.certificate, ...others] }).valid).toBe(true);
    }
  });

  test("trust anchors decoded once", () => {
    expect(
      validatePath({ ...good, trustAnchors: decodeTrustAnchors(pem("CERTIFICATE", root.certificate)) }).valid,
    ).toBe(true);
  });

  test("nothing", () => {
    expect(faultsOf({ ...good, certificateList: [] })).toEqual([
      { severity: "error", kind: "certificate_list_empty" },
    ]);
    expect(kindsOf({ ...good, certificateList: "no PEM" })).toEqual(["certificate_list_empty"]);
    expect(kindsOf({ ...good, trustAnchors: [] })).toEqual(["issuer_not_found"]);
  });

  test("a malformed end entity, with the place", () => {
    const certificateList = [endEntity.certificate.subarray(0, 40), intermediate.certificate];
    expect(faultsOf({ ...good, certificateList })).toEqual([
      {
        severity: "error",
        kind: "certificate_malformed",
        index: 0,
        code: "truncated",
        structure: "Certificate",
        offset: 4,
      },
    ]);
  });

  test("a TLS feature extension that is malformed", () => {
    const tlsFeature = extension("1.3.6.1.5.5.7.1.24", der.sequence(der.octetString(Buffer.of(5))));
    const { certificate } = issueEndEntity({ issuer: intermediate, extensions: { tlsFeature } });
    expect(faultsOf({ ...good, certificateList: [certificate, intermediate.certificate] })).toMatchObject([
      { kind: "certificate_malformed", index: 0, code: "illegal_value", structure: "TLSFeature" },
    ]);
  });

  test("a malformed certificate counts where it leaves no path", () => {
    const broken = intermediate.certificate.subarray(0, -1);
    const withBroken = [endEntity.certificate, broken];
    expect(kindsOf({ ...good, certificateList: withBroken })).toEqual([
      "issuer_not_found",
      "certificate_malformed",
    ]);
    expect(validatePath({ ...good, certificateList: [...withBroken, intermediate.certificate] }).valid).toBe(
      true,
    );
  });

  test("broken base64", () => {
    const certificateList = pem("CERTIFICATE", endEntity.certificate).replace("M", "!");
    expect(faultsOf({ ...good, certificateList })).toMatchObject([
      { kind: "certificate_malformed", code: "illegal_value", structure: "CERTIFICATE" },
    ]);
  });
});

interface Case {
  readonly request: typeof good;
  readonly fault: PathFault;
  /** The first error of `openssl verify`. */
  readonly openssl: string;
}

/** The good path with one certificate drafted otherwise. */
function alter(drafts: {
  readonly root?: Partial<Draft>;
  readonly ca?: Partial<Draft>;
  readonly leaf?: Partial<Draft>;
}): typeof good {
  const anchor = issueAuthority("Root", { issuer: null, ...drafts.root });
  const ca = issueAuthority("Intermediate", { issuer: anchor, ...drafts.ca });
  const leaf = issueEndEntity({ issuer: ca, ...drafts.leaf });
  return { ...good, certificateList: [leaf.certificate, ca.certificate], trustAnchors: [anchor.certificate] };
}

/** Changes the last byte of the signature, which the certificate ends with. */
function damage(certificate: Buffer): Buffer {
  const damaged = Buffer.from(certificate);
  damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
  return damaged;
}

const selfSigned = issueEndEntity({ issuer: null });
const otherRoot = issueAuthority("Root", { issuer: null });
const unknownExtension = extension("1.3.6.1.4.1.55738.666.1", der.tlv(0x05), true);

const FAULTS: Readonly<Record<string, Case>> = {
  "the intermediate is missing": {
    request: { ...good, certificateList: [endEntity.certificate] },
    fault: { severity: "error", kind: "issuer_not_found", position: 0, issuer: "CN=Intermediate" },
    openssl: "unable to get local issuer certificate",
  },
  "self-signed and not trusted": {
    request: { ...good, certificateList: [selfSigned.certificate] },
    fault: { severity: "error", kind: "root_not_trusted", position: 0, otherKey: false },
    openssl: "self-signed certificate",
  },
  "the root is sent along and not trusted": {
    request: {
      ...good,
      certificateList: [endEntity.certificate, intermediate.certificate, root.certificate],
      trustAnchors: [issueAuthority("Another", { issuer: null }).certificate],
    },
    fault: { severity: "error", kind: "root_not_trusted", position: 2, otherKey: false },
    openssl: "self-signed certificate in certificate chain",
  },
  "the trusted root has the same name and another key": {
    request: { ...good, trustAnchors: [otherRoot.certificate] },
    fault: { severity: "error", kind: "signature_invalid", position: 1, issuer: "CN=Root", otherKey: true },
    openssl: "unable to get local issuer certificate",
  },
  "the same, and the root is sent along": {
    request: {
      ...good,
      certificateList: [endEntity.certificate, intermediate.certificate, root.certificate],
      trustAnchors: [otherRoot.certificate],
    },
    fault: { severity: "error", kind: "root_not_trusted", position: 2, otherKey: true },
    openssl: "self-signed certificate in certificate chain",
  },
  "a damaged signature": {
    request: { ...good, certificateList: [damage(endEntity.certificate), intermediate.certificate] },
    fault: {
      severity: "error",
      kind: "signature_invalid",
      position: 0,
      issuer: "CN=Intermediate",
      otherKey: false,
    },
    openssl: "certificate signature failure",
  },
  "another algorithm inside than outside": {
    request: alter({ leaf: { innerAlgorithm: RSA_SHA256.algorithm } }),
    fault: {
      severity: "error",
      kind: "signature_algorithm_mismatch",
      position: 0,
      inside: "sha256WithRSAEncryption",
      outside: "ecdsa-with-SHA256",
    },
    openssl: "unable to get local issuer certificate",
  },
  "the key identifier names another key": {
    request: alter({ leaf: { extensions: { authorityKeyIdentifier: authorityKeyIdentifier(otherRoot) } } }),
    fault: { severity: "error", kind: "key_identifier_mismatch", position: 0 },
    openssl: "unable to get local issuer certificate",
  },
  "expired a second ago": {
    request: alter({ leaf: { notAfter: der.time(NOW - 1_000) } }),
    fault: { severity: "error", kind: "certificate_expired", position: 0, notAfter: NOW - 1_000, at: NOW },
    openssl: "certificate has expired",
  },
  "an intermediate that is not yet valid": {
    request: alter({ ca: { notBefore: der.time(NOW + DAY) } }),
    fault: {
      severity: "error",
      kind: "certificate_not_yet_valid",
      position: 1,
      notBefore: NOW + DAY,
      at: NOW,
    },
    openssl: "certificate is not yet valid",
  },
  "an expired trust anchor": {
    request: alter({ root: { notAfter: der.time(NOW - DAY) } }),
    fault: { severity: "error", kind: "certificate_expired", position: 2, notAfter: NOW - DAY, at: NOW },
    openssl: "certificate has expired",
  },
  "another host": {
    request: { ...good, serverName: "mail.example.com" },
    fault: {
      severity: "error",
      kind: "host_name_mismatch",
      referenceIdentifier: "mail.example.com",
      presentedIdentifiers: [`DNS:${HOST}`],
    },
    openssl: "hostname mismatch",
  },
  "an end entity as issuer": {
    request: alter({ ca: { extensions: { basicConstraints: basicConstraints(false) } } }),
    fault: { severity: "error", kind: "not_a_ca", position: 1, reason: "ca_false" },
    openssl: "invalid CA certificate",
  },
  "an issuer without basic constraints": {
    request: alter({ ca: { extensions: { basicConstraints: null } } }),
    fault: { severity: "error", kind: "not_a_ca", position: 1, reason: "basic_constraints_missing" },
    openssl: "invalid CA certificate",
  },
  "an issuer that may not sign certificates": {
    request: alter({ ca: { extensions: { keyUsage: keyUsage(["digitalSignature"]) } } }),
    fault: { severity: "error", kind: "not_a_ca", position: 1, reason: "key_cert_sign_missing" },
    openssl: "invalid CA certificate",
  },
  "too many intermediates for a CA": {
    request: alter({ root: { extensions: { basicConstraints: basicConstraints(true, 0) } } }),
    fault: { severity: "error", kind: "path_too_long", position: 2, limit: 0 },
    openssl: "path length constraint exceeded",
  },
  "a key that may not sign a handshake": {
    request: alter({ leaf: { extensions: { keyUsage: keyUsage(["cRLSign"]) } } }),
    fault: {
      severity: "error",
      kind: "key_usage_mismatch",
      position: 0,
      keyUsage: ["cRLSign"],
      oneOf: ["digitalSignature", "keyEncipherment", "keyAgreement"],
    },
    openssl: "unsuitable certificate purpose",
  },
  "a certificate for clients": {
    request: alter({ leaf: { extensions: { extKeyUsage: extKeyUsage(["1.3.6.1.5.5.7.3.2"]) } } }),
    fault: {
      severity: "error",
      kind: "extended_key_usage_mismatch",
      position: 0,
      extKeyUsage: ["1.3.6.1.5.5.7.3.2"],
      needed: "1.3.6.1.5.5.7.3.1",
    },
    openssl: "unsuitable certificate purpose",
  },
  "an intermediate for clients": {
    request: alter({ ca: { extensions: { extKeyUsage: extKeyUsage(["1.3.6.1.5.5.7.3.2"]) } } }),
    fault: {
      severity: "error",
      kind: "extended_key_usage_mismatch",
      position: 1,
      extKeyUsage: ["1.3.6.1.5.5.7.3.2"],
      needed: "1.3.6.1.5.5.7.3.1",
    },
    openssl: "unsuitable certificate purpose",
  },
  "a short RSA key": {
    request: alter({ leaf: { keys: rsaKeys(1024) } }),
    fault: { severity: "error", kind: "weak_key", position: 0, publicKey: "RSA 1024" },
    openssl: "EE certificate key too weak",
  },
  "an RSA key of no whole bytes": {
    request: alter({ leaf: { keys: rsaKeys(2052) } }),
    fault: { severity: "warning", kind: "weak_key", position: 0, publicKey: "RSA 2052" },
    openssl: "ok",
  },
  "a small curve": {
    request: alter({ ca: { keys: ecKeys("P-192") } }),
    fault: { severity: "error", kind: "weak_key", position: 1, publicKey: "EC P-192" },
    openssl: "CA certificate key too weak",
  },
  "a signature with SHA-1": {
    request: alter({
      leaf: { scheme: { algorithm: der.sequence(der.oid("1.2.840.10045.4.1")), hash: "sha1" } },
    }),
    fault: { severity: "error", kind: "weak_signature", position: 0, signatureAlgorithm: "ecdsa-with-SHA1" },
    openssl: "CA signature digest algorithm too weak",
  },
  "an unknown critical extension": {
    request: alter({ ca: { extensions: { unknown: unknownExtension } } }),
    fault: {
      severity: "error",
      kind: "critical_extension_unknown",
      position: 1,
      extension: "1.3.6.1.4.1.55738.666.1",
    },
    openssl: "unhandled critical extension",
  },
  "an unknown critical extension of the trust anchor": {
    request: alter({ root: { extensions: { unknown: unknownExtension } } }),
    fault: {
      severity: "error",
      kind: "critical_extension_unknown",
      position: 2,
      extension: "1.3.6.1.4.1.55738.666.1",
    },
    openssl: "unhandled critical extension",
  },
};

describe("a path with one fault, and what openssl verify says of it", () => {
  test.each(Object.entries(FAULTS))("%s", (_, { request, fault, openssl }) => {
    expect(faultsOf(request)).toEqual([fault]);
    const { certificateList, trustAnchors, serverName } = request;
    const options = ["-purpose", "sslserver", "-auth_level", "2", "-verify_hostname", serverName];
    expect(verifyWithOpenssl({ certificateList, trustAnchors, at: NOW, options })).toBe(openssl);
  });
});

describe("the faults of one path are all reported", () => {
  test("expired, wrong host and no path", () => {
    const leaf = issueEndEntity({ issuer: intermediate, notAfter: der.time(NOW - DAY) });
    const request = { ...good, certificateList: [leaf.certificate], serverName: "other.example.com" };
    expect(kindsOf(request)).toEqual(["issuer_not_found", "certificate_expired", "host_name_mismatch"]);
  });
});

describe("validity is counted in whole seconds, both ends included", () => {
  const request = alter({ leaf: { notBefore: der.time(NOW), notAfter: der.time(NOW + DAY) } });
  test.each([
    [-1, "certificate_not_yet_valid"],
    [0, undefined],
    [999, undefined],
    [DAY, undefined],
    [DAY + 999, undefined],
    [DAY + 1_000, "certificate_expired"],
  ])("%i ms", (after, kind) => {
    expect(kindsOf({ ...request, at: NOW + after })[0]).toBe(kind);
  });
});

describe("key identifiers that OpenSSL compares", () => {
  const named = (...fields: readonly Buffer[]) => ({
    authorityKeyIdentifier: extension(
      "2.5.29.35",
      der.sequence(der.implicit(0, keyIdentifier(ca.keys)), ...fields),
    ),
  });
  const ca = issueAuthority("Intermediate", { issuer: root, serialNumber: der.integer(0x77) });
  const issuer = (subject: string) => der.tagged(1, directory(commonName(subject)));
  const serial = (number: number) => der.implicit(2, Buffer.of(number));

  test.each<readonly [string, readonly Buffer[], string[]]>([
    ["the issuer's issuer and serial number", [issuer("root"), serial(0x77)], []],
    ["another serial number", [issuer("Root"), serial(0x78)], ["key_identifier_mismatch"]],
    ["another issuer", [issuer("Intermediate"), serial(0x77)], ["key_identifier_mismatch"]],
  ])("%s", (_, fields, kinds) => {
    const leaf = issueEndEntity({ issuer: ca, extensions: named(...fields) });
    const request = { ...good, certificateList: [leaf.certificate, ca.certificate] };
    expect(kindsOf(request)).toEqual(kinds);
    expect(verifyWithOpenssl(request) === "ok").toBe(kinds.length === 0);
  });

  test("a root that names another key than its own", () => {
    const odd = issueAuthority("Odd", {
      issuer: null,
      extensions: { authorityKeyIdentifier: authorityKeyIdentifier(ca) },
    });
    const request = {
      ...good,
      certificateList: [issueEndEntity({ issuer: odd }).certificate],
      trustAnchors: [odd.certificate],
    };
    expect(faultsOf(request)).toEqual([{ severity: "error", kind: "key_identifier_mismatch", position: 1 }]);
    expect(verifyWithOpenssl(request)).toBe("unable to get issuer certificate");
  });
});

test("a CA for any purpose", () => {
  const any = { extKeyUsage: extKeyUsage(["2.5.29.37.0"]) };
  expect(kindsOf(alter({ ca: { extensions: any } }))).toEqual([]);
});

describe("path length", () => {
  const authorities = [root];
  for (const label of ["1", "2", "3"]) {
    authorities.push(issueAuthority(label, { issuer: authorities.at(-1) ?? root }));
  }
  const selfIssued = issueAuthority("3", { issuer: authorities[3] ?? root });
  const leaf = issueEndEntity({ issuer: selfIssued });
  const certificateList = [leaf, selfIssued, ...authorities.slice(1)].map(({ certificate }) => certificate);

  test("the caller's limit does not count self-issued certificates", () => {
    expect(kindsOf({ ...good, certificateList, maxPathLength: 3 })).toEqual([]);
    expect(faultsOf({ ...good, certificateList, maxPathLength: 2 })).toEqual([
      { severity: "error", kind: "path_too_long", position: null, limit: 2 },
    ]);
  });

  test("a limit of 0 leaves room for the end entity, be it a CA", () => {
    const last = issueAuthority("Last", {
      issuer: root,
      extensions: { basicConstraints: basicConstraints(true, 0) },
    });
    const authority = issueAuthority(HOST, {
      issuer: last,
      extensions: {
        keyUsage: keyUsage(["digitalSignature", "keyCertSign"]),
        subjectAltName: subjectAltName([dns(HOST)]),
      },
    });
    expect(kindsOf({ ...good, certificateList: [authority.certificate, last.certificate] })).toEqual([]);
  });
});

describe("trust", () => {
  test("an end entity that is trusted itself", () => {
    const request = {
      ...good,
      certificateList: [selfSigned.certificate],
      trustAnchors: [selfSigned.certificate],
    };
    expect(kindsOf(request)).toEqual([]);
    expect(
      kindsOf({ ...good, certificateList: [endEntity.certificate], trustAnchors: [endEntity.certificate] }),
    ).toEqual([]);
  });

  test("an intermediate as trust anchor ends the path", () => {
    expect(subjectsOf({ ...good, trustAnchors: [intermediate.certificate] })).toEqual([
      `CN=${HOST}`,
      "CN=Intermediate",
    ]);
  });

  test("names that differ in case, spaces and the kind of string are the same", () => {
    const subject = der.sequence(der.set(der.sequence(der.oid("2.5.4.3"), der.tlv(0x13, "INTER  mediate "))));
    const ca = issueAuthority(commonName("inter mediate"), { issuer: root });
    const leaf = issueEndEntity({ issuer: { ...ca, subject } });
    expect(kindsOf({ ...good, certificateList: [leaf.certificate, ca.certificate] })).toEqual([]);
  });

  test("a root that signed with a key that cannot be verified here", () => {
    const dsa = der.sequence(der.oid("2.16.840.1.101.3.4.3.2"));
    const leaf = issueEndEntity({ issuer: root, scheme: { algorithm: dsa, hash: "sha256" } });
    expect(faultsOf({ ...good, certificateList: [leaf.certificate] })).toEqual([
      {
        severity: "error",
        kind: "signature_unsupported",
        position: 0,
        signatureAlgorithm: "dsa-with-sha256",
        issuerKey: "EC P-256",
      },
    ]);
  });
});

describe("an old trust anchor", () => {
  test("of version 1 cannot say that it is a CA", () => {
    const bare = {
      basicConstraints: null,
      keyUsage: null,
      subjectKeyIdentifier: null,
      authorityKeyIdentifier: null,
    };
    const old = issueAuthority("Old", { issuer: null, version: 1, extensions: bare });
    const certificateList = [issueEndEntity({ issuer: old }).certificate];
    const request = { ...good, certificateList, trustAnchors: [old.certificate] };
    expect(faultsOf(request).filter(({ severity }) => severity === "error")).toEqual([]);
    expect(verifyWithOpenssl(request)).toBe("ok");
  });

  test("that signed itself with SHA-1", () => {
    const scheme = { algorithm: der.sequence(der.oid("1.2.840.10045.4.1")), hash: "sha1" };
    const old = issueAuthority("Old", { issuer: null, scheme });
    const certificateList = [issueEndEntity({ issuer: old }).certificate, old.certificate];
    expect(kindsOf({ ...good, certificateList, trustAnchors: [old.certificate] })).toEqual([]);
    expect(kindsOf({ ...good, certificateList })).toEqual(["root_not_trusted"]);
  });
});

describe("hostile input", () => {
  test("any change of a certificate gives a result", () => {
    const chain = Buffer.concat(good.certificateList);
    const lengths = good.certificateList.map(({ length }) => length);
    const edits = fc.array(fc.tuple(fc.nat(chain.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(edits, (changes) => {
        const bytes = Buffer.from(chain);
        for (const [at, value] of changes) bytes[at] = value;
        const certificateList = [bytes.subarray(0, lengths[0]), bytes.subarray(lengths[0])];
        const result = validatePath({ ...good, certificateList });
        expect(result.valid || result.faults.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("as many faults as somebody may want to read", () => {
    const extensions = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [index, extension(`1.2.3.${index}`, der.tlv(0x05), true)]),
    );
    expect(faultsOf(alter({ leaf: { extensions } }))).toHaveLength(200);
  });

  test("a time that is none", () => {
    expect(() => validatePath({ ...good, at: Date.parse("yesterday") })).toThrow(RangeError);
  });
});

describe("ML-DSA", () => {
  // Made with issuing.ts on Node 24: this Node may not have the algorithm.
  const [leaf = "", anchor = ""] = readFileSync(
    new URL("fixtures/ml-dsa-65.pem", import.meta.url),
    "utf8",
  ).split(/(?<=END CERTIFICATE-----\n)/u);
  const request = { certificateList: leaf, trustAnchors: anchor, at: NOW, serverName: HOST };

  test("is named", () => {
    expect(validatePath(request).path).toMatchObject([
      { publicKey: "EC P-256", signatureAlgorithm: "id-ml-dsa-65" },
      { publicKey: "ML-DSA-65", signatureAlgorithm: "id-ml-dsa-65" },
    ]);
  });

  test("is verified where Node can, else that is the fault", () => {
    const supported = Number.parseInt(process.versions.node, 10) >= 24;
    expect(kindsOf(request)).toEqual(supported ? [] : ["signature_unsupported"]);
  });
});

describe("a client certificate", () => {
  const client = issueEndEntity({
    issuer: root,
    subject: commonName("somebody"),
    extensions: { extKeyUsage: extKeyUsage(["1.3.6.1.5.5.7.3.2"]), subjectAltName: null },
  });
  const request = { certificateList: [client.certificate], trustAnchors: [root.certificate], at: NOW };

  test("needs no name, but the purpose", () => {
    expect(kindsOf({ ...request, purpose: "client" })).toEqual([]);
    expect(kindsOf(request)).toEqual(["extended_key_usage_mismatch", "profile_violation"]);
  });

  test("must be able to sign", () => {
    const encipherment = issueEndEntity({
      issuer: root,
      extensions: { keyUsage: keyUsage(["keyEncipherment"]) },
    });
    const certificateList = [encipherment.certificate];
    expect(kindsOf({ ...request, certificateList, purpose: "client" })).toEqual(["key_usage_mismatch"]);
    expect(kindsOf({ ...request, certificateList })).toEqual([]);
  });
});
