import { diagnoseTrace } from "../diagnosis/traces/diagnose-trace.ts";
import { ServerRecords } from "../diagnosis/traces/server-records.ts";
import type { TraceFinding } from "../diagnosis/traces/trace-finding.ts";
import type { CaptureCounts } from "../pcap/capture-counts.ts";
import { CaptureAnalysis } from "../pcap/capture-analysis.ts";
import type { HandshakeTrace } from "../pcap/handshake-trace.ts";
import type { PacketHandler } from "../pcap/redacted-capture.ts";
import { DecodeError } from "../wire/decode-error.ts";

/** A handshake and why it failed. */
export interface Flow {
  readonly trace: HandshakeTrace;
  readonly outcome: Outcome;
  readonly findings: readonly TraceFinding[];
}

/** `not_tls`: no handshake, since one side or both speak something else. */
export type Outcome = "completed" | "failed" | "incomplete" | "not_tls";

export interface CaptureResult {
  readonly verdict: "ok" | "problem";
  readonly counts: Readonly<CaptureCounts>;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** What ended the reading; null at the end of an intact file. */
  readonly fault: DecodeError | null;
}

/** Failures that wait: what the server does with others, later, tells why this one failed. */
const HELD = 500;

/** Reads a capture as it comes, and tells each flow with its findings. */
export class CaptureDiagnosis {
  readonly #onFlow: (flow: Flow) => void;
  readonly #held: number;
  readonly #servers = new ServerRecords();
  readonly #analysis: CaptureAnalysis;
  /** A Set keeps their order, and forgets the first without moving the others. */
  readonly #waiting = new Set<HandshakeTrace>();
  readonly #outcomes: Record<Outcome, number> = { completed: 0, failed: 0, incomplete: 0, not_tls: 0 };
  #fault: DecodeError | null = null;
  #problem = false;

  /** @param live each flow is told at once, with what is known by then
   *  @param onPacket takes every packet as it may be shown to others */
  constructor(onFlow: (flow: Flow) => void, live: boolean, onPacket: PacketHandler | null = null) {
    this.#analysis = new CaptureAnalysis((trace) => this.#take(trace), onPacket);
    this.#onFlow = onFlow;
    this.#held = live ? 0 : HELD;
  }

  /** False when the capture is damaged: what follows is not read. */
  push(chunk: Uint8Array): boolean {
    this.#attempt(() => this.#analysis.push(chunk));
    return this.#fault === null;
  }

  /** @param fault of what the capture came out of */
  end(fault: DecodeError | null): CaptureResult {
    this.#fault ??= fault;
    this.#attempt(() => this.#analysis.end());
    for (const trace of this.#waiting) this.#tell(trace);
    this.#waiting.clear();
    return {
      verdict: this.#problem ? "problem" : "ok",
      counts: this.#analysis.counts,
      outcomes: this.#outcomes,
      fault: this.#fault,
    };
  }

  #attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#fault ??= error;
    }
  }

  #take(trace: HandshakeTrace): void {
    this.#servers.learn(trace);
    if (!dependsOnOthers(trace)) {
      this.#tell(trace);
      return;
    }
    this.#waiting.add(trace);
    if (this.#waiting.size <= this.#held) return;
    for (const first of this.#waiting) {
      this.#waiting.delete(first);
      this.#tell(first);
      break;
    }
  }

  #tell(trace: HandshakeTrace): void {
    const findings = diagnoseTrace(trace, this.#servers.find(trace));
    const outcome = outcomeOf(trace);
    this.#outcomes[outcome]++;
    this.#problem ||= findings.some(({ severity }) => severity === "error");
    this.#onFlow({ trace, outcome, findings });
  }
}

/** The server said nothing that would tell why. */
function dependsOnOthers({ ending, serverHello, clientHelloLength }: HandshakeTrace): boolean {
  return ending.kind !== "completed" && serverHello === null && clientHelloLength > 0;
}

function outcomeOf({ ending }: HandshakeTrace): Outcome {
  switch (ending.kind) {
    case "completed":
    case "incomplete":
    case "not_tls":
      return ending.kind;
    case "alert":
    case "reset":
    case "closed":
    case "refused":
    case "unanswered":
    case "silence":
      return "failed";
  }
}
