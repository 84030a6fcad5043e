import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { HANDSHAKE_TYPE, encodeHandshake } from "../../src/tls/handshake.ts";
import { deriveHandshakeSecrets, expandLabel } from "../../src/tls/key-schedule.ts";
import { encodeRecords } from "../../src/tls/record.ts";
import { ServerFlight } from "../../src/tls/server-flight.ts";
import { decodeCertificate } from "../../src/x509/certificate.ts";
import {
  CLIENT_HANDSHAKE_TRAFFIC_SECRET,
  CLIENT_HELLO,
  FLIGHT_RECORD,
  RETRY,
  SERVER_HANDSHAKE_TRAFFIC_SECRET,
  SERVER_HELLO_RECORD,
  SHARED_SECRET,
} from "./rfc8448.ts";

const sha256 = (...parts: readonly Uint8Array[]) =>
  createHash("sha256").update(Buffer.concat(parts)).digest();
const HANDSHAKE = 22;

it("derives the secrets of RFC 8448 section 3", () => {
  const transcript = sha256(CLIENT_HELLO, SERVER_HELLO_RECORD.subarray(5));
  expect(deriveHandshakeSecrets("sha256", SHARED_SECRET, transcript)).toEqual({
    client: CLIENT_HANDSHAKE_TRAFFIC_SECRET,
    server: SERVER_HANDSHAKE_TRAFFIC_SECRET,
  });
});

it("derives those of section 5, where a hash stands for the first Client Hello", () => {
  const first = encodeHandshake(HANDSHAKE_TYPE.message_hash, sha256(RETRY.firstHello));
  const transcript = sha256(first, RETRY.retryRequest, RETRY.secondHello, RETRY.serverHello);
  expect(deriveHandshakeSecrets("sha256", RETRY.sharedSecret, transcript)).toEqual({
    client: RETRY.clientSecret,
    server: RETRY.serverSecret,
  });
});

it("expands the server's key and IV of section 3", () => {
  const expand = (label: string, length: number) =>
    expandLabel("sha256", SERVER_HANDSHAKE_TRAFFIC_SECRET, label, new Uint8Array(), length).toString("hex");
  expect(expand("key", 16)).toBe("3fce516009c21727d0f2e4e86ee403bc");
  expect(expand("iv", 12)).toBe("5d313eb2671276ee13000b30");
});

it.each([
  ["section 3", SERVER_HELLO_RECORD, FLIGHT_RECORD, SERVER_HANDSHAKE_TRAFFIC_SECRET, 0x1d],
  [
    "section 5",
    encodeRecords(HANDSHAKE, 0x0303, Buffer.concat([RETRY.retryRequest])),
    Buffer.concat([encodeRecords(HANDSHAKE, 0x0303, RETRY.serverHello), RETRY.flightRecord]),
    RETRY.serverSecret,
    0x17,
  ],
])("a flight reads all that the server sends in %s", (_, first, rest, secret, group) => {
  const flight = new ServerFlight({ openWith: () => secret });
  flight.push(first);
  flight.push(rest);
  expect(flight).toMatchObject({
    fault: null,
    complete: true,
    over: true,
    alpn: null,
    certificateRequested: false,
    keyExchange: { group, dhBits: null, signatureScheme: 0x0804 },
  });
  expect(flight.certificateList.map((der) => decodeCertificate(der).subject)).toEqual(["CN=rsa"]);
  expect(flight.retry?.hello.cookie?.length ?? null).toBe(group === 0x17 ? 114 : null);
  // key_share, [cookie,] supported_versions; supported_groups, record_size_limit, server_name.
  expect(flight.extensionTypes).toEqual([51, 43, 10, 28, 0]);
});
