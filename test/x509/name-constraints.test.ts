import { describe, expect, test } from "vitest";

import { validatePath } from "../../src/x509/path-validation.ts";
import type { PathFault } from "../../src/x509/path-fault.ts";
import * as der from "./der-writer.ts";
import {
  commonName,
  directory,
  dns,
  email,
  HOST,
  ip,
  issueAuthority,
  issueEndEntity,
  name,
  nameConstraints,
  NOW,
  otherName,
  subjectAltName,
  uri,
} from "./issuing.ts";
import { verifyWithOpenssl } from "./openssl.ts";

const root = issueAuthority("Root", { issuer: null });
const C = (text: string) => ["2.5.4.6", text] as const;
const O = (text: string) => ["2.5.4.10", text] as const;
const CN = (text: string) => ["2.5.4.3", text] as const;

interface Constrained {
  readonly permitted?: readonly Buffer[];
  readonly excluded?: readonly Buffer[];
  readonly names?: readonly Buffer[];
  readonly subject?: Buffer;
}

function issueConstrained({ names, subject, ...constraints }: Constrained) {
  const extensions = { nameConstraints: nameConstraints(constraints) };
  const ca = issueAuthority("Intermediate", { issuer: root, extensions });
  const leaf = issueEndEntity({
    issuer: ca,
    ...(subject && { subject }),
    ...(names && { extensions: { subjectAltName: subjectAltName([dns(HOST), ...names]) } }),
  });
  const certificateList = [leaf.certificate, ca.certificate];
  return { certificateList, trustAnchors: [root.certificate], at: NOW };
}

function refusalsOf(request: Parameters<typeof validatePath>[0]) {
  const result = validatePath(request);
  const faults: readonly PathFault[] = result.valid ? [] : result.faults;
  return faults.flatMap((fault) => (fault.kind === "name_not_permitted" ? [[fault.name, fault.reason]] : []));
}

const GOOD: Readonly<Record<string, Constrained>> = {
  "dNSName itself": { permitted: [dns(HOST)] },
  "dNSName below": { permitted: [dns("EXAMPLE.com")] },
  "dNSName, everything": { permitted: [dns("")] },
  "dNSName, another one excluded": { excluded: [dns("example.org"), dns("ample.com")] },
  "a wildcard within": { permitted: [dns("example.com")], names: [dns("*.example.com")] },
  "a wildcard beside what is excluded": {
    excluded: [dns("a.b.c.example.com")],
    names: [dns("*.example.com")],
  },
  "iPAddress in the network": { permitted: [ip(192, 0, 2, 0, 255, 255, 255, 0)], names: [ip(192, 0, 2, 7)] },
  "iPAddress outside": { excluded: [ip(192, 0, 3, 0, 255, 255, 255, 0)], names: [ip(192, 0, 2, 7)] },
  "rfc822Name, one mailbox": { permitted: [email("a@example.com")], names: [email("a@EXAMPLE.com")] },
  "rfc822Name, a host": { permitted: [email("example.com")], names: [email("a@example.com")] },
  "rfc822Name, below a domain": { permitted: [email(".example.com")], names: [email("a@mail.example.com")] },
  "URI, a host": { permitted: [uri("example.com")], names: [uri("https://EXAMPLE.com:443/?x")] },
  "URI, below a domain": { permitted: [uri(".example.com")], names: [uri("https://www.example.com/")] },
  "directoryName, the subject": { permitted: [directory(name(C("US")))], subject: name(C("us"), CN(HOST)) },
  "directoryName, not excluded": {
    excluded: [directory(name(C("US"), O("B")))],
    subject: name(C("US"), CN(HOST)),
  },
  "a form that no name has": { permitted: [email("example.com"), uri("example.com")] },
  "otherName that no name has": { excluded: [otherName("1.2.3", "x")] },
};

describe("names that are permitted", () => {
  test.each(Object.entries(GOOD))("%s", (_, constrained) => {
    const request = issueConstrained(constrained);
    expect(refusalsOf(request)).toEqual([]);
    expect(verifyWithOpenssl(request)).toBe("ok");
  });
});

type Bad = Constrained & { readonly refused: readonly string[]; readonly openssl: string };
const PERMITTED = "permitted subtree violation";
const EXCLUDED = "excluded subtree violation";

const BAD: Readonly<Record<string, Bad>> = {
  "dNSName elsewhere": {
    permitted: [dns("example.org")],
    refused: [`DNS:${HOST}`, "not_permitted"],
    openssl: PERMITTED,
  },
  "dNSName with the same ending": {
    permitted: [dns("ample.com")],
    refused: [`DNS:${HOST}`, "not_permitted"],
    openssl: PERMITTED,
  },
  "dNSName excluded, though permitted": {
    permitted: [dns("example.com")],
    excluded: [dns(HOST)],
    refused: [`DNS:${HOST}`, "excluded"],
    openssl: EXCLUDED,
  },
  "a wildcard that reaches further than is permitted": {
    permitted: [dns(HOST)],
    names: [dns("*.example.com")],
    refused: ["DNS:*.example.com", "not_permitted"],
    openssl: PERMITTED,
  },
  "a wildcard that reaches what is excluded": {
    excluded: [dns("mail.example.com")],
    names: [dns("*.example.com")],
    refused: ["DNS:*.example.com", "excluded"],
    // CVE-2025-61727, which is Go's; OpenSSL has it too.
    openssl: "ok",
  },
  "iPAddress outside": {
    permitted: [ip(192, 0, 2, 0, 255, 255, 255, 0)],
    names: [ip(192, 0, 3, 7)],
    refused: ["IP Address:192.0.3.7", "not_permitted"],
    openssl: PERMITTED,
  },
  "iPAddress of the other family": {
    permitted: [ip(...Array.from({ length: 32 }, () => 0))],
    names: [ip(192, 0, 2, 7)],
    refused: ["IP Address:192.0.2.7", "not_permitted"],
    openssl: PERMITTED,
  },
  "iPAddress excluded": {
    excluded: [ip(192, 0, 2, 0, 255, 255, 255, 0)],
    names: [ip(192, 0, 2, 7)],
    refused: ["IP Address:192.0.2.7", "excluded"],
    openssl: EXCLUDED,
  },
  "rfc822Name, the local part in another case": {
    permitted: [email("A@example.com")],
    names: [email("a@example.com")],
    refused: ["email:a@example.com", "not_permitted"],
    openssl: PERMITTED,
  },
  "rfc822Name, below the host": {
    permitted: [email("example.com")],
    names: [email("a@mail.example.com")],
    refused: ["email:a@mail.example.com", "not_permitted"],
    openssl: PERMITTED,
  },
  "rfc822Name in the subject": {
    excluded: [email("example.com")],
    subject: name(CN(HOST), ["1.2.840.113549.1.9.1", "a@example.com"]),
    refused: ["email:a@example.com", "excluded"],
    // OpenSSL wants the address to be an IA5String.
    openssl: "unsupported or invalid name syntax",
  },
  "URI of another host": {
    permitted: [uri("example.com")],
    names: [uri("https://www.example.com/")],
    refused: ["URI:https://www.example.com/", "not_permitted"],
    openssl: PERMITTED,
  },
  "URI without a host": {
    excluded: [uri("example.com")],
    names: [uri("urn:x")],
    refused: ["URI:urn:x", "unsupported"],
    openssl: "unsupported or invalid name syntax",
  },
  "directoryName elsewhere": {
    permitted: [directory(name(C("US"), O("A")))],
    subject: name(C("US"), CN(HOST)),
    refused: [`DirName:CN=${HOST},C=US`, "not_permitted"],
    openssl: PERMITTED,
  },
  "directoryName among the alternative names": {
    excluded: [directory(name(C("US")))],
    names: [directory(name(C("US"), O("A")))],
    refused: ["DirName:O=A,C=US", "excluded"],
    openssl: EXCLUDED,
  },
  "otherName, whatever it says": {
    excluded: [otherName("1.2.3", "x")],
    names: [otherName("1.2.4", "y")],
    refused: ["othername:1.2.4", "unsupported"],
    openssl: "ok",
  },
};

describe("names that are not", () => {
  test.each(Object.entries(BAD))("%s", (_, { refused, openssl, ...constrained }) => {
    const request = issueConstrained(constrained);
    expect(refusalsOf(request)).toEqual([refused]);
    expect(verifyWithOpenssl(request)).toBe(openssl);
  });
});

describe("along the path", () => {
  const constrain = (permitted: readonly string[]) => ({
    extensions: { nameConstraints: nameConstraints({ permitted: permitted.map(dns) }) },
  });

  test("every CA's constraints count", () => {
    const first = issueAuthority("First", { issuer: root, ...constrain(["example.org", HOST]) });
    const second = issueAuthority("Second", { issuer: first, ...constrain(["example.org"]) });
    const leaf = issueEndEntity({ issuer: second });
    const certificateList = [leaf, second, first].map(({ certificate }) => certificate);
    expect(validatePath({ certificateList, trustAnchors: [root.certificate], at: NOW })).toMatchObject({
      faults: [{ kind: "name_not_permitted", position: 0, constrainedBy: 1 }],
    });
  });

  test("a self-issued intermediate is spared, a self-issued end entity is not", () => {
    const constrained = issueAuthority("Root", { issuer: null, ...constrain(["example.org"]) });
    const names = { subjectAltName: subjectAltName([dns(HOST)]) };
    const rollover = issueAuthority("Root", { issuer: constrained, extensions: names });
    const leafOf = (subject: string, host: string) =>
      issueEndEntity({
        issuer: rollover,
        subject: commonName(subject),
        extensions: { subjectAltName: subjectAltName([dns(host)]) },
      });
    const refused = (leaf: ReturnType<typeof leafOf>) =>
      refusalsOf({
        certificateList: [leaf.certificate, rollover.certificate],
        trustAnchors: [constrained.certificate],
        at: NOW,
      });
    expect(refused(leafOf("a", "example.org"))).toEqual([]);
    expect(refused(leafOf("Root", HOST))).toEqual([[`DNS:${HOST}`, "not_permitted"]]);
  });

  test("a bound on the depth cannot be applied", () => {
    const subtree = der.sequence(dns("example.com"), der.implicit(0, Buffer.of(1)));
    const ca = issueAuthority("Intermediate", {
      issuer: root,
      extensions: {
        nameConstraints: der.sequence(
          der.oid("2.5.29.30"),
          der.boolean(true),
          der.octetString(der.sequence(der.tagged(0, subtree))),
        ),
      },
    });
    const leaf = issueEndEntity({ issuer: ca });
    const certificateList = [leaf.certificate, ca.certificate];
    expect(refusalsOf({ certificateList, trustAnchors: [root.certificate], at: NOW })).toEqual([
      [`DNS:${HOST}`, "unsupported"],
    ]);
  });

  test("thousands of names under thousands of constraints end soon", () => {
    const excluded = Array.from({ length: 2_000 }, (_, index) => directory(name(O(`x${index}`))));
    const names = Array.from({ length: 2_000 }, (_, index) => directory(name(O(`n${index}`))));
    const request = issueConstrained({ excluded, names });
    const started = performance.now();
    const result = validatePath(request);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(result.valid ? [] : result.faults).toContainEqual(
      expect.objectContaining({ kind: "limit_exceeded", what: "name_comparisons" }),
    );
  });
});
