import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findFreePort } from "../../src/demo/free-port.ts";
import type { CertificateFiles } from "../../test/peers/certificate-files.ts";
import { createAuthority } from "../../test/peers/certificate-files.ts";
import { useCertificate } from "../../test/peers/nginx.ts";
import type { ServerProgram } from "../../test/peers/server-program.ts";
import { startServerProgram } from "../../test/peers/server-program.ts";
import { CERTIFICATES } from "./fleet.ts";

export interface Servers extends ServerProgram {
  /** PEM file. */
  readonly authority: string;
}

/** One nginx for all addresses of loopback, which goes by the name that it is asked for.
 *  @param folder where its files go; whoever made it removes it. */
export async function startServers(folder: string): Promise<Servers> {
  const authority = createAuthority(folder);
  const port = await findFreePort();
  const prefix = mkdtempSync(join(folder, "nginx-"));
  const blocks = Array.from({ length: CERTIFICATES }, (_, index) => {
    const name = `*.c${index}.watch.test`;
    const lines = [...useCertificate(issue(folder, authority, name, index)), `server_name ${name}`];
    return `server { listen 0.0.0.0:${port} ssl; ${lines.map((line) => `${line};`).join(" ")} return 200; }`;
  });
  writeFileSync(
    join(prefix, "nginx.conf"),
    `daemon off;
pid nginx.pid;
error_log stderr crit;
worker_processes 1;
events { worker_connections 8192; }
http {
  access_log off;
  server_names_hash_max_size 4096;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${name};`).join(" ")}
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_tickets off;
  ${blocks.join("\n  ")}
}
`,
  );
  const server = await startServerProgram(port, "nginx", ["-p", prefix, "-c", "nginx.conf", "-e", "stderr"]);
  return { ...server, port, authority: authority.certificate };
}

function issue(folder: string, authority: CertificateFiles, name: string, index: number): CertificateFiles {
  const files = { certificate: join(folder, `${index}.pem`), key: join(folder, `${index}.key`) };
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", files.key];
  const extensions = [
    "basicConstraints=CA:FALSE",
    "extendedKeyUsage=serverAuth",
    `subjectAltName=DNS:${name}`,
  ];
  const signed = [
    "-CA",
    authority.certificate,
    "-CAkey",
    authority.key,
    "-subj",
    `/CN=${name}`,
    "-days",
    "90",
  ];
  const given = [...key, ...signed, ...extensions.flatMap((each) => ["-addext", each])];
  execFileSync("openssl", ["req", "-x509", "-new", ...given, "-out", files.certificate], { stdio: "pipe" });
  writeFileSync(files.certificate, readFileSync(authority.certificate), { flag: "a" });
  return files;
}
