import { describe, expect, it } from "vitest";
import { parseTarget } from "../../src/diagnosis/target.ts";
import { UsageError } from "../../src/diagnosis/usage-error.ts";
import { createEgressPolicy } from "../../src/probe/egress-policy.ts";

const NOTHING = { allow: [], deny: [] };

describe("by default", () => {
  const policy = createEgressPolicy(NOTHING);

  it.each([
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["0.0.0.0", "unspecified"],
    ["10.1.2.3", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.168.1.1", "private"],
    ["169.254.169.254", "linkLocal"],
    ["100.64.0.1", "carrierGradeNat"],
    ["192.0.2.7", "reserved"],
    ["198.18.0.1", "reserved"],
    ["224.0.0.1", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["::1", "loopback"],
    ["::", "unspecified"],
    ["fe80::1", "linkLocal"],
    ["fd00::1", "uniqueLocal"],
    ["ff02::1", "multicast"],
    ["fec0::1", "deprecatedSiteLocal"],
    ["2001:db8::1", "reserved"],
    ["3fff::1", "reserved"],
  ])("refuses %s as %s", (address, range) => {
    expect(policy.refuse(address)).toBe(range);
  });

  // Each is a way to write an IPv4 address that a system connects to.
  it.each([
    ["::ffff:127.0.0.1", "loopback"],
    ["::ffff:7f00:1", "loopback"],
    ["::ffff:a9fe:a9fe", "linkLocal"],
    ["64:ff9b::7f00:1", "loopback"],
    ["64:ff9b::10.0.0.1", "private"],
    ["64:ff9b:1::1", "rfc6052"],
    ["2002:7f00:1::", "loopback"],
    ["2002:a00:1::1", "private"],
    ["::7f00:1", "reserved"],
    ["::127.0.0.1", "loopback"],
  ])("refuses %s, which carries an IPv4 address", (address, range) => {
    expect(policy.refuse(address)).toBe(range);
  });

  it.each([
    "93.184.216.34",
    "2606:2800:220:1::1",
    "::ffff:93.184.216.34",
    "64:ff9b::5db8:d822",
    "2002:5db8:d822::1",
  ])("allows %s", (address) => expect(policy.refuse(address)).toBeNull());

  it.each(["", "localhost", "1.2.3", "fe80::1%eth0", "1.2.3.4.5", "999.1.1.1", "[::1]"])(
    "refuses what is no address: %j",
    (address) => expect(policy.refuse(address)).not.toBeNull(),
  );

  // The parser writes them as the system would read them, before they are judged.
  it.each([
    "0x7f.1",
    "2130706433",
    "127.1",
    "0177.0.0.1",
    "0x7f000001",
    "[::ffff:7f00:1]",
    "https://0x7f.1/x",
  ])("refuses loopback spelt %s", (given) => expect(policy.refuse(parseTarget(given).host)).toBe("loopback"));
});

describe("rules", () => {
  it("open a network, and not its neighbour", () => {
    const policy = createEgressPolicy({ allow: ["10.0.0.0/8", "fd00::/16"], deny: [] });
    expect(policy.refuse("10.255.0.1")).toBeNull();
    expect(policy.refuse("::ffff:10.0.0.1")).toBeNull();
    expect(policy.refuse("fd00::9")).toBeNull();
    expect(policy.refuse("11.0.0.1")).toBeNull();
    expect(policy.refuse("192.168.0.1")).toBe("private");
    expect(policy.refuse("fd01::9")).toBe("uniqueLocal");
  });

  it("close a network, and win", () => {
    const policy = createEgressPolicy({ allow: ["10.0.0.0/8"], deny: ["10.9.0.0/16", "93.184.216.34"] });
    expect(policy.refuse("10.9.1.1")).toBe("denied");
    expect(policy.refuse("::ffff:10.9.1.1")).toBe("denied");
    expect(policy.refuse("10.8.1.1")).toBeNull();
    expect(policy.refuse("93.184.216.34")).toBe("denied");
    expect(policy.refuse("64:ff9b::5db8:d822")).toBe("denied");
  });

  it("open nothing to where a server outside sends us", () => {
    const policy = createEgressPolicy({ allow: ["10.0.0.0/8"], deny: ["93.184.216.34"] });
    const outside = policy.sentOnBy("93.184.216.33");
    expect(outside.refuse("10.1.2.3")).toBe("private");
    expect(outside.refuse("93.184.216.35")).toBeNull();
    expect(outside.refuse("93.184.216.34")).toBe("denied");
    expect(outside.sentOnBy("10.1.2.4").refuse("10.1.2.3")).toBe("private");
    const inside = policy.sentOnBy("10.1.2.4");
    expect(inside.refuse("10.1.2.3")).toBeNull();
    expect(inside.refuse("192.168.0.1")).toBe("private");
  });

  it.each(["10.0.0.0/33", "::/129", "local", "10.0.0.0/", "/8", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0/8"])(
    "refuse %j as no network",
    (rule) => {
      expect(() => createEgressPolicy({ allow: [rule], deny: [] })).toThrow(UsageError);
      expect(() => createEgressPolicy({ allow: [], deny: [rule] })).toThrow(UsageError);
    },
  );
});
