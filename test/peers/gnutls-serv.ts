import { findFreePort } from "../../src/demo/free-port.ts";
import type { CertificateFiles } from "./certificate-files.ts";
import type { ServerProgram } from "./server-program.ts";
import { startServerProgram } from "./server-program.ts";

/** GnuTLS's server, which still speaks what OpenSSL has forgotten. It can not be told an address: it listens on all.
 *  @param priority see gnutls_priority_init(3). */
export async function startGnuTlsServ(
  certificates: readonly CertificateFiles[],
  priority: string,
  options: readonly string[] = [],
): Promise<ServerProgram> {
  const port = await findFreePort();
  const files = certificates.flatMap(({ certificate, key }) => [
    "--x509certfile",
    certificate,
    "--x509keyfile",
    key,
  ]);
  const given = ["--echo", "--quiet", "--port", String(port), "--priority", priority];
  return startServerProgram(port, "gnutls-serv", [...given, ...files, ...options]);
}
