import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { issue } from "../../../src/demo/certificates.ts";
import type { ServerProfile } from "../../../src/diagnosis/server-profile.ts";
import { ServerProbe } from "../../../src/probe/probe-server.ts";
import { analyzeCipherSuite } from "../../../src/tls/cipher-suite-facts.ts";
import { describeCipherSuite } from "../../../src/tls/cipher-suites.ts";
import type { ClientOffer } from "../../tls/client-offer.ts";
import { VERSION } from "../../../src/tls/version.ts";
import type { Reply } from "./scripted-server.ts";
import {
  SERVER_HELLO_DONE,
  alert,
  alpnExtension,
  certificateMessage,
  dheParameters,
  records,
  serverHello,
  startScriptedServer,
} from "./scripted-server.ts";

const HOST = "api.example.com";
const HANDSHAKE_FAILURE = 40;
const PROTOCOL_VERSION = 70;

const der = new X509Certificate(issue({ commonName: HOST, names: [HOST] }, null).certificate).raw;
let issued = 0;
/** Another serial number: to whom nobody checks the signature of, another certificate. */
function another(): Buffer {
  const copy = Buffer.from(der);
  copy.writeUInt32BE(++issued, SERIAL_NUMBER);
  return copy;
}
/** Behind the headers of Certificate, TBSCertificate, version and the number itself, and its first byte. */
const SERIAL_NUMBER = 4 + 4 + 5 + 2 + 1;

async function scan(
  reply: (offer: ClientOffer) => Reply,
  { brief = false, timeoutMs = 3_000 } = {},
): Promise<ServerProfile & { connections: number }> {
  const server = await startScriptedServer(reply);
  const { port } = server;
  const probe = new ServerProbe({
    target: { host: HOST, port, serverName: HOST },
    address: "127.0.0.1",
    port,
    timeoutMs,
    signal: undefined,
    clientCertificate: undefined,
  });
  try {
    const profile = await probe.scan(brief);
    return { ...profile, connections: server.connections() };
  } finally {
    probe.close();
    await server.close();
  }
}

/** The first of its suites that uses RSA for everything, in TLS 1.2. */
function selectRsa({ versions, cipherSuites }: ClientOffer): number | undefined {
  if (!versions.includes(VERSION.TLS_1_2)) return undefined;
  return cipherSuites.find((id) => describeCipherSuite(id).name.startsWith("TLS_RSA_WITH_"));
}

it("keeps few of the certificates of a server that has another one for each question", async () => {
  const { certificateLists, connections } = await scan((offer) => {
    const suite = selectRsa(offer);
    if (suite === undefined) return alert(HANDSHAKE_FAILURE);
    const hello = serverHello(VERSION.TLS_1_2, suite);
    return records(VERSION.TLS_1_2, hello, certificateMessage([another()]), SERVER_HELLO_DONE);
  });
  expect(connections).toBeGreaterThan(20);
  expect(certificateLists).toHaveLength(8);
});

it("keeps few bytes of a server that sends long lists", async () => {
  const { certificateLists } = await scan(
    (offer) => {
      const suite = selectRsa(offer);
      if (suite === undefined) return alert(HANDSHAKE_FAILURE);
      const list = certificateMessage(Array.from({ length: 200 }, another));
      return records(VERSION.TLS_1_2, serverHello(VERSION.TLS_1_2, suite), list, SERVER_HELLO_DONE);
    },
    { brief: true },
  );
  expect(certificateLists).toHaveLength(1);
});

it("believes in no protocol that was not offered", async () => {
  const reply = (protocol: string) => (offer: ClientOffer) => {
    const suite = selectRsa(offer);
    if (suite === undefined) return alert(HANDSHAKE_FAILURE);
    const hello = serverHello(VERSION.TLS_1_2, suite, alpnExtension(protocol));
    return records(VERSION.TLS_1_2, hello, certificateMessage([der]), SERVER_HELLO_DONE);
  };
  expect((await scan(reply("<!channel>"))).alpn).toEqual([]);
  expect((await scan(reply("h2"))).alpn).toEqual(["h2"]);
});

it("says the shortest prime that a server takes", async () => {
  let asked = 0;
  const { dhBits } = await scan(({ versions, cipherSuites }) => {
    const suite = cipherSuites.find((id) => {
      const { keyExchange, authentication } = analyzeCipherSuite(describeCipherSuite(id).name);
      return keyExchange === "DHE" && authentication === "RSA";
    });
    if (!versions.includes(VERSION.TLS_1_2) || suite === undefined) return alert(HANDSHAKE_FAILURE);
    const parameters = dheParameters(asked++ === 0 ? 128 : 256);
    const hello = serverHello(VERSION.TLS_1_2, suite);
    return records(VERSION.TLS_1_2, hello, certificateMessage([der]), parameters, SERVER_HELLO_DONE);
  });
  expect(asked).toBeGreaterThan(2);
  expect(dhBits).toBe(1_024);
});

it("knows SSL 3.0 of who speaks nothing else, and asks no other old version again", async () => {
  const asked: string[] = [];
  const profile = await scan(
    ({ versions, cipherSuites }) => {
      asked.push(versions.join());
      const suite = cipherSuites.find((id) => id === 0x000a || id === 0x0005);
      if (!versions.includes(VERSION.SSL_3_0) && !versions.some((version) => version < VERSION.TLS_1_2))
        return alert(PROTOCOL_VERSION);
      if (suite === undefined) return alert(HANDSHAKE_FAILURE);
      return records(
        VERSION.SSL_3_0,
        serverHello(VERSION.SSL_3_0, suite),
        certificateMessage([der]),
        SERVER_HELLO_DONE,
      );
    },
    { brief: true },
  );
  expect(profile.versions).toMatchObject({
    "SSL 3.0": "accepted",
    "TLS 1.0": "refused",
    "TLS 1.2": "refused",
  });
  // Once for the version, and a chain of two suites.
  expect(asked.filter((each) => each === String(VERSION.SSL_3_0)).length).toBeLessThan(10);
  expect(profile.cipherSuites).toMatchObject([{ version: "SSL 3.0" }, { version: "SSL 3.0" }]);
});

it("does not call refused what was met with silence", async () => {
  const profile = await scan(
    ({ versions }) => (Math.max(...versions) < VERSION.TLS_1_2 ? "silence" : alert(PROTOCOL_VERSION)),
    { brief: true, timeoutMs: 200 },
  );
  expect(profile.versions).toMatchObject({
    "TLS 1.0": "unknown",
    "TLS 1.1": "unknown",
    "TLS 1.2": "refused",
    "TLS 1.3": "refused",
  });
  expect(profile.complete).toBe(false);
});
