import { DecodeError } from "../../wire/decode-error.ts";
import type { CertificateRevocationList } from "../../x509/crl.ts";
import { decodeCertificateList } from "../../x509/crl.ts";
import { SignatureChecks } from "../../x509/path-building.ts";
import type { FetchOptions } from "../fetch-bytes.ts";
import { fetchBytes } from "../fetch-bytes.ts";
import { Places } from "./places.ts";

/** A CRL, and the signatures on it that were checked already: it is long, and many certificates ask for it. */
export interface ShelvedCrl {
  readonly crl: CertificateRevocationList;
  readonly signatures: SignatureChecks;
}

interface Place {
  readonly found: ShelvedCrl | null;
  readonly bytes: number;
  readonly fetchAgainAt: number;
}

/** CAs part their CRLs so that each has less than that. */
const MAX_CRL_BYTES = 8 * 1024 * 1024;
const MAX_BYTES = 64 * 1024 * 1024;
/** Of the few that anybody names; what is beyond was named to fill memory. */
const MAX_CRLS = 5_000;
/** Together they may take four times MAX_CRL_BYTES while they come. */
const AT_A_TIME = 4;
const HOUR = 3_600_000;
/** However soon there will be a newer one, and however late. */
const MIN_AGE_MS = 1 * HOUR;
const MAX_AGE_MS = 4 * HOUR;

/** CRLs by their URLs, the ones that have not been asked for longest go first. */
export class CrlShelf {
  readonly #places = new Map<string, Place>();
  readonly #coming = new Map<string, Promise<ShelvedCrl | null>>();
  readonly #fetching = new Places(AT_A_TIME);
  #bytes = 0;

  /** Null when there is none, or none that can be read.
   *  @param reach tells apart who may be asked: what one may not reach is not what another may have. @param at ms since 1970.
   *  @throws the signal's reason when it is aborted. */
  async take(
    url: string,
    { reach, at }: { readonly reach: string; readonly at: number },
    options: FetchOptions,
  ): Promise<ShelvedCrl | null> {
    const key = `${reach} ${url}`;
    const place = this.#places.get(key);
    if (place !== undefined && at < place.fetchAgainAt) {
      this.#places.delete(key);
      this.#places.set(key, place);
      return place.found;
    }
    const coming = this.#coming.get(key) ?? this.#fetch(key, url, at, options);
    this.#coming.set(key, coming);
    return coming;
  }

  async #fetch(key: string, url: string, at: number, options: FetchOptions): Promise<ShelvedCrl | null> {
    try {
      const bytes = await this.#fetching.run(() => fetchBytes({ url, maxBytes: MAX_CRL_BYTES }, options));
      const crl = bytes === null ? null : decode(bytes);
      const found = crl === null ? null : { crl, signatures: new SignatureChecks() };
      const nextUpdate = crl?.nextUpdate?.at ?? at;
      const age = Math.min(Math.max(nextUpdate - at, MIN_AGE_MS), MAX_AGE_MS);
      this.#shelve(key, { found, bytes: crl === null ? 0 : (bytes?.length ?? 0), fetchAgainAt: at + age });
      return found;
    } finally {
      this.#coming.delete(key);
    }
  }

  #shelve(key: string, place: Place): void {
    this.#remove(key);
    this.#places.set(key, place);
    this.#bytes += place.bytes;
    for (const oldest of this.#places.keys()) {
      if (this.#bytes <= MAX_BYTES && this.#places.size <= MAX_CRLS) break;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    this.#bytes -= this.#places.get(key)?.bytes ?? 0;
    this.#places.delete(key);
  }
}

function decode(bytes: Buffer): CertificateRevocationList | null {
  try {
    return decodeCertificateList(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
