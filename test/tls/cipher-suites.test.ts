import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { describeCipherSuite } from "../../src/tls/cipher-suites.ts";
import { formatVersion } from "../../src/tls/version.ts";

it("names every suite that OpenSSL knows as OpenSSL does", () => {
  const known = execFileSync("openssl", ["ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"], {
    encoding: "utf8",
  })
    .split("\n")
    .flatMap((line) => {
      const [, high, low, name] = /^\s*0x(..),0x(..) - (\S+)/.exec(line) ?? [];
      return high === undefined || low === undefined || name === undefined
        ? []
        : [{ id: Number.parseInt(high + low, 16), name }];
    });
  expect(known.length).toBeGreaterThan(60);
  expect(known.map(({ id }) => describeCipherSuite(id).name)).toEqual(known.map(({ name }) => name));
});

it("says the number of what has no name", () => {
  expect(describeCipherSuite(0xfafa)).toMatchObject({ id: "0xfafa" });
  expect(formatVersion(0x7f1c)).toBe("0x7f1c");
  expect(formatVersion(0x0303)).toBe("TLS 1.2");
});
