import { createSecureContext, connect } from "node:tls";
import { CertificateProbe } from "../../src/probe/certificate-probe.ts";
import { HOST } from "../../test/peers/certificate-files.ts";

/** Fetches and judges the certificate list of a server on loopback; rejects when it is not as it should be. */
export type Fetch = (port: number) => Promise<void>;

/** Whose fetches are compared; each gets the authority that issued the server's certificate, PEM. */
export const FETCHERS: Readonly<Record<string, (authority: string) => Fetch>> = {
  "node:tls with verification": fetchWithNode,
  ours: fetchWithOurs,
};

function fetchWithOurs(authority: string): Fetch {
  const probe = new CertificateProbe({ timeoutMs: 5_000, trustAnchors: authority });
  return async (port) => {
    const observed = await probe.observe({ host: HOST, port, serverName: HOST }, "127.0.0.1", Date.now());
    if (!("list" in observed) || observed.list.faults.length > 0 || !observed.covered)
      throw new Error("no valid list");
  };
}

function fetchWithNode(authority: string): Fetch {
  // As a program that cares would: the trust anchors are read once.
  const secureContext = createSecureContext({ ca: authority });
  return (port) =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", servername: HOST, secureContext }, () => {
        const certificate = socket.getPeerX509Certificate();
        socket.destroy();
        if (certificate?.checkHost(HOST) === undefined) reject(new Error("no certificate"));
        else resolve();
      });
      socket.once("error", reject);
    });
}
