import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cursor } from "../../src/wire/cursor.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";

function faultOf(read: () => unknown): DecodeError | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

const bytes = (...values: number[]) => new Cursor(Uint8Array.from(values));

describe("a cursor", () => {
  it("reads front to back, and knows where it is", () => {
    const cursor = new Cursor(Uint8Array.from([1, 0, 2, 0, 0, 3, 9]), 100);
    expect([cursor.uint(1, "a"), cursor.uint(2, "b"), cursor.uint(3, "c"), cursor.peek()]).toEqual([
      1, 2, 3, 9,
    ]);
    expect([cursor.offset, cursor.remaining]).toEqual([106, 1]);
    expect([...cursor.since(101)]).toEqual([0, 2, 0, 0, 3]);
    expect([...cursor.opaque(1, "d")]).toEqual([9]);
    expect(cursor.peek()).toBeUndefined();
    cursor.end("whole");
  });

  it("reads 48 bits without losing one", () => {
    expect(bytes(255, 255, 255, 255, 255, 255).uint(6, "u48")).toBe(2 ** 48 - 1);
  });

  it("does not copy", () => {
    const source = Uint8Array.from([1, 2, 3]);
    const view = new Cursor(source).opaque(2, "view");
    source[0] = 9;
    expect(view[0]).toBe(9);
  });

  it("names what is cut short, and where in the outermost input", () => {
    const inner = new Cursor(Uint8Array.from([0, 0, 5, 1]), 10).sub(4, "outer");
    inner.uint(2, "skipped");
    expect(faultOf(() => inner.sub(inner.uint(1, "length"), "inner"))).toMatchObject({
      code: "truncated",
      structure: "inner",
      offset: 13,
    });
  });

  it("refuses what nobody has read", () => {
    expect(faultOf(() => bytes(1).end("whole"))).toMatchObject({
      code: "trailing_bytes",
      structure: "whole",
      offset: 0,
    });
  });

  it("reads vectors until their length is used up", () => {
    expect(bytes(0, 3, 7, 8, 9, 1).vector(2, "list", (c) => c.uint(1, "item"))).toEqual([7, 8, 9]);
    expect(faultOf(() => bytes(3, 0, 1, 2).vector(1, "list", (c) => c.uint(2, "item")))).toMatchObject({
      code: "truncated",
      structure: "item",
    });
    expect(faultOf(() => bytes(4, 0).vector(1, "list", (c) => c.uint(1, "item")))).toMatchObject({
      code: "truncated",
      structure: "list",
    });
    expect(faultOf(() => bytes(1, 0).vector(1, "list", () => 0))).toMatchObject({ code: "illegal_length" });
  });

  it("never reads past its end", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 20 }),
        fc.array(fc.integer({ min: 0, max: 30 })),
        (source, lengths) => {
          const cursor = new Cursor(source);
          const read = lengths.flatMap((length) =>
            length <= cursor.remaining ? Array.from(cursor.opaque(length, "x")) : [],
          );
          expect(read).toEqual(Array.from(source.subarray(0, read.length)));
          expect(faultOf(() => cursor.opaque(cursor.remaining + 1, "x"))?.code).toBe("truncated");
        },
      ),
    );
  });
});
