import { diagnose } from "../diagnosis/diagnose.ts";
import type { Diagnosis, DiagnosisResult } from "../diagnosis/diagnosis.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import type { DiagnosisJob } from "./queues.ts";

/** The parts of a check that a person can watch. */
export type Step = "name" | "connection" | "handshake" | "certificate";

export interface DiagnosePorts {
  readonly load: (id: string) => Promise<Diagnosis | null>;
  /** Never rejects for what a network or a server does. */
  readonly collect: (
    diagnosis: Diagnosis,
    onStep: (step: Step) => void,
    signal: AbortSignal,
  ) => Promise<Evidence>;
  readonly save: (diagnosis: Diagnosis, result: DiagnosisResult) => Promise<void>;
  /** Shows progress until `end`, which waits for what is under way. Neither throws. */
  readonly announce: (diagnosis: Diagnosis) => { step: (step: Step) => void; end: () => Promise<void> };
  readonly show: (id: string) => Promise<void>;
  /** A bug of ours that ended a check. */
  readonly onError: (error: unknown, diagnosis: Diagnosis) => void;
  readonly now: () => number;
}

/** Safe to run again at any line: what was saved is not probed again, and `show` brings the messages up to date. */
export function diagnoseProcessor(ports: DiagnosePorts) {
  return async ({ diagnosisId }: DiagnosisJob, signal: AbortSignal): Promise<void> => {
    const diagnosis = await ports.load(diagnosisId);
    // Taken back: the asker was told that nothing was started.
    if (diagnosis === null) return;
    if (diagnosis.result === null) {
      const progress = ports.announce(diagnosis);
      try {
        await ports.save(diagnosis, await check(ports, diagnosis, progress.step, signal));
      } finally {
        await progress.end();
      }
    }
    await ports.show(diagnosisId);
  };
}

/** A check that breaks would break again: who asked is told so now, not after the last attempt. */
async function check(
  { collect, onError, now }: DiagnosePorts,
  diagnosis: Diagnosis,
  onStep: (step: Step) => void,
  signal: AbortSignal,
): Promise<DiagnosisResult> {
  try {
    const evidence = await collect(diagnosis, onStep, signal);
    return { state: "checked", evidence, findings: diagnose(evidence) };
  } catch (error) {
    if (signal.aborted) throw error;
    onError(error, diagnosis);
    return { state: "failed", at: now() };
  }
}
