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
  if (ending === null || !isWorthTelling(ending, tracer.facts.hasHello, facts)) return null;
  return new LazyTrace(tracer, facts, ending);
}

/** Of most handshakes nobody asks more than how they ended: the rest is made when it is asked for. */
class LazyTrace implements HandshakeTrace {
  readonly #tracer: HandshakeTracer;
  readonly #facts: TransportFacts;
  readonly ending: Ending;
  #alerts: HandshakeTrace["alerts"] | null = null;
  #messages: readonly TracedMessage[] | null = null;

  constructor(tracer: HandshakeTracer, facts: TransportFacts, ending: TracerEnding) {
    this.#tracer = tracer;
    this.#facts = facts;
    this.ending = nameSides(ending, this.#name, tracer.facts.firstBytes);
  }

  readonly #name = (side: SideIndex): Side => (side === this.#facts.client ? "client" : "server");

  get transport() {
    return this.#facts.transport;
  }
  get client() {
    return endpointOf(this.#facts, this.#facts.client);
  }
  get server() {
    return endpointOf(this.#facts, otherSide(this.#facts.client));
  }
  get serverKey() {
    const { key, version, client } = this.#facts;
    const side = otherSide(client);
    const port = key[8 + side] ?? 0;
    return version === 4
      ? (key[4 * side] ?? 0) * 65_536 + port
      : `${key.slice(4 * side, 4 * side + 4).join()} ${port}`;
  }
  get prelude() {
    return this.#facts.preludes[this.#facts.client];
  }
  get clientHello() {
    return this.#tracer.facts.clientHello;
  }
  get clientHelloLength() {
    return this.#tracer.facts.clientHelloLength;
  }
  get serverName() {
    return this.#tracer.facts.serverName;
  }
  get serverHello() {
    return this.#tracer.facts.serverHello;
  }
  get retriedGroup() {
    return this.#tracer.facts.retriedGroup;
  }
  get certificateList() {
    return this.#tracer.facts.certificateList;
  }
  get clientCertificate() {
    return this.#tracer.describeClientCertificate();
  }
  get alerts() {
    return (this.#alerts ??= this.#tracer.facts.alerts.map(({ at, from, level, description, code }) => ({
      at,
      from: this.#name(from),
      level,
      description,
      code,
    })));
  }
  get messages() {
    return (this.#messages ??= inOrder(
      this.#tracer.facts.messages.map(({ at, from, type }) => ({ at, from: this.#name(from), type })),
    ));
  }
  get startedAt() {
    return this.#facts.startedAt;
  }
  get endedAt() {
    return this.#facts.endedAt;
  }
  get capture() {
    const { startedLate, seen, missingBytes } = this.#facts;
    return {
      startedLate,
      onlySide: seen[0] === seen[1] ? null : this.#name(seen[0] ? 0 : 1),
      missingBytes,
    };
  }
  get retransmissions() {
    const { client, retransmissions } = this.#facts;
    return { client: retransmissions[client], server: retransmissions[otherSide(client)] };
  }
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
