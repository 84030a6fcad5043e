import type { HandshakeTrace } from "../../pcap/handshake-trace.ts";

/** What the handshakes of a capture tell about one server: what it took from others. */
export interface ServerRecord {
  readonly completed: number;
  readonly versions: ReadonlySet<number>;
  readonly cipherSuites: ReadonlySet<number>;
  readonly groups: ReadonlySet<number>;
  /** server_name of handshakes that the server answered; some of them. */
  readonly serverNames: ReadonlySet<string>;
  /** It answered a ClientHello without server_name. */
  readonly takesNoName: boolean;
  /** Bytes of the longest ClientHello that it answered. */
  readonly longestHello: number;
}

const MAX_SERVERS = 4096;
const MAX_NAMES = 16;

type Draft = {
  -readonly [K in keyof ServerRecord]: ServerRecord[K] extends ReadonlySet<infer T>
    ? Set<T>
    : ServerRecord[K];
};

/** Bounded in servers: the one that was first seen is forgotten first. */
export class ServerRecords {
  readonly #records = new Map<number | string, Draft>();

  /** Learns from a handshake that the server answered with a ServerHello. */
  learn(trace: HandshakeTrace): void {
    const { serverHello, serverName, clientHelloLength } = trace;
    if (serverHello === null) return;
    const record = this.#of(trace.serverKey);
    if (trace.ending.kind === "completed") record.completed++;
    record.versions.add(serverHello.version);
    record.cipherSuites.add(serverHello.cipherSuite);
    if (serverHello.group !== null) record.groups.add(serverHello.group);
    if (clientHelloLength === 0) return;
    if (serverName === null) record.takesNoName = true;
    else if (record.serverNames.size < MAX_NAMES) record.serverNames.add(serverName);
    record.longestHello = Math.max(record.longestHello, clientHelloLength);
  }

  find({ serverKey }: HandshakeTrace): ServerRecord {
    return this.#records.get(serverKey) ?? emptyRecord();
  }

  #of(server: number | string): Draft {
    const known = this.#records.get(server);
    if (known !== undefined) return known;
    const [first] = this.#records.keys();
    if (this.#records.size >= MAX_SERVERS && first !== undefined) this.#records.delete(first);
    const record = emptyRecord();
    this.#records.set(server, record);
    return record;
  }
}

function emptyRecord(): Draft {
  return {
    completed: 0,
    versions: new Set(),
    cipherSuites: new Set(),
    groups: new Set(),
    serverNames: new Set(),
    takesNoName: false,
    longestHello: 0,
  };
}
