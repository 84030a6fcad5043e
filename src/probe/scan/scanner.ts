import type { HandshakeResult } from "../../diagnosis/evidence.ts";
import type { HelloOffer } from "../../tls/hello-offer.ts";
import { PROTOCOL_NAMES } from "../../tls/protocol-names.ts";
import { VERSION } from "../../tls/version.ts";
import type { HelloAnswer } from "../say-hello.ts";
import { composeHello, sayHello } from "../say-hello.ts";
import { GROUPS, LIKELY_GROUPS, SIGNATURE_ALGORITHMS, listCipherSuites } from "./candidates.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { Observations } from "./observations.ts";

export interface Question {
  readonly offer: Partial<HelloOffer> & Pick<HelloOffer, "versions">;
  readonly until?: "selection" | "flight";
  /** A link of a chain: another question probably follows, and it is asked before those that wait for nothing. */
  readonly chained?: boolean;
}

export interface ScannerOptions {
  readonly pool: ConnectionPool;
  readonly serverName: string | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The protocol on top is known, as it is after STARTTLS: none is offered. */
  readonly withoutAlpn: boolean;
}

/** A server that says nothing, or nothing that can be read, that often is asked no more. */
const MAX_BAD_ANSWERS = 2;
/** What was dropped is asked again so often before it is compared with what was not. */
const TIMES_AGAIN = 2;

/** Without what is asked for in one special case only (acme-tls/1, RFC 8737), and what goes without saying where there is
 *  http/1.1. */
const PROTOCOLS = PROTOCOL_NAMES.filter((name) => !["acme-tls/1", "http/0.9", "http/1.0"].includes(name));
const COMMON_PROTOCOLS = ["h2", "http/1.1"];

/** Asks one server, one connection for each question, and keeps all that its answers show beside what was asked. */
export class Scanner {
  readonly #options: ScannerOptions;
  readonly observations: Observations;
  #badAnswers = 0;
  /** This server drops the connection where others send an alert. */
  #dropsMeanNo = false;
  #gaveUp = false;
  /** One that was answered with more than a refusal. */
  #answered: Question | null = null;
  /** Everything that was asked was answered. */
  complete = true;

  constructor(options: ScannerOptions) {
    this.#options = options;
    this.observations = new Observations(options.serverName);
  }

  get backedOff(): number {
    return this.#options.pool.backedOff;
  }

  /** Null when the question could not be put, or it is not known what it means that there was no answer. */
  async ask(question: Question): Promise<HelloAnswer | null> {
    const first = await this.#askOnce(question);
    // It was not about what was asked, and is known now.
    if (first?.result.outcome === "alert" && first.result.description === "no_application_protocol")
      return this.#askOnce(question);
    if (first === null || !isDrop(first.result) || this.#dropsMeanNo) return first;
    return this.#askAgain(question);
  }

  /** A refusal, or somebody who has had enough of us: asked again later and alone, the two differ. Twice, as some let only every
   *  other connection through; and beside a question that was answered before, as some let none through for a while. */
  async #askAgain(question: Question): Promise<HelloAnswer | null> {
    const { pool } = this.#options;
    while (!this.#gaveUp) {
      pool.backOff();
      let again: HelloAnswer | null = null;
      for (let time = 0; time < TIMES_AGAIN; time++) {
        again = await this.#askOnce(question, true);
        if (again === null || !isDrop(again.result)) break;
      }
      if (again === null || !isDrop(again.result)) {
        pool.settle(again === null ? "given_up" : "answered");
        return again;
      }
      this.#dropsMeanNo ||= await this.#isStillWelcome();
      pool.settle(this.#dropsMeanNo ? "refused" : "given_up");
      if (this.#dropsMeanNo) return again;
      // Who never answered is rather broken than overtaxed.
      this.#gaveUp = this.#answered === null || pool.isTired;
    }
    this.complete = false;
    return null;
  }

  /** False when connections that were taken for refused may have been dropped for another reason. */
  async confirmDrops(): Promise<boolean> {
    const isConfirmed = await this.#isStillWelcome();
    if (!isConfirmed) this.complete = false;
    return isConfirmed;
  }

  /** Whether what was answered once is answered still. */
  async #isStillWelcome(): Promise<boolean> {
    const answer = this.#answered === null ? null : await this.#askOnce(this.#answered, true);
    return answer?.result.outcome === "completed";
  }

  /** Without a key share the server answers with a HelloRetryRequest, which names a suite and a group at once. */
  async selectTls13({
    cipherSuites,
    groups,
    chained = false,
  }: {
    readonly cipherSuites?: readonly number[];
    readonly groups?: readonly number[];
    readonly chained?: boolean;
  }): Promise<{
    readonly answer: HelloAnswer | null;
    readonly selected: { readonly cipherSuite: number; readonly group: number } | null;
  }> {
    const versions = [VERSION.TLS_1_3];
    const given = {
      ...(cipherSuites !== undefined && { cipherSuites }),
      ...(groups !== undefined && { groups }),
    };
    const answer = await this.ask({ offer: { versions, ...given }, until: "selection", chained });
    const hello = answer?.flight.retry?.hello ?? answer?.flight.hello ?? null;
    const group = hello?.keyShare?.group;
    const selected = hello === null || group === undefined ? null : { cipherSuite: hello.cipherSuite, group };
    return { answer, selected };
  }

  /** @param first before all others. An aborted probe asks nothing more; whoever aborted it gets the reason elsewhere. */
  async #askOnce(question: Question, first = false): Promise<HelloAnswer | null> {
    const { signal } = this.#options;
    try {
      const answer = this.#badAnswers < MAX_BAD_ANSWERS ? await this.#putOnce(question, first) : null;
      if (answer === null || isSilence(answer.result)) this.complete = false;
      if (answer?.result.outcome === "completed") this.#answered ??= question;
      return answer;
    } catch (error) {
      if (signal?.aborted !== true) throw error;
      this.complete = false;
      return null;
    }
  }

  async #putOnce(
    { offer, until = "flight", chained = false }: Question,
    first: boolean,
  ): Promise<HelloAnswer | null> {
    const { pool, serverName, timeoutMs, signal, withoutAlpn } = this.#options;
    const lease = await pool.take({ followed: chained, urgent: chained, first });
    if ("failure" in lease) return null;
    try {
      const whole = {
        ...this.#complement(offer.versions[0] ?? 0),
        serverName,
        ...offer,
        ...(withoutAlpn && { alpn: [] }),
      };
      const answer = await sayHello(lease.socket, { hello: composeHello(whole), until, timeoutMs, signal });
      if (isSilence(answer.result)) this.#badAnswers++;
      this.observations.note(answer, whole);
      return answer;
    } finally {
      lease.release();
    }
  }

  /** What a question does not say is offered in full; among it, first what has not been seen yet. */
  #complement(version: number): Omit<HelloOffer, "versions" | "serverName"> {
    const { observations } = this;
    return {
      cipherSuites: listCipherSuites(version),
      groups: observations.hintGroups(GROUPS, LIKELY_GROUPS),
      keyShares: [],
      signatureAlgorithms: observations.hintSignatureAlgorithms(SIGNATURE_ALGORITHMS),
      alpn: observations.hintProtocols(PROTOCOLS, COMMON_PROTOCOLS),
    };
  }
}

/** Nothing, or nothing that can be read. */
export function isSilence(result: HandshakeResult): boolean {
  return (
    result.outcome === "timeout" ||
    result.outcome === "not_tls" ||
    (result.outcome === "broken" && result.class === "malformed")
  );
}

export function isDrop({ outcome }: HandshakeResult): boolean {
  return outcome === "connection_reset" || outcome === "closed";
}
