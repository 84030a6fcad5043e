import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bundle, BundleFault } from "../../../src/x509/bundle/bundle.ts";
import { encodePem } from "../../../src/wire/pem.ts";
import { MAX_BUNDLE_BYTES, readBundle } from "../../../src/x509/bundle/read-bundle.ts";
import * as der from "../der-writer.ts";
import { issueAuthority, issueEndEntity, pem, rsaKeys } from "../issuing.ts";

/** RSA signatures are of one length. */
const root = issueAuthority("root", { issuer: null, keys: rsaKeys() });
const leaf = issueEndEntity({ issuer: root });
const rsa = rsaKeys();
const LEAF = encodePem([leaf.certificate.toString("base64")]);
const ROOT = encodePem([root.certificate.toString("base64")]);
const LINES = LEAF.trimEnd().split("\n");
const BODY = LINES.slice(1, -1);

const read = (text: string | Uint8Array, options = {}) =>
  readBundle(typeof text === "string" ? Buffer.from(text) : text, options);
const subjects = ({ certificates }: Bundle) => certificates.map(({ certificate }) => certificate.subject);
const joined = (lines: readonly string[]) => `${lines.join("\n")}\n`;
const withLine = (index: number, change: (line: string) => string) =>
  joined(LINES.map((line, at) => (at === index ? change(line) : line)));
const last = LINES.length - 1;

describe("what software reads as it is has no fault", () => {
  it.each([
    ["PEM", LEAF],
    ["line breaks of Windows", LEAF.replaceAll("\n", "\r\n")],
    ["line breaks of old Macs", LEAF.replaceAll("\n", "\r")],
    ["text around it", `subject=CN = x\n${LEAF}---\nServer certificate\n`],
    ["no line break at its end", LEAF.trimEnd()],
    [
      "lines of another length",
      `-----BEGIN CERTIFICATE-----\n${BODY.join("").replaceAll(/.{76}/gu, "$&\n")}\n-----END CERTIFICATE-----\n`,
    ],
    ["spaces at the ends of lines", LEAF.replaceAll("\n", "  \n")],
    ["DER", leaf.certificate],
    ["base64 of DER", leaf.certificate.toString("base64")],
    ["base64 of PEM", Buffer.from(LEAF).toString("base64")],
  ])("%s", (_, given) => {
    const bundle = read(given);
    expect(bundle.faults).toEqual([]);
    expect(subjects(bundle)).toEqual(["CN=www.example.com"]);
    expect(bundle.repaired).toBeNull();
  });

  it("several blocks, in their order, with the lines where they stand", () => {
    const bundle = read(`${LEAF}# the root\n${ROOT}`);
    expect(subjects(bundle)).toEqual(["CN=www.example.com", "CN=root"]);
    expect(bundle.certificates.map(({ place }) => place.line)).toEqual([1, LINES.length + 2]);
    expect(bundle.faults).toEqual([]);
  });

  it("a sentence about the boundaries", () => {
    expect(
      read(`It must begin with -----BEGIN CERTIFICATE----- and so on.\n${LEAF}`).certificates,
    ).toHaveLength(1);
  });
});

interface Malformed {
  readonly what: string;
  readonly text: string | Uint8Array;
  readonly fault: object;
  /** Certificates in the repaired PEM; 0 where it cannot be repaired. */
  readonly repaired: number;
  readonly fileName?: string;
}

const at = (line: number, fault: object) => ({ place: { within: null, line }, ...fault });
const flaw = (what: string, text: string | Uint8Array, fault: object, repaired = 1): Malformed => ({
  what,
  text,
  fault,
  repaired,
});
const marker = (line: number, found: string, type: "BEGIN" | "END") =>
  at(line, { code: "boundary", found, expected: `-----${type} CERTIFICATE-----` });

const MALFORMED: readonly Malformed[] = [
  flaw(
    "a bad END line",
    withLine(last, () => "-----END CERTIFICATE----"),
    marker(LINES.length, "-----END CERTIFICATE----", "END"),
  ),
  flaw(
    "an END line without its dashes",
    withLine(last, () => "-----END CERTIFICATE"),
    marker(LINES.length, "-----END CERTIFICATE", "END"),
  ),
  flaw(
    "missing dashes",
    withLine(0, () => "---BEGIN CERTIFICATE---"),
    marker(1, "---BEGIN CERTIFICATE---", "BEGIN"),
  ),
  flaw(
    "dashes of a word processor",
    withLine(0, () => "——-BEGIN CERTIFICATE—–-"),
    marker(1, "——-BEGIN CERTIFICATE—–-", "BEGIN"),
  ),
  flaw(
    "lower case",
    withLine(0, () => "-----begin certificate-----"),
    marker(1, "-----begin certificate-----", "BEGIN"),
  ),
  flaw(
    "two spaces",
    withLine(0, () => "-----BEGIN  CERTIFICATE-----"),
    marker(1, "-----BEGIN  CERTIFICATE-----", "BEGIN"),
  ),
  flaw(
    "no END line",
    joined(LINES.slice(0, -1)),
    at(LINES.length, { code: "boundary_missing", expected: "-----END CERTIFICATE-----" }),
  ),
  flaw(
    "no BEGIN line",
    joined(LINES.slice(1)),
    at(LINES.length - 1, { code: "boundary_missing", expected: "-----BEGIN CERTIFICATE-----" }),
  ),
  flaw(
    "no END line before the next",
    `${joined(LINES.slice(0, -1))}${ROOT}`,
    at(LINES.length, { code: "boundary_missing" }),
    2,
  ),
  flaw(
    "different labels",
    withLine(last, () => "-----END RSA PRIVATE KEY-----"),
    at(LINES.length, { code: "label_mismatch", begin: "CERTIFICATE", end: "RSA PRIVATE KEY" }),
  ),
  flaw(
    "two blocks glued together",
    `${LEAF.trimEnd()}${ROOT}`,
    at(LINES.length, { code: "blocks_glued", column: 26 }),
    2,
  ),
  flaw("all on one line", LINES.join(" "), at(1, { code: "lines_joined" })),
  flaw("literal \\n", LINES.join("\\n"), at(1, { code: "literal_newline", column: 28 })),
  flaw("literal \\n in quotes", `"${LINES.join("\\n")}\\n"`, at(1, { code: "literal_newline" })),
  flaw("strings of a program", joined(LINES.map((line) => `"${line}\\n" `)), { code: "literal_newline" }),
  flaw("a mail that quotes", joined(LINES.map((line) => `> ${line}`)), { code: "boundary" }),
  flaw("smart quotes", `“${LEAF.trimEnd()}”`, { code: "boundary" }),
  flaw(
    "a zero-width space",
    withLine(2, (line) => `${line.slice(0, 10)}\u200B${line.slice(10)}`),
    at(3, { code: "character", column: 11, found: "\u200B", kind: "invisible" }),
  ),
  flaw(
    "a no-break space",
    withLine(2, (line) => `${line}\u00A0`),
    at(3, { code: "character", kind: "invisible" }),
  ),
  flaw(
    "base64url",
    LEAF.replaceAll(/[+/]/gu, (character) => (character === "+" ? "-" : "_")).replace(/^_*|-{0}/u, ""),
    { code: "character", kind: "base64url" },
  ),
  flaw(
    "an ellipsis",
    withLine(2, (line) => `${line.slice(0, 20)}…`),
    at(3, { code: "character", column: 21, found: "…", kind: "ellipsis" }),
    0,
  ),
  flaw(
    "three dots",
    withLine(3, () => "..."),
    at(4, { code: "character", column: 1, found: ".", kind: "ellipsis" }),
    0,
  ),
  flaw(
    "a strange character",
    withLine(2, (line) => `${line.slice(0, 5)}*${line.slice(6)}`),
    at(3, { code: "character", column: 6, found: "*", kind: "other" }),
    0,
  ),
  flaw(
    "a character too few",
    withLine(1, (line) => line.slice(1)),
    at(1, { code: "base64_length" }),
    0,
  ),
  flaw("a byte order mark", `\uFEFF${LEAF}`, { severity: "warning", code: "byte_order_mark" }),
  flaw("UTF-16", Buffer.from(`\uFEFF${LEAF}`, "utf16le"), { code: "encoding", found: "UTF-16LE" }),
  flaw("UTF-16 without a mark", Buffer.from(LEAF, "utf16le"), { code: "encoding", found: "UTF-16LE" }),
  flaw("UTF-16, the other way round", Buffer.from(`\uFEFF${LEAF}`, "utf16le").swap16(), {
    code: "encoding",
    found: "UTF-16BE",
  }),
  flaw(
    "the wrong label",
    pem("RSA PRIVATE KEY", leaf.certificate).replaceAll("RSA PRIVATE KEY", "PUBLIC KEY"),
    at(1, { code: "wrong_object", found: "certificate", label: "PUBLIC KEY" }),
  ),
  flaw(
    "truncated DER",
    leaf.certificate.subarray(0, 300),
    { code: "der_truncated", structure: "DER", byte: 300, missing: leaf.certificate.length - 300 },
    0,
  ),
  flaw(
    "a truncated block",
    joined([...LINES.slice(0, 3), LINES[last] ?? ""]),
    at(1, { code: "der_truncated", structure: "TBSCertificate", byte: 96 }),
    0,
  ),
  flaw(
    "a block without its last line",
    joined([...LINES.slice(0, -2), LINES[last] ?? ""]),
    at(1, { code: "der_truncated", structure: "Certificate" }),
    0,
  ),
  flaw(
    "two certificates in one block",
    pem("CERTIFICATE", Buffer.concat([leaf.certificate, root.certificate])),
    at(1, { code: "der_trailing", byte: leaf.certificate.length, count: root.certificate.length }),
    2,
  ),
  flaw(
    "bytes behind the certificate",
    pem("CERTIFICATE", Buffer.concat([leaf.certificate, Buffer.from([0, 0])])),
    at(1, { code: "der_trailing", count: 2 }),
  ),
  flaw(
    "an empty block",
    "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
    at(1, { code: "empty" }),
    0,
  ),
  flaw("base64 twice", Buffer.from(Buffer.from(LEAF).toString("base64")).toString("base64"), {
    code: "base64_twice",
  }),
  flaw("something else", "hello", { code: "not_recognized", firstBytes: "68656c6c6f" }, 0),
  flaw("nothing", "", { code: "empty" }, 0),
  flaw("spaces", " \n ", { code: "empty" }, 0),
  flaw(
    "too much",
    Buffer.alloc(MAX_BUNDLE_BYTES + 1, 65),
    { code: "limit_exceeded", what: "bytes", limit: MAX_BUNDLE_BYTES },
    0,
  ),
  flaw("DER of something else", Buffer.from("30030201ff", "hex"), { code: "der_malformed" }, 0),
];

describe("what is malformed is named where it stands, and repaired where that is certain", () => {
  it.each(MALFORMED)("$what", ({ text, fault, repaired }) => {
    const bundle = read(text);
    expect(bundle.faults).toEqual(expect.arrayContaining([expect.objectContaining(fault)]));
    const clean = bundle.repaired === null ? null : read(bundle.repaired);
    expect(clean?.faults ?? []).toEqual([]);
    expect(clean?.certificates.length ?? 0).toBe(repaired);
    const found = clean === null ? [] : subjects(clean);
    expect(found).toEqual(["CN=www.example.com", "CN=root"].slice(0, repaired));
  });

  it("without its padding", () => {
    // Serial numbers of growing length, until base64 needs padding.
    const padded = [1, 2, 3].map((octets) =>
      issueEndEntity({ issuer: root, serialNumber: der.integer(Buffer.alloc(octets, 1)), keys: rsa }),
    );
    const bundles = padded.map(({ certificate }) => read(pem("CERTIFICATE", certificate).replace(/=+/u, "")));
    const told = bundles.map(({ faults }) =>
      faults.map((fault) => (fault.code === "padding" ? fault.expected : fault.code)).join(""),
    );
    expect(told.toSorted()).toEqual(["", "=", "=="]);
    for (const bundle of bundles) expect(bundle.certificates).toHaveLength(1);
  });

  it("DER that calls itself PEM", () => {
    expect(read(leaf.certificate, { fileName: "server.pem" })).toMatchObject({
      faults: [{ severity: "warning", code: "der_named_pem" }],
      repaired: LEAF,
    });
    expect(read(leaf.certificate, { fileName: "server.crt" }).faults).toEqual([]);
  });
});

it("any bytes are a bundle, and any text around a certificate", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(Array.isArray(readBundle(bytes).certificates)).toBe(true);
    }),
    { numRuns: 500 },
  );
  const piece = fc.oneof(
    fc.constantFrom(...LINES, "-----", "\\n", "…", "“", "=", "\u200B", "data:", '"certInfo"', "Certificate:"),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.constantFrom("\n", " ", "", "\r\n"),
      (pieces, between) => {
        const { faults, repaired } = read(pieces.join(between), { password: "x" });
        for (const fault of faults) expect((fault satisfies BundleFault).place.line ?? 1).toBeGreaterThan(0);
        expect(repaired === null || read(repaired).faults.length === 0).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

it("takes bounded time on a secret of many keys", () => {
  const keys = Array.from({ length: 40_000 }, (_, index) => `  k${index}.crt: ${index}\n`).join("");
  const began = performance.now();
  read(`data:\n${keys}`);
  expect(performance.now() - began).toBeLessThan(5_000);
});

describe("takes bounded time on 1 MiB of", () => {
  it.each([
    ["boundaries", "-----BEGIN A-----"],
    ["dashes", "-"],
    ["BEGIN", "BEGIN "],
    ["BEGIN with a dash", "-BEGIN "],
    ["glued blocks", "-----END A----------BEGIN A-----"],
    ["literal line breaks", "\\n"],
    ["short lines", "A\n"],
    ["quotes of quotes", "> > > "],
    ["spaces", " "],
    ["line breaks", "\n"],
    ["odd characters", "“"],
    ["ellipses", "."],
    ["labels", "A "],
    ["YAML", "data:\n"],
    ["YAML lists", "[{"],
    ["base64", "QUJD"],
    ["listings", "Certificate:\n"],
  ])("%s", (_, unit) => {
    const filler = unit.repeat(Math.floor((1024 * 1024) / unit.length));
    const began = performance.now();
    for (const text of [
      filler,
      `-----BEGIN A-----\n${filler}`,
      `${filler}\n-----BEGIN A-----\n`,
      `Certificate:\n${filler}`,
    ])
      expect(read(text).certificates).toEqual([]);
    // Four files; quadratic work on one of them would take minutes.
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
