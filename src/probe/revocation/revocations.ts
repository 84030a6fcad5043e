import { createHash } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { SightedRevocation } from "../../watches/sighting.ts";
import { spreadShare } from "../../watches/spread.ts";
import type { PathResult } from "../../x509/path-validation.ts";
import { validatePath } from "../../x509/path-validation.ts";
import type { EgressPolicy } from "../egress-policy.ts";
import type { FetchOptions } from "../fetch-bytes.ts";
import { openTrustAnchors } from "../trust-anchors.ts";
import { CrlShelf } from "./crl-shelf.ts";
import { Places } from "./places.ts";
import type { Standing, StandingQuestion } from "./find-standing.ts";
import { findStanding } from "./find-standing.ts";

export interface RevocationsOptions extends Omit<FetchOptions, "signal"> {
  /** PEM; null for Node's Mozilla set. */
  readonly trustAnchors: string | null;
  /** How long somebody who asks waits for an answer that is not there yet. */
  readonly waitMs: number;
  /** Aborted: nobody is asked any more. */
  readonly closing?: AbortSignal | undefined;
}

/** A list of certificates as an address served it. */
export interface ServedList {
  readonly address: string;
  /** DER, as sent. */
  readonly certificateList: readonly Uint8Array[];
  readonly ocspResponse: Uint8Array | null;
  /** SHA-256 of those of its path whose issuer is known, the end entity first. */
  readonly revocable: readonly string[];
}

/** `unknown`: of a certificate nobody could say, or has said in time. */
export interface Revoked {
  readonly revoked: SightedRevocation | null;
  readonly unknown: boolean;
}

interface Kept {
  readonly standing: Standing;
  /** The staple that was judged; hexadecimal. */
  readonly staple: string | null;
  readonly askAgainAt: number;
}

/** About 200 bytes each; the one that has not been needed for longest goes first. */
const MAX_KEPT = 200_000;
/** Certificates of a path that are asked for. */
const MAX_OF_PATH = 5;
/** Certificates that are asked for at a time; of others nothing is known until the next look. */
const MAX_ASKING = 256;
/** Of them, those at responders. */
const RESPONDERS_AT_A_TIME = 16;
/** Who waits for an answer at a time; others go on without, so that a responder that hangs does not slow down everything. */
const MAX_WAITING = 32;
const HOUR = 3_600_000;
/** How long an answer is good enough, if it holds so long or not: CAs renew theirs after hours or days. */
const ASK_AGAIN_MS = { answered: 4 * HOUR, unknown: 1 * HOUR };

/** Whether certificates that are seen again and again were revoked: asked at most every few hours for each, at a time of its own. */
export class Revocations {
  readonly #options: RevocationsOptions;
  readonly #crls = new CrlShelf();
  readonly #responders = new Places(RESPONDERS_AT_A_TIME);
  readonly #kept = new Map<string, Kept>();
  readonly #asking = new Map<string, Promise<void>>();
  #waiting = 0;

  constructor(options: RevocationsOptions) {
    this.#options = options;
    // Each question listens to it.
    if (options.closing !== undefined) setMaxListeners(0, options.closing);
  }

  /** @param at ms since 1970. @throws the signal's reason when it is aborted. */
  async find(list: ServedList, at: number, signal: AbortSignal): Promise<Revoked> {
    const egress = this.#options.egress?.sentOnBy(list.address) ?? null;
    const reach = egress === this.#options.egress ? "own" : "public";
    const revocable = list.revocable.slice(0, MAX_OF_PATH);
    const staple = list.ocspResponse === null ? null : digest(list.ocspResponse);
    const keyOf = (sha256: string) => `${reach} ${sha256}`;
    const stale = revocable.filter((sha256, position) => {
      const kept = this.#kept.get(keyOf(sha256));
      if (kept === undefined || at >= kept.askAgainAt) return true;
      return position === 0 && staple !== null && kept.staple !== staple;
    });
    if (stale.length > 0) {
      const asked = this.#ask(list, { stale, staple, reach, egress, at });
      await this.#wait(asked, signal);
    }
    const standings = revocable.map((sha256) => this.#recall(keyOf(sha256)));
    const revoked = standings.find((standing) => typeof standing === "object") ?? null;
    return { revoked, unknown: revoked === null && standings.includes("unknown") };
  }

  #recall(key: string): Standing {
    const kept = this.#kept.get(key);
    if (kept === undefined) return "unknown";
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.standing;
  }

  /** What is on its way already is not asked for again. */
  #ask(
    { certificateList, ocspResponse }: ServedList,
    {
      stale,
      staple,
      reach,
      egress,
      at,
    }: {
      readonly stale: readonly string[];
      readonly staple: string | null;
      readonly reach: string;
      readonly egress: EgressPolicy | null;
      readonly at: number;
    },
  ): Promise<unknown> {
    const keyOf = (sha256: string) => `${reach} ${sha256}`;
    if (stale.some((sha256) => !this.#asking.has(keyOf(sha256)))) {
      const trustAnchors = openTrustAnchors(this.#options.trustAnchors);
      const result = validatePath({ certificateList, trustAnchors, at });
      const { path } = result;
      // A stranger's own CA would have us call on whom it likes, with every certificate that it makes.
      const mayAsk = reach === "own" || isTrusted(result);
      for (const [position, certificate] of path.entries()) {
        const issuer = path[position + 1];
        const key = keyOf(certificate.sha256);
        if (issuer === undefined || !stale.includes(certificate.sha256) || this.#asking.has(key)) continue;
        if (this.#asking.size >= MAX_ASKING) break;
        const stapled = position === 0 ? { der: ocspResponse, sha256: staple } : NO_STAPLE;
        const question = { certificate, issuer, staple: stapled.der, at };
        const asking = this.#askOne(key, question, stapled.sha256, { reach, egress, mayAsk });
        this.#asking.set(key, asking);
        // Who waits gets what goes wrong; when nobody does, there is nobody to tell.
        asking.catch(() => undefined);
      }
    }
    return Promise.all(stale.flatMap((sha256) => this.#asking.get(keyOf(sha256)) ?? []));
  }

  async #askOne(
    key: string,
    question: StandingQuestion,
    staple: string | null,
    {
      reach,
      egress,
      mayAsk,
    }: { readonly reach: string; readonly egress: EgressPolicy | null; readonly mayAsk: boolean },
  ): Promise<void> {
    const { timeoutMs, resolve, acquire, closing } = this.#options;
    const options = {
      timeoutMs,
      egress,
      acquire,
      signal: closing,
      ...(resolve !== undefined && { resolve }),
    };
    try {
      const sources = { crls: this.#crls, responders: this.#responders, reach, mayAsk };
      const standing = await findStanding(question, sources, options);
      this.#keep(key, standing, staple, question);
    } catch (error) {
      // Nobody waits for it any more.
      if (closing?.aborted !== true) throw error;
    } finally {
      this.#asking.delete(key);
    }
  }

  #keep(key: string, standing: Standing, staple: string | null, question: StandingQuestion): void {
    const before = this.#kept.get(key);
    // What was revoked stays so while nobody can be asked.
    const holds = standing === "unknown" && before !== undefined ? before.standing : standing;
    const interval = standing === "unknown" ? ASK_AGAIN_MS.unknown : ASK_AGAIN_MS.answered;
    const askAgainAt = question.at + interval * (1 + spreadShare(question.certificate.sha256));
    this.#kept.delete(key);
    this.#kept.set(key, { standing: holds, staple, askAgainAt });
    const [oldest] = this.#kept.size > MAX_KEPT ? this.#kept.keys() : [];
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  async #wait(asked: Promise<unknown>, signal: AbortSignal): Promise<void> {
    asked.catch(() => undefined);
    if (this.#waiting >= MAX_WAITING) return;
    this.#waiting++;
    try {
      await withinTime(asked, this.#options.waitMs, signal);
    } finally {
      this.#waiting--;
    }
  }
}

/** By one of the trust anchors, whatever its dates. */
function isTrusted(result: PathResult): boolean {
  return (
    result.valid ||
    result.faults.every(
      ({ severity, kind }) =>
        severity === "warning" || kind === "certificate_expired" || kind === "certificate_not_yet_valid",
    )
  );
}

const NO_STAPLE = { der: null, sha256: null };

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url").slice(0, 16);
}

/** Until it is done, or that long. @throws the signal's reason when it is aborted. */
function withinTime(done: Promise<unknown>, timeoutMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      outcome();
    };
    const abort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(() => settle(resolve), timeoutMs);
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    done.then(
      () => settle(resolve),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
