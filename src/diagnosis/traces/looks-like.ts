import type { TracedClientHello } from "../../pcap/traced-client-hello.ts";
import { readClientHello } from "../../pcap/traced-client-hello.ts";
import { encodeClientHello } from "../../tls/client-hello.ts";
import type { ClientProfile } from "../../tls/clients/client-profile.ts";
import type { ClientId } from "../../tls/clients/clients.ts";
import { CLIENT_PROFILES } from "../../tls/clients/clients.ts";
import { composeProfileHello } from "../../tls/clients/compose-profile-hello.ts";
import { EXTENSION_TYPE } from "../../tls/extension-types.ts";
import { CLIENT_IDS } from "../asked-clients.ts";

/** The named client that sends exactly this Client Hello; null for one that nobody is known to send. Of clients that send the
 *  same, the first. What depends on the connection does not count: the name, padding, what resumes a session. */
export function lookAlike(hello: TracedClientHello): ClientId | null {
  if (hello.incomplete || hello.ssl2) return null;
  const candidates = known().get(hashOf(hello));
  return candidates?.find((candidate) => isSame(candidate, hello))?.client ?? null;
}

interface Candidate {
  readonly client: ClientId;
  readonly hello: TracedClientHello;
  readonly extensions: readonly number[];
  /** The client permutes its extensions. */
  readonly permutes: boolean;
}

const OF_THE_CONNECTION: ReadonlySet<number> = new Set([
  EXTENSION_TYPE.server_name,
  EXTENSION_TYPE.padding,
  EXTENSION_TYPE.pre_shared_key,
  EXTENSION_TYPE.early_data,
  EXTENSION_TYPE.cookie,
]);

/** Made when the first one is looked for. */
let table: ReadonlyMap<number, readonly Candidate[]> | null = null;

function known(): ReadonlyMap<number, readonly Candidate[]> {
  if (table !== null) return table;
  const made = new Map<number, Candidate[]>();
  for (const candidate of CLIENT_IDS.map(candidateOf)) {
    const hash = hashOf(candidate.hello);
    made.set(hash, [...(made.get(hash) ?? []), candidate]);
  }
  return (table = made);
}

function candidateOf(client: ClientId): Candidate {
  const profile: ClientProfile = CLIENT_PROFILES[client];
  const body = encodeClientHello(composeProfileHello(profile, "api.example.com")).subarray(HEADER);
  const hello = readClientHello(body, body.length);
  return { client, hello, extensions: stable(hello), permutes: profile.permutesExtensions === true };
}

/** Of a handshake message. */
const HEADER = 4;

/** Compares what takes no sorting, so that a hello that nobody is known to send costs next to nothing. */
function hashOf({ versions, cipherSuites, groups, signatureAlgorithms }: TracedClientHello): number {
  let hash = 0;
  for (const list of [versions, cipherSuites, groups, signatureAlgorithms]) {
    for (const value of list) hash = (Math.imul(hash, 31) + value) | 0;
    hash = Math.imul(hash, 31) | 0;
  }
  return hash;
}

function isSame({ hello: own, extensions, permutes }: Candidate, hello: TracedClientHello): boolean {
  const theirs = stable(hello);
  return (
    areEqual(own.versions, hello.versions) &&
    areEqual(own.cipherSuites, hello.cipherSuites) &&
    areEqual(own.groups, hello.groups) &&
    areEqual(own.signatureAlgorithms, hello.signatureAlgorithms) &&
    (permutes
      ? areEqual(extensions.toSorted(ascending), theirs.toSorted(ascending))
      : areEqual(extensions, theirs))
  );
}

function stable({ extensions }: TracedClientHello): number[] {
  return extensions.filter((type) => !OF_THE_CONNECTION.has(type));
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function ascending(a: number, b: number): number {
  return a - b;
}
