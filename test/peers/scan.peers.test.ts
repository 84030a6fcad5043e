import { describe, expect, test } from "vitest";
import { nmap, sslscan } from "./scanners.ts";
import { openPeers } from "./support.ts";
import { ALL_TARGET, LEGACY_TARGET, MODERN_TARGET, TWO_CERTIFICATES_TARGET } from "./targets.ts";

const { folder, authority, use, check } = openPeers();

describe.each([MODERN_TARGET, LEGACY_TARGET, TWO_CERTIFICATES_TARGET, ALL_TARGET])("$title", (target) => {
  const { suites, serverPreference } = target;

  test("accepts the suites that it is configured with, in its order where it has one", async () => {
    const report = await check(target.start(authority, folder));
    const found = report.cipherSuites.map(({ version, name }) => `${version} ${name}`);
    expect(report).toHaveProperty("serverPreference", serverPreference);
    expect(serverPreference ? found : found.toSorted()).toEqual(
      serverPreference ? suites : suites.toSorted(),
    );
  });

  test.each(Object.entries({ nmap, sslscan }))("%s finds the same", async (_name, scan) => {
    const { port } = await use(target.start(authority, folder));
    const found = await scan(port);
    expect(found.toSorted()).toEqual(suites.toSorted());
  });
});
