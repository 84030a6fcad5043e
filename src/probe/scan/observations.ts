import { createHash } from "node:crypto";
import { EXTENSION_TYPE } from "../../tls/extension-types.ts";
import type { HelloOffer } from "../../tls/hello-offer.ts";
import { VERSION } from "../../tls/version.ts";
import type { HelloAnswer } from "../say-hello.ts";
import { familyOf } from "./candidates.ts";

/** A server has a certificate for each kind of key, not for each question; all of it is kept and stored. */
const MAX_LISTS = 8;
const MAX_LIST_BYTES = 256 * 1024;

/** What the answers of a server show beside what was asked: most of a profile costs no connection of its own. */
export class Observations {
  readonly groups = new Set<number>();
  readonly signatureAlgorithms = new Set<number>();
  readonly alpn = new Set<string>();
  /** Certificate lists (DER) by their first certificate. */
  readonly lists = new Map<string, readonly Uint8Array[]>();
  readonly #serverName: string | null;
  readonly #hinted = new Set<number>();
  #listBytes = 0;
  /** `none`: the server refuses all that we know. */
  #protocols: "unknown" | "asked" | "known" | "none" = "unknown";
  #all: readonly string[] | null = null;
  /** A signature in the clear, as up to TLS 1.2. */
  signsInTheClear = false;
  dhBits: number | null = null;
  extendedMasterSecret: boolean | null = null;
  secureRenegotiation: boolean | null = null;

  /** @param serverName lists are kept of answers to this name only: another may have another certificate. */
  constructor(serverName: string | null) {
    this.#serverName = serverName;
  }

  note({ result, flight }: HelloAnswer, offer: HelloOffer): void {
    this.#noteProtocol(result, flight, offer);
    const { hello, retry, keyExchange } = flight;
    const group = keyExchange?.group ?? hello?.keyShare?.group ?? retry?.hello.keyShare?.group ?? null;
    if (group !== null) this.groups.add(group);
    if (hello === null) return;
    const scheme = keyExchange?.signatureScheme ?? null;
    if (scheme !== null) this.signatureAlgorithms.add(scheme);
    if (scheme !== null && hello.version <= VERSION.TLS_1_2) this.signsInTheClear = true;
    const dhBits = keyExchange?.dhBits ?? null;
    if (dhBits !== null) this.dhBits = Math.min(dhBits, this.dhBits ?? dhBits);
    if (hello.version <= VERSION.TLS_1_2 && hello.version > VERSION.SSL_3_0) {
      this.extendedMasterSecret = flight.extensionTypes.includes(EXTENSION_TYPE.extended_master_secret);
      this.secureRenegotiation = flight.extensionTypes.includes(EXTENSION_TYPE.renegotiation_info);
    }
    if (offer.serverName === this.#serverName) this.#noteList(flight.certificateList);
  }

  #noteList(certificateList: readonly Uint8Array[]): void {
    const [leaf] = certificateList;
    if (leaf === undefined) return;
    const key = createHash("sha256").update(leaf).digest("hex");
    if (this.lists.has(key)) return;
    this.#listBytes += certificateList.reduce((total, { length }) => total + length, 0);
    if (this.lists.size < MAX_LISTS && this.#listBytes <= MAX_LIST_BYTES)
      this.lists.set(key, certificateList);
  }

  #noteProtocol(result: HelloAnswer["result"], flight: HelloAnswer["flight"], offer: HelloOffer): void {
    const refused = result.outcome === "alert" && result.description === "no_application_protocol";
    // In TLS 1.3 the answer is among what is encrypted, and may not have been waited for.
    const passedOver = flight.complete && flight.alpn === null && offer.alpn.length > 0;
    // What was not offered is no choice, but whatever a stranger wants to have said of it.
    if (flight.alpn !== null && offer.alpn.includes(flight.alpn)) this.alpn.add(flight.alpn);
    if (this.#protocols === "none") return;
    if (refused && offer.alpn === this.#all && this.alpn.size === 0) this.#protocols = "none";
    else if (refused || passedOver) this.#protocols = "known";
    else if (this.#protocols === "asked") this.#protocols = "unknown";
  }

  /** All, with one first among those of its kind that the server has not been seen to use: a server that leaves the choice to
   *  the client shows so whether it can. The kinds keep their order, as servers with several certificates choose by it. */
  hintSignatureAlgorithms(all: readonly number[]): readonly number[] {
    const families = new Set([...this.signatureAlgorithms].map(familyOf));
    const hinted = this.#hint(
      all,
      (scheme) =>
        !this.signatureAlgorithms.has(scheme) && (families.size === 0 || families.has(familyOf(scheme))),
    );
    const kinds = [...new Set(all.map(familyOf))];
    return hinted.toSorted((a, b) => kinds.indexOf(familyOf(a)) - kinds.indexOf(familyOf(b)));
  }

  /** The same of groups. @param likely those worth it. */
  hintGroups(all: readonly number[], likely: readonly number[]): readonly number[] {
    return this.#hint(all, (group) => !this.groups.has(group) && likely.includes(group));
  }

  /** No id is of both registries' likely ones. */
  #hint(all: readonly number[], isWanted: (item: number) => boolean): readonly number[] {
    const hint = all.find((item) => !this.#hinted.has(item) && isWanted(item));
    if (hint === undefined) return all;
    this.#hinted.add(hint);
    return [hint, ...all.filter((item) => item !== hint)];
  }

  /** All, without those that the server has chosen before while one of the common ones has not been seen; one question at a
   *  time, as a server may refuse for that alone. None where it refuses them all: whoever offers none is mostly let in. */
  hintProtocols(all: readonly string[], common: readonly string[]): readonly string[] {
    this.#all = all;
    if (this.#protocols === "none") return [];
    if (this.#protocols !== "unknown" || this.alpn.size === 0) return all;
    if (common.every((name) => this.alpn.has(name))) return all;
    this.#protocols = "asked";
    return all.filter((name) => !this.alpn.has(name));
  }
}
