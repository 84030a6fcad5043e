import { isIP } from "node:net";
import type { AskedClients } from "../diagnosis/asked-clients.ts";
import type { ClientTrial } from "../diagnosis/client-trial.ts";
import { findRefusal, shortenResult, summarizeForTrial } from "../diagnosis/client-trial.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import { findHandshake } from "../diagnosis/evidence.ts";
import { findMismatch } from "../diagnosis/mismatch.ts";
import { capabilitiesOf } from "../diagnosis/client-capabilities.ts";
import { describeCipherSuite } from "../tls/cipher-suites.ts";
import { encodeClientHello } from "../tls/client-hello.ts";
import type { ClientProfile } from "../tls/clients/client-profile.ts";
import type { ClientId } from "../tls/clients/clients.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";
import { composeProfileHello, offeredBy } from "../tls/clients/compose-profile-hello.ts";
import { describeNamedGroup } from "../tls/named-groups.ts";
import { VERSION_BY_NAME, formatVersion } from "../tls/version.ts";
import type { NoTls } from "./dial.ts";
import { dial } from "./dial.ts";
import type { EgressPolicy } from "./egress-policy.ts";
import { readFlight } from "./read-flight.ts";
import type { ComposedHello, HelloAnswer } from "./say-hello.ts";
import { sayHello } from "./say-hello.ts";
import { ConnectionPool } from "./scan/connection-pool.ts";
import { isDrop } from "./scan/scanner.ts";

export interface TryOptions {
  /** For each connection and each answer. */
  readonly timeoutMs: number;
  /** Null: any address. */
  readonly egress: EgressPolicy | null;
  /** For all clients together, 10 s by default; those whose turn does not come by then are not asked. */
  readonly atMostMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const AT_MOST_MS = 10_000;
/** A client whose connection is dropped is asked once more. */
const TIMES = 2;

/** What each client gets from the server that the evidence is about, one connection each: its own Client Hello, and as far as the
 *  server's first flight. The answer is the evidence with its trials; a target that could not be reached is not asked.
 *  @throws the signal's reason when it is aborted. */
export async function tryClients(
  evidence: Evidence,
  { ids, named }: AskedClients,
  { timeoutMs, egress, atMostMs = AT_MOST_MS, signal }: TryOptions,
): Promise<Evidence> {
  const began = performance.now();
  const at = findHandshake(evidence, "ordinary");
  if (at === undefined || (egress?.refuse(at.address) ?? null) !== null) {
    const trials = ids.map((client) => describeTrial(client, { evidence, serverName: null }, null));
    return { ...evidence, clientTrials: { named, trials } };
  }
  const { address, port } = at;
  const { startTls } = evidence.target;
  const serverName = at.serverName !== null && isIP(at.serverName) === 0 ? at.serverName : null;
  const remaining = () => Math.max(1, Math.min(timeoutMs, atMostMs - (performance.now() - began)));
  const pool = new ConnectionPool({
    open: () => dial({ address, port, startTls, serverName, timeoutMs: remaining(), signal }),
    most: ids.length * TIMES,
  });
  const deadline = setTimeout(() => pool.close(), atMostMs);
  try {
    pool.warm(ids.length);
    const trials = await Promise.all(
      ids.map((client) => tryClient(client, { evidence, serverName, pool, remaining, signal })),
    );
    return {
      ...evidence,
      durationMs: evidence.durationMs + performance.now() - began,
      connections: evidence.connections + pool.opened,
      clientTrials: { named, trials },
    };
  } finally {
    clearTimeout(deadline);
    pool.close();
  }
}

interface Asking {
  readonly evidence: Evidence;
  readonly serverName: string | null;
  readonly pool: ConnectionPool;
  /** ms for what comes next. */
  readonly remaining: () => number;
  readonly signal: AbortSignal | undefined;
}

/** A refusal, or a server that has had enough of us: asked once more, later and alone, the two differ. */
async function tryClient(client: ClientId, asking: Asking): Promise<ClientTrial> {
  const { pool, evidence } = asking;
  const first = await askAs(client, asking, false);
  const isDropped = first !== null && "result" in first && isDrop(first.result);
  if (!isDropped || isForeseen(client, evidence)) return describeTrial(client, asking, first);
  pool.backOff();
  const second = await askAs(client, asking, true);
  const isAnswered = second !== null && "result" in second;
  pool.settle(!isAnswered ? "given_up" : isDrop(second.result) ? "refused" : "answered");
  return describeTrial(client, asking, second ?? first);
}

/** What the server accepts says already that it will refuse. */
function isForeseen(client: ClientId, { profile }: Evidence): boolean {
  return profile !== null && findMismatch(capabilitiesOf(CLIENT_PROFILES[client]), profile) !== null;
}

/** Null when no connection was left. */
async function askAs(
  client: ClientId,
  { evidence, serverName, pool, remaining, signal }: Asking,
  again: boolean,
): Promise<HelloAnswer | NoTls | null> {
  const lease = await pool.take({ followed: false, urgent: false, first: again });
  if ("failure" in lease) return lease.failure === "spent" ? null : lease.failure;
  try {
    const profile = CLIENT_PROFILES[client];
    const hello = compose(
      evidence.target.startTls === undefined ? profile : withoutAlpn(profile),
      serverName,
    );
    return await sayHello(lease.socket, { hello, until: "flight", timeoutMs: remaining(), signal });
  } finally {
    lease.release();
  }
}

/** What a client says of the protocol on top is for the Web, and not for the one that was upgraded to TLS. */
function withoutAlpn(profile: ClientProfile): ClientProfile {
  if (profile.extensions === null) return profile;
  const {
    application_layer_protocol_negotiation: _alpn,
    application_settings: _settings,
    ...extensions
  } = profile.extensions;
  return { ...profile, extensions };
}

function compose(profile: ClientProfile, serverName: string | null): ComposedHello {
  const first = composeProfileHello(profile, serverName);
  return {
    offered: offeredBy(profile),
    first,
    encoded: encodeClientHello(first),
    recordVersion: VERSION_BY_NAME[profile.recordVersion],
    composeSecond: (answer) => composeProfileHello(profile, serverName, answer),
  };
}

function describeTrial(
  client: ClientId,
  { evidence, serverName }: Pick<Asking, "evidence" | "serverName">,
  answer: HelloAnswer | NoTls | null,
): ClientTrial {
  const { limits, extensions } = CLIENT_PROFILES[client];
  const trial: ClientTrial = {
    client,
    serverName: serverName !== null && extensions?.server_name === true,
    result: null,
    version: null,
    cipherSuite: null,
    group: null,
    certificate: null,
    refusal: null,
  };
  if (answer === null || "unreachable" in answer) return trial;
  if ("startTlsFault" in answer) {
    const { startTls: protocol = "smtp" } = evidence.target;
    const result = { outcome: "starttls_failed", protocol, fault: answer.startTlsFault } as const;
    return { ...trial, result: shortenResult(result) };
  }
  const { result, flight } = answer;
  const hello = flight.hello ?? flight.retry?.hello ?? null;
  const group = flight.keyExchange?.group ?? hello?.keyShare?.group ?? null;
  const version = hello === null ? null : formatVersion(hello.version);
  const cipherSuite = hello === null ? null : describeCipherSuite(hello.cipherSuite);
  const selected = {
    ...trial,
    result: shortenResult(result),
    version,
    cipherSuite,
    group: group === null ? null : describeNamedGroup(group),
  };
  if (result.outcome !== "completed") return selected;
  const { certificateList } = readFlight(flight);
  const dhBits = flight.keyExchange?.dhBits ?? null;
  const certificate = summarizeForTrial(certificateList, evidence);
  const sent = { version, cipherSuite: cipherSuite?.name ?? null, dhBits, certificateList };
  return { ...selected, certificate, refusal: findRefusal(limits, sent) };
}
