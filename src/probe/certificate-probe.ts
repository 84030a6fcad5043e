import { createHash } from "node:crypto";
import { isIP } from "node:net";
import type { HandshakeResult } from "../diagnosis/evidence.ts";
import type { Target } from "../diagnosis/target.ts";
import type { HelloOffer } from "../tls/hello-offer.ts";
import { SIGNATURE_SCHEME } from "../tls/signature-schemes.ts";
import { NAMED_GROUP } from "../tls/named-groups.ts";
import { VERSION } from "../tls/version.ts";
import { DecodeError } from "../wire/decode-error.ts";
import type { Certificate } from "../x509/certificate.ts";
import { decodeCertificate } from "../x509/certificate.ts";
import type { ListExamination } from "../x509/list-examination.ts";
import { examineList } from "../x509/list-examination.ts";
import type { NoTls } from "./dial.ts";
import { dial } from "./dial.ts";
import type { ComposedHello, HelloAnswer } from "./say-hello.ts";
import { composeHello, sayHello } from "./say-hello.ts";
import { openTrustAnchors } from "./trust-anchors.ts";

/** A certificate list as it was served, and what it is worth. */
export interface JudgedList {
  /** SHA-256 of the list as it was sent. */
  readonly sha256: string;
  readonly certificateList: readonly Certificate[];
  readonly examination: ListExamination;
}

export type CertificateObservation =
  | { readonly list: JudgedList }
  /** No list came; or one that cannot be read: the fault is the result's. */
  | { readonly result: HandshakeResult }
  | NoTls;

export interface CertificateProbeOptions {
  readonly timeoutMs: number;
  /** PEM; null for Node's Mozilla set. */
  readonly trustAnchors: string | null;
}

/** Kept verdicts and kept knowledge of servers; the oldest goes first. */
const MAX_KEPT = 20_000;
const MAX_HELLOS = 1_000;

/** Reads certificate lists again and again, for those who watch many servers: one connection, one Client Hello, no more than
 *  it takes. What was judged is not judged again before one of its dates has passed. */
export class CertificateProbe {
  readonly #options: CertificateProbeOptions;
  readonly #verdicts = new Map<
    string,
    { readonly list: JudgedList; readonly from: number; readonly until: number }
  >();
  readonly #hellos = new Map<string, ComposedHello>();
  /** Servers that want TLS 1.3. */
  readonly #tls13 = new Set<string>();

  constructor(options: CertificateProbeOptions) {
    this.#options = options;
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
    const isKnown = this.#tls13.has(key);
    const first = await this.#greet(target, address, isKnown ? TLS_13 : TLS_12, signal);
    if (!("flight" in first)) return first;
    if (first.flight.certificateList.length > 0) return this.#judge(first, target, at);
    // TLS 1.2 says its certificates in the clear, which costs a tenth; who does not speak it (any more) is asked otherwise.
    const second = await this.#greet(target, address, isKnown ? TLS_12 : TLS_13, signal);
    if (!("flight" in second)) return second;
    if (second.flight.certificateList.length === 0) return { result: first.result };
    if (isKnown) this.#tls13.delete(key);
    else keep(this.#tls13, key);
    return this.#judge(second, target, at);
  }

  async #greet(
    target: Target,
    address: string,
    offer: typeof TLS_12 | typeof TLS_13,
    signal: AbortSignal | undefined,
  ): Promise<HelloAnswer | NoTls> {
    const { timeoutMs } = this.#options;
    const serverName = target.serverName !== null && isIP(target.serverName) === 0 ? target.serverName : null;
    const { port, startTls } = target;
    const dialed = await dial({ address, port, startTls, serverName, timeoutMs, signal });
    if (!("socket" in dialed)) return dialed;
    try {
      return await sayHello(dialed.socket, {
        hello: this.#compose({ ...offer, serverName }),
        until: "certificates",
        timeoutMs,
        signal,
      });
    } finally {
      dialed.socket.destroy();
    }
  }

  /** The same Client Hello says the same, and nothing of it is secret. */
  #compose(offer: HelloOffer): ComposedHello {
    const key = `${offer.versions[0]} ${offer.serverName}`;
    const composed = this.#hellos.get(key) ?? composeHello(offer);
    this.#hellos.delete(key);
    this.#hellos.set(key, composed);
    const [oldest] = this.#hellos.size > MAX_HELLOS ? this.#hellos.keys() : [];
    if (oldest !== undefined) this.#hellos.delete(oldest);
    return composed;
  }

  #judge({ flight }: HelloAnswer, target: Target, at: number): CertificateObservation {
    const hash = createHash("sha256");
    for (const der of flight.certificateList) hash.update(der);
    const sha256 = hash.digest("hex");
    const serverName = target.serverName ?? target.host;
    const key = `${sha256} ${serverName}`;
    const kept = this.#verdicts.get(key);
    if (kept !== undefined && kept.from <= at && at < kept.until) return { list: kept.list };
    try {
      const certificateList = flight.certificateList.map((der) => decodeCertificate(der));
      const trustAnchors = openTrustAnchors(this.#options.trustAnchors);
      const examination = examineList({ certificateList, trustAnchors, serverName, at });
      const list = { sha256, certificateList, examination };
      this.#verdicts.delete(key);
      this.#verdicts.set(key, { list, from: at, until: findNextDate(certificateList, at) });
      const [oldest] = this.#verdicts.size > MAX_KEPT ? this.#verdicts.keys() : [];
      if (oldest !== undefined) this.#verdicts.delete(oldest);
      return { list };
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      const code = `${error.structure} ${error.code}`;
      return { result: { outcome: "broken", class: "malformed", code } };
    }
  }
}

function keep(set: Set<string>, key: string): void {
  set.add(key);
  const [oldest] = set.size > MAX_KEPT ? set : [];
  if (oldest !== undefined) set.delete(oldest);
}

/** Trust anchors have dates too. */
const MAX_AGE_MS = 3_600_000;

/** Until then the same list is worth the same. */
function findNextDate(list: readonly Certificate[], at: number): number {
  const dates = list.flatMap(({ notBefore, notAfter }) => [notBefore, notAfter + 1]);
  return Math.min(at + MAX_AGE_MS, ...dates.filter((date) => date > at));
}

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
const TLS_12 = {
  ...COMMON,
  versions: [VERSION.TLS_1_2, VERSION.TLS_1_1, VERSION.TLS_1_0],
  // Where there is a choice, what costs the server least and signs nothing comes last: old servers have nothing else.
  cipherSuites: [
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0x009e, 0x009f, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f,
    0x0035,
  ],
  keyShares: [],
};
const TLS_13 = {
  ...COMMON,
  versions: [VERSION.TLS_1_3],
  cipherSuites: [0x1301, 0x1302, 0x1303],
  keyShares: [NAMED_GROUP.x25519],
};
