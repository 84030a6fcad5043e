import { describe, expect, test } from "vitest";

import { formatIpAddress, parseIpAddress } from "../../src/x509/ip-address.ts";
import { matchesReference, parseReferenceIdentifier } from "../../src/x509/reference-identifier.ts";

const matches = (reference: string, presented: string) =>
  matchesReference(parseReferenceIdentifier(reference), { type: "dNSName", value: presented });

describe("a host name", () => {
  test.each([
    ["www.example.com", "www.example.com"],
    ["WWW.Example.COM", "www.example.com"],
    ["www.example.com", "WWW.EXAMPLE.com"],
    ["www.example.com.", "www.example.com"],
    ["www.example.com", "*.example.com"],
    ["a.b.example.com", "*.b.example.com"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["xn--bcher-kva.example.com", "*.example.com"],
    ["a_b.example.com", "a_b.example.com"],
    ["localhost", "localhost"],
  ])("%s matches %s", (reference, presented) => {
    expect(matches(reference, presented)).toBe(true);
  });

  test.each([
    ["example.com", "www.example.com"],
    ["example.com", "*.example.com"],
    ["a.b.example.com", "*.example.com"],
    ["www.example.com", "w*.example.com"],
    ["www.example.com", "*w.example.com"],
    ["www.example.com", "www.*.com"],
    ["www.example.com", "*.*.com"],
    ["a.*.com", "*.*.com"],
    ["www.example.com", "*"],
    ["example.com", "*.com"],
    ["example.com", "*."],
    ["www.example.com", ""],
    ["", ""],
    ["xn--bliss-1b3c148a.example.com", "xn--*-1b3c148a.example.com"],
    ["bücher.example", "bücher.example"],
    ["www.example.com\u0000.evil.com", "www.example.com"],
    [".example.com", "*.example.com"],
    ["127.0.0.1", "127.0.0.1"],
  ])("%j does not match %j", (reference, presented) => {
    expect(matches(reference, presented)).toBe(false);
  });
});

describe("an address", () => {
  test.each([
    ["192.0.2.7", "c0000207"],
    ["::", "00".repeat(16)],
    ["::1", `${"00".repeat(15)}01`],
    ["[2001:db8::1]", "20010db8000000000000000000000001"],
    ["2001:DB8:0:0:1:0:0:1", "20010db8000000000001000000000001"],
    ["::ffff:192.0.2.7", "00000000000000000000ffffc0000207"],
  ])("%s is %s", (reference, hex) => {
    const presented = { type: "iPAddress", octets: Buffer.from(hex, "hex") } as const;
    expect(matchesReference(parseReferenceIdentifier(reference), presented)).toBe(true);
    expect(matchesReference(parseReferenceIdentifier("192.0.2.8"), presented)).toBe(false);
  });

  test.each(["192.0.2", "192.0.2.256", "0300.0.2.7", "fe80::1%eth0", "192.0.2.0/24", "1::2::3", ""])(
    "%j is none",
    (text) => {
      expect(parseIpAddress(text)).toBeUndefined();
    },
  );

  test.each([
    "192.0.2.7",
    "::",
    "::1",
    "1::",
    "2001:db8::1:0:0:1",
    "1:0:2::3",
    "1:2:3:4:5:6:7:8",
    "1:0:2:3:4:5:6:7",
  ])("%s is written as it was read", (text) => {
    expect(formatIpAddress(parseIpAddress(text) ?? Buffer.of())).toBe(text);
  });

  test("octets of another number", () => {
    expect(formatIpAddress(Buffer.of(1, 2, 3))).toBe("#010203");
  });
});
