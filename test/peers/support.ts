import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach } from "vitest";
import type { HostReport } from "../../src/index.ts";
import { checkHost } from "../../src/index.ts";
import type { Authority } from "./certificate-files.ts";
import { createAuthority, HOST } from "./certificate-files.ts";
import type { RunningServer } from "./server-program.ts";

/** What the tests of one file share: a folder and an authority, which go after the last of them. */
export interface Peers {
  readonly folder: string;
  readonly authority: Authority;
  /** Has a server stopped after the test. */
  readonly use: (starting: Promise<RunningServer>) => Promise<RunningServer>;
  /** The report on a server, which is stopped after the test. */
  readonly check: (starting: Promise<RunningServer>, serverName?: string) => Promise<HostReport>;
}

export function openPeers(): Peers {
  const folder = mkdtempSync(join(tmpdir(), "tlscheck-peers-"));
  const authority = createAuthority(folder);
  const running: RunningServer[] = [];
  afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));
  afterAll(() => rmSync(folder, { recursive: true }));
  const use = async (starting: Promise<RunningServer>) => {
    const server = await starting;
    running.push(server);
    return server;
  };
  return {
    folder,
    authority,
    use,
    async check(starting, serverName = HOST) {
      const { port } = await use(starting);
      return checkHost({ host: "127.0.0.1", port, serverName }, { trustAnchors: authority.pem });
    },
  };
}

export function kindsOf({ findings }: HostReport): string[] {
  return findings.map(({ kind }) => kind);
}
