import { describe, expect, test } from "vitest";

import { validatePath } from "../../src/x509/path-validation.ts";
import * as der from "./der-writer.ts";
import { extension, issueAuthority, issueEndEntity, NOW } from "./issuing.ts";
import type { Entity, Extensions } from "./issuing.ts";
import { verifyWithOpenssl } from "./openssl.ts";

const ANY = "2.5.29.32.0";
const A = "1.2.3.1";
const B = "1.2.3.2";
const C = "1.2.3.3";

const policies = (...ids: readonly string[]): Extensions => ({
  certificatePolicies: extension("2.5.29.32", der.sequence(...ids.map((id) => der.sequence(der.oid(id))))),
});
const constraints = (fields: { require?: number; inhibit?: number }): Extensions => ({
  policyConstraints: extension(
    "2.5.29.36",
    der.sequence(
      ...(fields.require === undefined ? [] : [der.implicit(0, Buffer.of(fields.require))]),
      ...(fields.inhibit === undefined ? [] : [der.implicit(1, Buffer.of(fields.inhibit))]),
    ),
    true,
  ),
});
const mappings = (...pairs: readonly (readonly [string, string])[]): Extensions => ({
  policyMappings: extension(
    "2.5.29.33",
    der.sequence(...pairs.map(([issuer, subject]) => der.sequence(der.oid(issuer), der.oid(subject)))),
    true,
  ),
});
const inhibitAny = (skip: number): Extensions => ({
  inhibitAnyPolicy: extension("2.5.29.54", der.integer(skip), true),
});

/** The intermediates from the root downwards, then the end entity. */
const CASES: Readonly<Record<string, readonly [missing: boolean, ...path: readonly Extensions[]]>> = {
  "no policies and none required": [false, {}, {}],
  "none required": [false, policies(A), policies(B)],
  "required and kept": [false, { ...policies(A), ...constraints({ require: 0 }) }, policies(A)],
  "required and another": [true, { ...policies(A), ...constraints({ require: 0 }) }, policies(B)],
  "required and none": [true, { ...policies(A), ...constraints({ require: 0 }) }, {}],
  "required too far below": [false, { ...policies(A), ...constraints({ require: 2 }) }, {}],
  "required one below": [true, { ...policies(A), ...constraints({ require: 1 }) }, {}, {}],
  "required by the end entity": [true, {}, constraints({ require: 0 })],
  "any policy above": [false, { ...policies(ANY), ...constraints({ require: 0 }) }, policies(A)],
  "any policy below": [false, { ...policies(A), ...constraints({ require: 0 }) }, policies(ANY)],
  "any policy, inhibited": [
    true,
    { ...policies(A), ...constraints({ require: 0 }), ...inhibitAny(0) },
    policies(ANY),
  ],
  "any policy, inhibited too far below": [
    false,
    { ...policies(A), ...constraints({ require: 0 }), ...inhibitAny(1) },
    policies(ANY),
  ],
  "lost on the way": [true, { ...policies(A), ...constraints({ require: 0 }) }, policies(B), policies(A)],
  mapped: [false, { ...policies(A), ...constraints({ require: 0 }), ...mappings([A, B]) }, policies(B)],
  "mapped to two": [
    false,
    { ...policies(A), ...constraints({ require: 0 }), ...mappings([A, B], [A, C]) },
    policies(C),
  ],
  "mapped away": [true, { ...policies(A), ...constraints({ require: 0 }), ...mappings([A, B]) }, policies(A)],
  "mapped from any": [
    false,
    { ...policies(ANY), ...constraints({ require: 0 }), ...mappings([A, B]) },
    policies(B),
  ],
  "mapped from one that is not valid": [
    true,
    { ...policies(A), ...constraints({ require: 0 }), ...mappings([B, C]) },
    policies(C),
  ],
  "mapped although inhibited": [
    true,
    { ...policies(A), ...constraints({ require: 0, inhibit: 0 }) },
    { ...policies(A), ...mappings([A, B]) },
    policies(B),
  ],
};

const root = issueAuthority("Root", { issuer: null });

function issuePath(extensions: readonly Extensions[]) {
  const authorities: Entity[] = [];
  for (const [index, each] of extensions.slice(0, -1).entries()) {
    authorities.push(issueAuthority(`CA ${index}`, { issuer: authorities.at(-1) ?? root, extensions: each }));
  }
  const leaf = issueEndEntity({ issuer: authorities.at(-1) ?? root, extensions: extensions.at(-1) ?? {} });
  const certificateList = [leaf, ...authorities].map(({ certificate }) => certificate);
  return { certificateList, trustAnchors: [root.certificate], at: NOW };
}

describe("an explicit policy", () => {
  test.each(Object.entries(CASES))("%s", (_, [missing, ...extensions]) => {
    const request = issuePath(extensions);
    const result = validatePath(request);
    expect(result.valid ? [] : result.faults).toEqual(
      missing ? [{ severity: "error", kind: "policy_missing" }] : [],
    );
    const openssl = verifyWithOpenssl({ ...request, options: ["-policy_check", "-policy", ANY] });
    expect(openssl).toBe(missing ? "no explicit policy" : "ok");
  });

  test("mappings that multiply end soon (CVE-2023-0464, RFC 9618)", () => {
    const many = (level: number) => Array.from({ length: 40 }, (_, index) => `1.2.${level}.${index}`);
    const levels = Array.from({ length: 14 }, (_, level) => ({
      ...policies(...many(level)),
      ...mappings(...many(level).flatMap((from) => many(level + 1).map((to) => [from, to] as const))),
      ...(level === 0 ? constraints({ require: 0 }) : {}),
    }));
    const request = issuePath([...levels, policies("1.2.14.1")]);
    const started = performance.now();
    expect(validatePath(request)).toMatchObject({ valid: true });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
