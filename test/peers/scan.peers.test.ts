import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkHost } from "../../src/index.ts";
import type { Authority } from "./certificate-files.ts";
import { createAuthority, HOST } from "./certificate-files.ts";
import { nmap, sslscan } from "./scanners.ts";
import type { ServerProgram } from "./server-program.ts";
import { LEGACY_TARGET, MODERN_TARGET, TWO_CERTIFICATES_TARGET } from "./targets.ts";

let folder: string;
let authority: Authority;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tlscheck-peers-"));
  authority = createAuthority(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([MODERN_TARGET, LEGACY_TARGET, TWO_CERTIFICATES_TARGET])(
  "$title",
  ({ suites, serverPreference, start }) => {
    let server: ServerProgram;
    beforeAll(async () => {
      server = await start(authority, folder);
    });
    afterAll(() => server.close());

    test("accepts the suites that it is configured with, in its order where it has one", async () => {
      const report = await checkHost(
        { host: "127.0.0.1", port: server.port, serverName: HOST },
        { trustAnchors: authority.pem },
      );
      const found = report.cipherSuites.map(({ version, name }) => `${version} ${name}`);
      expect(report).toHaveProperty("serverPreference", serverPreference);
      expect(serverPreference ? found : found.toSorted()).toEqual(
        serverPreference ? suites : suites.toSorted(),
      );
    });

    test.each(Object.entries({ nmap, sslscan }))("%s finds the same", async (_name, scan) => {
      const found = await scan(server.port);
      expect(found.toSorted()).toEqual(suites.toSorted());
    });
  },
);
