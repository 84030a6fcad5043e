import { ANDROID } from "./android.ts";
import { BROWSERS } from "./browsers.ts";
import type { ClientProfile } from "./client-profile.ts";
import { GO } from "./go.ts";
import { JAVA } from "./java.ts";
import { OPENSSL_PROGRAMS } from "./openssl-programs.ts";
import { OPENSSL } from "./openssl.ts";
import { OTHER_LIBRARIES } from "./other-libraries.ts";
import { WINDOWS } from "./windows.ts";

/** Every client that we know, by its id; relatives beside each other, the oldest first. */
export const CLIENT_PROFILES = {
  ...JAVA,
  ...OPENSSL,
  ...OPENSSL_PROGRAMS,
  ...OTHER_LIBRARIES,
  ...GO,
  ...WINDOWS,
  ...ANDROID,
  ...BROWSERS,
} as const satisfies Readonly<Record<string, ClientProfile>>;

export type ClientId = keyof typeof CLIENT_PROFILES;
