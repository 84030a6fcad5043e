import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findFreePort } from "../../src/demo/free-port.ts";
import type { CertificateFiles } from "./certificate-files.ts";
import { HOST } from "./certificate-files.ts";
import type { ServerProgram } from "./server-program.ts";
import { startServerProgram } from "./server-program.ts";

export interface NginxOptions {
  /** One worker each; 1 by default. */
  readonly workers?: number;
  readonly certificates: readonly CertificateFiles[];
  /** Directives of the server block: `ssl_protocols TLSv1.2`. */
  readonly directives?: readonly string[];
  /** Other server blocks. */
  readonly others?: (port: number) => string;
  /** Instead of all the names of loopback's 127.0.0.1. */
  readonly addresses?: readonly string[];
  /** Run under another command, as `taskset`. */
  readonly under?: readonly string[];
}

/** nginx with one TLS server that answers every request with 200.
 *  @param folder where its files go; whoever made it removes it. */
export async function startNginx(folder: string, options: NginxOptions): Promise<ServerProgram> {
  const { certificates, directives = [], others, addresses = ["127.0.0.1"], under = [] } = options;
  const port = await findFreePort();
  const prefix = mkdtempSync(join(folder, "nginx-"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  writeFileSync(
    join(prefix, "nginx.conf"),
    `daemon off;
pid nginx.pid;
error_log stderr crit;
worker_processes ${options.workers ?? 1};
events { worker_connections 8192; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join(" ")}
  server {
    ${addresses.map((address) => `listen ${address}:${port} ssl;`).join("\n    ")}
    server_name ${HOST};
    ${certificates
      .map(({ certificate, key }) => `ssl_certificate ${certificate}; ssl_certificate_key ${key};`)
      .join("\n    ")}
    ${directives.map((directive) => `${directive};`).join("\n    ")}
    return 200;
  }
  ${others?.(port) ?? ""}
}
`,
  );
  const [command, ...given] = [...under, "nginx", "-p", prefix, "-c", "nginx.conf"];
  return startServerProgram(port, command, [...given, "-e", "stderr"]);
}
