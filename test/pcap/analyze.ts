import type { CaptureCounts } from "../../src/pcap/capture-counts.ts";
import { CaptureAnalysis } from "../../src/pcap/capture-analysis.ts";
import type { HandshakeTrace } from "../../src/pcap/handshake-trace.ts";
import { DecodeError } from "../../src/wire/decode-error.ts";

export interface Analyzed {
  readonly traces: readonly HandshakeTrace[];
  readonly counts: CaptureCounts;
  readonly fault: DecodeError | null;
}

/** Reads a capture in pieces of `size` bytes. */
export function analyze(capture: Buffer, size = 65_536): Analyzed {
  const traces: HandshakeTrace[] = [];
  const analysis = new CaptureAnalysis((trace) => traces.push(trace));
  let fault: DecodeError | null = null;
  const attempt = (step: () => void) => {
    try {
      step();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      fault ??= error;
    }
  };
  attempt(() => {
    for (let offset = 0; offset < capture.length; offset += size)
      analysis.push(capture.subarray(offset, offset + size));
  });
  attempt(() => analysis.end());
  return { traces, counts: analysis.counts, fault };
}

/** `client client_hello, server server_hello`. */
export function outline({ messages }: Pick<HandshakeTrace, "messages">): string {
  return messages.map(({ from, type }) => `${from} ${type}`).join(", ");
}
