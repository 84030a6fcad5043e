import { setMaxListeners } from "node:events";
import type { HandshakeResult } from "../diagnosis/evidence.ts";
import type { Target } from "../diagnosis/target.ts";
import type { NotSeen, SightedList, Sighting } from "../watches/sighting.ts";
import type { Acquire } from "./acquire.ts";
import { Crowded } from "./acquire.ts";
import type { CertificateObservation } from "./certificate-probe.ts";
import { CertificateProbe } from "./certificate-probe.ts";
import type { ConnectTo } from "./connect-to.ts";
import { connectToKey } from "./connect-to.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { hasPublicIssuer } from "./has-public-issuer.ts";
import { findProfile } from "./find-profile.ts";
import type { Resolution } from "./resolve-name.ts";
import { resolveName } from "./resolve-name.ts";
import { Revocations } from "./revocation/revocations.ts";

export interface LookOptions {
  /** For the name, for each connection and for each handshake; more than MAX_STEP_MS is as much. */
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
  /** Aborted: nothing goes on behind the looks any more. */
  readonly closing?: AbortSignal;
}

/** What is asked beside the certificates. */
interface Wants {
  /** Versions and cipher suites, which takes some 30 connections. */
  readonly profile: boolean;
  /** For an issuer that was not sent, where the certificate says: tells an incomplete chain from a private authority. */
  readonly issuers?: boolean;
}

/** @param at the time that validity is judged at, ms since 1970.
 *  @throws the signal's reason when it is aborted; Crowded; for what networks and servers do it never throws. */
export type Look = (target: Target, at: number, wants: Wants, signal: AbortSignal) => Promise<Sighting>;

type Seen = { readonly address: string } & Extract<CertificateObservation, { list: unknown }>;
type Failure = Sighting["failed"][number];

/** A look ends within 20 seconds, whatever a server does: name, place, connection and handshake have 5, 2, 5 and 5. */
const MAX_STEP_MS = 5_000;
const BUDGET_MS = 18_000;
/** Who knows of revocations; what comes later is there for the next look. */
const REVOCATION_WAIT_MS = 2_000;
const ISSUER_WAIT_MS = 2_000;

/** What looks at servers again and again. What it learns of them, and of certificates, is kept for the next look. */
export function createLook(options: LookOptions): Look {
  const { egress, connectTo, acquire, resolve = resolveName } = options;
  const timeoutMs = Math.min(options.timeoutMs, MAX_STEP_MS);
  const probe = new CertificateProbe({ ...options, timeoutMs });
  const revocations = new Revocations({ ...options, waitMs: REVOCATION_WAIT_MS });

  const lookAt = async (server: Target, address: string, at: number, signal: AbortSignal) => {
    const range = egress?.refuse(address) ?? null;
    if (range !== null) return fail(address, { reason: "not_allowed", address, range });
    const observed = await probe.observe(server, address, at, signal);
    return "list" in observed ? { address, ...observed } : fail(address, explain(observed));
  };

  const describeGroup = async (
    same: readonly [Seen, ...Seen[]],
    at: number,
    wants: Wants,
    signal: AbortSignal,
  ) => {
    const [{ list, address, certificateList }] = same;
    const isAsked = wants.issuers === true && list.faults.includes("issuer_not_found");
    const ofServer = { ...options, timeoutMs, egress: egress?.sentOnBy(address) ?? null };
    const issuerOptions = { ...ofServer, waitMs: ISSUER_WAIT_MS };
    const [described, incomplete] = await Promise.all([
      describeList(same, revocations, at, signal),
      isAsked ? hasPublicIssuer(certificateList, at, issuerOptions, signal) : false,
    ]);
    return incomplete ? { ...described, incomplete } : described;
  };

  return async (target, at, wants, signal) => {
    // Each connection listens to it.
    setMaxListeners(0, signal);
    const began = performance.now();
    const elsewhere = connectTo?.get(connectToKey(target));
    const resolved: Resolution = elsewhere ?? (await resolve(target.host, timeoutMs, signal));
    if ("code" in resolved) {
      if (resolved.queued === true) throw new Crowded(`others wait for names that do not resolve`);
      const why = { reason: "name_not_resolved", code: resolved.code } as const;
      return { at, lists: [], failed: [fail(null, why)] };
    }
    // The addresses that were judged are the ones connected to: the name is not asked again.
    const server = { ...target, port: elsewhere?.port ?? target.port };
    const { addresses, leftOut } = resolved;
    const outcomes = await Promise.all(addresses.map((address) => lookAt(server, address, at, signal)));
    const seen = outcomes.filter((outcome) => "list" in outcome);
    const failed = outcomes.filter((outcome) => "why" in outcome);
    const budgetMs = BUDGET_MS - (performance.now() - began);
    const [lists, profile] = await Promise.all([
      Promise.all([...groupByList(seen)].map((same) => describeGroup(same, at, wants, signal))),
      wants.profile ? findProfile(server, seen, { timeoutMs, budgetMs, acquire }, signal) : null,
    ]);
    return {
      at,
      lists,
      failed: leaveOutOwnNetwork(failed, seen.length > 0),
      ...(leftOut !== undefined && { leftOut }),
      ...(profile !== null && { profile }),
    };
  };
}

function fail(address: string | null, why: NotSeen): Failure {
  return { address, why };
}

/** Addresses that serve the same list together. */
function groupByList(seen: readonly Seen[]): Iterable<readonly [Seen, ...Seen[]]> {
  const groups = new Map<string, [Seen, ...Seen[]]>();
  for (const one of seen) {
    const same = groups.get(one.list.sha256);
    if (same === undefined) groups.set(one.list.sha256, [one]);
    else same.push(one);
  }
  return groups.values();
}

async function describeList(
  same: readonly [Seen, ...Seen[]],
  revocations: Revocations,
  at: number,
  signal: AbortSignal,
): Promise<SightedList> {
  const [{ list, covered, address, certificateList, ocspResponse }] = same;
  const { certificate, issuers, faults, revocable } = list;
  const served = { address, certificateList, ocspResponse, revocable };
  const { revoked, unknown } = await revocations.find(served, at, signal);
  return {
    addresses: same.map((one) => one.address),
    certificate,
    issuers,
    faults,
    covered,
    revoked,
    ...((unknown || faults.includes("issuer_not_found")) && { revocationUnknown: true }),
  };
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

function explain(observed: Exclude<CertificateObservation, { list: unknown }>): NotSeen {
  if ("unreachable" in observed) return observed.unreachable;
  if ("startTlsFault" in observed) return { reason: "handshake_failed", detail: "starttls_failed" };
  return { reason: "handshake_failed", detail: describe(observed.result) };
}

/** The alert's name; else the outcome. */
function describe(result: HandshakeResult): string {
  return result.outcome === "alert" ? result.description : result.outcome;
}
