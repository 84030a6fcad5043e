import type { Connection } from "./connection-table.ts";
import type { QuicConnection } from "./quic-connection.ts";
import type { TcpConnection } from "./tcp-connection.ts";

/** A place in the table: what is left of a connection whose handshake is decided. */
export class ConnectionEntry implements Connection {
  readonly hash: number;
  readonly key: Int32Array;
  chained: this | null = null;
  newer: this | null = null;
  older: this | null = null;
  lastAt: number;
  /** Null when its handshake is decided: what it carries is of no interest. */
  connection: TcpConnection | QuicConnection | null;
  held = 0;
  /** A bit for each side that has sent its FIN; all after a reset. */
  over = 0;
  /** In the order of their first packets, from 1. */
  readonly number: number;

  constructor(
    number: number,
    hash: number,
    key: Int32Array,
    at: number,
    connection: TcpConnection | QuicConnection,
  ) {
    this.number = number;
    this.hash = hash;
    this.key = key;
    this.lastAt = at;
    this.connection = connection;
  }
}
