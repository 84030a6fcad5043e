import type { Diagnosis, DiagnosisResult } from "../diagnosis/diagnosis.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
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
  readonly observe: (result: DiagnosisResult) => void;
}

/** Safe to run again at any line: what was saved is not probed again, and `show` brings the messages up to date. */
export function diagnoseProcessor({ load, collect, save, announce, show, observe }: DiagnosePorts) {
  return async ({ diagnosisId }: DiagnosisJob, signal: AbortSignal): Promise<void> => {
    const diagnosis = await load(diagnosisId);
    // Taken back: the asker was told that nothing was started.
    if (diagnosis === null) return;
    if (diagnosis.result === null) {
      const progress = announce(diagnosis);
      try {
        const evidence = await collect(diagnosis, progress.step, signal);
        const result: DiagnosisResult = { state: "checked", evidence, findings: diagnose(evidence) };
        await save(diagnosis, result);
        observe(result);
      } finally {
        await progress.end();
      }
    }
    await show(diagnosisId);
  };
}
