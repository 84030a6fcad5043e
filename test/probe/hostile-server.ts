import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";

export interface HostileServer {
  readonly port: number;
  /** Connections that are open now. */
  readonly open: () => number;
  /** Bytes that the server got rid of. */
  readonly sent: () => number;
  /** Later connections are refused; those that are open stay. */
  stopListening(): void;
  close(): Promise<void>;
}

/** Does whatever a test wants with each connection, and knows whether the client let go of it. */
export async function startHostileServer(behave: (socket: Socket) => void): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  let sent = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => {
      sent += socket.bytesWritten;
      sockets.delete(socket);
    });
    // Who does not read never learns that the client has gone.
    socket.on("data", () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    open: () => sockets.size,
    sent: () => sent,
    stopListening: () => server.close(),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        // It may have been stopped already.
        server.close(() => resolve());
      }),
  };
}

/** TLSPlaintext, RFC 8446 section 5.1; the length may lie. */
export function record(type: number, fragment: Uint8Array, length = fragment.length): Buffer {
  return Buffer.concat([Buffer.from([type, 3, 3, length >> 8, length & 255]), fragment]);
}

/** Handshake, RFC 8446 section 4; the length may lie. */
export function message(type: number, body: Uint8Array, length = body.length): Buffer {
  return Buffer.concat([Buffer.from([type, (length >> 16) & 255, (length >> 8) & 255, length & 255]), body]);
}

/** A ServerHello of TLS 1.2 for TLS_RSA_WITH_AES_128_GCM_SHA256 with renegotiation_info, without which OpenSSL gives up. */
export const SERVER_HELLO = message(
  2,
  Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    Buffer.from([0, 0x00, 0x9c, 0, 0, 5, 0xff, 1, 0, 1, 0]),
  ]),
);
