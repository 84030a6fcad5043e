/** Everything lies under one hash tag, so that a script may touch several keys on a Redis Cluster too. */
export const PREFIX = "{tlscheck}";

/** A diagnosis, its conversation and what was posted of it are kept this long after it was asked for. */
export const KEEP_SECONDS = 30 * 24 * 60 * 60;

export const keys = {
  diagnosis: (id: string) => `${PREFIX}:diagnosis:${id}`,
  answers: (id: string) => `${PREFIX}:diagnosis:${id}:answers`,
  facts: (id: string) => `${PREFIX}:diagnosis:${id}:facts`,
  responseUrl: (id: string) => `${PREFIX}:diagnosis:${id}:response-url`,
  runningOfUser: (team: string, user: string) => `${PREFIX}:running:${team}:user:${user}`,
  runningInChannel: (team: string, channel: string) => `${PREFIX}:running:${team}:channel:${channel}`,
  /** `owner`: a team, or an enterprise of an organisation-wide installation. */
  installation: (owner: string) => `${PREFIX}:installation:${owner}`,
  capture: (id: string) => `${PREFIX}:capture:${id}`,
  /** What a file held that was read in a channel. */
  uploaded: (team: string, channel: string, fileId: string) =>
    `${PREFIX}:uploaded:${team}:${channel}:${fileId}`,
  settings: (team: string) => `${PREFIX}:settings:${team}`,
  password: (id: string) => `${PREFIX}:password:${id}`,
  recentOfUser: (team: string, user: string) => `${PREFIX}:recent:${team}:${user}`,
  /** Of something watched: who watches it, and what is known of it. */
  watched: (id: string) => `${PREFIX}:watched:${id}`,
  /** Hash of a team: each channel that watches, its settings, and whether it is paused. */
  watching: (team: string) => `${PREFIX}:watching:${team}`,
  watchCount: (team: string) => `${PREFIX}:watching:${team}:count`,
  /** Set: the teams of an organisation-wide installation. */
  watchingTeams: (enterprise: string) => `${PREFIX}:watching-teams:${enterprise}`,
  /** Hash: a watch for each id. */
  watches: (team: string, channel: string) => `${PREFIX}:watches:${team}:${channel}`,
  /** Hash: the subjects of alerts that a watched thing has troubles in. */
  concerned: (team: string, channel: string) => `${PREFIX}:concerned:${team}:${channel}`,
  /** List: what was replaced, the newest first. */
  replaced: (team: string, channel: string) => `${PREFIX}:replaced:${team}:${channel}`,
  /** Sorted set: subjects, by when they may be forgotten. */
  alerts: (team: string, channel: string) => `${PREFIX}:alerts:${team}:${channel}`,
  /** Hash: an alert, its revision, and a concern for each id. */
  alert: (team: string, channel: string, subject: string) => `${PREFIX}:alert:${team}:${channel}:${subject}`,
  due: (queue: string) => `${PREFIX}:due:${queue}`,
  dueLeases: (queue: string) => `${PREFIX}:due:${queue}:leases`,
  dueTurns: (queue: string) => `${PREFIX}:due:${queue}:turns`,
  /** Sorted set: connections to an address, by when they count no more. */
  busy: (address: string) => `${PREFIX}:busy:${address}`,
};
