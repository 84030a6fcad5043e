import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";
import type { ClientHello } from "../../src/tls/client-hello.ts";
import { decodeClientHello } from "../../src/tls/client-hello.ts";
import { HandshakeReader } from "../../src/tls/handshake.ts";
import { RecordReader } from "../../src/tls/record.ts";

export interface RecordedHello {
  /** Of the record that it came in. */
  readonly recordVersion: number;
  readonly hello: ClientHello;
}

/** Longer than the slowest of them takes to start. */
const TIMEOUT_MS = 45_000;

/** What a client sends first to a server that never answers.
 *  @param connect makes it connect to 127.0.0.1; its end, however it comes, is awaited */
export async function recordHello(
  connect: (port: number, signal: AbortSignal) => Promise<unknown>,
): Promise<RecordedHello> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = new AbortController();
  const deadline = AbortSignal.any([stop.signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const running = connect((server.address() as AddressInfo).port, deadline).then(
    () => null,
    (error: unknown) => error,
  );
  try {
    const [socket]: Socket[] = await Promise.race([
      once(server, "connection", { signal: deadline }),
      running.then((cause) => Promise.reject(new Error("the client ended without connecting", { cause }))),
    ]);
    if (socket === undefined) throw new Error("no connection");
    return await readHello(socket, deadline);
  } finally {
    stop.abort();
    server.close();
    await running;
  }
}

async function readHello(socket: Socket, signal: AbortSignal): Promise<RecordedHello> {
  const records = new RecordReader();
  const messages = new HandshakeReader();
  signal.addEventListener("abort", () => socket.destroy());
  for await (const bytes of socket)
    for (const record of records.push(bytes))
      for (const { body } of messages.push(record.fragment)) {
        socket.destroy();
        return { recordVersion: record.version, hello: decodeClientHello(body) };
      }
  throw new Error("the client sent no Client Hello");
}
