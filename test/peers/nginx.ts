import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findFreePort } from "../../src/demo/free-port.ts";
import type { CertificateFiles } from "./certificate-files.ts";
import { HOST } from "./certificate-files.ts";
import type { ServerProgram } from "./server-program.ts";
import { startServerProgram } from "./server-program.ts";

export interface NginxOptions {
  /** None: plain HTTP. */
  readonly certificates: readonly CertificateFiles[];
  /** Directives of the server block: `ssl_protocols TLSv1.2`. */
  readonly directives?: readonly string[];
  /** The directives of the server block for whoever names no server, or another; the only one by default. */
  readonly otherwise?: readonly string[];
  /** 127.0.0.1 by default. */
  readonly addresses?: readonly string[];
  /** Run under another command, as `taskset`. */
  readonly under?: readonly string[];
}

/** nginx with one server, HTTP/1.1 and HTTP/2 over TLS, that answers every request with 200.
 *  @param folder where its files go; whoever made it removes it. */
export async function startNginx(folder: string, options: NginxOptions): Promise<ServerProgram> {
  const { certificates, directives = [], otherwise, addresses = ["127.0.0.1"], under = [] } = options;
  const port = await findFreePort();
  const prefix = mkdtempSync(join(folder, "nginx-"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const listen = certificates.length === 0 ? "" : "ssl http2";
  const block = (lines: readonly string[], which = "") =>
    [
      "server {",
      ...addresses.map((a) => `listen ${a}:${port} ${listen}${which};`),
      ...lines.map((l) => `${l};`),
      "}",
    ].join("\n    ");
  writeFileSync(
    join(prefix, "nginx.conf"),
    `daemon off;
pid nginx.pid;
error_log stderr crit;
worker_processes 1;
events { worker_connections 8192; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join(" ")}
  ${block([...certificates.flatMap(useCertificate), ...directives, `server_name ${HOST}`, "return 200"])}
  ${otherwise === undefined ? "" : block([...otherwise, "server_name _"], " default_server")}
}
`,
  );
  const [command, ...given] = [...under, "nginx", "-p", prefix, "-c", "nginx.conf"];
  return startServerProgram(port, command, [...given, "-e", "stderr"]);
}

export function useCertificate({ certificate, key }: CertificateFiles): string[] {
  return [`ssl_certificate ${certificate}`, `ssl_certificate_key ${key}`];
}
