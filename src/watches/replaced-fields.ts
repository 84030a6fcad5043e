import type { WatchedCertificate } from "./watched.ts";

/** What a certificate says otherwise than the one before it, beside what always differs. Hostile text. */
export type ChangedField =
  | {
      readonly field: "subject" | "issuer" | "publicKey" | "signatureAlgorithm";
      readonly before: string;
      readonly after: string;
    }
  /** How many there were and are; `added` and `removed` are those of which it is certain, since of many names not all are kept. */
  | {
      readonly field: "names";
      readonly before: number;
      readonly after: number;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  /** ms. */
  | { readonly field: "lifetime"; readonly before: number; readonly after: number };

const HOUR = 3_600_000;

export function changedFields(before: WatchedCertificate, after: WatchedCertificate): ChangedField[] {
  return [
    ...changedText("subject", before, after),
    ...changedText("issuer", before, after),
    ...changedNames(before, after),
    ...changedText("publicKey", before, after),
    ...changedText("signatureAlgorithm", before, after),
    ...changedLifetime(before, after),
  ];
}

function changedText(
  field: "subject" | "issuer" | "publicKey" | "signatureAlgorithm",
  before: WatchedCertificate,
  after: WatchedCertificate,
): ChangedField[] {
  return before[field] === after[field] ? [] : [{ field, before: before[field], after: after[field] }];
}

function changedNames(before: WatchedCertificate, after: WatchedCertificate): ChangedField[] {
  const added = missingIn(before, after.subjectAltName);
  const removed = missingIn(after, before.subjectAltName);
  if (before.names === after.names && added.length + removed.length === 0) return [];
  return [{ field: "names", before: before.names, after: after.names, added, removed }];
}

function missingIn({ subjectAltName, names }: WatchedCertificate, others: readonly string[]): string[] {
  if (names > subjectAltName.length) return [];
  return others.filter((name) => !subjectAltName.includes(name));
}

/** CAs differ by a second, and by the hour that they date back: nobody calls that another lifetime. */
function changedLifetime(before: WatchedCertificate, after: WatchedCertificate): ChangedField[] {
  const lifetimes = { before: lifetimeOf(before), after: lifetimeOf(after) };
  return Math.abs(lifetimes.before - lifetimes.after) <= HOUR ? [] : [{ field: "lifetime", ...lifetimes }];
}

function lifetimeOf({ notBefore, notAfter }: WatchedCertificate): number {
  return notAfter - notBefore;
}
