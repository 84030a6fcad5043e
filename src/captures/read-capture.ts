import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CaptureAnalysis } from "../pcap/capture-analysis.ts";
import { CapturedNames } from "../pcap/captured-names.ts";
import { RedactedCapture } from "../pcap/redacted-capture.ts";
import { DecodeError } from "../wire/decode-error.ts";
import type { CaptureResult, Flow } from "./capture-diagnosis.ts";
import { CaptureDiagnosis } from "./capture-diagnosis.ts";

export interface ReadOptions {
  readonly onFlow: (flow: Flow) => void;
  /** Tell each flow at once, as for `tcpdump -w - | …`, with what is known by then. */
  readonly live: boolean;
  /** Takes a copy of the capture that may be shown to others, piece by piece. */
  readonly onRedacted?: (bytes: Buffer) => void;
  /** Of the same capture, which are to be hidden in that copy; without them names stay. */
  readonly names?: CapturedNames | undefined;
  /** Bytes that were read, uncompressed. */
  readonly onProgress?: (bytes: number) => void;
  /** Awaited after every piece of the capture: who takes the flows may need time. */
  readonly drain?: () => Promise<void>;
  readonly signal?: AbortSignal;
}

const GZIP = Buffer.from("1f8b", "hex");

/** Reads pcap or pcapng, also gzip'd, as it comes. A piece that is not zipped is read before the next is asked for. What is wrong with the file is in the result.
 *  @throws what the source throws, and the signal's reason. */
export async function readCapture(
  source: AsyncIterable<Uint8Array>,
  { onFlow, live, onRedacted, names, onProgress, drain, signal }: ReadOptions,
): Promise<CaptureResult> {
  const redacted = onRedacted === undefined ? null : new RedactedCapture(onRedacted, names);
  const diagnosis = new CaptureDiagnosis(onFlow, live, redacted?.packet ?? null);
  let bytes = 0;
  let fault: DecodeError | null = null;
  try {
    for await (const chunk of unpack(source)) {
      signal?.throwIfAborted();
      bytes += chunk.length;
      onProgress?.(bytes);
      const intact = diagnosis.push(chunk);
      await drain?.();
      if (!intact) break;
    }
  } catch (error) {
    if (!isGzipError(error)) throw error;
    fault = new DecodeError("illegal_value", "gzip", bytes, { cause: error });
  }
  return diagnosis.end(fault);
}

/** A first reading, for a copy in which names are hidden. A damaged capture has those that come before. @throws what the source throws */
export async function findNames(source: AsyncIterable<Uint8Array>): Promise<CapturedNames> {
  const names = new CapturedNames();
  const analysis = new CaptureAnalysis(() => undefined, null, names);
  try {
    for await (const chunk of unpack(source)) analysis.push(chunk);
    analysis.end();
  } catch (error) {
    if (!(error instanceof DecodeError) && !isGzipError(error)) throw error;
  }
  return names;
}

/** As it is, or without its gzip; files within files are not looked for. */
async function* unpack(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  for (let length = 0; length < GZIP.length;) {
    const next = await iterator.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
  }
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* head;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value;
    } finally {
      await iterator.return?.();
    }
  };
  if (!isGzip(Buffer.concat(head))) {
    yield* rest();
    return;
  }
  const input = Readable.from(rest(), { objectMode: false });
  const gunzip = createGunzip();
  input.on("error", (error) => gunzip.destroy(error));
  try {
    yield* input.pipe(gunzip);
  } finally {
    input.destroy();
  }
}

/** By its first bytes: RFC 1952 section 2.3.1. */
export function isGzip(bytes: Uint8Array): boolean {
  return GZIP.equals(bytes.subarray(0, GZIP.length));
}

/** `Z_DATA_ERROR`, `Z_BUF_ERROR` …: zlib's. */
function isGzipError(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}
