import { expect, test } from "vitest";

import { Cursor } from "../../src/wire/cursor.ts";
import { TAG } from "../../src/wire/der.ts";
import { normalizeName, readName } from "../../src/x509/name.ts";
import * as der from "./der-writer.ts";

const attribute = (type: string, value: Buffer) => der.sequence(der.oid(type), value);
const normalize = (...rdns: readonly (readonly Buffer[])[]) =>
  normalizeName(
    readName(new Cursor(der.sequence(...rdns.map((attributes) => der.set(...attributes)))), "Name"),
  );

const CN = "2.5.4.3";
const O = "2.5.4.10";

test.each([
  ["case", der.utf8("Example"), der.utf8("eXAMPLE")],
  ["white space", der.utf8("a b"), der.utf8("  a \t b ")],
  ["the kind of string", der.utf8("a"), der.tlv(TAG.printableString, "A")],
  ["UTF-16", der.utf8("ü"), der.tlv(TAG.bmpString, Buffer.of(0, 0xdc))],
  ["UTF-32", der.utf8("ü"), der.tlv(TAG.universalString, Buffer.of(0, 0, 0, 0xdc))],
  ["Latin-1", der.utf8("ü"), der.tlv(TAG.teletexString, Buffer.of(0xdc))],
  ["how an accent is composed", der.utf8("u\u0308"), der.utf8("ü")],
])("names are equal whatever %s", (_, a, b) => {
  expect(normalize([attribute(CN, a)])).toEqual(normalize([attribute(CN, b)]));
});

test("names are equal whatever the order within a set", () => {
  const [a, b] = [attribute(CN, der.utf8("a")), attribute(O, der.utf8("b"))];
  expect(normalize([a, b])).toEqual(normalize([b, a]));
  expect(normalize([a], [b])).not.toEqual(normalize([b], [a]));
  expect(normalize([a, b])).not.toEqual(normalize([a], [b]));
});

test("names differ by type, by text and by what is no text", () => {
  const names = [
    [attribute(CN, der.utf8("a"))],
    [attribute(O, der.utf8("a"))],
    [attribute(CN, der.utf8("b"))],
    [attribute(CN, der.integer(1))],
    [attribute(CN, der.integer(2))],
  ].map((attributes) => normalize(attributes).join());
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  ["UTF-8", der.tlv(TAG.utf8String, Buffer.of(0xff))],
  ["UTF-16", der.tlv(TAG.bmpString, Buffer.of(0xd8, 0x00))],
  ["UTF-16 of odd length", der.tlv(TAG.bmpString, Buffer.of(0, 0x41, 0))],
  ["UTF-32", der.tlv(TAG.universalString, Buffer.of(0, 0x11, 0, 0))],
  ["UTF-32 of odd length", der.tlv(TAG.universalString, Buffer.of(0, 0, 0))],
])("text that is no %s is malformed", (_, value) => {
  expect(() => normalize([attribute(CN, value)])).toThrow("AttributeValue: illegal value at byte 11");
});
