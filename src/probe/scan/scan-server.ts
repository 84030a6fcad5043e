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
const NONE: Found = { order: [], serverPreference: null };

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
    const older = this.#findOlderVersions();
    const [tls13, tls12] = await Promise.all([
      this.#enumerateTls13(),
      this.#enumerateCipherSuites(VERSION.TLS_1_2),
    ]);
    const accepted = await older;
    const [tls11, tls10, ssl3] = await Promise.all(
      [VERSION.TLS_1_1, VERSION.TLS_1_0, VERSION.SSL_3_0].map((version) =>
        accepted.includes(version) ? this.#enumerateAsKnown(version, tls12.order) : Promise.resolve(NONE),
      ),
    );
    await this.#keyExchanges?.finish(tls13);
    const all: readonly (readonly [number, Found])[] = [
      [VERSION.TLS_1_3, { order: tls13, serverPreference: null }],
      [VERSION.TLS_1_2, tls12],
      [VERSION.TLS_1_1, tls11 ?? NONE],
      [VERSION.TLS_1_0, tls10 ?? NONE],
      [VERSION.SSL_3_0, ssl3 ?? NONE],
    ];
    const found = all.filter(([, { order }]) => order.length > 0);
    const preference = found.find(([, { serverPreference }]) => serverPreference !== null)?.[1]
      .serverPreference;
    return {
      cipherSuites: new Map(found.map(([version, { order }]) => [version, order])),
      serverPreference: preference ?? (await this.#findTls13Preference(tls13)),
      unanswered: found.length > 0 ? this.#unanswered : new Set([...this.#unanswered, ...this.#dropped]),
    };
  }

  /** Up to TLS 1.2: parts side by side, each a chain, then merged. */
  async #enumerateCipherSuites(version: number): Promise<Found> {
    const ask = (cipherSuites: readonly number[]) => this.#selectCipherSuite(version, cipherSuites);
    const parts = partCipherSuites(version).map((candidates) =>
      enumerate({ candidates, guess: guessCipherSuite, ask }),
    );
    const chains = await Promise.all(parts);
    return mergeByPreference(chains, rankCipherSuite, ask);
  }

  /** What is accepted in TLS 1.2, and in which order, is mostly so before it too: one chain, well guessed. */
  async #enumerateAsKnown(version: number, known: readonly number[]): Promise<Found> {
    const candidates = listCipherSuites(version);
    if (!known.some((suite) => candidates.includes(suite))) return this.#enumerateCipherSuites(version);
    const guess = (remaining: readonly number[], last: number) =>
      known.slice(known.indexOf(last) + 1).find((suite) => remaining.includes(suite));
    const ask = (offer: readonly number[]) => this.#selectCipherSuite(version, offer);
    return { order: await enumerate({ candidates, guess, ask }), serverPreference: null };
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
    // Who drops everything has refused nothing in particular.
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
