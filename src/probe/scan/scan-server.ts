import { VERSION } from "../../tls/version.ts";
import { guessCipherSuite, listCipherSuites, partCipherSuites, rankCipherSuite } from "./candidates.ts";
import type { HelloAnswer } from "../say-hello.ts";
import { enumerate } from "./enumerate.ts";
import { KeyExchangeScan } from "./key-exchange-scan.ts";
import type { Observations } from "./observations.ts";
import type { Merged } from "./order.ts";
import { mergeByPreference } from "./order.ts";
import type { Scanner } from "./scanner.ts";
import { isDrop, isSilence } from "./scanner.ts";

/** What a scan found out. Numbers are those of IANA's registries. */
export interface Scan extends FoundVersions {
  readonly observations: Observations;
  readonly backedOff: number;
  readonly complete: boolean;
}

interface FoundVersions {
  /** Of each version that was accepted, newest first: its suites, in the server's order where it has one. */
  readonly cipherSuites: ReadonlyMap<number, readonly number[]>;
  readonly serverPreference: boolean | null;
  /** Versions of which the server said neither yes nor no. */
  readonly unanswered: ReadonlySet<number>;
}

/** Versions, cipher suites, groups, signature algorithms and protocols of one server.
 *  @param brief only versions and cipher suites. */
export async function scanServer(scanner: Scanner, brief: boolean): Promise<Scan> {
  const found = await new VersionScan(scanner, brief ? null : new KeyExchangeScan(scanner)).run();
  const { observations, complete, backedOff } = scanner;
  return { ...found, observations, backedOff, complete };
}

type Found = Merged<number>;

/** Where another version has shown the order. */
const SURE_GUESSES = 7;

/** Which versions, and which suites in each. */
class VersionScan {
  readonly #scanner: Scanner;
  readonly #unanswered = new Set<number>();
  readonly #dropped = new Set<number>();
  readonly #keyExchanges: KeyExchangeScan | null;

  /** @param keyExchanges is told what was selected first, and goes on beside; null for none. */
  constructor(scanner: Scanner, keyExchanges: KeyExchangeScan | null) {
    this.#scanner = scanner;
    this.#keyExchanges = keyExchanges;
  }

  async run(): Promise<FoundVersions> {
    const accepting = this.#findOlderVersions();
    const parts = this.#enumerateParts(VERSION.TLS_1_2);
    const [tls13, tls12, older] = await Promise.all([
      this.#enumerateTls13(),
      parts.then((chains) => this.#merge(VERSION.TLS_1_2, chains)),
      Promise.all([accepting, parts]).then(([accepted, chains]) => this.#enumerateOlder(accepted, chains)),
    ]);
    const all: readonly (readonly [number, Found])[] = [
      [VERSION.TLS_1_3, { order: tls13, serverPreference: null }],
      [VERSION.TLS_1_2, tls12],
      ...older,
    ];
    const found = all.filter(([, { order }]) => order.length > 0);
    const cipherSuites = new Map(found.map(([version, { order }]) => [version, order]));
    await this.#keyExchanges?.finish(cipherSuites);
    // Who drops everything has refused nothing in particular.
    const isRefusal = found.length > 0 && (this.#dropped.size === 0 || (await this.#scanner.confirmDrops()));
    const preference = found.find(([, { serverPreference }]) => serverPreference !== null)?.[1]
      .serverPreference;
    return {
      cipherSuites,
      serverPreference: preference ?? (await this.#findTls13Preference(tls13)),
      unanswered: isRefusal ? this.#unanswered : new Set([...this.#unanswered, ...this.#dropped]),
    };
  }

  /** Up to TLS 1.2: parts side by side, each a chain. */
  #enumerateParts(version: number): Promise<number[][]> {
    const ask = (offer: readonly number[]) => this.#selectCipherSuite(version, offer);
    const parts = partCipherSuites(version);
    return Promise.all(parts.map((candidates) => enumerate({ candidates, guess: guessCipherSuite, ask })));
  }

  #merge(version: number, chains: readonly (readonly number[])[]): Promise<Found> {
    return mergeByPreference(chains, rankCipherSuite, (offer) => this.#selectCipherSuite(version, offer));
  }

  /** What is accepted in TLS 1.2 is mostly so before it too: one chain, well guessed. */
  #enumerateOlder(
    accepted: readonly number[],
    known: readonly (readonly number[])[],
  ): Promise<(readonly [number, Found])[]> {
    const guess = (remaining: readonly number[], last: number) => {
      const chain = known.find((suites) => suites.includes(last)) ?? [];
      const next = chain.slice(chain.indexOf(last) + 1).find((suite) => remaining.includes(suite));
      return next ?? known.flat().find((suite) => remaining.includes(suite));
    };
    return Promise.all(
      accepted.map(async (version) => {
        const candidates = listCipherSuites(version);
        if (!known.flat().some((suite) => candidates.includes(suite)))
          return [version, await this.#merge(version, await this.#enumerateParts(version))] as const;
        const ask = (offer: readonly number[]) => this.#selectCipherSuite(version, offer);
        const order = await enumerate({ candidates, guess, guesses: SURE_GUESSES, ask });
        return [version, { order, serverPreference: null }] as const;
      }),
    );
  }

  async #selectCipherSuite(version: number, cipherSuites: readonly number[]): Promise<number | null> {
    const answer = await this.#scanner.ask({ offer: { versions: [version], cipherSuites }, chained: true });
    this.#noteAnswer(version, answer);
    const selected = answer?.flight.hello?.version === version ? answer.flight.hello.cipherSuite : null;
    if (version === VERSION.TLS_1_2) this.#keyExchanges?.note(null);
    return selected;
  }

  #enumerateTls13(): Promise<number[]> {
    return enumerate({
      candidates: listCipherSuites(VERSION.TLS_1_3),
      guess: guessCipherSuite,
      ask: async (offer) => {
        const { answer, selected } = await this.#scanner.selectTls13({ cipherSuites: offer, chained: true });
        this.#noteAnswer(VERSION.TLS_1_3, answer);
        this.#keyExchanges?.note(selected !== null);
        return selected?.cipherSuite ?? null;
      },
    });
  }

  async #findTls13Preference(suites: readonly number[]): Promise<boolean | null> {
    if (suites.length < 2) return null;
    const { selected } = await this.#scanner.selectTls13({ cipherSuites: suites.toReversed() });
    return selected === null ? null : selected.cipherSuite === suites[0];
  }

  #noteAnswer(version: number, answer: HelloAnswer | null): void {
    if (answer === null || isSilence(answer.result)) this.#unanswered.add(version);
    else if (isDrop(answer.result)) this.#dropped.add(version);
  }

  /** A server answers with the newest version that both have. SSL 3.0 has a form of its own; who says protocol_version to all
   *  up to TLS 1.1 has said it of that too. */
  async #findOlderVersions(): Promise<readonly number[]> {
    const tls = await this.#selectVersion([VERSION.TLS_1_1, VERSION.TLS_1_0, VERSION.SSL_3_0]);
    if (tls === "protocol_version") return [];
    if (tls === VERSION.SSL_3_0) return [tls];
    const [older, ssl] = await Promise.all([
      tls === VERSION.TLS_1_1 ? this.#selectVersion([VERSION.TLS_1_0]) : null,
      this.#selectVersion([VERSION.SSL_3_0]),
    ]);
    return [tls, older, ssl].filter((version) => typeof version === "number");
  }

  async #selectVersion(versions: readonly number[]): Promise<number | "protocol_version" | null> {
    const answer = await this.#scanner.ask({ offer: { versions } });
    for (const version of versions) this.#noteAnswer(version, answer);
    if (answer?.result.outcome === "alert" && answer.result.description === "protocol_version")
      return "protocol_version";
    return answer?.flight.hello?.version ?? null;
  }
}
