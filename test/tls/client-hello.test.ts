import { execFile } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { connect } from "node:tls";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClientHello } from "../../src/tls/client-hello.ts";
import { decodeClientHello, encodeClientHello } from "../../src/tls/client-hello.ts";
import { readClientOffer } from "./client-offer.ts";
import { isGrease } from "../../src/tls/grease.ts";
import { HandshakeReader } from "../../src/tls/handshake.ts";
import type { HelloOffer } from "../../src/tls/hello-offer.ts";
import { composeClientHello } from "../../src/tls/hello-offer.ts";
import { NAMED_GROUP } from "../../src/tls/named-groups.ts";
import { RecordReader } from "../../src/tls/record.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";
import { decodes } from "./decodes.ts";
import { CLIENT_HELLO, RETRY } from "./rfc8448.ts";

const HEADER = 4;

const OFFER: HelloOffer = {
  versions: [0x0304, 0x0303],
  cipherSuites: [0x1301, 0xc02f],
  serverName: "api.example.com",
  groups: [NAMED_GROUP.x25519, NAMED_GROUP.secp256r1],
  keyShares: [NAMED_GROUP.x25519],
  signatureAlgorithms: [0x0804, 0x0403],
  alpn: ["h2", "http/1.1"],
};

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const uint16 = fc.integer({ min: 0, max: 0xffff });
const anyHello: fc.Arbitrary<ClientHello> = fc.record({
  legacyVersion: uint16,
  random: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  sessionId: bytes(32),
  cipherSuites: fc.array(uint16, { maxLength: 40 }),
  compressionMethods: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 4 }),
  extensions: fc.option(
    fc.uniqueArray(fc.record({ type: uint16, data: bytes(60) }), { selector: ({ type }) => type }),
  ),
});

/** Bytes as numbers: a view and a Buffer of the same bytes are equal. */
const plain = (hello: ClientHello) => ({
  ...hello,
  random: [...hello.random],
  sessionId: [...hello.sessionId],
  extensions: hello.extensions?.map(({ type, data }) => ({ type, data: [...data] })) ?? null,
});

describe("a Client Hello", () => {
  it("is decoded as it was encoded", () => {
    fc.assert(
      fc.property(anyHello, (hello) => {
        const decoded = decodeClientHello(encodeClientHello(hello).subarray(HEADER));
        expect(plain(decoded)).toEqual(plain(hello));
      }),
    );
  });

  it("is refused when it is cut short anywhere, but where its extensions would begin", () => {
    const body = encodeClientHello(composeClientHello(OFFER)).subarray(HEADER);
    const lengths = Array.from({ length: body.length }, (_, length) => length);
    const whole = lengths.filter((length) => decodes(() => decodeClientHello(body.subarray(0, length))));
    // version, random, session id, two suites, one compression method.
    expect(whole).toEqual([2 + 32 + 33 + 6 + 2]);
  });

  it("is refused with a byte behind it, an odd list of suites, or an extension twice", () => {
    const body = encodeClientHello(composeClientHello(OFFER)).subarray(HEADER);
    expect(() => decodeClientHello(Buffer.concat([body, Buffer.from([0])]))).toThrow("trailing bytes");
    const start = [3, 3, ...Array<number>(32).fill(0)];
    expect(() => decodeClientHello(Buffer.from([...start, 0, 0, 3, 0x13, 1, 2, 1, 0]))).toThrow(DecodeError);
    const twice = [0, 8, 0, 23, 0, 0, 0, 23, 0, 0];
    expect(() => decodeClientHello(Buffer.from([...start, 0, 0, 2, 0x13, 1, 1, 0, ...twice]))).toThrow(
      "illegal value",
    );
    const longSession = Buffer.from([...start, 33, ...Array<number>(33).fill(0), 0, 2, 0x13, 1, 1, 0]);
    expect(() => decodeClientHello(longSession)).toThrow("illegal length");
  });

  it("may be any bytes: a value, or DecodeError", () => {
    const real = encodeClientHello(composeClientHello(OFFER)).subarray(HEADER);
    const mutated = fc
      .array(fc.tuple(fc.nat(real.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 })
      .map((changes) => {
        const copy = Buffer.from(real);
        for (const [at, value] of changes) copy[at] = value;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated), (body) => {
        expect(() => decodes(() => readClientOffer(decodeClientHello(body)))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});

describe("the Client Hellos of RFC 8448", () => {
  it("section 3 is read, and encoded as it was", () => {
    const hello = decodeClientHello(CLIENT_HELLO.subarray(HEADER));
    expect(readClientOffer(hello)).toEqual({
      versions: [0x0304],
      cipherSuites: [0x1301, 0x1303, 0x1302],
      serverName: "server",
      groups: [0x1d, 0x17, 0x18, 0x19, 0x100, 0x101, 0x102, 0x103, 0x104],
      keyShareGroups: [0x1d],
      signatureAlgorithms: [
        0x0403, 0x0503, 0x0603, 0x0203, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0201, 0x0402,
        0x0502, 0x0602, 0x0202,
      ],
      alpn: [],
      extensionTypes: [0, 0xff01, 10, 35, 51, 43, 13, 45, 28],
    });
    expect(encodeClientHello(hello)).toEqual(CLIENT_HELLO);
  });

  it("section 5: the second has another share, the cookie and padding", () => {
    const second = decodeClientHello(RETRY.secondHello.subarray(HEADER));
    expect(readClientOffer(second)).toMatchObject({ groups: [0x1d, 0x17, 0x18], keyShareGroups: [0x17] });
    expect(second.extensions?.map(({ type }) => type)).toEqual([0, 0xff01, 10, 51, 43, 13, 44, 45, 28, 21]);
    expect(encodeClientHello(second)).toEqual(RETRY.secondHello);
  });
});

describe("what we compose", () => {
  it("offers what it was told to, in that order", () => {
    expect(readClientOffer(composeClientHello(OFFER))).toMatchObject({
      versions: OFFER.versions,
      cipherSuites: OFFER.cipherSuites,
      serverName: OFFER.serverName,
      groups: OFFER.groups,
      keyShareGroups: OFFER.keyShares,
      signatureAlgorithms: OFFER.signatureAlgorithms,
      alpn: OFFER.alpn,
    });
  });

  it("is without extensions, and with the signalling suite, in SSL 3.0", () => {
    const hello = composeClientHello({ ...OFFER, versions: [0x0300], cipherSuites: [0x0005] });
    expect(hello).toMatchObject({ legacyVersion: 0x0300, extensions: null, cipherSuites: [0x0005, 0x00ff] });
  });

  it("up to TLS 1.1 has nothing of later versions", () => {
    const { extensions } = composeClientHello({ ...OFFER, versions: [0x0302, 0x0301] });
    for (const later of [13, 43, 45, 51]) expect(extensions?.map(({ type }) => type)).not.toContain(later);
  });

  it("has GREASE where it is asked for, once in each list", () => {
    const offer = readClientOffer(composeClientHello({ ...OFFER, grease: true }));
    for (const list of [offer.cipherSuites, offer.groups, offer.versions, offer.extensionTypes])
      expect(list.filter(isGrease)).toHaveLength(1);
    const without = readClientOffer(composeClientHello(OFFER));
    for (const list of [without.cipherSuites, without.groups, without.versions, without.extensionTypes])
      expect(list.filter(isGrease)).toHaveLength(0);
  });

  it("is longer than one segment with a post-quantum share", () => {
    const groups = [NAMED_GROUP.X25519MLKEM768, NAMED_GROUP.x25519];
    const hello = composeClientHello({ ...OFFER, groups, keyShares: groups });
    expect(encodeClientHello(hello).length).toBeGreaterThan(1_460);
    expect(readClientOffer(hello).keyShareGroups).toEqual(groups);
  });

  it("after a HelloRetryRequest differs in the share and the cookie alone", () => {
    const first = composeClientHello(OFFER);
    const cookie = Buffer.from("a cookie");
    const second = composeClientHello(OFFER, { first, group: NAMED_GROUP.secp256r1, cookie });
    const rest = ({ extensions, ...hello }: ClientHello) => ({
      ...hello,
      extensions: extensions?.filter(({ type }) => type !== 51 && type !== 44),
    });
    expect(rest(second)).toEqual(rest(first));
    expect(readClientOffer(second).keyShareGroups).toEqual([NAMED_GROUP.secp256r1]);
    expect(second.extensions?.find(({ type }) => type === 44)?.data).toEqual(
      Buffer.concat([Buffer.from([0, cookie.length]), cookie]),
    );
  });
});

/** The handshake message that a client sends first. */
async function capture(start: (port: number) => { stop(): void }): Promise<ClientHello> {
  let stop = () => {};
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await new Promise((resolve, reject) => {
      const records = new RecordReader();
      const messages = new HandshakeReader();
      server.once("connection", (socket) => {
        socket.on("error", () => undefined);
        socket.on("data", (data) => {
          for (const record of records.push(data))
            for (const message of messages.push(record.fragment)) {
              socket.destroy();
              try {
                resolve(decodeClientHello(message.body));
              } catch (error) {
                reject(error);
              }
            }
        });
      });
      stop = () => running.stop();
      const running = start((server.address() as AddressInfo).port);
    });
  } finally {
    stop();
    await new Promise((resolve) => server.close(resolve));
  }
}

const opensslClient = (options: readonly string[]) => (port: number) => {
  const child = execFile(
    "openssl",
    ["s_client", "-connect", `127.0.0.1:${port}`, ...options],
    () => undefined,
  );
  return { stop: () => child.kill() };
};

describe("the Client Hello of another program is read", () => {
  it("node:tls", async () => {
    const hello = await capture((port) => {
      const client = connect({
        host: "127.0.0.1",
        port,
        servername: "node.example",
        ALPNProtocols: ["h2", "x"],
        ecdhCurve: "X25519:P-384",
      });
      client.on("error", () => undefined);
      return { stop: () => client.destroy() };
    });
    expect(readClientOffer(hello)).toMatchObject({
      versions: [0x0304, 0x0303],
      serverName: "node.example",
      alpn: ["h2", "x"],
      groups: [0x1d, 0x18],
      keyShareGroups: [0x1d],
    });
  });

  it("openssl s_client, TLS 1.3 only", async () => {
    const options = ["-tls1_3", "-servername", "openssl.example", "-ciphersuites", "TLS_AES_128_CCM_SHA256"];
    expect(readClientOffer(await capture(opensslClient(options)))).toMatchObject({
      versions: [0x0304],
      serverName: "openssl.example",
      // And the signalling suite of RFC 5746.
      cipherSuites: [0x1304, 0x00ff],
    });
  });

  it("openssl s_client, TLS 1.2 without a name", async () => {
    const options = [
      "-tls1_2",
      "-noservername",
      "-cipher",
      "ECDHE-RSA-AES128-GCM-SHA256",
      "-groups",
      "P-521",
    ];
    expect(readClientOffer(await capture(opensslClient(options)))).toMatchObject({
      versions: [0x0303],
      serverName: null,
      cipherSuites: [0xc02f, 0x00ff],
      groups: [0x19],
      keyShareGroups: [],
    });
  });
});
