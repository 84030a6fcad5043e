import type { HandshakeTrace, Side } from "../../pcap/handshake-trace.ts";
import type { Certificate } from "../../x509/certificate.ts";
import type { ServerRecord } from "./server-records.ts";
import type { TraceFinding } from "./trace-finding.ts";

/** A handshake with what is known around it. */
export interface SeenHandshake {
  readonly trace: HandshakeTrace;
  /** What the same server did with others. */
  readonly server: ServerRecord;
  /** What each side presented, as far as it can be read. */
  readonly certificates: Readonly<Record<Side, readonly Certificate[]>>;
  /** The fatal alert that ended it, when it was in the clear. */
  readonly alert: FatalAlert | null;
}

export interface FatalAlert {
  readonly by: Side;
  readonly description: string;
  readonly code: number;
}

/** One way in which a handshake shows why it failed. The first that finds an error is the answer. */
export interface TraceRule {
  /** What says that it is wrong. */
  readonly cites: string;
  readonly check: (seen: SeenHandshake) => readonly TraceFinding[];
}

/** A longer ClientHello does not fit into one segment of an ordinary path: some middleboxes read the first segment only. */
export const ONE_SEGMENT = 1_380;

/** The last message of TLS, whoever sent it. */
export function lastMessage({ messages }: HandshakeTrace): string | null {
  return messages.findLast(({ type }) => !TRANSPORT.has(type))?.type ?? null;
}

const TRANSPORT: ReadonlySet<string> = new Set(["syn", "syn_ack", "fin", "rst", "retransmission", "alert"]);
