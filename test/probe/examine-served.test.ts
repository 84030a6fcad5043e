import { createServer as createHttpServer } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { expect, it } from "vitest";
import { collectEvidence } from "../../src/probe/collect-evidence.ts";
import type { EgressPolicy } from "../../src/probe/egress-policy.ts";
import * as der from "../x509/der-writer.ts";
import { HOST, NOW, extension, issueAuthority, issueEndEntity, pem, uri } from "../x509/issuing.ts";

const ID_CA_ISSUERS = "1.3.6.1.5.5.7.48.2";
const AUTHORITY_INFO_ACCESS = "1.3.6.1.5.5.7.1.1";

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

it("a server's certificate sends us only where the policy lets that server send us", async () => {
  const root = issueAuthority("root", { issuer: null });
  const intermediate = issueAuthority("intermediate", { issuer: root });
  const fetched: (string | undefined)[] = [];
  const http = createHttpServer((request, response) => {
    fetched.push(request.url);
    response.end(intermediate.certificate);
  });
  const url = `http://127.0.0.1:${await listen(http)}/intermediate.der`;
  const access = der.sequence(der.sequence(der.oid(ID_CA_ISSUERS), uri(url)));
  const extensions = { authorityInfoAccess: extension(AUTHORITY_INFO_ACCESS, access) };
  const leaf = issueEndEntity({ issuer: intermediate, extensions });
  const key = leaf.keys.privateKey.export({ format: "pem", type: "pkcs8" });
  const tls = createTlsServer({ key, cert: pem("CERTIFICATE", leaf.certificate) }, (socket) =>
    socket.on("error", () => undefined),
  );
  const port = await listen(tls);
  const collect = (sentOn: EgressPolicy["refuse"]) => {
    const policy = (refuse: EgressPolicy["refuse"]): EgressPolicy => ({
      refuse,
      sentOnBy: (address) => policy(address === "127.0.0.1" ? sentOn : () => null),
    });
    return collectEvidence(
      { host: "127.0.0.1", port, serverName: HOST },
      {
        at: NOW,
        timeoutMs: 2_000,
        scope: "cipher_suites",
        egress: policy(() => null),
        trustAnchors: pem("CERTIFICATE", root.certificate),
      },
    );
  };
  try {
    expect((await collect(() => "private")).examination).toMatchObject({ completed: null });
    expect(fetched).toEqual([]);
    expect((await collect(() => null)).examination?.completed).toContain("BEGIN CERTIFICATE");
    expect(fetched).toEqual(["/intermediate.der"]);
  } finally {
    http.close();
    http.closeAllConnections();
    tls.close();
  }
});
