import { describe, expect, test } from "vitest";

import type { GeneralName } from "../../src/x509/general-name.ts";
import { isRespelled, isSubtreeWellFormed, isWellFormed } from "../../src/x509/name-syntax.ts";

const dns = (value: string): GeneralName => ({ type: "dNSName", value });
const email = (value: string): GeneralName => ({ type: "rfc822Name", value });
const uri = (value: string): GeneralName => ({ type: "uniformResourceIdentifier", value });
const ip = (...octets: readonly number[]): GeneralName => ({
  type: "iPAddress",
  octets: Buffer.from(octets),
});
const zeros = (length: number) => Array.from({ length }, () => 0);
const label = "a".repeat(63);

describe("a name", () => {
  test.each([
    dns("example.com"),
    dns("*.example.com"),
    dns("localhost"),
    dns("xn--bcher-kva.example"),
    dns("1.example.com"),
    dns(`${label}.${label}.${label}.${"a".repeat(61)}`),
    email("a.b+c*@example.com"),
    email('"a b"@example.com'),
    uri("https://example.com/?a=b"),
    uri("urn:example:x"),
    ip(192, 0, 2, 7),
    ip(...zeros(16)),
  ])("$type $value is well formed", (name) => {
    expect(isWellFormed(name)).toBe(true);
  });

  test.each([
    dns(""),
    dns("."),
    dns(".example.com"),
    dns("example.com."),
    dns("a..b"),
    dns("*"),
    dns("*.com"),
    dns("a.*.com"),
    dns("a*.example.com"),
    dns("a_b.example.com"),
    dns("-a.example.com"),
    dns("a-.example.com"),
    dns("bücher.example"),
    dns("example.com\0"),
    dns("192.0.2.7"),
    dns(`a${label}.example`),
    dns(`${label}.${label}.${label}.${"a".repeat(62)}`),
    email("example.com"),
    email("@example.com"),
    email("a@b@example.com"),
    email("a@"),
    email("a b@example.com"),
    email("a@exa_mple.com"),
    uri("example.com"),
    uri("https://exämple.com"),
    uri("https://a b"),
    ip(192, 0, 2),
    ip(...zeros(8)),
  ])("$type $value is not", (name) => {
    expect(isWellFormed(name)).toBe(false);
  });
});

describe("a constraint", () => {
  const isConstraint = (base: GeneralName) => isSubtreeWellFormed({ base, minimum: 0, maximum: null });

  test.each([
    dns(""),
    dns("com"),
    dns("example.com"),
    dns(".example.com"),
    dns("a_b.example.com"),
    email("a@example.com"),
    email("example.com"),
    email(".example.com"),
    uri("example.com"),
    uri(".example.com"),
    ip(192, 0, 2, 0, 255, 255, 255, 0),
    ip(...zeros(8)),
    ip(...zeros(32)),
  ])("$type $value is well formed", (base) => {
    expect(isConstraint(base)).toBe(true);
  });

  test.each([
    dns("*.example.com"),
    dns("."),
    email("a@b@example.com"),
    email("*.example.com"),
    uri("https://example.com"),
    ip(192, 0, 2, 0),
    ip(192, 0, 2, 0, 255, 0, 255, 0),
    ip(...zeros(16)),
  ])("$type $value is not", (base) => {
    expect(isConstraint(base)).toBe(false);
  });
});

describe("a common name", () => {
  test.each([
    ["WWW.example.com", dns("www.example.com")],
    ["bücher.example", dns("xn--bcher-kva.example")],
    ["0xC0000207", ip(192, 0, 2, 7)],
    ["192.000.002.007", ip(192, 0, 2, 7)],
    ["0:0:0:0:0:0:0:0", ip(...zeros(16))],
  ])("%s is another spelling", (commonName, name) => {
    expect(isRespelled(commonName, [dns("example.org"), name])).toBe(true);
  });

  test.each([
    ["www.example.com", dns("www.example.com")],
    ["192.0.2.7", ip(192, 0, 2, 7)],
    ["example.org", dns("www.example.com")],
    ["A server", dns("www.example.com")],
    ["www.example.com/x", dns("www.example.com")],
    ["", dns("")],
    ["a@example.com", email("A@example.com")],
  ])("%s is none", (commonName, name) => {
    expect(isRespelled(commonName, [name])).toBe(false);
  });
});
