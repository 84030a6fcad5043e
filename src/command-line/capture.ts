import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { CaptureResult, Flow } from "../captures/capture-diagnosis.ts";
import { findNames, isGzip, readCapture } from "../captures/read-capture.ts";
import { UsageError } from "../diagnosis/usage-error.ts";
import type { Catalog } from "../locales/catalog.ts";
import { loadCatalog } from "../locales/load-catalog.ts";
import { reportFlow } from "../report/capture-json.ts";
import type { CaptureSummary } from "../report/capture-text.ts";
import { CaptureText, formatFailure } from "../report/capture-text.ts";
import type { CaptureCall } from "./calls.ts";
import type { CaptureCheck } from "./capture-check.ts";
import { CapturePicture } from "./capture-picture.ts";
import { createFile, isSystemError } from "./created-file.ts";
import { STANDARD_INPUT } from "./standard-input.ts";
import type { Terminal } from "./terminal.ts";

const CHUNK = 1 << 18;
const WRITTEN_AT_ONCE = 1 << 16;
const CLEAR_LINE = "\r\u001B[K";

/** `tlscheck capture`; answers the exit code. @throws UsageError for a file that cannot be read, or is no capture. */
export async function runCapture(call: CaptureCall, terminal: Terminal): Promise<number> {
  const catalog = await loadCatalog(call.locale);
  const live = call.file === STANDARD_INPUT;
  if (call.json) return finish(await writeJson(call, live, terminal, catalog));
  const text = new CaptureText();
  const onSeen = ({ trace, findings }: Flow) => {
    const failure = findings.find(({ severity }) => severity === "error");
    if (live && failure !== undefined) terminal.write(`${formatFailure(trace, failure, catalog)}\n`);
  };
  const result = await read(call, live, terminal, ({ trace, findings }) => text.add(trace, findings), onSeen);
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
  let pending = "";
  const result = await read(call, live, terminal, ({ trace, outcome, findings }) => {
    pending += `${separator}${JSON.stringify(reportFlow(trace, outcome, findings, catalog))}`;
    separator = ",\n";
    if (!live && pending.length < WRITTEN_AT_ONCE) return;
    terminal.write(pending);
    pending = "";
  });
  refuseOther(call.file, result, catalog);
  const { verdict, counts, fault } = result;
  const rest = {
    packets: counts.packets,
    verdict,
    fault: fault === null ? null : { code: fault.code, structure: fault.structure, offset: fault.offset },
  };
  terminal.write(`${pending}${separator === ",\n" ? "" : separator}\n],${JSON.stringify(rest).slice(1)}\n`);
  return result;
}

/** @param onSeen takes each flow at once, also those of which a probe may tell more before `onFlow` takes them */
async function read(
  { file, redactTo, names, drawTo, locale, check, timeoutMs }: CaptureCall,
  live: boolean,
  { progress, drain }: Terminal,
  onFlow: (flow: Flow) => void,
  onSeen?: (flow: Flow) => void,
): Promise<CaptureResult> {
  const source = file === STANDARD_INPUT ? process.stdin : readInPlace(file);
  let picture: CapturePicture | null = null;
  let copy: RedactedFile | null = null;
  let checked: CaptureCheck | null = null;
  let shown = 0;
  const onProgress = (bytes: number) => {
    const megabytes = Math.floor(bytes / 1e6);
    if (megabytes > shown) progress?.(`${CLEAR_LINE}${(shown = megabytes)} MB`);
  };
  try {
    picture = drawTo === null ? null : new CapturePicture(drawTo);
    copy = redactTo === null ? null : new RedactedFile(redactTo);
    // Only who asks for it waits until the code that asks servers is loaded.
    checked = check ? new (await import("./capture-check.ts")).CaptureCheck(timeoutMs) : null;
    const tell = (flow: Flow) => {
      picture?.add(flow);
      onFlow(flow);
    };
    const hidden = redactTo !== null && names === "hash" ? await findNames(readInPlace(file)) : undefined;
    const result = await readCapture(source, {
      names: hidden,
      onFlow: (flow) => {
        onSeen?.(flow);
        if (checked?.take(flow) !== true) tell(flow);
      },
      live,
      drain,
      ...(!live && { onProgress }),
      ...(copy !== null && { onRedacted: (bytes) => copy?.write(bytes) }),
    });
    await checked?.join(tell);
    return result;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UsageError({ code: "file_unreadable", file, reason: error.message }, { cause: error });
  } finally {
    copy?.close();
    picture?.close(await loadCatalog(locale));
  }
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
    this.#descriptor = createFile(file);
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
