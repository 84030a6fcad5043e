import type { Evidence, Unreachable } from "../diagnosis/evidence.ts";
import type { AddressObservation } from "../diagnosis/server-profile.ts";
import type { Target } from "../diagnosis/target.ts";
import type { ConnectTo } from "./connect-to.ts";
import { connectToKey } from "./connect-to.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import type { ClientCertificate } from "./handshake.ts";
import { observeAddresses } from "./observe-address.ts";
import type { Probed } from "./probe-address.ts";
import { probeAddress } from "./probe-address.ts";
import { ServerProbe } from "./probe-server.ts";
import { resolveName } from "./resolve-name.ts";

/** `quick`: one or two connections. `cipher_suites`: versions and cipher suites beside. `all`: everything. */
export type Scope = "quick" | "cipher_suites" | "all";

export interface CollectOptions {
  /** The time that validity is judged at, ms since 1970. */
  readonly at: number;
  /** For the name, for each connection and for each handshake. */
  readonly timeoutMs: number;
  /** `all` by default. */
  readonly scope?: Scope;
  /** Null: any address. */
  readonly egress: EgressPolicy | null;
  readonly connectTo?: ConnectTo;
  /** The system's resolver by default. */
  readonly resolve?: typeof resolveName;
  /** PEM; null for Node's Mozilla set. */
  readonly trustAnchors: string | null;
  /** Presented in a further handshake. */
  readonly clientCertificate?: ClientCertificate;
  /** Called when the step begins. */
  readonly onProgress?: (step: "name" | "connection" | "handshake" | "certificate") => void;
  readonly signal?: AbortSignal;
}

/** Further addresses of a name are tried when the first do not answer. */
const MAX_TRIED = 3;

/** Everything that connections show of a target. What networks and servers do is evidence; it never throws for that.
 *  @throws the signal's reason when it is aborted. */
export async function collectEvidence(target: Target, options: CollectOptions): Promise<Evidence> {
  const startedAt = Date.now();
  const began = performance.now();
  const collector = new Collector(target, options);
  const collected = await collector.collect();
  return {
    target,
    at: options.at,
    startedAt,
    durationMs: performance.now() - began,
    connections: collector.connections,
    ...collected,
    clientCertificate: options.clientCertificate?.leaf ?? null,
  };
}

type Collected = Probed & Pick<Evidence, "addresses" | "unreachable" | "otherAddresses">;

class Collector {
  readonly #target: Target;
  readonly #options: CollectOptions;
  connections = 0;

  constructor(target: Target, options: CollectOptions) {
    this.#target = target;
    this.#options = options;
  }

  async collect(): Promise<Collected> {
    const { onProgress, egress, timeoutMs, connectTo, signal, resolve = resolveName } = this.#options;
    onProgress?.("name");
    const elsewhere = connectTo?.get(connectToKey(this.#target));
    const resolved = elsewhere ?? (await resolve(this.#target.host, timeoutMs, signal));
    if ("code" in resolved) return unreachableFor([], { reason: "name_not_resolved", code: resolved.code });
    const { addresses } = resolved;
    // The addresses that were judged are the ones connected to: the name is not asked again.
    const judged = addresses.map((address) => ({ address, range: egress?.refuse(address) ?? null }));
    const allowed = judged.filter(({ range }) => range === null).map(({ address }) => address);
    const [refused] = judged;
    if (allowed.length === 0 && refused !== undefined) {
      const range = refused.range ?? "invalid";
      return unreachableFor(addresses, { reason: "not_allowed", address: refused.address, range });
    }
    onProgress?.("connection");
    return this.#probeFirst(addresses, allowed, elsewhere?.port ?? this.#target.port);
  }

  /** The first address that answers is looked at closely, the others briefly. */
  async #probeFirst(
    addresses: readonly string[],
    allowed: readonly string[],
    port: number,
  ): Promise<Collected> {
    const failed: AddressObservation[] = [];
    for (const address of allowed.slice(0, MAX_TRIED)) {
      const probe = this.#open(address, port);
      try {
        const observing: Promise<readonly AddressObservation[]>[] = [];
        const server = await probeAddress(probe, this.#target, this.#options, () => {
          const others = allowed.filter(
            (other) => other !== address && !failed.some((one) => one.address === other),
          );
          observing.push(this.#observe(others, port));
        });
        if ("unreachable" in server) {
          failed.push({ address, ...server, result: null, version: null, certificateList: [] });
          continue;
        }
        const observed = await Promise.all(observing);
        return { addresses, unreachable: null, ...server, otherAddresses: [...failed, ...observed.flat()] };
      } finally {
        probe.close();
        this.connections += probe.connections;
      }
    }
    return unreachableFor(
      addresses,
      failed[0]?.unreachable ?? { reason: "name_not_resolved", code: "ENODATA" },
    );
  }

  #open(address: string, port: number): ServerProbe {
    const { timeoutMs, signal, clientCertificate } = this.#options;
    return new ServerProbe({ target: this.#target, address, port, timeoutMs, signal, clientCertificate });
  }

  async #observe(addresses: readonly string[], port: number): Promise<readonly AddressObservation[]> {
    const { scope = "all" } = this.#options;
    if (scope !== "all") return [];
    this.connections += addresses.length;
    const { timeoutMs, signal } = this.#options;
    return observeAddresses(addresses, { target: this.#target, port, timeoutMs, signal });
  }
}

function unreachableFor(addresses: readonly string[], unreachable: Unreachable): Collected {
  return { addresses, unreachable, handshakes: [], profile: null, examination: null, otherAddresses: [] };
}
