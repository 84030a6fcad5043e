import { AGREEABLE_GROUPS } from "../../tls/key-share.ts";
import { VERSION } from "../../tls/version.ts";
import {
  GROUPS,
  LIKELY_GROUPS,
  SIGNATURE_ALGORITHMS,
  guessGroup,
  guessSignatureAlgorithm,
  isFiniteField,
  listEcdheSuites,
  listLikelySignatureAlgorithms,
  listSignedSuites,
} from "./candidates.ts";
import { enumerate } from "./enumerate.ts";
import type { Scanner } from "./scanner.ts";

/** Side by side; what is seen on the way need not be asked for. */
const AT_A_TIME = 6;

/** Groups and signature algorithms. They have no order worth a chain of questions: each likely one is asked for alone, one of
 *  both kinds in a question where that is possible, and the rest at once. */
export class KeyExchangeScan {
  readonly #scanner: Scanner;
  readonly #askedGroups = new Set<number>();
  #tls13: boolean | null = null;
  #running: Promise<void> | null = null;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** Begins as soon as TLS 1.2 has shown a signature and it is known whether there is TLS 1.3. */
  note(tls13: boolean | null): void {
    if (tls13 !== null) this.#tls13 = this.#tls13 === true || tls13;
    if (this.#tls13 === null || !this.#isSigned) return;
    this.#running ??= this.#run(this.#tls13, VERSION.TLS_1_2);
    // It is waited for in the end, unless something else rejects first.
    this.#running.catch(() => undefined);
  }

  /** @param accepted versions with their suites. */
  async finish(accepted: ReadonlyMap<number, readonly number[]>): Promise<void> {
    const tls13 = accepted.get(VERSION.TLS_1_3) ?? [];
    const earlier = [VERSION.TLS_1_2, VERSION.TLS_1_1, VERSION.TLS_1_0].find((version) =>
      accepted.has(version),
    );
    this.#running ??= this.#run(tls13.length > 0, earlier ?? null);
    await this.#running;
    if (!this.#isSigned && tls13.length > 0) await this.#readTls13(tls13);
  }

  get #isSigned(): boolean {
    return this.#scanner.observations.signsInTheClear;
  }

  /** @param earlier the newest version before TLS 1.3 that is accepted. */
  async #run(tls13: boolean, earlier: number | null): Promise<void> {
    const { groups, signatureAlgorithms } = this.#scanner.observations;
    const signs = this.#isSigned;
    const groupVersion = tls13 ? VERSION.TLS_1_3 : earlier;
    if (groupVersion === null) return;
    const likelyGroups = LIKELY_GROUPS.filter((group) => tls13 || !isFiniteField(group));
    const likelySchemes = signs ? listLikelySignatureAlgorithms([...signatureAlgorithms]) : [];
    const waiting = [
      // Chains first: they take longest.
      () => this.#enumerateGroups(groupVersion),
      ...(signs ? [() => this.#enumerateSchemes(likelySchemes)] : []),
      ...likelySchemes.map((scheme) => async () => {
        if (!signatureAlgorithms.has(scheme)) await this.#askPair(scheme, likelyGroups, groupVersion);
      }),
      ...likelyGroups.map((group) => async () => {
        if (!groups.has(group) && !this.#askedGroups.has(group))
          await this.#selectGroup([group], groupVersion);
      }),
    ];
    const work = async () => {
      for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await task();
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
  }

  /** A scheme with a group of TLS 1.2 that is not known either: an answer tells of both, a refusal of none. */
  async #askPair(scheme: number, likelyGroups: readonly number[], groupVersion: number): Promise<void> {
    const { groups } = this.#scanner.observations;
    const group = likelyGroups.find(
      (id) => !groups.has(id) && !this.#askedGroups.has(id) && !isFiniteField(id),
    );
    if (group === undefined) {
      await this.#selectScheme([scheme]);
      return;
    }
    this.#askedGroups.add(group);
    const accepted = (await this.#selectScheme([scheme], [group])) !== null;
    if (!groups.has(group)) await this.#selectGroup([group], groupVersion);
    if (!accepted) await this.#selectScheme([scheme]);
  }

  async #enumerateGroups(version: number): Promise<void> {
    await enumerate({
      candidates: GROUPS.filter((group) => !LIKELY_GROUPS.includes(group)),
      guess: guessGroup,
      ask: (offer) => this.#selectGroup(offer, version, true),
    });
  }

  async #enumerateSchemes(known: readonly number[]): Promise<void> {
    const { signatureAlgorithms } = this.#scanner.observations;
    await enumerate({
      candidates: SIGNATURE_ALGORITHMS.filter((id) => !known.includes(id) && !signatureAlgorithms.has(id)),
      guess: guessSignatureAlgorithm,
      ask: (offer) => this.#selectScheme(offer, GROUPS, true),
    });
  }

  async #selectGroup(groups: readonly number[], version: number, chained = false): Promise<number | null> {
    if (version === VERSION.TLS_1_3)
      return (await this.#scanner.selectTls13({ groups, chained })).selected?.group ?? null;
    // Whoever prefers DHE would choose it, and show no group.
    const offer = { versions: [version], cipherSuites: listEcdheSuites(version), groups };
    return (await this.#scanner.ask({ offer, chained }))?.flight.keyExchange?.group ?? null;
  }

  async #selectScheme(
    signatureAlgorithms: readonly number[],
    groups = GROUPS,
    chained = false,
  ): Promise<number | null> {
    const cipherSuites = listSignedSuites(VERSION.TLS_1_2);
    const offer = { versions: [VERSION.TLS_1_2], cipherSuites, signatureAlgorithms, groups };
    return (await this.#scanner.ask({ offer, chained }))?.flight.keyExchange?.signatureScheme ?? null;
  }

  /** What earlier versions say in the clear is read with keys of our own. */
  async #readTls13(cipherSuites: readonly number[]): Promise<void> {
    const { groups } = this.#scanner.observations;
    // Of the others a server could ask for a share that we cannot make.
    const agreeable = AGREEABLE_GROUPS.filter((group) => groups.has(group));
    const keyShares = agreeable.slice(0, 1);
    await enumerate({
      candidates: SIGNATURE_ALGORITHMS,
      guess: guessSignatureAlgorithm,
      ask: async (signatureAlgorithms) => {
        const versions = [VERSION.TLS_1_3];
        const offer = { versions, cipherSuites, signatureAlgorithms, groups: agreeable, keyShares };
        const answer = await this.#scanner.ask({ offer, chained: true });
        return answer?.flight.keyExchange?.signatureScheme ?? null;
      },
    });
  }
}
