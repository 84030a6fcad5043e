import { describe, expect, it } from "vitest";
import type { Diagnosis, DiagnosisResult } from "../../src/diagnosis/diagnosis.ts";
import type { DiagnosePorts } from "../../src/jobs/diagnose-processor.ts";
import { diagnoseProcessor } from "../../src/jobs/diagnose-processor.ts";
import { AT, alerted, diagnosis, evidence } from "../support/evidence.ts";

const waiting: Diagnosis = { ...diagnosis(evidence()), result: null };
const job = { diagnosisId: waiting.id };
const running = new AbortController().signal;

/** Everything that the processor asks for, in order. */
function record(ports: Partial<DiagnosePorts> = {}) {
  const calls: string[] = [];
  const saved: DiagnosisResult[] = [];
  const all: DiagnosePorts = {
    load: () => Promise.resolve(waiting),
    collect: (_, onStep) => {
      onStep("name");
      calls.push("collect");
      return Promise.resolve(evidence({ handshakes: [alerted("handshake_failure")] }));
    },
    save: (_, result) => {
      calls.push("save");
      saved.push(result);
      return Promise.resolve();
    },
    announce: () => ({
      step: (step) => calls.push(`step ${step}`),
      end: () => {
        calls.push("end");
        return Promise.resolve();
      },
    }),
    show: () => {
      calls.push("show");
      return Promise.resolve();
    },
    onError: (error) => calls.push(`error ${String(error)}`),
    now: () => AT,
    ...ports,
  };
  return { calls, saved, process: diagnoseProcessor(all) };
}

describe("a check", () => {
  it("collects, saves what the rules say, ends the progress, shows", async () => {
    const { calls, saved, process } = record();
    await process(job, running);
    expect(calls).toEqual(["step name", "collect", "save", "end", "show"]);
    expect(saved).toMatchObject([{ state: "checked", findings: [{ kind: "cipher_suite_mismatch" }] }]);
  });

  it("that was done already is only shown", async () => {
    const { calls, process } = record({ load: () => Promise.resolve(diagnosis(evidence())) });
    await process(job, running);
    expect(calls).toEqual(["show"]);
  });

  it("that was taken back does nothing", async () => {
    const { calls, process } = record({ load: () => Promise.resolve(null) });
    await process(job, running);
    expect(calls).toEqual([]);
  });

  it("that breaks is saved as failed, and its thread says so", async () => {
    const { calls, saved, process } = record({ collect: () => Promise.reject(new Error("a bug")) });
    await process(job, running);
    expect(calls).toEqual(["error Error: a bug", "save", "end", "show"]);
    expect(saved).toEqual([{ state: "failed", at: AT }]);
  });

  it("that is stopped saves nothing: another worker takes it over", async () => {
    const { calls, process } = record({ collect: () => Promise.reject(new Error("stopped")) });
    await expect(process(job, AbortSignal.abort())).rejects.toThrow("stopped");
    expect(calls).toEqual(["end"]);
  });

  it("whose result cannot be saved is tried again, with its progress ended", async () => {
    const { calls, process } = record({ save: () => Promise.reject(new Error("no Redis")) });
    await expect(process(job, running)).rejects.toThrow("no Redis");
    expect(calls).toEqual(["step name", "collect", "end"]);
  });
});
