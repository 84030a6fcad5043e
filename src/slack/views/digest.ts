import type { RichTextSection } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import type { Alert } from "../../watches/alert.ts";
import type {
  Bounded,
  Digest,
  DigestBroken,
  DigestSnoozed,
  DigestUnreachable,
} from "../../watches/digest.ts";
import { subjectKey, unreachableSubject } from "../../watches/subject.ts";
import { day, dayAndTime } from "./dates.ts";
import { listBlock } from "./home-watches.ts";
import type { MessageView } from "./message.ts";
import { header, messageText, richText, section, text } from "./text.ts";
import { endWords, hostWords, line, nameIds, renewalLine, troubleWords } from "./watch-lines.ts";
import { MARKS, weave } from "./weave.ts";

type Inline = RichTextSection["elements"][number];

export interface DigestGiven {
  readonly digest: Digest;
  readonly period: "daily" | "weekly";
  /** Where the message of an alert is, by the key of its subject. */
  readonly links: ReadonlyMap<string, string>;
  /** `/tlscheck` */
  readonly command: string;
}

/** What a channel is told once a day or week: what is broken, what runs out, what was renewed, what sleeps. It calls nobody, so it
 *  mentions nobody. */
export function digestView({ digest, period, links, command }: DigestGiven, catalog: Catalog): MessageView {
  const { watchHome } = catalog;
  const words = catalog.digest;
  const { broken, unreachable, next, renewed, snoozed, now } = digest;
  const link = (subject: Alert["subject"]): Inline[][] => {
    const url = links.get(subjectKey(subject));
    return url === undefined ? [] : [[{ type: "link", url, text: watchHome.openAlert }]];
  };
  const wrong = [
    ...broken.items.map((each) => line([...brokenParts(each, catalog), ...link(each.subject)])),
    ...unreachable.items.map((each) =>
      line([...unreachableParts(each, now, catalog), ...link(unreachableSubject(each.since))]),
    ),
  ];
  const ends = next.items.map(({ certificate, endEntity, hosts, subject }) => {
    const [when = [], ...issuer] = endWords({ certificate, endEntity }, now, catalog);
    const names = hostWords(nameIds(hosts, certificate.subject), catalog);
    return line([when, names, ...issuer, ...link(subject)]);
  });
  const asleep = snoozed.items.map((each) => line([...snoozedParts(each, catalog), ...link(each.subject)]));
  const facts = {
    period,
    broken: count(broken) + count(unreachable),
    ending: count(next),
    renewed: count(renewed),
    snoozed: count(snoozed),
  };
  return {
    text: messageText(words.summary(facts)),
    blocks: [
      header(words.title(period)),
      ...listBlock(watchHome.broken, wrong, broken.more + unreachable.more, catalog),
      ...listBlock(watchHome.next, ends, next.more, catalog),
      ...listBlock(
        words.renewed,
        renewed.items.map((each) => renewalLine(each, catalog)),
        renewed.more,
        catalog,
      ),
      ...listBlock(watchHome.snoozed, asleep, snoozed.more, catalog),
      richText([section(text(words.change(command), { italic: true }))]),
    ],
  };
}

function brokenParts(broken: DigestBroken, catalog: Catalog): Inline[][] {
  const { kinds, certificate, hosts, openedAt, acknowledgedBy } = broken;
  const { watchHome } = catalog;
  const words = catalog.digest;
  const subject = certificate?.subject ?? "";
  return [
    weave(
      words.broken({ kinds, when: MARKS.first }),
      { first: day(kinds[0] === "expires" && certificate !== null ? certificate.notAfter : openedAt) },
      { bold: true },
    ),
    hostWords(nameIds(hosts, subject), catalog),
    ...(acknowledgedBy === null ? [] : [[text(watchHome.acknowledged(null))]]),
  ];
}

function unreachableParts(
  { host, since, why }: DigestUnreachable,
  now: number,
  catalog: Catalog,
): Inline[][] {
  const trouble = { kind: "unreachable", addresses: [], why, since, tries: 0 } as const;
  return [troubleWords(trouble, now, catalog), hostWords(nameIds({ items: [host], more: 0 }, host), catalog)];
}

function snoozedParts({ until, hosts }: DigestSnoozed, catalog: Catalog): Inline[][] {
  const words = catalog.watchHome.snoozedUntil({ user: null, until: MARKS.first });
  return [
    hostWords(nameIds(hosts, catalog.digest.uploaded), catalog),
    weave(words, { first: dayAndTime(until) }),
  ];
}

function count({ items, more }: Bounded<unknown>): number {
  return items.length + more;
}
