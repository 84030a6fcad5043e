import { VERSION_NAMES } from "../diagnosis/server-profile.ts";
import type { ServerProfile } from "../diagnosis/server-profile.ts";
import type { Target } from "../diagnosis/target.ts";
import type { AcceptedProfile } from "../watches/sighting.ts";
import type { Acquire } from "./acquire.ts";
import { ServerProbe } from "./probe-server.ts";

export interface ProfileOptions {
  readonly timeoutMs: number;
  /** For all of it. */
  readonly budgetMs: number;
  readonly acquire?: Acquire | undefined;
}

/** Nobody waits for it, so it leaves room for others. */
const AT_A_TIME = 2;

/** Versions and cipher suites that the server accepts at one of its addresses, the same one as long as it is there. Null when
 *  anything was not answered for certain, in time: what seems to be gone would be told. @throws the signal's reason when it is
 *  aborted. */
export async function findProfile(
  target: Target,
  seen: readonly { readonly address: string }[],
  { timeoutMs, budgetMs, acquire }: ProfileOptions,
  signal: AbortSignal,
): Promise<AcceptedProfile | null> {
  const [address] = seen.map((one) => one.address).toSorted();
  if (address === undefined || budgetMs <= 0) return null;
  let crowded = false;
  const probe = new ServerProbe({
    target,
    address,
    port: target.port,
    timeoutMs,
    signal,
    clientCertificate: undefined,
    atATime: AT_A_TIME,
    acquire:
      acquire &&
      (async (...asked) => {
        try {
          return await acquire(...asked);
        } catch (error) {
          crowded = true;
          throw error;
        }
      }),
  });
  const timer = setTimeout(() => probe.close(), budgetMs);
  try {
    return describe(await probe.scan(true));
  } catch (error) {
    signal.throwIfAborted();
    if (crowded) return null;
    throw error;
  } finally {
    clearTimeout(timer);
    probe.close();
  }
}

function describe({ versions, cipherSuites, complete, backedOff }: ServerProfile): AcceptedProfile | null {
  const isCertain = VERSION_NAMES.every((name) => versions[name] !== "unknown");
  if (!complete || backedOff > 0 || !isCertain) return null;
  return {
    versions: VERSION_NAMES.filter((name) => versions[name] === "accepted"),
    cipherSuites: [...new Set(cipherSuites.map(({ name }) => name))],
  };
}
