import type { RichTextSection } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import { daysBetween } from "../../locales/format.ts";
import { takeSome } from "../../locales/selection.ts";
import { printable } from "../../report/printable.ts";
import type { Alert } from "../../watches/alert.ts";
import type { Bounded, DigestRenewal } from "../../watches/digest.ts";
import type { Broken, Ending } from "../../watches/overview.ts";
import type { Trouble } from "../../watches/watched-state.ts";
import type { Watched } from "../../watches/watched.ts";
import { isUploadedId, tidyServerId, watchedId } from "../../watches/watched.ts";
import { day, dayAndTime } from "./dates.ts";
import { section, text } from "./text.ts";
import { MARKS, weave } from "./weave.ts";

type Inline = RichTextSection["elements"][number];

/** Named in a line: what else there is has a message or a list of its own. */
const MAX_HOSTS = 5;
const MAX_CHANNELS = 3;
const MAX_NAME = 100;
const BETWEEN = " · ";

/** What lines about watches need beside what they are about. */
export interface LineContext {
  /** ms since 1970. */
  readonly now: number;
  /** Where an alert's message is; none where that is not known. */
  readonly links: ReadonlyMap<Alert, string>;
  /** Where the lines stand; null where each has to say which channels it is of. */
  readonly channel: string | null;
}

/** What is wrong, with what, where, and what people did about it. */
export function brokenLine(broken: Broken, context: LineContext, catalog: Catalog): RichTextSection {
  const { trouble, watched } = broken;
  return line([
    troubleWords(trouble, context.now, catalog),
    hostWords(hostsOf(watched), catalog),
    ...around(broken, context, catalog),
  ]);
}

/** When, what, where. */
export function endingLine(ending: Ending, context: LineContext, catalog: Catalog): RichTextSection {
  return line([
    ...endWords(ending, context.now, catalog).toSpliced(1, 0, hostWords(hostsOf(ending.watched), catalog)),
    ...around(ending, context, catalog),
  ]);
}

/** What, when, and until when it is valid now. */
export function renewalLine({ at, after, hosts }: DigestRenewal, catalog: Catalog): RichTextSection {
  const renewal = catalog.watchHome.renewal({ when: MARKS.first, until: MARKS.second });
  return line([
    hostWords(nameIds(hosts, after.subject), catalog),
    weave(renewal, { first: day(at), second: day(after.notAfter) }),
  ]);
}

export function troubleWords(trouble: Trouble, now: number, catalog: Catalog): Inline[] {
  return weave(sayTrouble(trouble, catalog), { first: day(beganAt(trouble) ?? now) }, { bold: true });
}

/** When it ends, and of an issuer which one that is. */
export function endWords(
  { certificate, endEntity }: Pick<Ending, "certificate" | "endEntity">,
  now: number,
  { watchHome }: Catalog,
): Inline[][] {
  const daysLeft = Math.max(0, daysBetween(now, certificate.notAfter));
  const ends = weave(
    watchHome.ends({ daysLeft, when: MARKS.first }),
    { first: day(certificate.notAfter) },
    { bold: true },
  );
  return endEntity ? [ends] : [ends, [text(watchHome.issuer(printable(certificate.subject, MAX_NAME)))]];
}

/** @param hosts names that may be shown */
export function hostWords({ items, more }: Bounded<string>, { watchHome }: Catalog): Inline[] {
  return [text(watchHome.hosts({ listed: items, more }))];
}

/** Names in the place of ids. @param subject of the certificate, for one that was uploaded */
export function nameIds({ items, more }: Bounded<string>, subject: string): Bounded<string> {
  return {
    items: items.map((id) => printable(isUploadedId(id) ? subject : tidyServerId(id), MAX_NAME)),
    more,
  };
}

function hostsOf(watched: readonly Watched[]): Bounded<string> {
  const names = watched.slice(0, MAX_HOSTS).map((each) => {
    const name = each.kind === "certificate" ? each.certificate.subject : tidyServerId(watchedId(each));
    return printable(name, MAX_NAME);
  });
  return { items: names, more: Math.max(0, watched.length - MAX_HOSTS) };
}

/** Which channels, and what became of the alert. */
function around(
  { channels, alert }: Pick<Broken, "channels" | "alert">,
  { now, links, channel }: LineContext,
  { watchHome }: Catalog,
): Inline[][] {
  const { listed, more } = takeSome(channels, MAX_CHANNELS);
  const places = listed
    .flatMap((id): Inline[] => [text(" "), channelName(id, watchHome.directMessage)])
    .slice(1);
  if (more > 0) places.push(text(` ${watchHome.more(more)}`));
  const parts = channel === null ? [places] : [];
  if (alert === null) return parts;
  const { snoozed, acknowledged } = alert.alert;
  if (snoozed !== null && snoozed.until > now)
    parts.push(
      weave(watchHome.snoozedUntil({ user: MARKS.first, until: MARKS.second }), {
        first: mention(snoozed.by),
        second: dayAndTime(snoozed.until),
      }),
    );
  else if (acknowledged !== null)
    parts.push(weave(watchHome.acknowledged(MARKS.first), { first: mention(acknowledged.by) }));
  const url = links.get(alert.alert);
  if (url !== undefined) parts.push([{ type: "link", url, text: watchHome.openAlert }]);
  return parts;
}

/** A conversation with one person has no name that could be mentioned. */
export function channelName(id: string, directMessage: string): Inline {
  return id.startsWith("D") ? text(directMessage) : { type: "channel", channel_id: id };
}

function mention(user: string): Inline {
  return { type: "user", user_id: user };
}

/** Parts beside each other. */
export function line(parts: readonly Inline[][]): RichTextSection {
  return section(...parts.flatMap((part, index) => (index === 0 ? part : [text(BETWEEN), ...part])));
}

function sayTrouble(trouble: Trouble, { watchHome: { troubles } }: Catalog): string {
  const when = MARKS.first;
  switch (trouble.kind) {
    case "expires":
      return troubles.expires(trouble, when);
    case "revoked":
      return troubles.revoked(trouble, when);
    case "chain_broken":
      return troubles.chain_broken(trouble, when);
    case "name_not_covered":
      return troubles.name_not_covered(trouble, when);
    case "partly_renewed":
      return troubles.partly_renewed(trouble, when);
    case "unreachable":
      return troubles.unreachable(trouble, when);
    case "removed":
      return troubles.removed(trouble, when);
  }
}

function beganAt(trouble: Trouble): number | null {
  switch (trouble.kind) {
    case "expires":
      return trouble.certificate.notAfter;
    case "revoked":
      return trouble.revocation.revocationDate;
    case "unreachable":
    case "removed":
      return trouble.since;
    default:
      return null;
  }
}
