import type { KnownBlock } from "@slack/types";
import { describeUnreachable } from "../../diagnosis/rules/unreachable.ts";
import type { Catalog, TroubleWords, WordContext } from "../../locales/catalog.ts";
import { printable } from "../../report/printable.ts";
import { describeFinding } from "../../report/words.ts";
import type { StoredAlert } from "../../watches/channel.ts";
import { targetOfWatched } from "../../watches/watched.ts";
import type { Trouble } from "../../watches/watched-state.ts";
import { troublesOf } from "./alert-matter.ts";
import { lines, richText, section, text } from "./text.ts";

const MAX_TROUBLES = 4;

/** What was seen, and what to do. */
export function troubleBlocks(stored: StoredAlert, now: number, catalog: Catalog): KnownBlock[] {
  const { report } = catalog;
  const troubles = troublesOf(stored.concerns, now);
  const isRenewed = troubles.some(({ kind }) => kind === "partly_renewed");
  return (
    troubles
      // The new certificate is there already: nobody needs to be told to renew it.
      .filter(({ kind }) => !(isRenewed && kind === "expires"))
      .slice(0, MAX_TROUBLES)
      .map((trouble) => {
        const concern = stored.concerns.find((each) => each.troubles.includes(trouble));
        const { evidence, resolution } = wordsOf(
          trouble,
          contextOf(concern?.watched ?? "", trouble),
          catalog,
        );
        return richText([
          ...(evidence.length === 0
            ? []
            : [section(text(report.evidence, { bold: true })), ...lines(evidence)]),
          section(text(report.resolution, { bold: true })),
          ...lines(resolution),
        ]);
      })
  );
}

function contextOf(watched: string, { addresses }: Trouble): WordContext {
  const target = watched === "" ? null : targetOfWatched(watched);
  return { target: target ?? { host: "?", port: 443, serverName: "?" }, addresses };
}

function wordsOf(trouble: Trouble, context: WordContext, catalog: Catalog): TroubleWords {
  const { troubles } = catalog.alerts;
  switch (trouble.kind) {
    case "expires":
      return troubles.expires(trouble);
    case "revoked": {
      const { certificate, revocation } = trouble;
      return troubles.revoked({ ...revocation, subject: printable(certificate.subject) });
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
