import type { ChannelsOf } from "./memberships.ts";
import type { PersonOf } from "./person.ts";
import type { SlackPorts } from "./ports.ts";
import type { LocaleOf } from "./user-locale.ts";

/** What listeners stand on. */
export interface ListenerParts {
  readonly ports: SlackPorts;
  readonly localeOf: LocaleOf;
  readonly personOf: PersonOf;
  readonly channelsOf: ChannelsOf;
  /** ms since 1970. */
  readonly now: () => number;
}
