import type { Target } from "../diagnosis/target.ts";
import type { ConnectTo } from "./connect-to.ts";
import { connectToKey } from "./connect-to.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { openConnection } from "./open-connection.ts";
import { resolveName } from "./resolve-name.ts";

export interface ReachOptions {
  /** For the name, and for the connection. */
  readonly timeoutMs: number;
  readonly egress: EgressPolicy;
  readonly connectTo: ConnectTo;
  readonly signal: AbortSignal;
}

/** The first of the targets, few, that takes a connection; null when none does, or may be asked. They are asked side by side.
 *  @throws the signal's reason when it is aborted. */
export async function findReachable(
  targets: readonly Target[],
  options: ReachOptions,
): Promise<Target | null> {
  const answers = await Promise.all(targets.map((target) => isReachable(target, options)));
  return targets.find((_, index) => answers[index]) ?? null;
}

async function isReachable(
  target: Target,
  { timeoutMs, egress, connectTo, signal }: ReachOptions,
): Promise<boolean> {
  const elsewhere = connectTo.get(connectToKey(target));
  const resolved = elsewhere ?? (await resolveName(target.host, timeoutMs, signal));
  if ("code" in resolved) return false;
  const address = resolved.addresses.find((found) => egress.refuse(found) === null);
  if (address === undefined) return false;
  const connection = await openConnection(address, elsewhere?.port ?? target.port, timeoutMs, signal);
  if (!("socket" in connection)) return false;
  connection.socket.on("error", () => undefined).destroy();
  return true;
}
