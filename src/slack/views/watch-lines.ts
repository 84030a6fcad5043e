import type { RichTextSection } from "@slack/types";
import { formatTarget } from "../../diagnosis/target.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { daysBetween } from "../../locales/format.ts";
import { takeSome } from "../../locales/selection.ts";
import { printable } from "../../report/printable.ts";
import type { Alert } from "../../watches/alert.ts";
import type { Broken, Ending, Renewal } from "../../watches/overview.ts";
import type { Trouble } from "../../watches/watched-state.ts";
import type { Watched } from "../../watches/watched.ts";
import { watchedId } from "../../watches/watched.ts";
import { section, text } from "./text.ts";
import { MARKS, day, dayAndTime, weave } from "./weave.ts";

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
  const { trouble } = broken;
  const said = weave(
    sayTrouble(trouble, catalog),
    { first: day(beganAt(trouble) ?? context.now) },
    { bold: true },
  );
  return line([said, hosts(broken.watched, catalog), ...around(broken, context, catalog)]);
}

/** When, what, where. */
export function endingLine(ending: Ending, context: LineContext, catalog: Catalog): RichTextSection {
  const { certificate, endEntity, watched } = ending;
  const { watchHome } = catalog;
  const daysLeft = Math.max(0, daysBetween(context.now, certificate.notAfter));
  const ends = watchHome.ends({ daysLeft, when: MARKS.first });
  const issuer = printable(certificate.subject, MAX_NAME);
  return line([
    weave(ends, { first: day(certificate.notAfter) }, { bold: true }),
    hosts(watched, catalog),
    ...(endEntity ? [] : [[text(watchHome.issuer(issuer))]]),
    ...around(ending, context, catalog),
  ]);
}

/** What, when, and until when it is valid now. */
export function renewalLine({ at, after, watched }: Renewal, catalog: Catalog): RichTextSection {
  const { listed, more } = takeSome(watched, MAX_HOSTS);
  const names = listed.map((id) => printable(id.startsWith("sha256:") ? after.subject : id, MAX_NAME));
  const renewal = catalog.watchHome.renewal({ when: MARKS.first, until: MARKS.second });
  return line([
    [text(catalog.watchHome.hosts({ listed: names, more }))],
    weave(renewal, { first: day(at), second: day(after.notAfter) }),
  ]);
}

/** Its name, or whose certificate it is. */
export function nameWatched(watched: Watched): string {
  if (watched.kind === "certificate") return printable(watched.certificate.subject, MAX_NAME);
  return printable(
    watched.target.startTls === undefined ? formatTarget(watched.target) : watchedId(watched),
    MAX_NAME,
  );
}

function hosts(watched: readonly Watched[], { watchHome }: Catalog): Inline[] {
  const { listed, more } = takeSome(watched, MAX_HOSTS);
  return [text(watchHome.hosts({ listed: listed.map(nameWatched), more }))];
}

/** Which channels, and what became of the alert. */
function around(
  { channels, alert }: Pick<Broken, "channels" | "alert">,
  { now, links, channel }: LineContext,
  { watchHome }: Catalog,
): Inline[][] {
  const { listed, more } = takeSome(channels, MAX_CHANNELS);
  const places = listed.flatMap((id, index): Inline[] => [
    ...(index === 0 ? [] : [text(" ")]),
    channelName(id, watchHome.directMessage),
  ]);
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

function line(parts: readonly Inline[][]): RichTextSection {
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
