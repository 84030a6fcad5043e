import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import type { DemoServers } from "./servers.ts";

/** What a process needs in its environment to find the demo's servers and trust their root beside Mozilla's. */
export function reach(servers: DemoServers, directory: string): Readonly<Record<string, string>> {
  const trustFile = join(directory, "trust-anchors.pem");
  writeFileSync(trustFile, [...rootCertificates, servers.root].join("\n"));
  return {
    TLSCHECK_TRUST_FILE: trustFile,
    TLSCHECK_CONNECT_TO: servers.connectTo.join(","),
    TLSCHECK_EGRESS_ALLOW: "127.0.0.1/32,127.0.0.2/32",
  };
}
