import type { Flow } from "../captures/capture-diagnosis.ts";
import type { ServerProfile } from "../diagnosis/server-profile.ts";
import { STARTTLS_PROTOCOLS } from "../diagnosis/starttls.ts";
import type { Target } from "../diagnosis/target.ts";
import { formatTarget, parseTarget } from "../diagnosis/target.ts";
import { explainWithProfile } from "../diagnosis/traces/explain-with-profile.ts";
import type { RefusedOffer } from "../diagnosis/traces/refused-offer.ts";
import { refusedOfferOf } from "../diagnosis/traces/refused-offer.ts";
import { UsageError } from "../diagnosis/usage-error.ts";
import { ServerProbe } from "../probe/probe-server.ts";

/** Servers that are asked; more than a few are somebody else's problem than the one that the capture was made for. */
const MAX_SERVERS = 5;
/** Kept until their servers have been asked. */
const MAX_FLOWS = 1_000;

interface Asked {
  readonly target: Target;
  readonly refused: { readonly flow: Flow; readonly offer: RefusedOffer }[];
}

/** `--check`: asks the servers that selected nothing what they accept, and joins that with what their clients offered. */
export class CaptureCheck {
  readonly #timeoutMs: number;
  readonly #servers = new Map<string, Asked>();
  #kept = 0;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Whether the flow is kept: `join` tells it again. */
  take(flow: Flow): boolean {
    const offer = refusedOfferOf(flow.trace);
    if (this.#kept >= MAX_FLOWS || offer === null) return false;
    const target = targetOf(flow.trace);
    if (target === null) return false;
    const key = `${formatTarget(target)} ${target.serverName} ${target.startTls}`;
    const known = this.#servers.get(key);
    if (known === undefined && this.#servers.size >= MAX_SERVERS) return false;
    if (known === undefined) this.#servers.set(key, { target, refused: [{ flow, offer }] });
    else known.refused.push({ flow, offer });
    this.#kept++;
    return true;
  }

  /** Asks all at once. Tells every flow that was kept, with the better finding where the two together have one. */
  async join(onFlow: (flow: Flow) => void): Promise<void> {
    await Promise.all(
      Array.from(this.#servers.values(), async ({ target, refused }) => {
        const profile = await this.#ask(target);
        for (const { flow, offer } of refused) {
          const joint = explainWithProfile(offer, profile);
          onFlow(joint === null ? flow : { ...flow, findings: [joint] });
        }
      }),
    );
  }

  async #ask(target: Target): Promise<ServerProfile> {
    const { host: address, port } = target;
    const probe = new ServerProbe({
      target,
      address,
      port,
      timeoutMs: this.#timeoutMs,
      signal: undefined,
      clientCertificate: undefined,
    });
    try {
      return await probe.scan(false);
    } finally {
      probe.close();
    }
  }
}

/** The server's address as the capture has it, with the client's name. Null where we cannot ask as the client did: QUIC, proxies. */
function targetOf({ transport, server, serverName, prelude }: Flow["trace"]): Target | null {
  if (transport === "quic") return null;
  const startTls = STARTTLS_PROTOCOLS.find((protocol) => protocol === prelude);
  if (prelude !== null && startTls === undefined) return null;
  const name = serverName === null ? null : readName(serverName);
  if (name === undefined) return null;
  return {
    host: server.address,
    port: server.port,
    serverName: name,
    ...(startTls !== undefined && { startTls }),
  };
}

/** Hostile text: undefined when it is no name. */
function readName(text: string): string | undefined {
  try {
    return parseTarget(text).host;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
