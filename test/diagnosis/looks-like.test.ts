import { describe, expect, it } from "vitest";
import { CLIENT_IDS } from "../../src/diagnosis/asked-clients.ts";
import { lookAlike } from "../../src/diagnosis/traces/looks-like.ts";
import type { TracedClientHello } from "../../src/pcap/traced-client-hello.ts";
import { readClientHello } from "../../src/pcap/traced-client-hello.ts";
import { encodeClientHello } from "../../src/tls/client-hello.ts";
import type { ClientId } from "../../src/tls/clients/clients.ts";
import { CLIENT_PROFILES } from "../../src/tls/clients/clients.ts";
import { composeProfileHello } from "../../src/tls/clients/compose-profile-hello.ts";

function traced(client: ClientId, serverName: string | null = "www.example.net"): TracedClientHello {
  const body = encodeClientHello(composeProfileHello(CLIENT_PROFILES[client], serverName)).subarray(4);
  return readClientHello(body, body.length);
}
/** What counts of a Client Hello, so that clients that send the same are one. */
const saidBy = (client: ClientId) => {
  const { versions, cipherSuites, groups, signatureAlgorithms, extensions } = traced(client, null);
  const sorted = extensions.toSorted((a, b) => a - b);
  return JSON.stringify([versions, cipherSuites, groups, signatureAlgorithms, sorted]);
};

describe("a captured Client Hello", () => {
  it.each(CLIENT_IDS)("is known: %s", (client) => {
    const found = lookAlike(traced(client));
    expect(found === null ? null : saidBy(found)).toBe(saidBy(client));
    // Whatever the name, and without one.
    expect(lookAlike(traced(client, "a.example"))).toBe(found);
    expect(lookAlike(traced(client, null))).toBe(found);
  });

  it("is the first's of those who say the same", () => {
    const known = CLIENT_IDS.map((client) => lookAlike(traced(client)));
    expect(new Set(known).size).toBe(new Set(CLIENT_IDS.map(saidBy)).size);
    expect(known[CLIENT_IDS.indexOf("java8")]).toBe("java8");
  });

  it("is known in any order of extensions where the client permutes them, and only there", () => {
    const shuffled = (hello: TracedClientHello) => ({ ...hello, extensions: hello.extensions.toReversed() });
    expect(lookAlike(shuffled(traced("chrome")))).toBe("chrome");
    expect(lookAlike(shuffled(traced("java8")))).toBeNull();
  });

  it("does not count what resumes a session", () => {
    const hello = traced("openssl3.0");
    expect(lookAlike({ ...hello, extensions: [...hello.extensions, 41] })).toBe(lookAlike(hello));
  });

  it.each<[string, (hello: TracedClientHello) => Partial<TracedClientHello>]>([
    ["a suite less", ({ cipherSuites }) => ({ cipherSuites: cipherSuites.slice(1) })],
    ["suites in another order", ({ cipherSuites }) => ({ cipherSuites: cipherSuites.toReversed() })],
    ["other groups", ({ groups }) => ({ groups: groups.slice(1) })],
    ["other signature algorithms", () => ({ signatureAlgorithms: [0x0401] })],
    ["another version", () => ({ versions: [0x0303] })],
    ["an extension more", ({ extensions }) => ({ extensions: [...extensions, 17_513] })],
    ["an end before its end", () => ({ incomplete: true })],
    ["the form of SSL 2.0", () => ({ ssl2: true })],
  ])("is nobody's with %s", (_what, change) => {
    const hello = traced("chrome");
    expect(lookAlike(hello)).toBe("chrome");
    expect(lookAlike({ ...hello, ...change(hello) })).toBeNull();
  });
});
