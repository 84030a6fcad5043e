import { expect, it } from "vitest";
import { EXTENSION_TYPE } from "../../src/tls/extension-types.ts";
import { encodeExtensions } from "../../src/tls/extension.ts";
import { decodeServerHello } from "../../src/tls/server-hello.ts";
import { encodeUint, encodeVector } from "../../src/wire/encoding.ts";

function serverHello({ sessionIdLength = 32, keyShare = [0, 29, 0, 1, 9] }): Buffer {
  return Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    encodeVector(1, Buffer.alloc(sessionIdLength)),
    encodeUint(2, 0x1301),
    Buffer.from([0]),
    encodeExtensions([
      { type: EXTENSION_TYPE.supported_versions, data: Buffer.from([3, 4]) },
      { type: EXTENSION_TYPE.key_share, data: Buffer.from(keyShare) },
    ]),
  ]);
}

it("is read", () => {
  expect(decodeServerHello(serverHello({}))).toMatchObject({
    version: 0x0304,
    cipherSuite: 0x1301,
    keyShare: { group: 29, keyExchange: Buffer.from([9]) },
  });
});

it("has a session ID of 32 bytes at most", () => {
  expect(() => decodeServerHello(serverHello({ sessionIdLength: 33 }))).toThrow("legacy_session_id_echo");
});

it("has nothing behind its key share", () => {
  expect(() => decodeServerHello(serverHello({ keyShare: [0, 29, 0, 1, 9, 0] }))).toThrow("KeyShare");
});
