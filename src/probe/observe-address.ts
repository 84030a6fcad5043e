import { isIP } from "node:net";
import type { AddressObservation } from "../diagnosis/server-profile.ts";
import type { Target } from "../diagnosis/target.ts";
import { dial } from "./dial.ts";
import { shakeHands } from "./handshake.ts";

interface ObserveOptions {
  readonly target: Target;
  readonly port: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** What each address shows to an ordinary client: one connection each, side by side. Their number is bounded by the resolver.
 *  @throws the signal's reason when it is aborted. */
export function observeAddresses(
  addresses: readonly string[],
  options: ObserveOptions,
): Promise<AddressObservation[]> {
  return Promise.all(addresses.map((address) => observeAddress(address, options)));
}

async function observeAddress(
  address: string,
  { target, port, timeoutMs, signal }: ObserveOptions,
): Promise<AddressObservation> {
  const { startTls } = target;
  const serverName = target.serverName !== null && isIP(target.serverName) === 0 ? target.serverName : null;
  const nothing = { address, unreachable: null, result: null, version: null, certificateList: [] };
  const dialed = await dial({ address, port, startTls, serverName, timeoutMs, signal });
  if ("unreachable" in dialed) return { ...nothing, unreachable: dialed.unreachable };
  if ("startTlsFault" in dialed) {
    const result = {
      outcome: "starttls_failed",
      protocol: startTls ?? "smtp",
      fault: dialed.startTlsFault,
    } as const;
    return { ...nothing, result };
  }
  const { handshake } = await shakeHands(dialed.socket, {
    offer: "ordinary",
    serverName,
    address,
    port,
    timeoutMs,
    signal,
    ...(startTls !== undefined && { alpn: [] }),
  });
  const { result, version, certificateList } = handshake;
  return { address, unreachable: null, result, version, certificateList };
}
