import { closeSync, openSync, readSync, writeFileSync, writeSync } from "node:fs";
import type { CaptureResult, Flow } from "../captures/capture-diagnosis.ts";
import { isGzip, readCapture } from "../captures/read-capture.ts";
import { UsageError } from "../diagnosis/usage-error.ts";
import type { Catalog } from "../locales/catalog.ts";
import { catalogFor } from "../locales/locale.ts";
import { contextOf, describeTraceFinding, reportFlow } from "../report/capture-json.ts";
import type { CaptureSummary } from "../report/capture-text.ts";
import { CaptureText, formatFailure } from "../report/capture-text.ts";
import { drawLadder } from "../report/ladder.ts";
import type { CaptureCall } from "./arguments.ts";
import { STANDARD_INPUT } from "./standard-input.ts";
import type { Terminal } from "./terminal.ts";

const CHUNK = 1 << 18;
const CLEAR_LINE = "\r\u001B[K";

/** `tlscheck capture`; answers the exit code. @throws UsageError for a file that cannot be read, or is no capture. */
export async function runCapture(call: CaptureCall, terminal: Terminal): Promise<number> {
  const catalog = catalogFor(call.locale);
  const live = call.file === STANDARD_INPUT;
  if (call.json) return finish(await writeJson(call, live, terminal, catalog));
  const text = new CaptureText();
  const result = await read(call, live, terminal, catalog, ({ trace, findings }) => {
    text.add(trace, findings);
    const failure = findings.find(({ severity }) => severity === "error");
    if (live && failure !== undefined) terminal.write(`${formatFailure(trace, failure, catalog)}\n`);
  });
  terminal.progress?.(CLEAR_LINE);
  refuseOther(call.file, result, catalog);
  terminal.write(`${text.format(summarize(result), catalog, terminal.paint)}\n`);
  return finish(result);
}

/** One object, written as it grows: a capture may have more flows than memory has room for. */
async function writeJson(
  call: CaptureCall,
  live: boolean,
  terminal: Terminal,
  catalog: Catalog,
): Promise<CaptureResult> {
  let separator = `{"schema":"tlscheck.capture/1","flows":[\n`;
  const result = await read(call, live, terminal, catalog, ({ trace, outcome, findings }) => {
    terminal.write(`${separator}${JSON.stringify(reportFlow(trace, outcome, findings, catalog))}`);
    separator = ",\n";
  });
  refuseOther(call.file, result, catalog);
  const { verdict, counts, fault } = result;
  const rest = {
    packets: counts.packets,
    verdict,
    fault: fault === null ? null : { code: fault.code, structure: fault.structure, offset: fault.offset },
  };
  terminal.write(`${separator === ",\n" ? "" : separator}\n],${JSON.stringify(rest).slice(1)}\n`);
  return result;
}

async function read(
  call: CaptureCall,
  live: boolean,
  { progress, drain }: Terminal,
  catalog: Catalog,
  take: (flow: Flow) => void,
): Promise<CaptureResult> {
  const { file, redactTo, drawTo } = call;
  let drawn: Flow | null = null;
  const onFlow = (flow: Flow) => {
    if (drawTo !== null && (drawn === null || isFirst(flow, drawn))) drawn = flow;
    take(flow);
  };
  const source = file === STANDARD_INPUT ? process.stdin : readInPlace(file);
  const copy = redactTo === null ? null : new RedactedFile(redactTo);
  let shown = 0;
  const onProgress = (bytes: number) => {
    const megabytes = Math.floor(bytes / 1e6);
    if (megabytes > shown) progress?.(`${CLEAR_LINE}${(shown = megabytes)} MB`);
  };
  try {
    const result = await readCapture(source, {
      onFlow,
      live,
      drain,
      ...(!live && { onProgress }),
      ...(copy !== null && { onRedacted: (bytes) => copy.write(bytes) }),
    });
    if (drawTo !== null && drawn !== null) writePicture(drawTo, draw(drawn, catalog));
    return result;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UsageError({ code: "file_unreadable", file, reason: error.message }, { cause: error });
  } finally {
    copy?.close();
  }
}

/** The first that failed, else the first: flows are told when they are decided, not in the order of their beginnings. */
function isFirst(flow: Flow, other: Flow): boolean {
  const failed = hasFailed(flow);
  return failed === hasFailed(other) ? flow.trace.startedAt < other.trace.startedAt : failed;
}

function hasFailed({ findings }: Flow): boolean {
  return findings.some(({ severity }) => severity === "error");
}

/** @throws UsageError when it cannot be written. */
function writePicture(file: string, svg: string): void {
  try {
    writeFileSync(file, svg);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UsageError({ code: "file_unreadable", file, reason: error.message }, { cause: error });
  }
}

/** Under what went wrong, or who spoke where nothing did. */
function draw({ trace, findings: [finding] }: Flow, catalog: Catalog): string {
  const context = contextOf(trace);
  const title =
    finding === undefined
      ? (context.serverName ?? context.server)
      : describeTraceFinding(finding, context, catalog).title;
  return drawLadder(trace, title);
}

/** The same memory for every piece, so it must be read before the next is asked for. What is zipped is read later, and gets its
 *  own. */
async function* readInPlace(file: string): AsyncGenerator<Uint8Array> {
  const descriptor = openSync(file, "r");
  try {
    const piece = Buffer.allocUnsafeSlow(CHUNK);
    let zipped: boolean | null = null;
    for (;;) {
      const length = readSync(descriptor, piece);
      if (length === 0) return;
      zipped ??= isGzip(piece.subarray(0, length));
      yield zipped ? Buffer.from(piece.subarray(0, length)) : piece.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Written in large pieces: packets are small. */
class RedactedFile {
  readonly #descriptor: number;
  #pieces: Buffer[] = [];
  #length = 0;

  /** @throws UsageError when it cannot be written, or is there already: it might be the capture itself. */
  constructor(file: string) {
    try {
      this.#descriptor = openSync(file, "wx", 0o600);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new UsageError({ code: "file_unreadable", file, reason: error.message }, { cause: error });
    }
  }

  write(bytes: Buffer): void {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length >= CHUNK) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#pieces);
    for (let written = 0; written < bytes.length;) written += writeSync(this.#descriptor, bytes, written);
    this.#pieces = [];
    this.#length = 0;
  }
}

/** A file of which nothing could be read is a mistake of who named it. */
function refuseOther(file: string, { counts, fault }: CaptureResult, { capture }: Catalog): void {
  if (fault === null || counts.packets > 0) return;
  const reason = fault.structure === "capture" ? capture.notACapture : fault.message;
  throw new UsageError({ code: "file_unreadable", file, reason }, { cause: fault });
}

function finish({ verdict }: CaptureResult): number {
  return verdict === "problem" ? 1 : 0;
}

function summarize({ counts, outcomes, fault }: CaptureResult): CaptureSummary {
  const { completed, failed, incomplete, not_tls: notTls } = outcomes;
  return { ...counts, completed, failed, incomplete, notTls, fault };
}

/** ENOENT, EISDIR …: the file system's. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}
