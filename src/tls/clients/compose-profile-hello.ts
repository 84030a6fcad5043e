import { randomBytes } from "node:crypto";
import { CIPHER_SUITES, SIGNALING_CIPHER_SUITE } from "../cipher-suites.ts";
import { cookie, keyShare, padding, shareFor } from "../client-extensions.ts";
import type { ClientHello } from "../client-hello.ts";
import { encodeClientHello } from "../client-hello.ts";
import type { Extension } from "../extension.ts";
import { EXTENSION_TYPE } from "../extension-types.ts";
import { NAMED_GROUP } from "../named-groups.ts";
import { VERSION_BY_NAME } from "../version.ts";
import type { ClientProfile } from "./client-profile.ts";
import { listProfileExtensions } from "./profile-extensions.ts";

/** What a HelloRetryRequest asked for: a second Client Hello on the same connection. */
export interface RetryAnswer {
  readonly first: ClientHello;
  readonly group: number;
  readonly cookie: Uint8Array | null;
}

/** The Client Hello that the client sends; random, session id and key shares are ours.
 *  @param serverName null, or A-labels; never an address. A client that has no server_name leaves it out. */
export function composeProfileHello(
  profile: ClientProfile,
  serverName: string | null,
  answer?: RetryAnswer,
): ClientHello {
  const hello = answer === undefined ? composeFirst(profile, serverName) : composeSecond(answer);
  return profile.extensions?.padding === true ? pad(hello) : hello;
}

/** What a server may choose from; without values that mean nothing. */
export function offeredBy({ versions, cipherSuites, extensions }: ClientProfile): {
  readonly versions: readonly number[];
  readonly cipherSuites: readonly number[];
  readonly groups: readonly number[];
  readonly keyShares: readonly number[];
} {
  return {
    versions: versions.map((name) => VERSION_BY_NAME[name]),
    cipherSuites: cipherSuites.map(findSuiteId),
    groups: extensions?.supported_groups?.map((name) => NAMED_GROUP[name]) ?? [],
    keyShares: extensions?.key_share?.map((name) => NAMED_GROUP[name]) ?? [],
  };
}

function composeFirst(profile: ClientProfile, serverName: string | null): ClientHello {
  const { legacyVersion, sessionId, cipherSuites, grease = [] } = profile;
  return {
    legacyVersion: VERSION_BY_NAME[legacyVersion],
    random: randomBytes(32),
    sessionId: sessionId === "random" ? randomBytes(32) : new Uint8Array(),
    cipherSuites: [...(grease.includes("cipher_suites") ? [GREASE] : []), ...cipherSuites.map(findSuiteId)],
    compressionMethods: [0],
    extensions: listProfileExtensions(profile, serverName),
  };
}

/** RFC 8446 section 4.1.2: the same, but for the share, the cookie and the padding. */
function composeSecond({ first, group, cookie: value }: RetryAnswer): ClientHello {
  const replace = (extension: Extension): Extension[] => {
    if (extension.type === EXTENSION_TYPE.padding) return [];
    if (extension.type !== EXTENSION_TYPE.key_share) return [extension];
    return [keyShare(shareFor(group)), ...(value === null ? [] : [cookie(value)])];
  };
  return { ...first, extensions: first.extensions?.flatMap(replace) ?? null };
}

/** As BoringSSL's `ssl_add_clienthello_tlsext`, for servers of old that hang at such a length. */
function pad(hello: ClientHello): ClientHello {
  const { length } = encodeClientHello(hello);
  if (length < 256 || length >= PADDED) return hello;
  const zeros = Math.max(PADDED - length - EXTENSION_HEADER, 1);
  return { ...hello, extensions: [...(hello.extensions ?? []), padding(zeros)] };
}

const GREASE = 0x0a0a;

const PADDED = 512;
const EXTENSION_HEADER = 4;

/** @throws Error for a name that is no suite's: a mistake in a profile. */
function findSuiteId(name: string): number {
  const id = SUITE_IDS.get(name);
  if (id === undefined) throw new Error(`no cipher suite is called ${name}`);
  return id;
}

const SUITE_IDS: ReadonlyMap<string, number> = new Map([
  ...CIPHER_SUITES.map(({ name, id }) => [name, id] as const),
  ...Object.entries(SIGNALING_CIPHER_SUITE),
]);
