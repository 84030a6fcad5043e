import type { Logger } from "pino";
import type { Backend } from "./backend.ts";
import type { Config } from "./config.ts";
import type { DueLoop } from "./jobs/due-loop.ts";
import { startDueLoop } from "./jobs/due-loop.ts";
import type { LookOutcome, Metrics } from "./metrics.ts";
import { OwnOutage } from "./own-outage.ts";
import { Crowded } from "./probe/acquire.ts";
import type { Look } from "./probe/look.ts";
import { createLook } from "./probe/look.ts";
import { createAddressPlaces } from "./store/address-places.ts";
import type { DueWatched, WatchStore } from "./store/watches.ts";
import { changesOf } from "./watches/concerns.ts";
import { isFirstLook, judgeLook, lookAtCertificate } from "./watches/judge-look.ts";
import { nextLookAt, wantsProfile } from "./watches/next-look.ts";
import { subjectKey } from "./watches/subject.ts";
import type { Sighting } from "./watches/sighting.ts";
import { acquireOf, jittered } from "./wait-for-place.ts";

/** What has shown nothing by then shows nothing. */
const LOOK_MS = 20_000;
/** For all of a turn; less than LEASE_MS, so that nobody else has begun it. */
const TURN_MS = 25_000;
/** To an address that has enough connections. */
const COME_BACK_MS = 20_000;
/** After a bug of ours: without it the server would be asked again whenever the lease ends. */
const FAILED_RETRY_MS = 10 * 60_000;
/** While it is our own network that is down. */
const OUTAGE_RETRY_MS = 60_000;

export interface WatchingPorts {
  readonly config: Pick<
    Config,
    "egress" | "connectTo" | "timeoutMs" | "trustAnchors" | "watchPeriodMs" | "watchConcurrency"
  >;
  readonly backend: Pick<Backend, "redis" | "watches">;
  readonly metrics: Pick<Metrics, "observeLook">;
  readonly logger: Pick<Logger, "warn" | "info">;
  readonly now: () => number;
}

/** Looks at what is watched when it is due, and stores what it shows. Any number of workers share this. */
export function startWatching(ports: WatchingPorts): DueLoop {
  const { config, backend, metrics, logger, now } = ports;
  const { egress, connectTo, timeoutMs, trustAnchors, watchConcurrency } = config;
  const onError = (error: unknown) => logger.warn({ err: error }, "watching");
  const places = createAddressPlaces(backend.redis, now, onError);
  const closing = new AbortController();
  const acquire = acquireOf(places);
  const look = createLook({
    timeoutMs,
    egress,
    connectTo,
    trustAnchors,
    acquire,
    closing: closing.signal,
  });
  const process = lookProcessor({ ...ports, watches: backend.watches, look, periodMs: config.watchPeriodMs });
  const loop = startDueLoop<DueWatched>(
    { concurrency: watchConcurrency, timeoutMs: TURN_MS },
    {
      take: (limit) => backend.watches.takeDueWatched(limit),
      process: async (due, signal) => {
        try {
          metrics.observeLook(await process(due, signal));
        } catch (error) {
          metrics.observeLook("failed");
          throw error;
        }
      },
      onError,
    },
  );
  return {
    async stop(graceMs) {
      await loop.stop(graceMs);
      closing.abort(new Error("the worker stops"));
    },
  };
}

export interface LookPorts {
  readonly watches: Pick<WatchStore, "saveLook" | "postponeLook">;
  readonly look: Look;
  readonly periodMs: number;
  readonly logger: Pick<Logger, "warn" | "info">;
  readonly now: () => number;
}

/** One look: what is seen is judged, and stored with what it changes in alerts. Safe to be done again. */
export function lookProcessor(
  ports: LookPorts,
): (due: DueWatched, signal: AbortSignal) => Promise<LookOutcome> {
  const { watches, look, periodMs, logger, now } = ports;
  const outage = new OwnOutage();

  /** Whether nothing was seen for a reason of ours. */
  const isOurs = ({ state, watched, watches: all }: DueWatched, { at, lists }: Sighting) => {
    if (watched.kind === "certificate" || state === null || state.lists.length === 0) return false;
    const isLost = lists.length === 0;
    const change = outage.note(
      at,
      isLost,
      all.map(({ watch }) => watch.team),
    );
    if (change === "began")
      logger.warn("nearly nothing that is watched can be reached: our own network, so it does not count");
    if (change === "ended") logger.info("what is watched can be reached again");
    return isLost && outage.excuses(at);
  };

  const process = async (due: DueWatched, signal: AbortSignal): Promise<LookOutcome> => {
    const { id, watched, state: before } = due;
    const at = now();
    const profile = wantsProfile({ id, state: before, now: at });
    const wants = { profile, issuers: isFirstLook(before) };
    let sighting: Sighting;
    try {
      sighting =
        watched.kind === "certificate"
          ? lookAtCertificate(watched.certificate, at)
          : await endLook(at, signal, (end) => look(watched.target, at, wants, end));
    } catch (error) {
      if (!(error instanceof Crowded)) throw error;
      await watches.postponeLook(due, now() + jittered(COME_BACK_MS));
      return "busy";
    }
    if (isOurs(due, sighting)) {
      await watches.postponeLook(due, now() + jittered(OUTAGE_RETRY_MS));
      return "own_outage";
    }
    const { state, replacement } = judgeLook({ id, watched, before, sighting });
    const concerns = due.watches.flatMap(({ watch, settings }) => {
      const { team, channel } = watch;
      return changesOf({ id, before, after: state, replacement, watch, settings, now: at }).map(
        ({ subject, concern }) => ({ key: { team, channel, subject: subjectKey(subject) }, concern }),
      );
    });
    const replacements =
      replacement === null
        ? []
        : due.watches.map(({ watch: { team, channel } }) => ({ channel: { team, channel }, replacement }));
    const nextAt = nextLookAt({ id, state, now: now(), periodMs });
    if (!(await watches.saveLook(due, { state, concerns, replacements, nextAt }))) return "late";
    return sighting.lists.length > 0 ? "seen" : "not_seen";
  };

  return async (due, signal) => {
    try {
      return await process(due, signal);
    } catch (error) {
      const at = now() + jittered(Math.min(FAILED_RETRY_MS, periodMs));
      // A store that is away is told of by the error itself.
      if (!signal.aborted) await watches.postponeLook(due, at).catch(() => undefined);
      throw error;
    }
  };
}

/** A server that is slow at every step must not keep its watch from ever being judged. */
async function endLook(
  at: number,
  signal: AbortSignal,
  look: (signal: AbortSignal) => Promise<Sighting>,
): Promise<Sighting> {
  const end = new AbortController();
  const stop = () => end.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end.abort(new Error(`no look within ${LOOK_MS} ms`));
  }, LOOK_MS);
  try {
    return await look(end.signal);
  } catch (error) {
    if (!isLate) throw error;
    const why = { reason: "handshake_failed", detail: "timeout" } as const;
    return { at, lists: [], failed: [{ address: null, why }] };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
