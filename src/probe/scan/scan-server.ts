import { AGREEABLE_GROUPS } from "../../tls/key-share.ts";
import { VERSION } from "../../tls/version.ts";
import type { Connection } from "../open-connection.ts";
import {
  GROUPS,
  LIKELY_GROUPS,
  SIGNATURE_ALGORITHMS,
  guessCipherSuite,
  guessGroup,
  isEcdhe,
  listCipherSuites,
  partCipherSuites,
  rankCipherSuite,
} from "./candidates.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { enumerate } from "./enumerate.ts";
import type { Observations } from "./observations.ts";
import { mergeByPreference } from "./order.ts";
import { Scanner } from "./scanner.ts";

export interface ScanOptions {
  readonly open: () => Promise<Connection>;
  /** Null for none: an address never goes into server_name. */
  readonly serverName: string | null;
  /** For each answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Only versions and cipher suites. */
  readonly brief: boolean;
}

/** What a scan found out. Numbers are those of IANA's registries. */
export interface Scan {
  /** Of each version that was accepted, newest first: its suites, in the server's order where it has one. */
  readonly cipherSuites: ReadonlyMap<number, readonly number[]>;
  readonly refused: readonly number[];
  readonly serverPreference: boolean | null;
  readonly observations: Observations;
  readonly connections: number;
  readonly backedOff: number;
  readonly complete: boolean;
}

/** More than any honest server needs; a profile takes about 40. */
const MAX_CONNECTIONS = 200;

/** Versions, cipher suites, groups, signature algorithms and protocols of one server. */
export async function scanServer(options: ScanOptions): Promise<Scan> {
  const { open, signal, serverName, timeoutMs } = options;
  const pool = new ConnectionPool({ open, most: MAX_CONNECTIONS, signal });
  try {
    const scanner = new Scanner({ pool, serverName, timeoutMs, signal });
    const scan = new ServerScan(scanner);
    const found = await scan.run(options.brief);
    signal.throwIfAborted();
    const { opened, backedOff } = pool;
    return {
      ...found,
      observations: scanner.observations,
      connections: opened,
      backedOff,
      complete: scanner.complete,
    };
  } finally {
    pool.close();
  }
}

interface Preferred {
  readonly suites: readonly number[];
  readonly serverPreference: boolean | null;
}

const NONE: Preferred = { suites: [], serverPreference: null };

type Versions = Pick<Scan, "cipherSuites" | "refused" | "serverPreference">;

class ServerScan {
  readonly #scanner: Scanner;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  async run(brief: boolean): Promise<Versions> {
    const [[tls12, older], tls13] = await Promise.all([
      this.#enumerateEarlier(brief),
      this.#enumerateTls13(brief),
    ]);
    if (!brief) {
      if (tls12.suites.length === 0 && tls13.length > 0) await this.#readTls13(tls13);
      if (tls13.length === 0) await this.#findGroups(tls12.suites);
    }
    const all = new Map([
      [VERSION.TLS_1_3, { suites: tls13, serverPreference: null }],
      [VERSION.TLS_1_2, tls12],
      ...older,
    ]);
    const accepted = [...all].filter(([, { suites }]) => suites.length > 0);
    const preference = accepted.find(([, { serverPreference }]) => serverPreference !== null)?.[1]
      .serverPreference;
    return {
      cipherSuites: new Map(accepted.map(([version, { suites }]) => [version, suites])),
      refused: [...all].filter(([, { suites }]) => suites.length === 0).map(([version]) => version),
      serverPreference: preference ?? (await this.#findTls13Preference(tls13)),
    };
  }

  async #enumerateEarlier(brief: boolean): Promise<[Preferred, (readonly [number, Preferred])[]]> {
    const versions = this.#findOlderVersions();
    const tls12 = await this.#enumerateCipherSuites(VERSION.TLS_1_2);
    const [older] = await Promise.all([
      versions.then((accepted) => this.#enumerateOlder(accepted, tls12.suites)),
      !brief && tls12.suites.length > 0 ? this.#completeSignatureAlgorithms() : null,
    ]);
    return [tls12, older];
  }

  async #findTls13Preference(suites: readonly number[]): Promise<boolean | null> {
    if (suites.length < 2) return null;
    const choice = await this.#selectTls13(suites.toReversed());
    return choice === null ? null : choice[0] === suites[0];
  }

  /** Up to TLS 1.2: parts side by side, each a chain, then merged. */
  async #enumerateCipherSuites(version: number): Promise<Preferred> {
    const ask = (cipherSuites: readonly number[]) => this.#selectCipherSuite(version, cipherSuites);
    const chains = await Promise.all(
      partCipherSuites(version).map((candidates) => enumerate({ candidates, ask, guess: guessCipherSuite })),
    );
    const found = chains.flat().toSorted((a, b) => rankCipherSuite(a) - rankCipherSuite(b));
    // Offered the other way round, the server still chooses the same, or goes along.
    const [suites, choice] = await Promise.all([
      mergeByPreference(chains, rankCipherSuite, ask),
      found.length > 1 ? ask(found.toReversed()) : null,
    ]);
    return { suites, serverPreference: choice === null ? null : choice === suites[0] };
  }

  async #selectCipherSuite(version: number, cipherSuites: readonly number[]): Promise<number | null> {
    const answer = await this.#scanner.ask({ offer: { versions: [version], cipherSuites }, chained: true });
    return answer?.flight.hello?.cipherSuite ?? null;
  }

  /** Without a key share the server answers with a HelloRetryRequest, which names a suite and a group at once. */
  async #selectTls13(
    cipherSuites: readonly number[],
    groups?: readonly number[],
    chained = true,
  ): Promise<readonly [suite: number, group: number] | null> {
    const offer = { versions: [VERSION.TLS_1_3], cipherSuites, ...(groups !== undefined && { groups }) };
    const answer = await this.#scanner.ask({ offer, until: "selection", chained });
    const selected = answer?.flight.retry?.hello ?? answer?.flight.hello ?? null;
    const group = selected?.keyShare?.group;
    return selected === null || group === undefined ? null : [selected.cipherSuite, group];
  }

  /** A server answers with the newest version that both have. SSL 3.0 has a form of its own. */
  async #findOlderVersions(): Promise<readonly number[]> {
    const [tls, ssl] = await Promise.all([
      this.#selectVersion([VERSION.TLS_1_1, VERSION.TLS_1_0]),
      this.#selectVersion([VERSION.SSL_3_0]),
    ]);
    const older = tls === VERSION.TLS_1_1 ? await this.#selectVersion([VERSION.TLS_1_0]) : null;
    return [tls, older, ssl].filter((version) => version !== null);
  }

  /** What is accepted in TLS 1.2, and in which order, is mostly so before it too. */
  #enumerateOlder(
    accepted: readonly number[],
    known: readonly number[],
  ): Promise<(readonly [number, Preferred])[]> {
    const guess = (remaining: readonly number[], last: number) =>
      known.slice(known.indexOf(last) + 1).find((suite) => remaining.includes(suite));
    const enumerateAsKnown = async (version: number): Promise<Preferred> => {
      const ask = (offer: readonly number[]) => this.#selectCipherSuite(version, offer);
      const candidates = listCipherSuites(version);
      return { suites: await enumerate({ candidates, guess, ask }), serverPreference: null };
    };
    return Promise.all(
      [VERSION.TLS_1_1, VERSION.TLS_1_0, VERSION.SSL_3_0].map(async (version) => {
        if (!accepted.includes(version)) return [version, NONE] as const;
        const isKnown = known.some((suite) => listCipherSuites(version).includes(suite));
        return [
          version,
          await (isKnown ? enumerateAsKnown(version) : this.#enumerateCipherSuites(version)),
        ] as const;
      }),
    );
  }

  async #selectVersion(versions: readonly number[]): Promise<number | null> {
    const answer = await this.#scanner.ask({ offer: { versions } });
    return answer?.flight.hello?.version ?? null;
  }

  /** Most were seen on the way; what is left is asked for until it is refused. */
  async #completeSignatureAlgorithms(): Promise<void> {
    const { signatureAlgorithms } = this.#scanner.observations;
    if (signatureAlgorithms.size === 0) return;
    const cipherSuites = listCipherSuites(VERSION.TLS_1_2);
    const rest = SIGNATURE_ALGORITHMS.filter((scheme) => !signatureAlgorithms.has(scheme));
    await enumerate({
      candidates: rest,
      ask: async (offer) => {
        const answer = await this.#scanner.ask({
          offer: { versions: [VERSION.TLS_1_2], cipherSuites, signatureAlgorithms: offer },
          chained: true,
        });
        return answer?.flight.keyExchange?.signatureScheme ?? null;
      },
    });
  }

  async #enumerateTls13(brief: boolean): Promise<readonly number[]> {
    const all = listCipherSuites(VERSION.TLS_1_3);
    let groups: Promise<unknown> | null = null;
    const suites = await enumerate({
      candidates: all,
      guess: guessCipherSuite,
      ask: async (offer) => {
        const selected = await this.#selectTls13(offer);
        if (selected !== null && !brief) groups ??= this.#findTls13Groups(all);
        return selected?.[0] ?? null;
      },
    });
    await groups;
    return suites;
  }

  /** Groups have no order worth a chain of questions: each likely one alone, side by side, and the rest at once. */
  async #findTls13Groups(suites: readonly number[]): Promise<void> {
    const { observations } = this.#scanner;
    const likely = LIKELY_GROUPS.filter((group) => !observations.groups.has(group));
    const rest = GROUPS.filter((group) => !LIKELY_GROUPS.includes(group));
    const select = async (groups: readonly number[], chained: boolean) =>
      (await this.#selectTls13(suites, groups, chained))?.[1] ?? null;
    await Promise.all([
      ...likely.map((group) => select([group], false)),
      enumerate({ candidates: rest, ask: (groups) => select(groups, false) }),
    ]);
  }

  /** The same where there is no TLS 1.3. */
  async #findGroups(suites: readonly number[]): Promise<void> {
    const cipherSuites = suites.filter((suite) => isEcdhe(suite));
    if (cipherSuites.length === 0) return;
    await enumerate({
      candidates: GROUPS.filter((group) => !this.#scanner.observations.groups.has(group)),
      guess: guessGroup,
      ask: async (groups) => {
        const offer = { versions: [VERSION.TLS_1_2], cipherSuites, groups };
        const answer = await this.#scanner.ask({ offer, chained: true });
        return answer?.flight.keyExchange?.group ?? null;
      },
    });
  }

  /** What earlier versions say in the clear is read with keys of our own. */
  async #readTls13(cipherSuites: readonly number[]): Promise<void> {
    const { groups } = this.#scanner.observations;
    const keyShares = AGREEABLE_GROUPS.filter((group) => groups.has(group)).slice(0, 1);
    await enumerate({
      candidates: SIGNATURE_ALGORITHMS,
      ask: async (signatureAlgorithms) => {
        const offer = { versions: [VERSION.TLS_1_3], cipherSuites, signatureAlgorithms, keyShares };
        const answer = await this.#scanner.ask({ offer, chained: true });
        return answer?.flight.keyExchange?.signatureScheme ?? null;
      },
    });
  }
}
