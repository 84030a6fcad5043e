import { analyzeCipherSuite } from "../tls/cipher-suite-facts.ts";
import type { BitRange, ClientLimits } from "../tls/clients/client-profile.ts";
import type { ClientId } from "../tls/clients/clients.ts";
import type { Certificate } from "../x509/certificate.ts";
import type { Evidence, HandshakeResult } from "./evidence.ts";
import { findHandshake } from "./evidence.ts";
import { namesHost } from "./traces/names-host.ts";

/** What the servers of one address said to the Client Hellos of named clients. */
export interface ClientTrials {
  /** Those that were asked for by name: somebody cares for them, so that one that fails is an error. */
  readonly named: readonly ClientId[];
  /** In the order in which they were asked for. */
  readonly trials: readonly ClientTrial[];
}

/** What one named client gets. Plain JSON of at most 500 bytes; texts of the server are cut, and hostile. */
export interface ClientTrial {
  readonly client: ClientId;
  /** Whether the client sent server_name. */
  readonly serverName: boolean;
  /** `completed`: the server went along with its first flight. Null: there was no time or no connection to ask. */
  readonly result: HandshakeResult | null;
  /** `TLS 1.2` and the following: null when the server selected none, or they cannot be read. */
  readonly version: string | null;
  readonly cipherSuite: { readonly id: string; readonly name: string } | null;
  readonly group: string | null;
  /** Of the end entity; null where the server did not go along, none came, or TLS 1.3 hides it. */
  readonly certificate: TrialCertificate | null;
  /** What the client itself would end the handshake for; null for nothing. */
  readonly refusal: ClientRefusal | null;
}

export interface TrialCertificate {
  readonly subject: string;
  /** The first of them. */
  readonly presentedIdentifiers: readonly string[];
  /** None that an ordinary client gets. */
  readonly isOther: boolean;
  /** Null where no name was asked for. */
  readonly isForName: boolean | null;
}

/** Outside the client's limits: the prime of the server's DHE, a certificate of its list, how it signs before TLS 1.2. */
export type ClientRefusal =
  { readonly of: "dhPrime" | "rsaKey"; readonly bits: number } | { readonly of: "legacySignatures" };

/** Bytes of JSON. */
const MAX_SUBJECT = 60;
const MAX_IDENTIFIER = 50;
const MAX_IDENTIFIERS = 1;
const MAX_TEXT = 60;

/** @param list as the server sent it to the client; may be empty. */
export function summarizeForTrial(
  list: readonly Certificate[],
  evidence: Evidence,
): ClientTrial["certificate"] {
  const [own] = list;
  if (own === undefined) return null;
  const { serverName, host } = evidence.target;
  const ordinary = [
    findHandshake(evidence, "ordinary")?.certificateList ?? [],
    ...(evidence.profile?.certificateLists ?? []),
  ];
  return {
    subject: shorten(own.subject, MAX_SUBJECT),
    presentedIdentifiers: own.subjectAltName
      .slice(0, MAX_IDENTIFIERS)
      .map((name) => shorten(name, MAX_IDENTIFIER)),
    isOther: !ordinary.some(([first]) => first?.sha256 === own.sha256),
    isForName: namesHost(own, serverName ?? host),
  };
}

/** What the server selected and sent, as far as limits are about it. */
export interface SelectedParameters {
  readonly version: string | null;
  /** The name of its cipher suite. */
  readonly cipherSuite: string | null;
  /** Of the prime that the server took for DHE; null without DHE. */
  readonly dhBits: number | null;
  readonly certificateList: readonly Certificate[];
}

export function findRefusal(
  limits: ClientLimits | undefined,
  selected: SelectedParameters,
): ClientRefusal | null {
  if (limits === undefined) return null;
  const { dhBits, certificateList } = selected;
  const { dhPrime, rsaKey, legacySignatures } = limits;
  if (dhPrime !== undefined && dhBits !== null && isOutside(dhBits, dhPrime))
    return { of: "dhPrime", bits: dhBits };
  if (legacySignatures === false && isSignedAsOfOld(selected)) return { of: "legacySignatures" };
  if (rsaKey === undefined) return null;
  const bits = certificateList.map(rsaBitsOf).find((each) => each !== null && isOutside(each, rsaKey));
  return bits === undefined || bits === null ? null : { of: "rsaKey", bits };
}

function isSignedAsOfOld({ version, cipherSuite }: SelectedParameters): boolean {
  if (version === null || version >= "TLS 1.2" || cipherSuite === null) return false;
  const { keyExchange, authentication } = analyzeCipherSuite(cipherSuite);
  return (keyExchange === "DHE" || keyExchange === "ECDHE") && authentication !== "anon";
}

function isOutside(bits: number, { min = 0, max = Number.POSITIVE_INFINITY }: BitRange): boolean {
  return bits < min || bits > max;
}

function rsaBitsOf({ publicKey }: Certificate): number | null {
  const bits = /^RSA (\d+)$/.exec(publicKey)?.[1];
  return bits === undefined ? null : Number(bits);
}

/** What a server says in a result is its own text. */
export function shortenResult(result: HandshakeResult): HandshakeResult {
  const short: unknown = JSON.parse(JSON.stringify(result), (_key, value: unknown) => {
    if (Array.isArray(value)) return value.slice(0, MAX_IDENTIFIERS);
    return typeof value === "string" ? shorten(value, MAX_TEXT) : value;
  });
  return short as HandshakeResult;
}

/** So that it takes no more bytes as JSON. */
function shorten(text: string, bytes: number): string {
  let short = text.slice(0, bytes);
  while (Buffer.byteLength(JSON.stringify(short)) > bytes + QUOTES) short = short.slice(0, -1);
  return short;
}

const QUOTES = 2;
