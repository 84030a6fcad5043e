import { X509Certificate } from "node:crypto";
import { expect, it } from "vitest";
import { issue } from "../../src/demo/certificates.ts";
import type { StartTlsProtocol } from "../../src/diagnosis/starttls.ts";
import { ServerProbe } from "../../src/probe/probe-server.ts";
import type { ClientOffer } from "../tls/client-offer.ts";
import { VERSION } from "../../src/tls/version.ts";
import type { Reply } from "./scan/scripted-server.ts";
import {
  SERVER_HELLO_DONE,
  alert,
  certificateMessage,
  ecdheParameters,
  records,
  serverHello,
  startScriptedServer,
} from "./scan/scripted-server.ts";

const HOST = "api.example.com";
const HANDSHAKE_FAILURE = 40;
const TLS_RSA_WITH_AES_128_GCM_SHA256 = 0x009c;
const TLS_ECDHE_ECDSA_WITH_AES_128_CCM = 0xc0ac;
const TLS_AES_128_GCM_SHA256 = 0x1301;
const der = new X509Certificate(issue({ commonName: HOST, names: [HOST] }, null).certificate).raw;

/** What a probe of the server finds with `look`. */
async function probe<T>(
  reply: (offer: ClientOffer) => Reply,
  look: (probe: ServerProbe) => Promise<T>,
  startTls?: StartTlsProtocol,
): Promise<T> {
  const server = await startScriptedServer(reply, { postgres: startTls === "postgres" });
  const probing = new ServerProbe({
    target: { host: HOST, port: server.port, serverName: HOST, ...(startTls !== undefined && { startTls }) },
    address: "127.0.0.1",
    port: server.port,
    timeoutMs: 2_000,
    signal: undefined,
    clientCertificate: undefined,
  });
  try {
    return await look(probing);
  } finally {
    probing.close();
    await server.close();
  }
}

const tls12 = (suite: number) =>
  records(VERSION.TLS_1_2, serverHello(VERSION.TLS_1_2, suite), certificateMessage([der]), SERVER_HELLO_DONE);
/** supported_versions, and key_share of a HelloRetryRequest: x25519. */
const SELECT_TLS13 = Buffer.from([0, 43, 0, 2, 3, 4]);
const SELECT_X25519 = Buffer.from([0, 51, 0, 2, 0, 29]);

it("offers no protocol on top after STARTTLS, which has said what it is", async () => {
  const offered: (readonly string[])[] = [];
  const reply = (offer: ClientOffer) => {
    offered.push(offer.alpn);
    return alert(HANDSHAKE_FAILURE);
  };
  const look = async (probing: ServerProbe) => {
    await probing.shake("ordinary");
    await probing.scan(true);
  };
  await probe(reply, look, "postgres");
  expect(offered.length).toBeGreaterThan(5);
  expect(offered.flat()).toEqual([]);
  offered.splice(0);
  await probe(reply, look);
  expect(offered[0]).toEqual(["h2", "http/1.1"]);
});

it("compares names with suites that few servers have, too", async () => {
  const handshakes = await probe(
    ({ cipherSuites }) =>
      cipherSuites.includes(TLS_ECDHE_ECDSA_WITH_AES_128_CCM)
        ? records(
            VERSION.TLS_1_2,
            serverHello(VERSION.TLS_1_2, TLS_ECDHE_ECDSA_WITH_AES_128_CCM),
            certificateMessage([der]),
            ecdheParameters(),
            SERVER_HELLO_DONE,
          )
        : alert(HANDSHAKE_FAILURE),
    (probing) => probing.compareNames(),
  );
  expect(handshakes).toMatchObject([
    { offer: "without_server_name", serverName: null, result: { outcome: "completed" } },
    { offer: "wrong_server_name", result: { outcome: "completed" } },
  ]);
});

it("calls a server intolerant of TLS 1.3 that fails where it is offered", async () => {
  const { intolerances, versions } = await probe(
    (offer) => {
      if (offer.versions.includes(VERSION.TLS_1_3)) return alert(HANDSHAKE_FAILURE);
      return offer.versions.includes(VERSION.TLS_1_2) &&
        offer.cipherSuites.includes(TLS_RSA_WITH_AES_128_GCM_SHA256)
        ? tls12(TLS_RSA_WITH_AES_128_GCM_SHA256)
        : alert(HANDSHAKE_FAILURE);
    },
    (probing) => probing.scan(false),
  );
  expect(versions).toMatchObject({ "TLS 1.2": "accepted", "TLS 1.3": "refused" });
  expect(intolerances).toEqual(["tls_1_3"]);
});

it("does not call a server intolerant of TLS 1.3 that speaks it", async () => {
  const { intolerances, versions } = await probe(
    (offer) => {
      const { versions: asked, cipherSuites } = offer;
      if (asked.includes(VERSION.TLS_1_3) && asked.includes(VERSION.TLS_1_2)) return alert(HANDSHAKE_FAILURE);
      if (asked.includes(VERSION.TLS_1_3) && cipherSuites.includes(TLS_AES_128_GCM_SHA256))
        return records(
          VERSION.TLS_1_2,
          serverHello(VERSION.TLS_1_2, TLS_AES_128_GCM_SHA256, SELECT_TLS13, SELECT_X25519).fill(
            HELLO_RETRY_REQUEST,
            RANDOM,
            RANDOM + 32,
          ),
        );
      return asked.includes(VERSION.TLS_1_2) && cipherSuites.includes(TLS_RSA_WITH_AES_128_GCM_SHA256)
        ? tls12(TLS_RSA_WITH_AES_128_GCM_SHA256)
        : alert(HANDSHAKE_FAILURE);
    },
    (probing) => probing.scan(false),
  );
  expect(versions).toMatchObject({ "TLS 1.2": "accepted", "TLS 1.3": "accepted" });
  expect(intolerances).toEqual([]);
});

/** Where ServerHello.random stands in the message, and what makes it a HelloRetryRequest (RFC 8446 section 4.1.3). */
const RANDOM = 6;
const HELLO_RETRY_REQUEST = Buffer.from(
  "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c",
  "hex",
);

it("stops asking one who has had enough, after a few pauses", async () => {
  let answered = 0;
  const began = performance.now();
  const [profile, connections] = await probe(
    ({ cipherSuites }) => {
      if (++answered > 6) return Buffer.alloc(0);
      return cipherSuites.includes(TLS_RSA_WITH_AES_128_GCM_SHA256)
        ? tls12(TLS_RSA_WITH_AES_128_GCM_SHA256)
        : alert(HANDSHAKE_FAILURE);
    },
    async (probing) => [await probing.scan(true), probing.connections] as const,
  );
  expect(profile.complete).toBe(false);
  expect(profile.backedOff).toBeGreaterThan(0);
  expect(connections).toBeLessThan(60);
  expect(performance.now() - began).toBeLessThan(12_000);
}, 25_000);
