import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface SlowSlack {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** Downloads go on only while this is true. */
  flowing: boolean;
  close(): Promise<void>;
}

const PIECE = 20_000;
const STEP_MS = 20;

/** Between the bot and a workspace: downloads of files come in pieces, and stop half-way until they may flow. */
export async function startSlowSlack(origin: string): Promise<SlowSlack> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(Buffer.from(piece as Uint8Array));
    const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
    const body = Buffer.concat(pieces);
    const answered = await fetch(new URL(request.url ?? "/", origin), {
      method: request.method ?? "GET",
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
      ...(body.length > 0 && { body }),
    });
    const bytes = Buffer.from(await answered.arrayBuffer());
    const type = answered.headers.get("content-type") ?? "";
    response.writeHead(answered.status, { "content-type": type });
    if (request.url?.startsWith("/files-pri/") !== true) {
      response.end(bytes.toString("latin1").replaceAll(origin, proxy()), "latin1");
      return;
    }
    for (let at = 0; at < bytes.length && !response.destroyed; at += PIECE) {
      while (at > bytes.length / 2 && !slow.flowing && !response.destroyed) await delay(STEP_MS);
      response.write(bytes.subarray(at, at + PIECE));
      await delay(STEP_MS);
    }
    response.end();
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const slow: SlowSlack = {
    apiUrl: `${proxy()}/api/`,
    flowing: false,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
  return slow;
}
