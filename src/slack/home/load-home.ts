import type { WebClient } from "@slack/web-api";
import type { HomeView } from "@slack/types";
import type { Alert } from "../../watches/alert.ts";
import type { WatchingChannel } from "../../watches/channel.ts";
import { hasAcceptedFaults } from "../../watches/list-troubles.ts";
import type { WatchesOfChannel } from "../../watches/overview.ts";
import { surveyWatches } from "../../watches/overview.ts";
import type { ListenerParts } from "../listener-parts.ts";
import { expire } from "../person.ts";
import type { SlackPorts } from "../ports.ts";
import { linkMessage } from "../messages/message-link.ts";
import { OneAtATime } from "./one-at-a-time.ts";
import { homeView } from "../views/home-view.ts";
import type { HomeWatches } from "../views/home-watches.ts";
import { shownAlerts } from "../views/home-watches.ts";

/** Who opened the page looks at an empty one until then. Everything that a team may watch is read in less. */
const STORE_TIMEOUT_MS = 2_200;
const RENEWED_MS = 30 * 24 * 60 * 60 * 1000;

export interface Reader {
  readonly client: WebClient;
  readonly team: string;
  readonly user: string;
}

interface ChannelRead extends WatchesOfChannel {
  readonly settings: WatchingChannel;
}

/** The page as this person may see it. @param offset how many of what runs out next were turned over */
async function loadHome(home: ListenerParts, reader: Reader, offset = 0): Promise<HomeView> {
  const { client, team, user } = reader;
  const [locale, recent, watches] = await Promise.all([
    home.localeOf(client, team, user),
    bounded(home, "loadRecent", () => home.ports.loadRecent(team, user)),
    loadWatches(home, reader, offset),
  ]);
  return homeView({ recent, watches }, home.ports.catalogFor(locale));
}

export async function publishHome(home: ListenerParts, reader: Reader, offset = 0): Promise<void> {
  const view = await loadHome(home, reader, offset);
  await reader.client.views.publish({ user_id: reader.user, view });
}

async function loadWatches(
  home: ListenerParts,
  reader: Reader,
  offset: number,
): Promise<HomeWatches | "store_unavailable" | "channels_unknown"> {
  const { client, team, user } = reader;
  const membership = home.channelsOf(client, team, user);
  const [own, watching, { timeZone }] = await Promise.all([
    membership,
    bounded(home, "listWatches", async () => {
      const known = (await membership) ?? new Set();
      return readingOf(home).do(`${team}:${user}`, () => readChannels(home, reader, known));
    }),
    home.personOf(client, team, user),
  ]);
  if (own === null) return "channels_unknown";
  if (watching === null) return "store_unavailable";
  const now = home.now();
  const shown = watching.filter(({ listed, settings }) => listed.length > 0 || settings.paused !== null);
  const watches: HomeWatches = {
    overview: surveyWatches(shown, now, now - RENEWED_MS),
    channels: shown
      .toSorted((a, b) => b.listed.length - a.listed.length)
      .map(({ settings, listed }) => ({
        settings,
        watched: listed.length,
        unseen: listed.filter(({ state }) => state === null).length,
        notPublic: listed.filter(({ state }) => state !== null && hasAcceptedFaults(state)).length,
      })),
    offset,
    timeZone,
    lines: { now, links: new Map(), channel: null },
  };
  const links = await bounded(home, "linkAlerts", () => linkAlerts(home, reader, watches));
  return links === null ? watches : { ...watches, lines: { ...watches.lines, links } };
}

const readings = new WeakMap<SlackPorts, OneAtATime<ChannelRead[]>>();

/** Who clicks ten times would keep this process from everybody else. */
function readingOf({ ports }: ListenerParts): OneAtATime<ChannelRead[]> {
  const known = readings.get(ports) ?? new OneAtATime<ChannelRead[]>();
  readings.set(ports, known);
  return known;
}

/** What somebody may not see is not even read. One channel after another: each may be thousands of watches, and others wait for this
 *  process, too. */
async function readChannels(
  { ports, now }: ListenerParts,
  { team }: Reader,
  own: ReadonlySet<string>,
): Promise<ChannelRead[]> {
  const since = now() - RENEWED_MS;
  const all = await ports.listWatchingChannels(team);
  const read: ChannelRead[] = [];
  for (const settings of all) {
    const { channel } = settings;
    if (!own.has(channel)) continue;
    const [listed, alerts, replacements] = await Promise.all([
      ports.listWatches(settings),
      ports.listAlerts(settings),
      ports.listReplacements(settings, since),
    ]);
    read.push({ settings, channel, listed, alerts, replacements });
  }
  return read;
}

async function linkAlerts(
  { ports }: ListenerParts,
  { client, team }: Reader,
  watches: HomeWatches,
): Promise<Map<Alert, string>> {
  const links = shownAlerts(watches).map(async ({ channel, alert }) => {
    const ts = await ports.findAlertMessage({ team, channel }, alert);
    return ts === null ? [] : [[alert, await linkMessage(client, channel, ts)] as const];
  });
  return new Map((await Promise.all(links)).flat());
}

/** Null when the store fails or is too slow: the page says so. */
function bounded<T>({ ports }: ListenerParts, doing: string, load: () => Promise<T>): Promise<T | null> {
  const loaded = load().catch((error: unknown) => {
    ports.onError(error, { doing });
    return null;
  });
  return Promise.race([loaded, expire(STORE_TIMEOUT_MS)]);
}
