import { ERROR_MESSAGES } from "./error-messages.ts";
import type { Alert, Cause, ErrorMessage, Side } from "./error-messages/error-message.ts";
import { findTargets, hideTargets } from "./find-targets.ts";
import { formatTarget } from "./target.ts";

export interface ExplainedCause {
  readonly kind: Cause;
  /** 0 to 1. */
  readonly confidence: number;
  /** The words that say so, without what a URL holds of secrets. Hostile text. */
  readonly matched: string;
  /** Who ended the handshake: the side whose message this is, or the one that it spoke with. Null when the messages that
   *  speak for this cause do not tell, or do not agree. */
  readonly rejectedBy: Side | null;
  /** As the RFCs spell it; null when none is named, or several. */
  readonly alert: Alert | null;
}

export interface Explanation {
  /** The likeliest first; none for a text that no program of the table prints. */
  readonly causes: readonly ExplainedCause[];
  /** `host:port`, as named in the text. */
  readonly hosts: readonly string[];
}

interface Match {
  readonly message: ErrorMessage;
  readonly start: number;
  readonly end: number;
}

/** Of a longer text, which is a log, half of this from its beginning and half from its end. */
const MAX_TEXT = 40_000;
const MAX_MATCHED = 200;

/** The likely causes of a pasted error message or log. Several messages that speak for a cause make it likelier; the same
 *  words count once, for the message that reads the most of them. Never throws. */
export function explain(text: string): Explanation {
  const given =
    text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT / 2)}\n${text.slice(-MAX_TEXT / 2 + 1)}`;
  const found = new Map<Cause, ExplainedCause>();
  for (const { message, start, end } of findMessages(hideTargets(given))) {
    const matched = hideSecrets(given.slice(start, end)).slice(0, MAX_MATCHED);
    const { rejectedBy, alert } = message;
    for (const [kind, confidence] of Object.entries(message.causes) as [Cause, number][]) {
      const known = found.get(kind);
      found.set(
        kind,
        known === undefined
          ? { kind, confidence, matched, rejectedBy, alert }
          : {
              ...known,
              confidence: 1 - (1 - known.confidence) * (1 - confidence),
              rejectedBy: agree(known.rejectedBy, rejectedBy),
              alert: agree(known.alert, alert),
            },
      );
    }
  }
  const causes = [...found.values()]
    .toSorted((a, b) => b.confidence - a.confidence)
    .map(({ kind, confidence, matched, rejectedBy, alert }) => ({
      kind,
      confidence: Math.round(confidence * 100) / 100,
      matched,
      rejectedBy,
      alert,
    }));
  return { causes, hosts: findTargets(given).map(formatTarget) };
}

/** User information and queries of URLs: what is quoted is kept in a job, and posted. */
function hideSecrets(words: string): string {
  return words.replace(/:\/\/[^\s/@]+@/gu, "://…@").replace(/\?[^\s"'<>]+/gu, "?…");
}

/** In the order of the text. */
function findMessages(text: string): Match[] {
  const matches = ERROR_MESSAGES.flatMap((message): Match[] => {
    const match = message.pattern.exec(text);
    return match === null ? [] : [{ message, start: match.index, end: match.index + match[0].length }];
  });
  const counted: Match[] = [];
  for (const match of matches.toSorted((a, b) => b.end - b.start - (a.end - a.start)))
    if (counted.every(({ start, end }) => match.end <= start || end <= match.start)) counted.push(match);
  return counted.toSorted((a, b) => a.start - b.start);
}

/** What one of two does not say, the other does. */
function agree<T>(a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b;
  return a === b ? a : null;
}
