import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { findFreePort } from "../../src/demo/free-port.ts";
import type { CertificateFiles } from "./certificate-files.ts";
import type { RunningServer, ServerProgram } from "./server-program.ts";
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

/** Several of them behind one port, in turn: one alone answers one handshake after the other. */
export async function startGnuTlsServs(
  count: number,
  certificates: readonly CertificateFiles[],
  priority: string,
): Promise<RunningServer> {
  const programs = await Promise.all(
    Array.from({ length: count }, () => startGnuTlsServ(certificates, priority)),
  );
  let turn = 0;
  const relay = createServer((socket) => {
    const program = programs[turn++ % programs.length];
    const behind = connect(program?.port ?? 0, "127.0.0.1");
    socket.on("error", () => behind.destroy());
    behind.on("error", () => socket.destroy());
    socket.pipe(behind).pipe(socket);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  return {
    port: (relay.address() as AddressInfo).port,
    close: async () => {
      relay.close();
      await Promise.all(programs.map((program) => program.close()));
    },
  };
}
