import type { ClientProfile } from "./client-profile.ts";
import { JAVA } from "./java.ts";

/** Every client that we know, by its id. */
export const CLIENT_PROFILES = {
  ...JAVA,
} as const satisfies Readonly<Record<string, ClientProfile>>;

export type ClientId = keyof typeof CLIENT_PROFILES;
