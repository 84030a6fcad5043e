import type { Ending, Endpoint, HandshakeTrace, Side, TracedMessage } from "./handshake-trace.ts";
import type { HandshakeTracer, TracerEnding } from "./handshake-tracer.ts";
import { otherSide } from "./handshake-tracer.ts";
import { formatAddress } from "./internet-layer.ts";
import type { Prelude } from "./tls-start.ts";
import type { SideIndex } from "./tls-stream.ts";

/** What the transport knows beside the tracer; pairs are by side. */
export interface TransportFacts {
  readonly transport: "tcp" | "quic";
  /** Addresses and ports, those of side 0 first. */
  readonly key: Int32Array;
  readonly version: 4 | 6;
  readonly client: SideIndex;
  readonly preludes: readonly [Prelude | null, Prelude | null];
  readonly startedLate: boolean;
  readonly seen: readonly [boolean, boolean];
  readonly missingBytes: number;
  readonly retransmissions: readonly [number, number];
  readonly startedAt: number;
  readonly endedAt: number;
}

/** The trace of a handshake that is decided. Null when there was nothing of TLS to see, and nobody but the client ended it. */
export function toTrace(tracer: HandshakeTracer, facts: TransportFacts): HandshakeTrace | null {
  const { ending } = tracer;
  const { client, seen, retransmissions } = facts;
  if (ending === null || !isWorthTelling(ending, tracer.hasHello, facts)) return null;
  const server = otherSide(client);
  const name = (side: SideIndex): Side => (side === client ? "client" : "server");
  return {
    transport: facts.transport,
    client: endpointOf(facts, client),
    server: endpointOf(facts, server),
    prelude: facts.preludes[client],
    clientHello: tracer.clientHello,
    serverHello: tracer.serverHello,
    retriedGroup: tracer.retriedGroup,
    certificateList: tracer.certificateList,
    clientCertificate: tracer.describeClientCertificate(),
    alerts: tracer.alerts.map((alert) => ({ ...alert, from: name(alert.from) })),
    messages: inOrder(tracer.messages.map(({ at, from, type }) => ({ at, from: name(from), type }))),
    startedAt: facts.startedAt,
    endedAt: facts.endedAt,
    ending: nameSides(ending, name, tracer.firstBytes),
    capture: {
      startedLate: facts.startedLate,
      onlySide: seen[0] === seen[1] ? null : name(seen[0] ? 0 : 1),
      missingBytes: facts.missingBytes,
    },
    retransmissions: { client: retransmissions[client], server: retransmissions[server] },
  };
}

function endpointOf({ key, version }: TransportFacts, side: SideIndex): Endpoint {
  const words = key.subarray(4 * side, 4 * side + 4);
  return { address: formatAddress(words, version), port: key[8 + side] ?? 0 };
}

function isWorthTelling(ending: TracerEnding, hasHello: boolean, facts: TransportFacts): boolean {
  if (hasHello) return true;
  switch (ending.kind) {
    case "completed":
    case "incomplete":
      return false;
    case "reset":
    case "closed":
      return ending.by !== facts.client && !facts.startedLate;
    case "alert":
    case "silence":
    case "refused":
    case "unanswered":
      return true;
    // What a connection carries in its middle looks like nothing.
    case "not_tls":
      return !facts.startedLate;
  }
}

function nameSides(
  ending: TracerEnding,
  name: (side: SideIndex) => Side,
  firstBytes: readonly [Buffer | null, Buffer | null],
): Ending {
  switch (ending.kind) {
    case "alert":
      return { ...ending, by: name(ending.by) };
    case "reset":
    case "closed":
      return { ...ending, by: name(ending.by) };
    case "silence":
      return { ...ending, of: name(ending.of) };
    case "not_tls":
      return { ...ending, by: name(ending.by), firstBytes: firstBytes[ending.by] ?? Buffer.alloc(0) };
    case "completed":
    case "refused":
    case "unanswered":
    case "incomplete":
      return { kind: ending.kind };
  }
}

/** What came late was delivered late; as a rule nothing did. */
function inOrder(messages: readonly TracedMessage[]): readonly TracedMessage[] {
  const sorted = messages.every(({ at }, index) => index === 0 || at >= (messages[index - 1]?.at ?? 0));
  return sorted ? messages : messages.toSorted((a, b) => a.at - b.at);
}
