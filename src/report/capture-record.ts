import type { Origin } from "../diagnosis/diagnosis.ts";
import type { Target } from "../diagnosis/target.ts";
import type { RefusedOffer } from "../diagnosis/traces/refused-offer.ts";
import { refusedOfferOf } from "../diagnosis/traces/refused-offer.ts";
import { targetsOf } from "../diagnosis/traces/targets-of.ts";
import { lookAlike } from "../diagnosis/traces/looks-like.ts";
import type { TraceFinding } from "../diagnosis/traces/trace-finding.ts";
import type { TraceContext } from "../locales/catalog.ts";
import type { HandshakeTrace } from "../pcap/handshake-trace.ts";
import { fingerprintClient } from "../pcap/ja4.ts";
import { describeCipherSuite } from "../tls/cipher-suites.ts";
import type { ClientId } from "../tls/clients/clients.ts";
import { describeNamedGroup } from "../tls/named-groups.ts";
import { formatVersion } from "../tls/version.ts";
import type { FlowReport } from "./capture-json.ts";
import { contextOf } from "./capture-json.ts";
import type { CaptureSummary } from "./capture-text.ts";
import type { Ladder } from "./ladder.ts";
import { stepsOf } from "./trace-ladder.ts";

/** What is kept of a capture that was read; nothing of its packets. Plain JSON, times in ms since 1970. */
export interface CaptureRecord {
  readonly id: string;
  /** Slack's id, and a hostile name. */
  readonly file: { readonly id: string; readonly name: string };
  readonly origin: Origin;
  readonly summary: CaptureSummary;
  /** What failed first; those with most handshakes first among their like. */
  readonly groups: readonly FlowGroup[];
  /** Groups that there was no room for. */
  readonly more: number;
}

/** Handshakes of one server and name that ended alike. */
export interface FlowGroup {
  readonly count: number;
  /** The first of them. */
  readonly flow: FlowRecord;
}

/** One handshake. Text is hostile. */
export interface FlowRecord {
  readonly outcome: FlowReport["outcome"];
  readonly finding: TraceFinding | null;
  readonly context: TraceContext;
  readonly at: number;
  readonly offered: OfferedFacts | null;
  readonly selected: SelectedFacts | null;
  /** Null where the server did not refuse it. */
  readonly refused: RefusedOffer | null;
  /** For a check of the same server; the best first. */
  readonly targets: readonly Target[];
  readonly ladder: Omit<Ladder, "alt">;
}

export interface OfferedFacts {
  readonly versions: readonly string[];
  readonly cipherSuites: number;
  readonly alpn: readonly string[];
  readonly fingerprint: string;
  /** The named client that sends exactly this; null for one that is not known. */
  readonly client: ClientId | null;
}

export interface SelectedFacts {
  readonly version: string;
  readonly cipherSuite: string;
  readonly group: string | null;
  readonly alpn: string | null;
}

/** Slack's `table` has 100 rows, and the first are titles. */
export const MAX_GROUPS = 99;
/** Looked at to find those: failures may come late, and completed handshakes must not crowd them out. */
const MAX_FAILING = 500;
const MAX_OTHERS = 100;
/** Of the groups together, in characters. */
const MAX_KEPT = 1_000_000;
/** What a peer may make long. */
const MAX_STRING = 300;
const MAX_ITEMS = 128;

interface Counted {
  readonly flow: FlowRecord;
  count: number;
}

/** Sums up the handshakes of a capture as they come. Memory is bounded by the numbers above. */
export class CaptureRecorder {
  readonly #failing = new Map<string, Counted>();
  readonly #others = new Map<string, Counted>();
  #more = 0;

  add(trace: HandshakeTrace, outcome: FlowReport["outcome"], findings: readonly TraceFinding[]): void {
    const [finding = null] = findings;
    const by = finding !== null && "by" in finding ? finding.by : "";
    const key = `${trace.serverKey} ${outcome} ${finding?.kind} ${by} ${trace.serverName}`;
    const [groups, most] = finding === null ? [this.#others, MAX_OTHERS] : [this.#failing, MAX_FAILING];
    const group = groups.get(key);
    if (group !== undefined) group.count++;
    else if (groups.size < most) groups.set(key, { flow: recordFlow(trace, outcome, finding), count: 1 });
    else this.#more++;
  }

  end(): Pick<CaptureRecord, "groups" | "more"> {
    const all = [...this.#failing.values(), ...this.#others.values()].toSorted(
      (a, b) => rank(a) - rank(b) || b.count - a.count,
    );
    const groups: FlowGroup[] = [];
    let room = MAX_KEPT;
    for (const group of all.slice(0, MAX_GROUPS)) {
      room -= JSON.stringify(group).length;
      if (room < 0) break;
      groups.push(group);
    }
    return { groups, more: this.#more + all.length - groups.length };
  }
}

function rank({ flow: { finding, outcome } }: Counted): number {
  if (finding !== null) return ["error", "warning", "info"].indexOf(finding.severity);
  return outcome === "completed" ? 4 : 3;
}

function recordFlow(
  trace: HandshakeTrace,
  outcome: FlowReport["outcome"],
  finding: TraceFinding | null,
): FlowRecord {
  const flow: Omit<FlowRecord, "refused"> = {
    outcome,
    finding,
    context: contextOf(trace),
    at: trace.endedAt,
    offered: describeOffer(trace),
    selected: describeSelection(trace),
    targets: targetsOf(trace),
    ladder: stepsOf(trace),
  };
  const short = JSON.parse(JSON.stringify(flow), shorten) as typeof flow;
  // Whole, or it would lack what the server accepts.
  return { ...short, refused: refusedOfferOf(trace) };
}

function shorten(_key: string, value: unknown): unknown {
  if (typeof value === "string") return value.slice(0, MAX_STRING);
  return Array.isArray(value) ? value.slice(0, MAX_ITEMS) : value;
}

function describeOffer({ clientHello, transport }: HandshakeTrace): OfferedFacts | null {
  if (clientHello === null) return null;
  return {
    versions: clientHello.versions.map(formatVersion),
    cipherSuites: clientHello.cipherSuites.length,
    alpn: clientHello.alpn,
    fingerprint: fingerprintClient(clientHello, transport),
    client: lookAlike(clientHello),
  };
}

function describeSelection({ serverHello }: HandshakeTrace): SelectedFacts | null {
  if (serverHello === null) return null;
  const { version, cipherSuite, group, alpn } = serverHello;
  return {
    version: formatVersion(version),
    cipherSuite: describeCipherSuite(cipherSuite).name,
    group: group === null ? null : describeNamedGroup(group),
    alpn,
  };
}
