import { ECDH, createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { AGREEABLE_GROUPS, findKeyShare, imitateX25519Mlkem768 } from "../../src/tls/key-share.ts";
import type { KeyShare } from "../../src/tls/key-share.ts";
import { NAMED_GROUP, describeNamedGroup } from "../../src/tls/named-groups.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";

const CURVES = [
  [NAMED_GROUP.secp256r1, "prime256v1", 65],
  [NAMED_GROUP.secp384r1, "secp384r1", 97],
  [NAMED_GROUP.secp521r1, "secp521r1", 133],
] as const;
const MONTGOMERY = [
  [NAMED_GROUP.x25519, "x25519", 32],
  [NAMED_GROUP.x448, "x448", 56],
] as const;

function shareOf(group: number): KeyShare {
  const share = findKeyShare(group);
  if (share === null) throw new Error(`no share for ${describeNamedGroup(group)}`);
  return share;
}

describe("both sides agree on", () => {
  it.each(CURVES)("group %i, %s", (group, curve, length) => {
    const share = shareOf(group);
    expect(share.publicKey).toHaveLength(length);
    const other = createECDH(curve);
    const theirs = other.generateKeys();
    expect(share.agree(theirs)).toEqual(other.computeSecret(share.publicKey));
  });

  it.each(MONTGOMERY)("group %i, %s", (group, type, length) => {
    const share = shareOf(group);
    expect(share.publicKey).toHaveLength(length);
    const other = type === "x25519" ? generateKeyPairSync(type) : generateKeyPairSync(type);
    const spki = other.publicKey.export({ format: "der", type: "spki" });
    const prefix = spki.subarray(0, spki.length - length);
    const ours = createPublicKey({
      key: Buffer.concat([prefix, share.publicKey]),
      format: "der",
      type: "spki",
    });
    expect(share.agree(spki.subarray(prefix.length))).toEqual(
      diffieHellman({ privateKey: other.privateKey, publicKey: ours }),
    );
  });

  it("no other group", () => {
    const computed = [...CURVES, ...MONTGOMERY].map(([group]): number => group);
    expect(new Set(AGREEABLE_GROUPS)).toEqual(new Set(computed));
    for (const group of [NAMED_GROUP.ffdhe2048, NAMED_GROUP.X25519MLKEM768, 0x0a0a, 0])
      expect(findKeyShare(group)).toBeNull();
  });
});

describe("a key_exchange that is none is refused", () => {
  it.each(CURVES)("group %i, %s", (group, curve, length) => {
    const share = shareOf(group);
    const valid = createECDH(curve).generateKeys();
    const offCurve = Buffer.from(valid);
    offCurve.writeUInt8((valid.at(-1) ?? 0) ^ 1, length - 1);
    // RFC 8446 section 4.2.8.2: uncompressed only.
    const otherForms = (["compressed", "hybrid"] as const).map((form) =>
      Buffer.from(ECDH.convertKey(valid, curve, undefined, "hex", form).toString(), "hex"),
    );
    for (const hostile of [
      Buffer.alloc(0),
      Buffer.from([0]),
      Buffer.alloc(length),
      Buffer.alloc(length, 0xff),
      offCurve,
      valid.subarray(0, length - 1),
      Buffer.concat([valid, Buffer.from([0])]),
      ...otherForms,
    ])
      expect(() => share.agree(hostile)).toThrow(DecodeError);
  });

  it.each(MONTGOMERY)("group %i, %s", (group, type, length) => {
    const share = shareOf(group);
    for (const hostile of [
      Buffer.alloc(0),
      Buffer.alloc(length - 1, 9),
      Buffer.alloc(length + 1, 9),
      // Points of small order: the secret would be zero, RFC 8446 section 7.4.2.
      Buffer.alloc(length),
      Buffer.from([1, ...Array<number>(length - 1).fill(0)]),
    ])
      expect(() => share.agree(hostile), `${type} ${hostile.toString("hex")}`).toThrow(DecodeError);
  });
});

describe("the imitated share of X25519MLKEM768", () => {
  it("is an encapsulation key in form: every coefficient is less than q", () => {
    for (let run = 0; run < 20; run++) {
      const share = imitateX25519Mlkem768();
      expect(share).toHaveLength(1_184 + 32);
      for (let at = 0; at < 1_152; at += 3) {
        const [low = 0, middle = 0, high = 0] = share.subarray(at, at + 3);
        // FIPS 203 section 4.2.1, ByteDecode of 12 bits.
        expect(low | ((middle & 15) << 8)).toBeLessThan(3_329);
        expect((middle >> 4) | (high << 4)).toBeLessThan(3_329);
      }
    }
  });

  it("ends with a share of X25519, and is another one each time", () => {
    const [one, two] = [imitateX25519Mlkem768(), imitateX25519Mlkem768()];
    expect(Buffer.from(one).subarray(1_184)).toEqual(shareOf(NAMED_GROUP.x25519).publicKey);
    expect(one).not.toEqual(two);
  });
});
