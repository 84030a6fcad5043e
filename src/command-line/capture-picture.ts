import { closeSync, rmSync, writeFileSync } from "node:fs";
import type { Flow } from "../captures/capture-diagnosis.ts";
import type { Catalog } from "../locales/catalog.ts";
import { drawLadder } from "../report/ladder-svg.ts";
import { ladderOf } from "../report/trace-ladder.ts";
import { createFile } from "./created-file.ts";

/** `--svg`: the first handshake that failed, or else the first. No file where there was none. */
export class CapturePicture {
  readonly #file: string;
  readonly #descriptor: number;
  #flow: Flow | null = null;

  /** @throws UsageError for a file that cannot be created: before much is read. */
  constructor(file: string) {
    this.#descriptor = createFile(file);
    this.#file = file;
  }

  add(flow: Flow): void {
    if (this.#flow === null || isFirst(flow, this.#flow)) this.#flow = flow;
  }

  close(catalog: Catalog): void {
    if (this.#flow !== null) {
      const { trace, findings } = this.#flow;
      writeFileSync(this.#descriptor, drawLadder(ladderOf(trace, findings, catalog), "auto"));
    }
    closeSync(this.#descriptor);
    if (this.#flow === null) rmSync(this.#file);
  }
}

/** Flows are told when they are decided, not in the order of their beginnings. */
function isFirst(flow: Flow, other: Flow): boolean {
  const failed = hasFailed(flow);
  return failed === hasFailed(other) ? flow.trace.startedAt < other.trace.startedAt : failed;
}

function hasFailed({ findings }: Flow): boolean {
  return findings.some(({ severity }) => severity === "error");
}
