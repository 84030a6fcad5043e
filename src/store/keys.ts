/** Everything lies under one hash tag, so that a script may touch several keys on a Redis Cluster too. */
export const PREFIX = "{tlscheck}";

export const keys = {
  diagnosis: (id: string) => `${PREFIX}:diagnosis:${id}`,
  answers: (id: string) => `${PREFIX}:diagnosis:${id}:answers`,
  responseUrl: (id: string) => `${PREFIX}:diagnosis:${id}:response-url`,
  runningOfUser: (team: string, user: string) => `${PREFIX}:running:${team}:user:${user}`,
  runningInChannel: (team: string, channel: string) => `${PREFIX}:running:${team}:channel:${channel}`,
  /** `owner`: a team, or an enterprise of an organisation-wide installation. */
  installation: (owner: string) => `${PREFIX}:installation:${owner}`,
  password: (id: string) => `${PREFIX}:password:${id}`,
  recentOfUser: (team: string, user: string) => `${PREFIX}:recent:${team}:${user}`,
};
