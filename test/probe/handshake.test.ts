import type { AddressInfo, Server, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { TlsOptions } from "node:tls";
import tlsLibrary, { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { issue } from "../../src/demo/certificates.ts";
import type { Handshake } from "../../src/diagnosis/evidence.ts";
import { shakeHands } from "../../src/probe/handshake.ts";

const root = issue({ commonName: "root", authority: true }, null);
const leaf = issue({ commonName: "api.example.com", names: ["api.example.com"] }, root);
const CHAIN = { key: leaf.key, cert: leaf.certificate + root.certificate };
const SUBJECTS = ["CN=api.example.com,O=tlscheck demo", "CN=root,O=tlscheck demo"];

const opened: Server[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<number> {
  opened.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** What the server says comes in segments of this size, as from far away. */
async function startRelay(to: number, segment: number): Promise<number> {
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect(to, "127.0.0.1");
    const both = [near, far] as const;
    for (const socket of both) {
      socket.on("error", () => undefined);
      socket.once("close", () => both.forEach((other) => other.destroy()));
    }
    near.pipe(far);
    void forward(far, near, segment);
  });
  return listen(server);
}

async function forward(from: Socket, to: Socket, segment: number): Promise<void> {
  try {
    for await (const bytes of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < bytes.length; at += segment) {
        to.write(bytes.subarray(at, at + segment));
        await delay(1);
      }
    }
    to.end();
  } catch {
    to.destroy();
  }
}

async function shake(options: TlsOptions, segment = 0): Promise<Handshake> {
  const tls = createTlsServer({ ...CHAIN, ...options }, (socket) => socket.on("error", () => undefined));
  tls.on("tlsClientError", () => undefined);
  const real = await listen(tls);
  const port = segment === 0 ? real : await startRelay(real, segment);
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const { handshake } = await shakeHands(socket, {
    offer: "ordinary",
    serverName: "api.example.com",
    address: "127.0.0.1",
    port,
    timeoutMs: 5_000,
  });
  return handshake;
}

const subjects = ({ certificateList }: Handshake) => certificateList.map(({ subject }) => subject);

describe.each(["TLSv1.2", "TLSv1.3"] as const)("a server of %s", (maxVersion) => {
  // 127 is less than a ServerHello; 1,448 is what Ethernet carries.
  it.each([0, 127, 400, 1_448])("is read whole in segments of %i bytes", async (segment) => {
    const requestCert = { requestCert: true, rejectUnauthorized: false, ca: root.certificate };
    const handshake = await shake({ maxVersion, ...requestCert }, segment);
    expect(handshake.result).toEqual({ outcome: "completed" });
    expect(handshake.version).toBe(maxVersion.replace("v", " "));
    expect(subjects(handshake)).toEqual(SUBJECTS);
    expect(handshake.clientCertificate).toEqual({
      requested: true,
      authorities: ["CN=root,O=tlscheck demo"],
    });
  });
});

// A change_cipher_spec follows the HelloRetryRequest, not the ServerHello: RFC 8446 appendix D.4.
it.each([0, 127])(
  "a server that wants another key share is read, in segments of %i bytes",
  async (segment) => {
    const handshake = await shake({ minVersion: "TLSv1.3", ecdhCurve: "P-384" }, segment);
    expect(handshake).toMatchObject({ result: { outcome: "completed" }, version: "TLS 1.3" });
    expect(subjects(handshake)).toEqual(SUBJECTS);
  },
);

it.each(["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"])(
  "%s is opened",
  async (ciphers) => {
    const handshake = await shake({ minVersion: "TLSv1.3", ciphers });
    expect(handshake).toMatchObject({ result: { outcome: "completed" }, cipherSuite: { name: ciphers } });
    expect(subjects(handshake)).toEqual(SUBJECTS);
  },
);

it.each(["TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"])("%s is opened too", async (ciphers) => {
  const usual = tlsLibrary.DEFAULT_CIPHERS;
  // As `node --tls-cipher-list` does.
  // A tag of 64 bits is less than newer versions of OpenSSL allow unasked.
  tlsLibrary.DEFAULT_CIPHERS = `${ciphers}:ALL:@SECLEVEL=0`;
  try {
    const handshake = await shake({ minVersion: "TLSv1.3", ciphers: `${ciphers}:ALL:@SECLEVEL=0` });
    expect(handshake).toMatchObject({ result: { outcome: "completed" }, cipherSuite: { name: ciphers } });
    expect(subjects(handshake)).toEqual(SUBJECTS);
  } finally {
    tlsLibrary.DEFAULT_CIPHERS = usual;
  }
});

it.each([
  ["is noticed before the handshake begins", false],
  ["is noticed by what is written first", true],
])("a reset that %s is a reset", async (_, unread) => {
  const server = createServer();
  const port = await listen(server);
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  // Who does not read learns of it by writing.
  if (unread) socket.pause();
  const [[accepted]] = await Promise.all([once(server, "connection"), once(socket, "connect")]);
  (accepted as Socket).resetAndDestroy();
  await delay(20);
  expect(socket.destroyed).toBe(!unread);
  const { handshake } = await shakeHands(socket, {
    offer: "ordinary",
    serverName: null,
    address: "127.0.0.1",
    port,
    timeoutMs: 5_000,
  });
  expect(handshake.result).toEqual({ outcome: "connection_reset" });
});
