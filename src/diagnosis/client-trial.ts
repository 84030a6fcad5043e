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
  /** Of the end entity; null where none came, or TLS 1.3 hides it. */
  readonly certificate: TrialCertificate | null;
  /** What the client itself ends the handshake for; null for nothing. */
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

/** `dh_prime`: of the server's DHE; `rsa_key`: of a certificate of its list. In bits, with what the client takes. */
export interface ClientRefusal {
  readonly of: "dh_prime" | "rsa_key";
  readonly bits: number;
  readonly limit: BitRange;
}

/** Bytes of JSON. */
const MAX_SUBJECT = 80;
const MAX_IDENTIFIER = 50;
const MAX_IDENTIFIERS = 2;
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

/** @param dhBits of the prime that the server took for DHE; null without DHE. */
export function findRefusal(
  limits: ClientLimits | undefined,
  {
    dhBits,
    certificateList,
  }: { readonly dhBits: number | null; readonly certificateList: readonly Certificate[] },
): ClientRefusal | null {
  if (limits?.dhPrime !== undefined && dhBits !== null && isOutside(dhBits, limits.dhPrime))
    return { of: "dh_prime", bits: dhBits, limit: limits.dhPrime };
  const limit = limits?.rsaKey;
  if (limit === undefined) return null;
  const bits = certificateList.map(rsaBitsOf).find((each) => each !== null && isOutside(each, limit));
  return bits === undefined || bits === null ? null : { of: "rsa_key", bits, limit };
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
