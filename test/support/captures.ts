import type { HandshakeTrace } from "../../src/pcap/handshake-trace.ts";
import { CaptureRecorder } from "../../src/report/capture-record.ts";
import type { CaptureRecord } from "../../src/report/capture-record.ts";
import { readCapture } from "../../src/captures/read-capture.ts";
import type { Address, ConversationOptions, Packet, Utterance } from "../pcap/capture-writer.ts";
import { SERVER, converse, u8, writePcap } from "../pcap/capture-writer.ts";
import { recordConversation } from "../pcap/recorded-conversation.ts";

const AT = Date.UTC(2026, 10, 20, 20);
const HANDSHAKE_FAILURE = 40;

/** Captures of handshakes that Node's own TLS said, put on the wire of made-up addresses. */
export interface Scenes {
  readonly completed: (options?: ConversationOptions) => Packet[];
  /** The server refuses with a fatal alert. */
  readonly refused: (options?: ConversationOptions) => Packet[];
}

export async function recordScenes(): Promise<Scenes> {
  const said = await recordConversation({ maxVersion: "TLSv1.2" }, {});
  const alert: Utterance = { from: "server", bytes: u8(21, 3, 3, 0, 2, 2, HANDSHAKE_FAILURE) };
  let connections = 0;
  const next = (options: ConversationOptions): ConversationOptions => {
    const number = connections++;
    const client = { address: "192.0.2.1", port: 20_000 + number };
    return { client, at: AT + number * 1_000, ...options };
  };
  return {
    completed: (options = {}) => converse(said, next(options)),
    refused: (options = {}) =>
      converse([...said.slice(0, 1), alert], next({ end: { by: "server", flag: "fin" }, ...options })),
  };
}

/** `count` servers, each of which refuses once. */
export function refusedByMany({ refused }: Scenes, count: number): Packet[] {
  const server = (index: number): Address => ({
    address: `198.51.${100 + Math.floor(index / 250)}.${1 + (index % 250)}`,
    port: SERVER.port,
  });
  return Array.from({ length: count }, (_, index) => refused({ server: server(index) })).flat();
}

export const ORIGIN = {
  team: "T1",
  enterprise: null,
  channel: "C1",
  user: "U1",
  threadTs: "1700000000.000100",
  locale: "en-US",
};

export const CAPTURE_ID = "0123456789abcdef01234567";

/** As the worker records it. @param alter makes what a peer might send of each handshake */
export async function recordOf(
  packets: readonly Packet[],
  fileName = "tls-443.pcap",
  alter: (trace: HandshakeTrace) => HandshakeTrace = (trace) => trace,
): Promise<CaptureRecord> {
  const recorder = new CaptureRecorder();
  const { counts, outcomes, fault } = await readCapture(one(writePcap(packets)), {
    onFlow: ({ trace, outcome, findings }) => recorder.add(alter(trace), outcome, findings),
    live: false,
  });
  const { not_tls: notTls, ...others } = outcomes;
  return {
    id: CAPTURE_ID,
    file: { id: "F1", name: fileName },
    origin: ORIGIN,
    summary: { ...counts, ...others, notTls, fault },
    ...recorder.end(),
  };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
