import type { StartTlsProtocol } from "../diagnosis/starttls.ts";
import { STARTTLS_PROTOCOLS } from "../diagnosis/starttls.ts";
import { UsageError } from "../diagnosis/usage-error.ts";
import type { UsageProblem } from "../diagnosis/usage-error.ts";

/** What is wrong with what somebody wants to be watched. `given` is hostile text. */
export type WatchProblem =
  | UsageProblem
  | { readonly code: "owner_wrong"; readonly given: string }
  | { readonly code: "runbook_wrong"; readonly given: string }
  | { readonly code: "days_wrong"; readonly given: string; readonly most: number; readonly longest: number }
  /** A list of watches names one by its hash: the hash alone cannot be watched. */
  | { readonly code: "uploaded_certificate"; readonly given: string }
  /** An address that nobody may have us connect to. `range`: `loopback`, `private` … */
  | { readonly code: "address_forbidden"; readonly given: string; readonly range: string };

/** As `UsageError`, for what only watches know. */
export class WatchError extends Error {
  override readonly name = "WatchError";
  readonly problem: WatchProblem;

  constructor(problem: WatchProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** A person who chooses more times is not reminded better. */
export const MAX_DAYS = 8;
/** Longer than any certificate of a public CA, and than most of private ones. */
const LONGEST_DAYS = 825;
/** A watch is kept in few bytes. */
export const MAX_RUNBOOK = 500;

/** `<@U012ABC>`, `<@U012ABC|ada>`, `U012ABC`: a person's id. @throws WatchError */
export function parseOwner(given: string): string {
  const id = /^(?:<@)?@?([UW][A-Z0-9]{2,20})(?:\|[^>]*)?>?$/.exec(given.trim())?.[1];
  if (id === undefined) throw new WatchError({ code: "owner_wrong", given });
  return id;
}

/** An http or https URL, also as Slack writes a link; without a password, since everybody in the channel sees it. @throws WatchError */
export function parseRunbook(given: string): string {
  const text = /^<([^<>|]+)(?:\|[^<>]*)?>$/.exec(given.trim())?.[1] ?? given.trim();
  const url = /^https?:\/\//iu.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.href.length > MAX_RUNBOOK) throw new WatchError({ code: "runbook_wrong", given });
  if (url.password !== "") throw new WatchError({ code: "runbook_wrong", given: hidePassword(url) });
  return url.href;
}

function hidePassword({ protocol, host }: URL): string {
  return `${protocol}//…:…@${host}`;
}

/** `30, 7, 1` or `30 7 1`: falling, each once. @throws WatchError */
export function parseDays(given: string): readonly number[] {
  const words = given.split(/[\s,;]+/u).filter((word) => word !== "");
  const days = words.map((word) => (/^\d{1,3}$/u.test(word) ? Number(word) : 0));
  const falling = [...new Set(days)].toSorted((a, b) => b - a);
  const isWrong = falling.some((day) => day < 1 || day > LONGEST_DAYS);
  if (isWrong || falling.length === 0 || falling.length > MAX_DAYS)
    throw new WatchError({ code: "days_wrong", given, most: MAX_DAYS, longest: LONGEST_DAYS });
  return falling;
}

/** @throws UsageError */
export function parseStartTls(given: string): StartTlsProtocol {
  const protocol = STARTTLS_PROTOCOLS.find((known) => known === given.trim().toLowerCase());
  if (protocol === undefined) {
    const expected = { a: "starttls", of: STARTTLS_PROTOCOLS } as const;
    throw new UsageError({ code: "option_value", option: "--starttls", given, expected });
  }
  return protocol;
}

/** What a person did wrong; anything else is a bug, and thrown on. */
export function problemOf(error: unknown): WatchProblem {
  if (error instanceof UsageError || error instanceof WatchError) return error.problem;
  throw error;
}
