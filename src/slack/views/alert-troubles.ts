import type { KnownBlock } from "@slack/types";
import { describeUnreachable } from "../../diagnosis/rules/unreachable.ts";
import type { Catalog, TroubleWords, WordContext } from "../../locales/catalog.ts";
import { takeSome } from "../../locales/selection.ts";
import { compareNames } from "../../report/compare-names.ts";
import { printable } from "../../report/printable.ts";
import { describeFinding } from "../../report/words.ts";
import type { StoredAlert } from "../../watches/channel.ts";
import type { NotSeen } from "../../watches/sighting.ts";
import { targetOfWatched, tidyServerId } from "../../watches/watched.ts";
import type { Trouble } from "../../watches/watched-state.ts";
import { troublesOf } from "./alert-matter.ts";
import { lines, richText, section, text } from "./text.ts";

const MAX_TROUBLES = 4;
/** Of hosts beside one another that are away for different reasons. */
const MAX_NAMED = 5;

interface Told {
  readonly trouble: Trouble;
  /** Servers that have it, by their ids. */
  readonly of: readonly string[];
  /** Not all of the alert's have it. */
  readonly isOfSome: boolean;
}

/** What was seen, and what to do. */
export function troubleBlocks(stored: StoredAlert, now: number, catalog: Catalog): KnownBlock[] {
  const { report } = catalog;
  const troubles = troublesOf(stored.concerns, now);
  const isRenewed = troubles.some(({ kind }) => kind === "partly_renewed");
  return (
    troubles
      // The new certificate is there already: nobody needs to be told to renew it.
      .filter(({ kind }) => !(isRenewed && kind === "expires"))
      .flatMap((trouble) => (trouble.kind === "unreachable" ? outagesOf(stored) : [allHave(trouble, stored)]))
      .slice(0, MAX_TROUBLES)
      .map(({ trouble, of, isOfSome }) => {
        const { evidence, resolution } = wordsOf(trouble, contextOf(of[0] ?? "", trouble), catalog);
        const title = isOfSome ? `${report.evidence}: ${nameSome(of)}` : report.evidence;
        return richText([
          ...(evidence.length === 0 ? [] : [section(text(title, { bold: true })), ...lines(evidence)]),
          section(text(report.resolution, { bold: true })),
          ...lines(resolution),
        ]);
      })
  );
}

function allHave(trouble: Trouble, { concerns }: StoredAlert): Told {
  const first = concerns.find(({ troubles }) => troubles.includes(trouble));
  return { trouble, of: first === undefined ? [] : [first.watched], isOfSome: false };
}

/** Who went away in the same hour shares a message, and need not share the reason: what helps the one does not help the other. What
 *  most have comes first. */
function outagesOf({ concerns }: StoredAlert): Told[] {
  const groups = new Map<string, { trouble: Trouble; of: string[] }>();
  for (const { watched, troubles } of concerns) {
    for (const trouble of troubles) {
      if (trouble.kind !== "unreachable") continue;
      const key = reasonOf(watched, trouble.why);
      const known = groups.get(key);
      groups.set(key, {
        trouble: { ...trouble, addresses: [...(known?.trouble.addresses ?? []), ...trouble.addresses] },
        of: [...(known?.of ?? []), watched].toSorted(compareNames),
      });
    }
  }
  return [...groups.values()]
    .toSorted((a, b) => b.of.length - a.of.length || compareNames(a.of[0] ?? "", b.of[0] ?? ""))
    .map((group) => Object.assign(group, { isOfSome: groups.size > 1 }));
}

/** What has the same remedy. */
function reasonOf(watched: string, why: NotSeen): string {
  if (why.reason === "handshake_failed") return `${why.reason} ${why.detail}`;
  if (why.reason === "name_not_resolved") return why.reason;
  return `${why.reason} ${contextOf(watched, { addresses: [] }).target.port}`;
}

function nameSome(of: readonly string[]): string {
  const { listed, more } = takeSome(of, MAX_NAMED);
  return printable(listed.map((each) => tidyServerId(each)).join(", ")) + (more > 0 ? ` +${more}` : "");
}

function contextOf(watched: string, { addresses }: Pick<Trouble, "addresses">): WordContext {
  const target = watched === "" ? null : targetOfWatched(watched);
  return { target: target ?? { host: "?", port: 443, serverName: "?" }, addresses };
}

function wordsOf(trouble: Trouble, context: WordContext, catalog: Catalog): TroubleWords {
  const { troubles } = catalog.alerts;
  switch (trouble.kind) {
    case "expires":
      return troubles.expires(trouble);
    case "revoked": {
      const { certificate, endEntity, revocation } = trouble;
      return troubles.revoked({ ...revocation, endEntity, subject: printable(certificate.subject) });
    }
    case "chain_broken":
      return troubles.chain_broken(trouble.faults);
    case "name_not_covered":
      return troubles.name_not_covered(printable(trouble.name));
    case "partly_renewed":
      return troubles.partly_renewed({ old: trouble.addresses, renewed: trouble.renewedAddresses });
    case "removed":
      return troubles.removed(trouble);
    case "unreachable":
      return trouble.why.reason === "handshake_failed"
        ? troubles.handshake(printable(trouble.why.detail))
        : describeFinding(describeUnreachable(context, trouble.why), context, catalog);
  }
}
