/** Slack takes about one message a second for each channel. */
const SPACING_MS = 1_000;

/** Which channels Slack limits, so that what waits for one of them takes no place from the others. */
export interface ChannelPace {
  /** Slack said so (429): answers when whoever was refused comes again. */
  limit(channel: string, waitMs: number): number;
  /** When to come again; null: go on. Those who come again do not come all at once. */
  defer(channel: string): number | null;
}

export function createChannelPace(now: () => number, spacingMs = SPACING_MS): ChannelPace {
  const limited = new Map<string, { until: number; next: number }>();
  return {
    limit(channel, waitMs) {
      const until = now() + waitMs;
      for (const [other, { next }] of limited) if (next <= now()) limited.delete(other);
      const next = Math.max(until, limited.get(channel)?.next ?? 0) + spacingMs;
      limited.set(channel, { until, next });
      return until;
    },
    defer(channel) {
      const known = limited.get(channel);
      if (known === undefined) return null;
      if (known.until <= now()) {
        if (known.next <= now()) limited.delete(channel);
        return null;
      }
      const at = known.next;
      known.next += spacingMs;
      return at;
    },
  };
}
