import type { WatchSettings } from "./channel.ts";
import { nextDigestAt } from "./quiet-hours.ts";

/** Two weeks and what quiet hours and clocks may shift. */
const BACK_MS = 16 * 24 * 60 * 60 * 1000;

/** Of which turn a digest is that is made now, however late: the last one that has come. `since`: the one before. Null when there is none.
 *  @param now ms since 1970 */
export function digestTurn(
  settings: WatchSettings,
  now: number,
): { readonly at: number; readonly since: number } | null {
  let [since, at]: [number | null, number | null] = [null, null];
  for (
    let turn = nextDigestAt(settings, now - BACK_MS);
    turn !== null && turn <= now;
    turn = nextDigestAt(settings, turn)
  )
    [since, at] = [at, turn];
  return at === null || since === null ? null : { at, since };
}
