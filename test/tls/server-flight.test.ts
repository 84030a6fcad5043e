import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HandshakeReader } from "../../src/tls/handshake.ts";
import { RecordOpener } from "../../src/tls/record-protection.ts";
import { RecordReader } from "../../src/tls/record.ts";
import { ServerFlight } from "../../src/tls/server-flight.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";
import { decodeCertificate } from "../../src/x509/certificate.ts";
import { SERVER_HELLO, message, record } from "../probe/hostile-server.ts";
import { FLIGHT_RECORD, SERVER_HANDSHAKE_TRAFFIC_SECRET, SERVER_HELLO_RECORD } from "./rfc8448.ts";

const HANDSHAKE = 22;
const TRACE = Buffer.concat([SERVER_HELLO_RECORD, FLIGHT_RECORD]);

/** Certificate, RFC 5246 section 7.4.2. */
function certificateMessage(...list: readonly Buffer[]): Buffer {
  const entries = Buffer.concat(list.flatMap((der) => [uint24(der.length), der]));
  return message(11, Buffer.concat([uint24(entries.length), entries]));
}

function uint24(value: number): Buffer {
  return Buffer.from([value >> 16, (value >> 8) & 255, value & 255]);
}

/** CertificateRequest, RFC 5246 section 7.4.4, of rsa_sign and one signature algorithm. */
function certificateRequest(...names: readonly Buffer[]): Buffer {
  const list = Buffer.concat(names.flatMap((name) => [uint24(name.length).subarray(1), name]));
  return message(13, Buffer.concat([Buffer.from([1, 1, 0, 2, 4, 1]), uint24(list.length).subarray(1), list]));
}

const TLS12_FLIGHT = Buffer.concat([
  SERVER_HELLO,
  certificateMessage(Buffer.from("first"), Buffer.from("second"), Buffer.from("first")),
  certificateRequest(Buffer.from("one authority")),
  message(14, Buffer.alloc(0)),
]);

function read(bytes: Uint8Array, size = bytes.length): ServerFlight {
  const flight = new ServerFlight();
  for (let at = 0; at < bytes.length; at += size) flight.push(bytes.subarray(at, at + size));
  return flight;
}

const texts = (list: readonly Uint8Array[]) => list.map((bytes) => Buffer.from(bytes).toString("latin1"));

describe("the trace of RFC 8448 section 3", () => {
  it("is opened with the server's handshake traffic secret", () => {
    const flight = read(TRACE);
    expect(flight.hello).toMatchObject({
      version: 0x0304,
      cipherSuite: 0x1301,
      helloRetryRequest: false,
      alpn: null,
      keyShare: { group: 0x001d },
      extensionTypes: [51, 43],
    });
    expect(flight.certificateList).toEqual([]);
    flight.decrypt(SERVER_HANDSHAKE_TRAFFIC_SECRET);
    expect(flight.fault).toBeNull();
    expect(flight.certificateList.map((der) => decodeCertificate(der).subject)).toEqual(["CN=rsa"]);
    expect(flight.certificateRequested).toBe(false);
  });

  it("stays closed with another secret, and says so", () => {
    const flight = read(TRACE);
    flight.decrypt(Buffer.alloc(32, 1));
    expect(flight.fault).toMatchObject({ code: "illegal_value", structure: "TLSCiphertext" });
    expect(flight.certificateList).toEqual([]);
  });

  it("is 657 bytes of handshake inside", () => {
    const [sealed] = new RecordReader().push(FLIGHT_RECORD);
    if (sealed === undefined) throw new Error("no record");
    const opened = new RecordOpener(0x1301, SERVER_HANDSHAKE_TRAFFIC_SECRET).open(sealed);
    expect(opened.type).toBe(HANDSHAKE);
    expect(opened.content).toHaveLength(657);
    // The header is authenticated, and no bit of the rest may differ.
    for (const forged of [
      { ...sealed, header: Buffer.from([0x17, 3, 3, 2, 0xa3]) },
      { ...sealed, fragment: Buffer.from(sealed.fragment).fill(0, 0, 1) },
      { ...sealed, fragment: sealed.fragment.subarray(1) },
      { ...sealed, fragment: Buffer.alloc(3) },
    ])
      expect(() => new RecordOpener(0x1301, SERVER_HANDSHAKE_TRAFFIC_SECRET).open(forged)).toThrow(
        DecodeError,
      );
  });
});

describe("a flight of TLS 1.2", () => {
  it("is read: list as sent with its duplicate, authorities, version, suite", () => {
    const flight = read(record(HANDSHAKE, TLS12_FLIGHT));
    expect(flight.fault).toBeNull();
    expect(flight.hello).toMatchObject({ version: 0x0303, cipherSuite: 0x009c });
    expect(texts(flight.certificateList)).toEqual(["first", "second", "first"]);
    expect(flight.certificateRequested).toBe(true);
    expect(texts(flight.authorities)).toEqual(["one authority"]);
  });

  it("is the same in pieces of any size, and over any number of records", () => {
    const split = Buffer.concat(
      Array.from({ length: TLS12_FLIGHT.length }, (_, at) =>
        record(HANDSHAKE, TLS12_FLIGHT.subarray(at, at + 1)),
      ),
    );
    for (const bytes of [record(HANDSHAKE, TLS12_FLIGHT), split])
      for (const size of [1, 2, 3, 7, 64])
        expect(texts(read(bytes, size).certificateList)).toEqual(["first", "second", "first"]);
  });

  it("has no fault while it is only cut short", () => {
    const whole = record(HANDSHAKE, TLS12_FLIGHT);
    for (let length = 0; length < whole.length; length++)
      expect(read(whole.subarray(0, length)).fault).toBeNull();
  });

  it("has a fault when a byte trails in a message", () => {
    const trailing = [
      message(2, Buffer.concat([SERVER_HELLO.subarray(4), Buffer.from([0])])),
      Buffer.concat([
        SERVER_HELLO,
        message(11, Buffer.concat([certificateMessage(Buffer.from("a")).subarray(4), Buffer.from([0])])),
      ]),
      Buffer.concat([
        SERVER_HELLO,
        message(13, Buffer.concat([certificateRequest().subarray(4), Buffer.from([0])])),
      ]),
    ];
    for (const bytes of trailing) expect(read(record(HANDSHAKE, bytes)).fault?.code).toBe("trailing_bytes");
  });

  it("has a fault at every truncation of a message whose header tells its true length", () => {
    for (const body of [
      SERVER_HELLO,
      certificateMessage(Buffer.from("a"), Buffer.from("b")),
      certificateRequest(Buffer.from("n")),
    ]) {
      const type = body[0] ?? 0;
      const full = body.subarray(4);
      // A ServerHello without extensions is whole.
      const whole = type === 2 ? new Set([38]) : new Set<number>();
      for (let length = 0; length < full.length; length++) {
        const prefix = type === 2 ? Buffer.alloc(0) : SERVER_HELLO;
        const { fault } = read(
          record(HANDSHAKE, Buffer.concat([prefix, message(type, full.subarray(0, length))])),
        );
        expect(fault === null).toBe(whole.has(length));
      }
    }
  });

  it("is over when it is encrypted", () => {
    const flight = read(
      Buffer.concat([
        record(HANDSHAKE, SERVER_HELLO),
        record(20, Buffer.from([1])),
        record(HANDSHAKE, Buffer.from("encrypted")),
      ]),
    );
    expect(flight.fault).toBeNull();
  });
});

describe("alerts", () => {
  it.each([
    [[2, 40], { level: "fatal", description: "handshake_failure", code: 40 }],
    [[2, 116], { level: "fatal", description: "certificate_required", code: 116 }],
    [[2, 200], { level: "fatal", description: "alert_200", code: 200 }],
    [[1, 0], { level: "warning", description: "close_notify", code: 0 }],
  ])("%j", (bytes, alert) => expect(read(record(21, Buffer.from(bytes))).alert).toEqual(alert));

  it("that only warn do not count, and the first fatal one does", () => {
    const alerts = [
      [1, 112],
      [2, 70],
      [2, 40],
    ].map((bytes) => record(21, Buffer.from(bytes)));
    expect(read(Buffer.concat(alerts)).alert?.description).toBe("protocol_version");
  });

  it("of another length are a fault", () => {
    expect(read(record(21, Buffer.from([2]))).fault?.code).toBe("truncated");
    expect(read(record(21, Buffer.from([2, 40, 0]))).fault?.code).toBe("trailing_bytes");
  });
});

describe("limits", () => {
  it("a record longer than TLS allows", () => {
    expect(read(record(HANDSHAKE, Buffer.alloc(0), 18_433)).fault).toMatchObject({
      code: "too_large",
      structure: "TLSPlaintext",
    });
    expect(read(record(HANDSHAKE, Buffer.alloc(0), 18_432)).fault).toBeNull();
  });

  it("a message longer than 256 KiB", () => {
    expect(read(record(HANDSHAKE, message(11, Buffer.alloc(0), 0x40001))).fault).toMatchObject({
      code: "too_large",
      structure: "Handshake",
    });
  });

  it("a message in pieces of one byte takes no time that grows with the square of its length", () => {
    const bytes = message(11, Buffer.alloc(0x40000));
    const messages = new HandshakeReader();
    const began = performance.now();
    const whole = Array.from(bytes, (byte) => messages.push(Buffer.from([byte]))).flat();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(whole).toHaveLength(1);
    expect(bytes.equals(whole[0]?.encoded ?? Buffer.alloc(0))).toBe(true);
  });

  it("a flight longer than 512 KiB", () => {
    const warnings = Buffer.concat(Array<Buffer>(80_000).fill(record(21, Buffer.from([1, 112]))));
    expect(read(warnings, 65_536).fault).toMatchObject({ code: "too_large", structure: "server flight" });
  });

  it("what is no record is known by its first bytes", () => {
    expect(read(Buffer.from("HTTP/1.1 400 Bad Request\r\n"))).toMatchObject({ notTls: true, fault: null });
    expect(read(Buffer.from([22, 2]))).toMatchObject({ notTls: true });
    expect(read(Buffer.from([22]))).toMatchObject({ notTls: false });
    expect(read(Buffer.alloc(1_000, 65)).firstBytes).toHaveLength(256);
  });
});

it("never throws, whatever the server sends and in whatever pieces", () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => record(HANDSHAKE, bytes)),
    fc
      .tuple(fc.constantFrom(2, 11, 13, 20), fc.uint8Array({ maxLength: 60 }))
      .map(([type, bytes]) => record(HANDSHAKE, message(type, bytes))),
    fc.constant(record(HANDSHAKE, SERVER_HELLO)),
    fc.constant(SERVER_HELLO_RECORD),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => record(23, bytes)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.integer({ min: 1, max: 300 }), (pieces, size) => {
      const flight = read(Buffer.concat(pieces), size);
      flight.decrypt(SERVER_HANDSHAKE_TRAFFIC_SECRET);
      expect(["malformed", "misbehaved", undefined]).toContain(flight.fault?.class);
    }),
  );
});
