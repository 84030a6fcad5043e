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
  settings: (team: string) => `${PREFIX}:settings:${team}`,
  password: (id: string) => `${PREFIX}:password:${id}`,
  recentOfUser: (team: string, user: string) => `${PREFIX}:recent:${team}:${user}`,
};
