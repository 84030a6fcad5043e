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
  #failed = false;

  /** @throws UsageError for a file that cannot be created: before much is read. */
  constructor(file: string) {
    this.#descriptor = createFile(file);
    this.#file = file;
  }

  add(flow: Flow): void {
    const failed = flow.findings.some(({ severity }) => severity === "error");
    if (this.#flow !== null && (this.#failed || !failed)) return;
    this.#flow = flow;
    this.#failed = failed;
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
