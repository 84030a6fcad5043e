import type { Alert, AlertPost, Concern } from "./alert.ts";
import type { Matter } from "./alert-news.ts";
import { isWorse, worstLevel } from "./due.ts";
import { digestOfHost, isOfHosts, tellHosts, untoldHosts } from "./told-hosts.ts";

/** Kept of an alert: the root and the newest. Of the others all exist. */
const MAX_POSTS = 20;
const MAX_MENTIONS = 10;

/** One post tells everything that is the matter. @param level of what is new */
export function addPost(
  alert: Alert,
  matters: readonly Matter[],
  {
    level,
    ...post
  }: Pick<AlertPost, "why" | "at" | "mentions"> & { readonly level: AlertPost["told"]["level"] },
): Alert {
  const { posts, snoozed } = alert;
  const lefts = [alert.told.leftMs, ...matters.map((matter) => matter.leftMs)].filter(
    (left) => left !== null,
  );
  const leftMs = lefts.length === 0 ? null : Math.min(...lefts);
  const kinds = matters.map(({ kind }) => kind).toSorted();
  const number = (posts.at(-1)?.number ?? -1) + 1;
  const all = [...posts, { number, ...post, told: { level, leftMs, kinds } }];
  return {
    ...alert,
    posts: all.length <= MAX_POSTS ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_POSTS)],
    told: { level: worstLevel(matters), leftMs, kinds },
    snoozed: snoozed !== null && snoozed.until <= post.at ? null : snoozed,
  };
}

/** Notes of whom the last post tells. Hosts that were not there when somebody acknowledged or snoozed it end that: it was said
 *  of the others, and can be said anew. @param hosts null for all that are there */
export function tellOfHosts(
  alert: Alert,
  { hosts, live, now }: { hosts: readonly Concern[] | null; live: readonly Concern[]; now: number },
): Alert {
  if (!isOfHosts(alert.subject)) return alert;
  const isJoined = untoldHosts(alert, hosts ?? live, now).joined.length > 0;
  const isCovered = isJoined && alert.acknowledged !== null;
  const posts = alert.posts.map((post, index) =>
    hosts === null || index < alert.posts.length - 1
      ? post
      : { ...post, hosts: hosts.map(({ watched }) => digestOfHost(watched)).toSorted() },
  );
  return {
    ...alert,
    posts,
    toldHosts: tellHosts(alert, hosts ?? live, now, isCovered),
    ...(isJoined ? { acknowledged: null, snoozed: null } : {}),
  };
}

/** Of what was told, what is the matter still. */
export function stillTold(alert: Alert, matters: readonly Matter[]): Alert {
  const kinds = alert.told.kinds.filter((told) => matters.some(({ kind }) => kind === told));
  const worst = worstLevel(matters);
  const level = isWorse(alert.told.level, worst) ? worst : alert.told.level;
  return { ...alert, told: { ...alert.told, kinds, level } };
}

export function ownersOf(concerns: readonly Concern[]): readonly string[] {
  const owners = new Set(concerns.flatMap(({ owner }) => owner ?? []));
  return [...owners].toSorted().slice(0, MAX_MENTIONS);
}
