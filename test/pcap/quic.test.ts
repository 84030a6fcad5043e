import { createCipheriv, createHmac, hkdfSync } from "node:crypto";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { InitialOpener, readLongHeader } from "../../src/pcap/quic-initial.ts";
import { analyze } from "./analyze.ts";
import type { Packet } from "./capture-writer.ts";
import { CLIENT, SERVER, ip, u16, u32, u8, udp, writePcap } from "./capture-writer.ts";
import { recordConversation } from "./recorded-conversation.ts";

const DESTINATION_ID = Buffer.from("8394c8f03e515708", "hex");

describe("Initial packets of servers", () => {
  it.each([
    // RFC 9001 appendix A.3
    [
      0x00000001,
      "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3e" +
        "c2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850" +
        "abbdca3d20398c276456cbc42158407dd074ee",
    ],
    // RFC 9369 appendix A.3
    [
      0x6b3343cf,
      "dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698baeea26b91eb761d9b89237bbf87263017915358230035f7fd39" +
        "45d88965cf17f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2c984c707f0a0812d8cd5a6881eaf21ceda98f4bd" +
        "23f6fe1a3e2c43edd9ce7ca84bed8521e2e140",
    ],
  ])("are opened, version %i", (version, hex) => {
    const bytes = Buffer.from(hex, "hex");
    const packet = readLongHeader(bytes, 0, bytes.length);
    const open = (side: "client" | "server") =>
      packet === null ? null : new InitialOpener(version, DESTINATION_ID, side).open(bytes, packet);
    const frames = open("server");
    expect(frames?.toString("hex")).toMatch(/^02000000000600405a020000560303eefce7f7.*002b00020304$/);
    expect(open("client")).toBeNull();
  });
});

const SALTS: Readonly<Record<number, readonly [salt: string, prefix: string, type: number]>> = {
  0x00000001: ["38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "quic", 0],
  0x6b3343cf: ["0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2", 1],
};

/** Seals frames as RFC 9001 section 5 says, with Node's own HKDF. */
function seal(
  side: "client" | "server",
  version: number,
  number: number,
  frames: Buffer,
  keyId = DESTINATION_ID,
): Buffer {
  const [salt = "", prefix = "", type = 0] = SALTS[version] ?? [];
  const initial = createHmac("sha256", Buffer.from(salt, "hex")).update(keyId).digest();
  const expand = (secret: Buffer, label: string, length: number) => {
    const full = Buffer.from(`tls13 ${label}`);
    const info = Buffer.concat([u16(length), u8(full.length), full, u8(0)]);
    // HKDF-Expand alone: its output begins with HMAC(secret, info, 1).
    return createHmac("sha256", secret).update(info).update(u8(1)).digest().subarray(0, length);
  };
  const secret = expand(initial, `${side} in`, 32);
  const [key, iv, hp] = [
    expand(secret, `${prefix} key`, 16),
    expand(secret, `${prefix} iv`, 12),
    expand(secret, `${prefix} hp`, 16),
  ];
  const id = side === "client" ? keyId : Buffer.from("c0ffee", "hex");
  const header = Buffer.concat([
    u8(0xc3 | (type << 4)),
    u32(version),
    u8(id.length),
    id,
    u8(3),
    Buffer.from("c0ffee", "hex"),
    u8(0),
    u16(0x4000 | (4 + frames.length + 16)),
    u32(number),
  ]);
  const nonce = Buffer.from(iv);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ number) >>> 0, 8);
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  cipher.setAAD(header);
  const sealed = Buffer.concat([cipher.update(frames), cipher.final(), cipher.getAuthTag()]);
  const mask = createCipheriv("aes-128-ecb", hp, null).update(sealed.subarray(0, 16));
  header.writeUInt8(header.readUInt8(0) ^ (mask.readUInt8(0) & 0x0f), 0);
  for (let index = 0; index < 4; index++) {
    const at = header.length - 4 + index;
    header.writeUInt8(header.readUInt8(at) ^ mask.readUInt8(1 + index), at);
  }
  return Buffer.concat([header, sealed]);
}

const crypto = (offset: number, data: Buffer) =>
  Buffer.concat([u8(6), u16(0x4000 | offset), u16(0x4000 | data.length), data]);
const padding = Buffer.alloc(900);

let hello: Buffer;
beforeAll(async () => {
  const [first] = await recordConversation({}, { ALPNProtocols: ["h3"] });
  hello = first?.bytes.subarray(5) ?? Buffer.alloc(0);
});

function capture(datagrams: readonly (readonly ["client" | "server", Buffer])[]): Buffer {
  const packets = datagrams.map(([from, bytes], index): Packet => {
    const [source, destination] = from === "client" ? [CLIENT, SERVER] : [SERVER, CLIENT];
    const packet = ip(source.address, destination.address, udp(source, destination, bytes), { protocol: 17 });
    return { at: 1_795_000_000_000 + index, bytes: packet };
  });
  return writePcap(packets);
}

describe("a QUIC connection", () => {
  it.each([0x00000001, 0x6b3343cf])("shows its ClientHello, version %i", (version) => {
    const { traces } = analyze(
      capture([["client", seal("client", version, 0, Buffer.concat([crypto(0, hello), padding]))]]),
    );
    expect(traces).toMatchObject([
      {
        transport: "quic",
        clientHello: { serverName: "api.example.com", alpn: ["h3"] },
        ending: { kind: "incomplete" },
      },
    ]);
  });

  it("whose ClientHello is spread over frames and packets, in any order", () => {
    const [a, b, c] = [hello.subarray(0, 50), hello.subarray(50, 120), hello.subarray(120)];
    const first = Buffer.concat([crypto(50, b), u8(1), padding, crypto(0, a)]);
    const { traces } = analyze(
      capture([
        ["client", seal("client", 1, 1, Buffer.concat([crypto(120, c), padding]))],
        ["client", seal("client", 1, 0, first)],
      ]),
    );
    expect(traces).toMatchObject([{ clientHello: { serverName: "api.example.com", incomplete: false } }]);
  });

  it("that the server closes shows the alert", () => {
    const close = Buffer.concat([u8(0x1c), u16(0x4100 | 120), u8(6), u8(0), Buffer.alloc(20)]);
    const { traces } = analyze(
      capture([
        ["client", seal("client", 1, 0, Buffer.concat([crypto(0, hello), padding]))],
        ["server", seal("server", 1, 0, close)],
      ]),
    );
    expect(traces).toMatchObject([
      {
        alerts: [{ from: "server", description: "no_application_protocol" }],
        ending: { kind: "alert", by: "server" },
      },
    ]);
  });

  it("that the server retries uses the keys of the new connection ID", () => {
    const retry = Buffer.concat([u8(0xf0), u32(1), u8(0), u8(2), Buffer.from("abcd"), Buffer.alloc(16)]);
    const newId = Buffer.from("1122334455667788", "hex");
    const { traces } = analyze(
      capture([
        ["client", seal("client", 1, 0, Buffer.concat([crypto(0, hello.subarray(0, 60)), padding]))],
        ["server", retry],
        ["client", seal("client", 1, 1, Buffer.concat([crypto(0, hello), padding]), newId)],
      ]),
    );
    expect(traces).toMatchObject([{ clientHello: { serverName: "api.example.com" } }]);
  });

  it("never fails on frames that are wrong", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 200 }), (frames) => {
        const { traces } = analyze(capture([["client", seal("client", 1, 0, Buffer.from(frames))]]));
        expect(traces.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });
});

it("keys are HKDF's", () => {
  const salt = Buffer.from("38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "hex");
  const full = Buffer.from("tls13 client in");
  const info = Buffer.concat([u16(32), u8(full.length), full, u8(0)]);
  // RFC 9001 appendix A.1
  expect(Buffer.from(hkdfSync("sha256", DESTINATION_ID, salt, info, 32)).toString("hex")).toBe(
    "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea",
  );
});
