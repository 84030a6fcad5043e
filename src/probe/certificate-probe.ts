import { isIP } from "node:net";
import type { HandshakeResult } from "../diagnosis/evidence.ts";
import type { Target } from "../diagnosis/target.ts";
import type { HelloOffer } from "../tls/hello-offer.ts";
import { SIGNATURE_SCHEME } from "../tls/signature-schemes.ts";
import { NAMED_GROUP } from "../tls/named-groups.ts";
import { VERSION } from "../tls/version.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { parseReferenceIdentifier } from "../x509/reference-identifier.ts";
import type { Acquire } from "./acquire.ts";
import type { NoTls } from "./dial.ts";
import { dial } from "./dial.ts";
import type { JudgedList } from "./judged-lists.ts";
import { JudgedLists, isFor } from "./judged-lists.ts";
import { CERTIFICATE_SUITES } from "./scan/candidates.ts";
import type { ComposedHello, HelloAnswer } from "./say-hello.ts";
import { composeHello, sayHello } from "./say-hello.ts";

export type CertificateObservation =
  | {
      readonly list: JudgedList;
      /** It is for the name that was asked for. */
      readonly covered: boolean;
      /** DER, as sent. */
      readonly certificateList: readonly Uint8Array[];
      /** Stapled, DER; null for none. */
      readonly ocspResponse: Uint8Array | null;
    }
  /** No list came; or one that cannot be read: the fault is the result's. */
  | { readonly result: HandshakeResult }
  | NoTls;

export interface CertificateProbeOptions {
  readonly timeoutMs: number;
  /** PEM; null for Node's Mozilla set. */
  readonly trustAnchors: string | null;
  /** Each connection has a place; there are as many as anybody wants by default. */
  readonly acquire?: Acquire | undefined;
}

type Offer = Omit<HelloOffer, "serverName">;

/** Kept knowledge of servers; the oldest goes first. */
const MAX_KEPT = 20_000;
const MAX_HELLOS = 1_000;

/** Reads certificate lists again and again, for those who watch many servers: one connection, one Client Hello, no more than
 *  it takes. */
export class CertificateProbe {
  readonly #options: CertificateProbeOptions;
  readonly #lists: JudgedLists;
  readonly #hellos = new Map<string, ComposedHello>();
  /** What servers answered last that say nothing to TLS_12. */
  readonly #offers = new Map<string, Offer>();

  constructor(options: CertificateProbeOptions) {
    this.#options = options;
    this.#lists = new JudgedLists(options.trustAnchors);
  }

  /** @param at the time that validity is judged at, ms since 1970.
   *  @throws the signal's reason when it is aborted. */
  async observe(
    target: Target,
    address: string,
    at: number,
    signal?: AbortSignal,
  ): Promise<CertificateObservation> {
    const key = `${address} ${target.port}`;
    const known = this.#offers.get(key) ?? TLS_12;
    // TLS 1.2 says its certificates in the clear, which costs a tenth; who does not speak it (any more) is asked otherwise.
    const offers = [known, ...OFFERS.filter((offer) => offer !== known)];
    const results: HandshakeResult[] = [];
    for (const offer of offers) {
      const answer = await this.#greet(target, address, offer, signal);
      if (!("flight" in answer)) return answer;
      if (answer.flight.certificateList.length > 0) {
        if (offer !== known) this.#remember(key, offer);
        return this.#judge(answer, target, at);
      }
      results.push(answer.result);
      // Who says nothing at all is not waited for again.
      if (answer.result.outcome === "timeout") break;
    }
    return { result: results.find((result) => !isOtherVersion(result)) ?? results[0] ?? NOTHING };
  }

  #remember(key: string, offer: Offer): void {
    this.#offers.delete(key);
    if (offer !== TLS_12) this.#offers.set(key, offer);
    const [oldest] = this.#offers.size > MAX_KEPT ? this.#offers.keys() : [];
    if (oldest !== undefined) this.#offers.delete(oldest);
  }

  async #greet(
    target: Target,
    address: string,
    offer: Offer,
    signal: AbortSignal | undefined,
  ): Promise<HelloAnswer | NoTls> {
    const { timeoutMs } = this.#options;
    const serverName = target.serverName !== null && isIP(target.serverName) === 0 ? target.serverName : null;
    const { port, startTls } = target;
    const release = await this.#options.acquire?.(address, signal);
    try {
      const dialed = await dial({ address, port, startTls, serverName, timeoutMs, signal });
      if (!("socket" in dialed)) return dialed;
      try {
        const hello = this.#compose({ ...offer, serverName });
        return await sayHello(dialed.socket, { hello, until: "certificates", timeoutMs, signal });
      } finally {
        dialed.socket.destroy();
      }
    } finally {
      release?.();
    }
  }

  /** The same Client Hello says the same, and nothing of it is secret. */
  #compose(offer: HelloOffer): ComposedHello {
    const key = `${offer.versions[0]} ${offer.cipherSuites.length} ${offer.serverName}`;
    const composed = this.#hellos.get(key) ?? composeHello(offer);
    this.#hellos.delete(key);
    this.#hellos.set(key, composed);
    const [oldest] = this.#hellos.size > MAX_HELLOS ? this.#hellos.keys() : [];
    if (oldest !== undefined) this.#hellos.delete(oldest);
    return composed;
  }

  #judge({ flight }: HelloAnswer, target: Target, at: number): CertificateObservation {
    const { certificateList, ocspResponse } = flight;
    try {
      const list = this.#lists.judge(certificateList, at);
      const reference = parseReferenceIdentifier(target.serverName ?? target.host);
      const covered = isFor(reference, list, certificateList);
      return { list, covered, certificateList, ocspResponse };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      const code = `${error.structure} ${error.code}`;
      return { result: { outcome: "broken", class: "malformed", code } };
    }
  }
}

/** It tells of what was offered, rather than of the server. */
function isOtherVersion(result: HandshakeResult): boolean {
  return result.outcome === "alert" && result.description === "protocol_version";
}

const NOTHING: HandshakeResult = { outcome: "closed" };

const COMMON = {
  groups: [NAMED_GROUP.x25519, NAMED_GROUP.secp256r1, NAMED_GROUP.secp384r1, NAMED_GROUP.secp521r1],
  signatureAlgorithms: [
    SIGNATURE_SCHEME.ecdsa_secp256r1_sha256,
    SIGNATURE_SCHEME.ecdsa_secp384r1_sha384,
    SIGNATURE_SCHEME.ecdsa_secp521r1_sha512,
    SIGNATURE_SCHEME.ed25519,
    SIGNATURE_SCHEME.rsa_pss_rsae_sha256,
    SIGNATURE_SCHEME.rsa_pss_rsae_sha384,
    SIGNATURE_SCHEME.rsa_pss_rsae_sha512,
    SIGNATURE_SCHEME.rsa_pkcs1_sha256,
    SIGNATURE_SCHEME.rsa_pkcs1_sha384,
    SIGNATURE_SCHEME.rsa_pkcs1_sha512,
  ],
  alpn: [],
} as const;
const TLS_12: Offer = {
  ...COMMON,
  versions: [VERSION.TLS_1_2, VERSION.TLS_1_1, VERSION.TLS_1_0],
  // Where there is a choice, what costs the server least and signs nothing comes last: old servers have nothing else.
  cipherSuites: [
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0x009e, 0x009f, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f,
    0x0035,
  ],
  keyShares: [],
};
const TLS_13: Offer = {
  ...COMMON,
  versions: [VERSION.TLS_1_3],
  cipherSuites: [0x1301, 0x1302, 0x1303],
  keyShares: [NAMED_GROUP.x25519],
};
/** For servers that speak nothing of TLS_12's suites: all that there are, also those that nobody should use. */
const ANYTHING = { ...TLS_12, cipherSuites: CERTIFICATE_SUITES };
const OFFERS: readonly Offer[] = [TLS_12, TLS_13, ANYTHING];
