import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Cursor } from "../../src/wire/cursor.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";
import {
  readBitString,
  readBoolean,
  readElement,
  readInteger,
  readNonEmptySequenceOf,
  readObjectIdentifier,
  readSequence,
  readUnsigned,
} from "../../src/wire/der.ts";
import { readTime } from "../../src/wire/der-time.ts";

/** Where the input begins in the outermost one: every offset must count from there. */
const START = 100;
const from = (hex: string) => new Cursor(Buffer.from(hex.replaceAll(" ", ""), "hex"), START);
const timeFrom = (tag: string, text: string) =>
  from(tag + Buffer.from([text.length]).toString("hex") + Buffer.from(text).toString("hex"));

function failure(read: () => unknown): Pick<DecodeError, "code" | "offset"> {
  try {
    read();
  } catch (error) {
    if (error instanceof DecodeError) return { code: error.code, offset: error.offset - START };
    throw error;
  }
  throw new Error("was decoded");
}

describe("elements", () => {
  test("a length of each form", () => {
    expect(readElement(from("04 01 aa"), "x").content.remaining).toBe(1);
    expect(readElement(from(`0481 80 ${"00".repeat(128)}`), "x").content.remaining).toBe(128);
    expect(readElement(from(`0482 0100 ${"00".repeat(256)}`), "x").content.remaining).toBe(256);
  });

  test("the element as encoded, and where its content begins", () => {
    const cursor = from("0500 0402aabb 0500");
    readElement(cursor, "x");
    const { encoded, content } = readElement(cursor, "x");
    expect(Buffer.from(encoded).toString("hex")).toBe("0402aabb");
    expect(content.offset).toBe(START + 4);
  });

  test.each([
    ["long form of a short length", "0481 7f", "illegal_length", 1],
    ["leading zero in the length", "0482 0080", "illegal_length", 1],
    ["indefinite length", "3080 0000", "illegal_length", 1],
    ["length of five octets", "0485 0100000000", "too_large", 1],
    ["more content than there is", "0402 aa", "truncated", 2],
    ["no length", "04", "truncated", 1],
    ["tag number above 30", "1f8100", "illegal_value", 0],
  ])("%s", (_, hex, code, offset) => {
    expect(failure(() => readElement(from(hex), "x"))).toEqual({ code, offset });
  });

  test("nothing may be left in a sequence", () => {
    const read = () => readSequence(from("3004 0500 0500"), "x", (content) => readElement(content, "y"));
    expect(failure(read)).toEqual({ code: "trailing_bytes", offset: 4 });
  });

  test("SIZE (1..MAX)", () => {
    const read = () => readNonEmptySequenceOf(from("3000"), "x", (content) => readElement(content, "y"));
    expect(failure(read)).toEqual({ code: "illegal_length", offset: 0 });
  });
});

describe("primitive types", () => {
  test("BOOLEAN", () => {
    expect(readBoolean(from("0101ff"), "x")).toBe(true);
    expect(readBoolean(from("010100"), "x")).toBe(false);
    expect(failure(() => readBoolean(from("010101"), "x"))).toEqual({ code: "illegal_value", offset: 0 });
    expect(failure(() => readBoolean(from("0100"), "x"))).toEqual({ code: "illegal_value", offset: 0 });
  });

  test("INTEGER in the fewest octets", () => {
    expect([...readInteger(from("02020080"), "x")]).toEqual([0, 0x80]);
    expect([...readInteger(from("020100"), "x")]).toEqual([0]);
    expect([...readInteger(from("0201ff"), "x")]).toEqual([0xff]);
    expect(failure(() => readInteger(from("0202007f"), "x")).code).toBe("illegal_value");
    expect(failure(() => readInteger(from("0202ff80"), "x")).code).toBe("illegal_value");
    expect(failure(() => readInteger(from("0200"), "x")).code).toBe("illegal_length");
  });

  test("an unsigned number", () => {
    expect(readUnsigned(from("02047fffffff"), "x")).toBe(0x7fffffff);
    expect(failure(() => readUnsigned(from("02050080000000"), "x")).code).toBe("too_large");
    expect(failure(() => readUnsigned(from("0201ff"), "x")).code).toBe("too_large");
  });

  test("BIT STRING", () => {
    expect(readBitString(from("0302 05a0"), "x")).toEqual({
      bytes: Buffer.from([0xa0]),
      offset: START + 3,
      unusedBits: 5,
    });
    expect(readBitString(from("0301 00"), "x").bytes).toHaveLength(0);
    expect(failure(() => readBitString(from("0302 05a1"), "x")).code).toBe("illegal_value");
    expect(failure(() => readBitString(from("0302 08a0"), "x")).code).toBe("illegal_value");
    expect(failure(() => readBitString(from("0301 01"), "x")).code).toBe("illegal_value");
    expect(failure(() => readBitString(from("0300"), "x")).code).toBe("truncated");
  });

  test.each([
    ["0603 550403", "2.5.4.3"],
    ["0606 2a864886f70d", "1.2.840.113549"],
    ["0603 813403", "2.100.3"],
    ["0601 27", "0.39"],
    ["0601 28", "1.0"],
    [`0614 69 83 ${"ff".repeat(17)} 7f`, `2.25.${2n ** 128n - 1n}`],
  ])("OBJECT IDENTIFIER %s", (hex, dotted) => {
    expect(readObjectIdentifier(from(hex), "x")).toBe(dotted);
  });

  test.each([
    ["empty", "0600", "illegal_length"],
    ["padded arc", "0602 8001", "illegal_value"],
    ["unfinished arc", "0602 2a86", "truncated"],
    ["arc of 20 octets", `0615 69 ${"ff".repeat(19)} 7f`, "too_large"],
  ])("OBJECT IDENTIFIER, %s", (_, hex, code) => {
    expect(failure(() => readObjectIdentifier(from(hex), "x")).code).toBe(code);
  });
});

describe("times", () => {
  test.each([
    ["17", "491231235959Z", "2049-12-31T23:59:59.000Z", "UTCTime"],
    ["17", "500101000000Z", "1950-01-01T00:00:00.000Z", "UTCTime"],
    ["18", "20500101000000Z", "2050-01-01T00:00:00.000Z", "GeneralizedTime"],
    ["17", "240229000000Z", "2024-02-29T00:00:00.000Z", "UTCTime"],
  ])("%s %s", (tag, text, iso, form) => {
    expect(readTime(timeFrom(tag, text), "x")).toEqual({ at: Date.parse(iso), form });
  });

  test.each([
    ["17", "230229000000Z"],
    ["17", "230101240000Z"],
    ["17", "2301010000Z"],
    ["17", "230101000000+0100"],
    ["18", "20500101000000.5Z"],
    ["18", "500101000000Z"],
    ["0c", "230101000000Z"],
    ["17", "230101000000Z0000"],
  ])("refuses %s %s", (tag, text) => {
    expect(failure(() => readTime(timeFrom(tag, text), "x"))).toEqual({ code: "illegal_value", offset: 0 });
  });
});

test("any bytes give an element or a DecodeError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        expect(readElement(new Cursor(bytes), "x").encoded.length).toBeLessThanOrEqual(bytes.length);
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }),
  );
});
