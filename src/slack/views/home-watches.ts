import type { HomeView } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import type { Alert } from "../../watches/alert.ts";
import type { WatchingChannel } from "../../watches/channel.ts";
import type { Overview } from "../../watches/overview.ts";
import { dayAndTime } from "./dates.ts";
import { plainText, richText, section, text } from "./text.ts";
import type { LineContext } from "./watch-lines.ts";
import { brokenLine, channelName, endingLine, renewalLine } from "./watch-lines.ts";
import { MARKS, weave } from "./weave.ts";
import { weeksPicture } from "./weeks.ts";

export const TURN_HOME_PAGE = "turn_home_page";
export const CHANGE_WATCH_SETTINGS = "change_watch_settings";
export const EXPORT_WATCHES = "export_watches";
export const RESUME_WATCHES = "resume_watches_at_home";

/** Home has 100 blocks, and a channel takes two. */
const MAX_CHANNELS = 20;
const MAX_BROKEN = 20;
const MAX_RENEWALS = 10;
const PAGE = 20;

type Blocks = HomeView["blocks"];

/** What one person may see of the watches of their team. */
export interface HomeWatches {
  readonly overview: Overview;
  /** Those that this person is in. */
  readonly channels: readonly {
    readonly settings: WatchingChannel;
    readonly watched: number;
    /** Of them, not looked at yet. */
    readonly unseen: number;
    /** Of them, with faults that were there from the beginning. */
    readonly notPublic: number;
  }[];
  /** How many of what runs out next were turned over. */
  readonly offset: number;
  /** The reader's, IANA. */
  readonly timeZone: string;
  readonly lines: LineContext;
}

export function watchesBlocks(watches: HomeWatches, catalog: Catalog): Blocks {
  const { overview, channels, lines } = watches;
  const { watchHome } = catalog;
  if (channels.length === 0) return [richText([section(text(watchHome.nothingWatched))])];
  const { broken, renewals } = overview;
  return [
    ...(broken.length === 0
      ? [richText([section(text(watchHome.allWell(overview.watched)))])]
      : listBlock(
          watchHome.broken,
          broken.slice(0, MAX_BROKEN).map((each) => brokenLine(each, lines, catalog)),
          broken.length - MAX_BROKEN,
          catalog,
        )),
    ...endingsBlocks(watches, catalog),
    ...pictureBlocks(watches, catalog),
    ...listBlock(
      watchHome.renewed,
      renewals.slice(0, MAX_RENEWALS).map((each) => renewalLine(each, catalog)),
      renewals.length - MAX_RENEWALS,
      catalog,
    ),
    ...channelsBlocks(watches, catalog),
  ];
}

/** Those whose messages the page links to. */
export function shownAlerts(watches: HomeWatches): { readonly channel: string; readonly alert: Alert }[] {
  const shown = [...watches.overview.broken.slice(0, MAX_BROKEN), ...turnPage(watches).shown];
  return shown.flatMap(({ alert }) => alert ?? []);
}

function turnPage({ overview: { endings }, offset }: Pick<HomeWatches, "overview" | "offset">) {
  // Some may be gone since the button was drawn.
  const last = Math.max(0, Math.ceil(endings.length / PAGE) - 1) * PAGE;
  const from = Math.min(Math.max(0, offset), last);
  const shown = endings.slice(from, from + PAGE);
  return { from, shown, rest: endings.length - from - shown.length };
}

function endingsBlocks(watches: HomeWatches, catalog: Catalog): Blocks {
  const { watchHome } = catalog;
  const { from, shown, rest } = turnPage(watches);
  if (shown.length === 0) return [richText([section(text(watchHome.nothingEnds))])];
  const turns = [
    ...(from > 0 ? [turnButton(watchHome.sooner, from - PAGE)] : []),
    ...(rest > 0 ? [turnButton(watchHome.later, from + PAGE)] : []),
  ];
  return [
    ...listBlock(
      watchHome.next,
      shown.map((each) => endingLine(each, watches.lines, catalog)),
      rest,
      catalog,
    ),
    ...(turns.length === 0 ? [] : [{ type: "actions" as const, elements: turns }]),
  ];
}

/** The action's id tells the two buttons apart. */
function turnButton(words: string, offset: number) {
  return {
    type: "button" as const,
    action_id: `${TURN_HOME_PAGE}:${offset}`,
    text: plainText(words, 75),
    value: String(offset),
  };
}

function pictureBlocks({ overview, timeZone, lines: { now } }: HomeWatches, catalog: Catalog): Blocks {
  const picture = weeksPicture(overview.endings, { now, timeZone }, catalog);
  return picture.length === 0 ? [] : [richText(picture)];
}

function channelsBlocks({ channels }: HomeWatches, catalog: Catalog): Blocks {
  const { watchHome } = catalog;
  const more = channels.length - MAX_CHANNELS;
  return [
    { type: "divider" },
    richText([section(text(watchHome.channels, { bold: true }))]),
    ...channels.slice(0, MAX_CHANNELS).flatMap((each) => channelBlocks(each, catalog)),
    ...(more > 0 ? [richText([section(text(watchHome.more(more)))])] : []),
  ];
}

function channelBlocks(
  { settings: { channel, paused, settings }, watched, unseen, notPublic }: HomeWatches["channels"][number],
  catalog: Catalog,
): Blocks {
  const { watchHome } = catalog;
  const said = [
    section(
      channelName(channel, watchHome.directMessage),
      text(` · ${watchHome.watches({ watched, unseen, notPublic })} · ${watchHome.settings(settings)}`),
    ),
  ];
  if (paused !== null) {
    const words = watchHome.paused({ reason: paused.reason, when: MARKS.first });
    said.push(section(...weave(words, { first: dayAndTime(paused.at) })));
  }
  const button = (action: string, words: string) => ({
    type: "button" as const,
    action_id: action,
    text: plainText(words, 75),
    value: channel,
  });
  return [
    richText(said),
    {
      type: "actions",
      elements: [
        button(CHANGE_WATCH_SETTINGS, watchHome.change),
        ...(watched === 0 ? [] : [button(EXPORT_WATCHES, catalog.watching.list.exportAs("CSV"))]),
        ...(paused === null
          ? []
          : [{ ...button(RESUME_WATCHES, watchHome.resume), style: "primary" as const }]),
      ],
    },
  ];
}

/** A heading and a list; nothing where there is nothing to list. */
export function listBlock(
  title: string,
  listed: readonly ReturnType<typeof section>[],
  more: number,
  { watchHome }: Catalog,
): ReturnType<typeof richText>[] {
  if (listed.length === 0) return [];
  return [
    richText([
      section(text(title, { bold: true })),
      { type: "rich_text_list", style: "bullet", elements: [...listed] },
      ...(more > 0 ? [section(text(watchHome.more(more)))] : []),
    ]),
  ];
}
