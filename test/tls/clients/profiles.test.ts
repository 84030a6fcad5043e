import { describe, expect, it } from "vitest";
import { SIGNALING_CIPHER_SUITE } from "../../../src/tls/cipher-suites.ts";
import type { ClientHello } from "../../../src/tls/client-hello.ts";
import { decodeClientHello, encodeClientHello } from "../../../src/tls/client-hello.ts";
import type { ClientProfile } from "../../../src/tls/clients/client-profile.ts";
import { CLIENT_PROFILES } from "../../../src/tls/clients/clients.ts";
import { composeProfileHello, offeredBy } from "../../../src/tls/clients/compose-profile-hello.ts";
import { isGrease } from "../../../src/tls/grease.ts";
import { NAMED_GROUP } from "../../../src/tls/named-groups.ts";
import { readClientOffer } from "../client-offer.ts";
import { describeHello } from "./describe-hello.ts";

const PROFILES: readonly ClientProfile[] = Object.values(CLIENT_PROFILES);
const HOST = "www.example.com";

describe.each(PROFILES)("$id", (profile) => {
  const { versions, legacyVersion, extensions } = profile;
  const hello = composeProfileHello(profile, HOST);
  const offer = readClientOffer(hello);
  const meant = (values: readonly number[]) => values.filter((value) => !isGrease(value));

  it("composes a Client Hello that is read as the same", () => {
    const encoded = encodeClientHello(hello);
    expect(encodeClientHello(decodeClientHello(encoded.subarray(4)))).toEqual(encoded);
  });

  it("has in it what it may choose from", () => {
    const { keyShares, ...offered } = offeredBy(profile);
    expect(meant(offer.cipherSuites)).toEqual(offered.cipherSuites);
    expect(meant(offer.groups)).toEqual(offered.groups);
    expect(meant(offer.keyShareGroups)).toEqual(keyShares);
    // A client without supported_versions says its newest alone.
    expect(offered.versions.slice(0, meant(offer.versions).length)).toEqual(meant(offer.versions));
    expect(versions).toContain(legacyVersion);
  });

  it("sends the extensions of its profile in their order, and a name only where there is one", () => {
    const describedNames = (composed: ClientHello) =>
      describeHello(composed)
        .extensions?.map((described) => described.split(":")[0])
        .filter((name) => name !== "GREASE" && name !== "padding");
    const names = extensions && Object.keys(extensions).filter((name) => name !== "padding");
    expect(describedNames(hello)).toEqual(names ?? undefined);
    expect(describedNames(composeProfileHello(profile, null))).toEqual(
      names?.filter((name) => name !== "server_name"),
    );
    expect(offer.serverName).toBe(extensions?.server_name === true ? HOST : null);
  });

  it("repeats nothing but what Safari does", () => {
    for (const list of [profile.cipherSuites, versions, extensions?.supported_groups ?? []])
      expect(new Set(list).size).toBe(list.length);
    const algorithms = extensions?.signature_algorithms ?? [];
    expect(algorithms.length - new Set(algorithms).size).toBe(profile.id === "safari" ? 1 : 0);
  });

  it("signals what it can before TLS 1.3 where its kind does", () => {
    const signals = profile.cipherSuites.filter((name) => name in SIGNALING_CIPHER_SUITE);
    // RFC 5746 section 3.4: one of the two, never both.
    expect(signals.length + (extensions?.renegotiation_info === true ? 1 : 0)).toBeLessThanOrEqual(1);
  });
});

it("ids are for a command line, and names and ids are nobody else's", () => {
  for (const [id, profile] of Object.entries(CLIENT_PROFILES)) {
    expect(profile.id).toBe(id);
    expect(id).toMatch(/^[a-z][a-z0-9.-]*$/);
    expect(profile.source).toMatch(/^(?:recorded from |as |published as |.*https:\/\/)/);
  }
  expect(new Set(PROFILES.map(({ name }) => name)).size).toBe(PROFILES.length);
});

it("Java 7's is the one that SSL Labs recorded", () => {
  const recorded = Buffer.from(
    "010000a9030152178334e8b855253e50e4623e475b6941c18cc312de6395a98e1cd4fd6735e700002ac009c013002fc004c00e00330032c007c0110005" +
      "c002c00cc008c012000ac003c00d00160013000400ff01000056000a0034003200170001000300130015000600070009000a0018000b000c0019000d" +
      "000e000f001000110002001200040005001400080016000b0002010000000014001200000f7777772e73736c6c6162732e636f6d",
    "hex",
  );
  const composed = encodeClientHello(composeProfileHello(CLIENT_PROFILES.java7, "www.ssllabs.com"));
  const random = recorded.subarray(6, 38);
  expect(Buffer.concat([composed.subarray(0, 6), random, composed.subarray(38)])).toEqual(recorded);
});

describe("what a profile cannot have as it is", () => {
  it("GREASE stands first in each list, and around the extensions", () => {
    const { cipherSuites, extensions } = describeHello(composeProfileHello(CLIENT_PROFILES.chrome, HOST));
    expect(cipherSuites[0]).toBe("GREASE");
    expect([extensions?.[0], extensions?.at(-1)]).toEqual(["GREASE", "GREASE: 00"]);
    const greased = extensions?.filter((described) => /^\w+: GREASE /.test(described));
    expect(greased?.map((described) => described.split(":")[0]).toSorted()).toEqual([
      "key_share",
      "signature_algorithms",
      "supported_groups",
      "supported_versions",
    ]);
  });

  it.each([
    [251, "android10", null],
    [512, "android10", "a.example"],
    [512, "android10", `${"a".repeat(63)}.example`],
    // 508: an extension takes four bytes, and shall not be empty.
    [513, "android10", `${`${"a".repeat(59)}.`.repeat(3)}${"a".repeat(60)}.example`],
  ] as const)("a Client Hello of 256 to 511 bytes is padded: %i", (length, id, host) => {
    expect(encodeClientHello(composeProfileHello(CLIENT_PROFILES[id], host))).toHaveLength(length);
  });

  it("a second Client Hello differs in the share, the cookie and the padding alone", () => {
    const first = composeProfileHello(CLIENT_PROFILES.safari, HOST);
    const group = NAMED_GROUP.secp384r1;
    const second = composeProfileHello(CLIENT_PROFILES.safari, HOST, {
      first,
      group,
      cookie: Buffer.from("a cookie"),
    });
    const rest = ({ extensions, ...composed }: ClientHello) => ({
      ...composed,
      extensions: extensions?.filter(({ type }) => ![21, 44, 51].includes(type)),
    });
    expect(rest(second)).toEqual(rest(first));
    expect(readClientOffer(second).keyShareGroups).toEqual([group]);
    expect(describeHello(second).extensions).toContain("cookie: 00086120636f6f6b6965");
    expect(encodeClientHello(second)).toHaveLength(512);
  });

  it("a random is new each time, the session id too", () => {
    const [one, other] = [0, 1].map(() => composeProfileHello(CLIENT_PROFILES.java17, HOST));
    expect(one?.random).not.toEqual(other?.random);
    expect(one?.sessionId).not.toEqual(other?.sessionId);
  });
});
