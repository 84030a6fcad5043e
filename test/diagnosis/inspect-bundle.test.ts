import { describe, expect, it } from "vitest";
import type { InspectionOptions } from "../../src/diagnosis/inspect-bundle.ts";
import { inspectBundle } from "../../src/diagnosis/inspect-bundle.ts";
import { readBundle } from "../../src/x509/bundle/read-bundle.ts";
import { decodeTrustAnchors } from "../../src/x509/path-validation.ts";
import type { Entity } from "../x509/issuing.ts";
import { HOST, NOW, ecKeys, issueAuthority, issueEndEntity, pem, rsaKeys } from "../x509/issuing.ts";

const DAY = 86_400_000;
const root = issueAuthority("root", { issuer: null });
const intermediate = issueAuthority("intermediate", { issuer: root });
const leaf = issueEndEntity({ issuer: intermediate, keys: rsaKeys() });
const text = (...entities: readonly Entity[]) =>
  entities.map(({ certificate }) => pem("CERTIFICATE", certificate)).join("");
const keyOf = ({ keys }: Entity) => String(keys.privateKey.export({ type: "pkcs8", format: "pem" }));
const inspect = (content: string, given: Partial<InspectionOptions> = {}) =>
  inspectBundle(readBundle(Buffer.from(content)), {
    at: NOW,
    trustAnchors: decodeTrustAnchors([root.certificate]),
    serverName: null,
    ...given,
  });
const kinds = (content: string, given: Partial<InspectionOptions> = {}) =>
  inspect(content, given).findings.map(({ kind, severity }) => `${severity} ${kind}`);

describe("a chain", () => {
  it("with its key is right", () => {
    const inspection = inspect(text(leaf, intermediate) + keyOf(leaf), { serverName: HOST });
    expect(inspection.findings).toEqual([]);
    expect(inspection.examination?.path).toHaveLength(3);
  });

  it("that is upside down is told so, and put right", () => {
    const { findings } = inspect(text(root, intermediate, leaf));
    expect(findings).toMatchObject([
      {
        kind: "chain_incorrect",
        severity: "warning",
        flaws: [{ kind: "wrong_order" }, { kind: "extra_root" }],
      },
    ]);
    const [finding] = findings;
    const completed = finding?.kind === "chain_incorrect" ? finding.completed : null;
    expect(kinds(completed ?? "")).toEqual([]);
  });

  it.each([
    ["incomplete", text(leaf), {}, ["error chain_incomplete"]],
    [
      "for another name",
      text(leaf, intermediate),
      { serverName: "other.example" },
      ["error host_name_mismatch"],
    ],
    [
      "expired",
      text(leaf, intermediate),
      { at: NOW + 40 * DAY },
      ["error certificate_expired", "error certificate_expired"],
    ],
    [
      "not yet valid",
      text(leaf, intermediate),
      { at: NOW - 40 * DAY },
      ["error certificate_not_yet_valid", "error certificate_not_yet_valid"],
    ],
    [
      "of nobody",
      text(leaf, intermediate, root),
      { trustAnchors: decodeTrustAnchors([]) },
      ["error certificate_unknown", "info chain_incorrect"],
    ],
  ])("that is %s", (_, content, given, found) => {
    expect(kinds(content, given)).toEqual(found);
  });
});

describe("a key", () => {
  it("of somebody else does not match, whatever its kind", () => {
    for (const keys of [rsaKeys(), ecKeys()]) {
      const other = String(keys.privateKey.export({ type: "pkcs8", format: "pem" }));
      expect(kinds(text(leaf, intermediate) + other)).toEqual(["error key_mismatch"]);
    }
  });

  it("from another file is compared as well", () => {
    const { keys } = readBundle(Buffer.from(keyOf(intermediate)));
    expect(kinds(text(leaf, intermediate), { keys: readBundle(Buffer.from(keyOf(leaf))).keys })).toEqual([]);
    expect(kinds(text(leaf), { keys })).toContain("error key_mismatch");
  });

  it("alone is no certificate; encrypted it says nothing", () => {
    expect(kinds(keyOf(leaf))).toEqual(["error certificate_malformed"]);
    const encrypted = String(
      leaf.keys.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }),
    );
    expect(kinds(text(leaf, intermediate) + encrypted)).toEqual([]);
  });
});

it("a store of roots is no chain", () => {
  const others = [1, 2].map((number) => issueAuthority(`root ${number}`, { issuer: null }));
  expect(inspect(text(root, ...others))).toMatchObject({ findings: [], examination: null });
});

it("what is malformed is one finding with one repair", () => {
  const { findings } = inspect(
    text(leaf, intermediate).replaceAll("-----END CERTIFICATE-----", "-----END CERTIFICATE----"),
  );
  expect(findings).toMatchObject([
    {
      kind: "certificate_malformed",
      severity: "error",
      faults: [{ code: "boundary" }, { code: "boundary" }],
    },
  ]);
  expect(findings[0]?.kind === "certificate_malformed" && findings[0].repaired).toBe(
    text(leaf, intermediate),
  );
});

it("a listing is judged by its dates", () => {
  const listing = { subject: "CN=a", issuer: "CN=b", validFrom: 1, expiryDate: NOW - DAY, serialNumber: "1" };
  expect(kinds(JSON.stringify({ certInfo: [listing] }))).toEqual([
    "error certificate_expired",
    "warning certificate_malformed",
  ]);
});
