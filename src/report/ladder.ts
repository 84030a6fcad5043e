import type { Side } from "../pcap/handshake-trace.ts";

/** A handshake as Wireshark's flow graph shows it. Every text is hostile. Times are ms since 1970. */
export interface Ladder {
  /** Whom the client asked for. */
  readonly title: string;
  readonly transport: "tcp" | "quic";
  /** `192.0.2.1:40001`. */
  readonly client: string;
  readonly server: string;
  readonly startedAt: number;
  readonly steps: readonly LadderStep[];
  /** For those who cannot see it. The picture itself has protocol terms and addresses alone, so that it needs no language's font. */
  readonly alt: string;
}

/** In the order of their times. */
export interface LadderStep {
  readonly at: number;
  /** Who sent it, or did not. */
  readonly from: Side;
  readonly shape: StepShape;
  /** `ClientHello`, `Alert: handshake_failure (40)`, `RST`. */
  readonly name: string;
  /** What is worth knowing of it in a few words. */
  readonly detail: string | null;
  /** It ended the handshake. */
  readonly failing: boolean;
}

export type StepShape =
  /** Of TLS. */
  | "message"
  /** Of TCP: SYN, FIN. */
  | "segment"
  | "reset"
  | "retransmission"
  /** What never came. */
  | "silence"
  /** Between the lines; nobody's. */
  | "remark"
  | "completed";
