import { expect, test } from "vitest";
import { Cursor } from "../../src/wire/cursor.ts";
import { encodeElement } from "../../src/wire/der-encoding.ts";
import { TAG, readOctetString } from "../../src/wire/der.ts";

test.each([0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x1_0000])("%i octets are read back", (length) => {
  const content = Buffer.alloc(length, 7);
  const cursor = new Cursor(encodeElement(TAG.octetString, content.subarray(0, 1), content.subarray(1)));
  expect(Buffer.from(readOctetString(cursor, "x")).equals(content)).toBe(true);
  cursor.end("x");
});
