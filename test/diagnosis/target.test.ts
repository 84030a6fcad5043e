import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UsageProblem } from "../../src/diagnosis/usage-error.ts";
import { UsageError } from "../../src/diagnosis/usage-error.ts";
import { MAX_TARGETS, formatTarget, parseTarget, parseTargets } from "../../src/diagnosis/target.ts";

function problemOf(read: () => unknown): UsageProblem | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof UsageError) return error.problem;
    throw error;
  }
}

it.each([
  ["api.example.com", "api.example.com", 443],
  ["api.example.com:8443", "api.example.com", 8443],
  ["API.Example.COM.", "api.example.com", 443],
  ["  api.example.com  ", "api.example.com", 443],
  ["localhost", "localhost", 443],
  ["_dmarc.example.com", "_dmarc.example.com", 443],
  ["bücher.example", "xn--bcher-kva.example", 443],
  ["例え.テスト", "xn--r8jz45g.xn--zckzah", 443],
  ["192.0.2.7:8443", "192.0.2.7", 8443],
  ["[2001:db8::1]:8443", "2001:db8::1", 8443],
  ["[2001:DB8:0::1]", "2001:db8::1", 443],
  ["2001:db8::1", "2001:db8::1", 443],
  ["https://api.example.com/v1/x?y=1#z", "api.example.com", 443],
  ["https://api.example.com:9443/v1", "api.example.com", 9443],
  ["HTTPS://API.EXAMPLE.COM", "api.example.com", 443],
  ["http://api.example.com/", "api.example.com", 443],
  ["https://user:secret@api.example.com/", "api.example.com", 443],
  ["https://[2001:db8::1]/", "2001:db8::1", 443],
  ["ldaps://ldap.example.com", "ldap.example.com", 636],
  ["smtps://mx.example.com", "mx.example.com", 465],
  ["<https://api.example.com|api.example.com>", "api.example.com", 443],
  ["<https://api.example.com:8443/a|shown>", "api.example.com", 8443],
  ["<https://api.example.com>", "api.example.com", 443],
])("%s is %s port %i", (given, host, port) => {
  expect(parseTarget(given)).toEqual({ host, port, serverName: host });
});

it.each([
  ["", "target_missing"],
  ["   ", "target_missing"],
  ["a b", "target_malformed"],
  ["a..b", "target_malformed"],
  ["-a.example", "target_malformed"],
  [`${"a".repeat(64)}.example`, "target_malformed"],
  [`${"a.".repeat(127)}example`, "target_malformed"],
  ["1.2.3.4.5", "target_malformed"],
  ["[1.2.3.4]:443", "target_malformed"],
  ["[fe80::1%eth0]:443", "target_malformed"],
  ["2001:db8::1:443:x", "target_malformed"],
  ["a.example:443:1", "target_malformed"],
  ["ada@example.com", "target_malformed"],
  ["a.example:", "port_out_of_range"],
  ["a.example:0", "port_out_of_range"],
  ["a.example:65536", "port_out_of_range"],
  ["a.example:-1", "port_out_of_range"],
  ["a.example:4 43", "port_out_of_range"],
  ["ssh://a.example", "scheme_unknown"],
  ["<!channel>", "target_malformed"],
  ["<@U123>", "target_malformed"],
  ["$(reboot)", "target_malformed"],
  ["a.example\u0000", "target_malformed"],
  ["a\u202Eb.example", "target_malformed"],
  ["'; drop table", "target_malformed"],
])("%j is refused as %s", (given, code) => {
  expect(problemOf(() => parseTarget(given))?.code).toBe(code);
});

it("is never anything but a target or a UsageError, and a target is plain", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webUrl(), fc.domain(), fc.ipV6()), (given) => {
      const problem = problemOf(() => parseTarget(given));
      if (problem !== null) return;
      const { host, port } = parseTarget(given);
      expect(host).toMatch(/^[a-z0-9._:-]+$/);
      expect(port).toBeGreaterThan(0);
      expect(port).toBeLessThan(65_536);
    }),
  );
});

it("is formatted so that it parses back to the same", () => {
  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(host, fc.integer({ min: 1, max: 65_535 }), (name, port) => {
      const target = parseTarget(name.includes(":") ? `[${name}]:${port}` : `${name}:${port}`);
      expect(parseTarget(formatTarget(target))).toEqual(target);
    }),
  );
});

describe("several", () => {
  it("are separated by spaces, commas or lines, and count once", () => {
    expect(parseTargets("a.example, b.example\nA.example:443  [2001:db8::1]:1").map(formatTarget)).toEqual([
      "a.example:443",
      "b.example:443",
      "[2001:db8::1]:1",
    ]);
  });

  it("are ten at most", () => {
    const names = (count: number) =>
      Array.from({ length: count }, (_, index) => `h${index}.example`).join(" ");
    expect(parseTargets(names(MAX_TARGETS))).toHaveLength(MAX_TARGETS);
    expect(problemOf(() => parseTargets(names(MAX_TARGETS + 1)))).toEqual({
      code: "too_many_targets",
      count: 11,
      limit: 10,
    });
  });

  it("are refused when one is wrong, naming it", () => {
    expect(problemOf(() => parseTargets("a.example b..example"))).toEqual({
      code: "target_malformed",
      given: "b..example",
    });
    expect(problemOf(() => parseTargets(" , "))).toEqual({ code: "target_missing" });
  });
});
