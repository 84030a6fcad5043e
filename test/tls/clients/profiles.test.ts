import { describe, expect, it } from "vitest";
import { decodeClientHello, encodeClientHello } from "../../../src/tls/client-hello.ts";
import type { ClientProfile } from "../../../src/tls/clients/client-profile.ts";
import { CLIENT_PROFILES } from "../../../src/tls/clients/clients.ts";
import { composeProfileHello } from "../../../src/tls/clients/compose-profile-hello.ts";

const PROFILES: readonly (readonly [string, ClientProfile])[] = Object.entries(CLIENT_PROFILES);

describe.each(PROFILES)("%s", (id, profile) => {
  it("is filed under its id", () => expect(profile.id).toBe(id));

  it("composes a Client Hello that is read as the same", () => {
    const hello = composeProfileHello(profile, "www.example.com");
    const read = decodeClientHello(encodeClientHello(hello).subarray(4));
    expect(read.extensions?.map(({ type }) => type)).toEqual(hello.extensions?.map(({ type }) => type));
    expect(encodeClientHello(read)).toEqual(encodeClientHello(hello));
  });
});
