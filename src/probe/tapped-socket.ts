import type { Socket } from "node:net";
import { Duplex } from "node:stream";

/** A socket that shows what it receives before anybody else reads it. */
export class TappedSocket extends Duplex {
  readonly #socket: Socket;
  /** The other side closed in order (FIN) rather than with a reset. */
  ended = false;

  constructor(socket: Socket, tap: (bytes: Uint8Array) => void) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    socket.on("data", (bytes: Buffer) => {
      tap(bytes);
      if (!this.push(bytes)) socket.pause();
    });
    socket.on("end", () => {
      this.ended = true;
      this.push(null);
    });
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy());
  }

  /** The operating system says that something went wrong. It does so also where nobody listened yet, or to a write first. */
  get failed(): boolean {
    return this.#socket.errored !== null;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#socket.write(chunk, callback);
  }

  override _final(callback: () => void): void {
    this.#socket.end(callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#socket.destroy();
    callback(error);
  }
}
