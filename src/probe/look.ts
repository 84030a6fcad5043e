import type { HandshakeResult } from "../diagnosis/evidence.ts";
import type { Target } from "../diagnosis/target.ts";
import type { NotSeen, SightedList, Sighting } from "../watches/sighting.ts";
import type { Acquire, CertificateObservation } from "./certificate-probe.ts";
import { CertificateProbe } from "./certificate-probe.ts";
import type { ConnectTo } from "./connect-to.ts";
import { connectToKey } from "./connect-to.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { resolveName } from "./resolve-name.ts";

export interface LookOptions {
  /** For the name, for each connection and for each handshake. */
  readonly timeoutMs: number;
  /** Null: any address. */
  readonly egress: EgressPolicy | null;
  readonly connectTo?: ConnectTo;
  /** The system's resolver by default. */
  readonly resolve?: typeof resolveName;
  /** PEM; null for Node's Mozilla set. */
  readonly trustAnchors: string | null;
  /** Each connection has a place; there are as many as anybody wants by default. */
  readonly acquire?: Acquire;
}

/** @param at the time that validity is judged at, ms since 1970.
 *  @param wants `profile`: versions and cipher suites beside, which takes some 30 connections.
 *  @throws the signal's reason when it is aborted; for what networks and servers do it never throws. */
export type Look = (
  target: Target,
  at: number,
  wants: { readonly profile: boolean },
  signal: AbortSignal,
) => Promise<Sighting>;

type Seen = Extract<CertificateObservation, { list: unknown }>;
type Failure = Sighting["failed"][number];

/** What looks at servers again and again. What it learns of them, and of certificates, is kept for the next look. */
export function createLook(options: LookOptions): Look {
  const { timeoutMs, egress, connectTo, trustAnchors, acquire, resolve = resolveName } = options;
  const probe = new CertificateProbe({ timeoutMs, trustAnchors, acquire });

  return async (target, at, _wants, signal) => {
    const elsewhere = connectTo?.get(connectToKey(target));
    const resolved = elsewhere ?? (await resolve(target.host, timeoutMs, signal));
    if ("code" in resolved)
      return nothing(at, [{ address: null, why: { reason: "name_not_resolved", code: resolved.code } }]);
    // The addresses that were judged are the ones connected to: the name is not asked again.
    const server = { ...target, port: elsewhere?.port ?? target.port };
    const outcomes = await Promise.all(
      resolved.addresses.map(async (address): Promise<Failure | { address: string; seen: Seen }> => {
        const range = egress?.refuse(address) ?? null;
        if (range !== null) return { address, why: { reason: "not_allowed", address, range } };
        const observed = await probe.observe(server, address, at, signal);
        return "list" in observed ? { address, seen: observed } : { address, why: explain(observed) };
      }),
    );
    const seen = outcomes.filter((outcome) => "seen" in outcome);
    const failed = outcomes.filter((outcome) => "why" in outcome);
    return { at, lists: listSeen(seen), failed: leaveOutOwnNetwork(failed, seen.length > 0) };
  };
}

function nothing(at: number, failed: readonly Failure[]): Sighting {
  return { at, lists: [], failed };
}

/** Addresses that serve the same list together. */
function listSeen(seen: readonly { readonly address: string; readonly seen: Seen }[]): SightedList[] {
  const lists = new Map<string, { readonly addresses: string[]; readonly seen: Seen }>();
  for (const { address, seen: one } of seen) {
    const same = lists.get(one.list.sha256);
    if (same === undefined) lists.set(one.list.sha256, { addresses: [address], seen: one });
    else same.addresses.push(address);
  }
  return [...lists.values()].map(({ addresses, seen: { list, covered } }) => {
    const { certificate, issuers, faults } = list;
    return { addresses, certificate, issuers, faults, covered, revoked: null };
  });
}

/** What we may not or cannot reach for reasons of our own network says nothing of the server, when anything else does. */
function leaveOutOwnNetwork(failed: readonly Failure[], anySeen: boolean): readonly Failure[] {
  const telling = failed.filter(tellsOfServer);
  return anySeen || telling.length > 0 ? telling : failed;
}

/** Without a route of its own for version 6, a network has none to any such address. */
function tellsOfServer({ address, why }: Failure): boolean {
  if (why.reason === "not_allowed") return false;
  return why.reason !== "network" || address?.includes(":") !== true;
}

function explain(observed: Exclude<CertificateObservation, Seen>): NotSeen {
  if ("unreachable" in observed) return observed.unreachable;
  if ("startTlsFault" in observed) return { reason: "handshake_failed", detail: "starttls_failed" };
  return { reason: "handshake_failed", detail: describe(observed.result) };
}

/** The alert's name; else the outcome. */
function describe(result: HandshakeResult): string {
  return result.outcome === "alert" ? result.description : result.outcome;
}
