import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface HttpServerPorts {
  /** What stands in the way of work, empty when nothing does. */
  readonly problems: () => Promise<readonly string[]>;
  readonly metrics: { readonly contentType: string; readonly render: () => Promise<string> };
  /** Slack's requests, in HTTP mode; false when the path is none of theirs. */
  readonly slack: ((request: IncomingMessage, response: ServerResponse) => Promise<boolean>) | null;
  readonly onError: (error: unknown) => void;
}

export interface HttpServer {
  readonly port: number;
  /** Takes no new connection; requests under way get `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** `/healthz`, `/readyz`, `/metrics`, and Slack's own paths, all on the given host.
 *  @throws the system's error when the port is taken. */
export async function startHttpServer(
  host: string,
  port: number,
  ports: HttpServerPorts,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    handle(request, response, ports).catch((error: unknown) => {
      ports.onError(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop: (graceMs) => stop(server, graceMs) };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  ports: HttpServerPorts,
): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0];
  if (request.method === "GET" && path === "/healthz") return answer(response, 200, "text/plain", "ok\n");
  if (request.method === "GET" && path === "/readyz") {
    const problems = await ports.problems();
    const ready = problems.length === 0;
    return answer(response, ready ? 200 : 503, "text/plain", ready ? "ok\n" : `${problems.join("\n")}\n`);
  }
  if (request.method === "GET" && path === "/metrics") {
    return answer(response, 200, ports.metrics.contentType, await ports.metrics.render());
  }
  if ((await ports.slack?.(request, response)) !== true) answer(response, 404, "text/plain", "not found\n");
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type }).end(body);
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(timer);
}
