import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { SocketMode } from "../delivery/socket-mode.ts";
import { parseJson } from "../json.ts";
import type { ResponseUrls } from "../response-urls.ts";
import { SlackError } from "../slack-error.ts";
import type { Uploads } from "../uploads.ts";
import type { WebApi } from "../web-api/web-api.ts";
import { Refused, end, json } from "./answers.ts";
import { BodyTooLarge, readBody } from "./body.ts";
import { serveClient, type ClientParts } from "./client-routes.ts";
import { download, receiveUpload } from "./file-routes.ts";
import { isLoopback } from "./loopback.ts";
import { servePage } from "./page.ts";

const MAX_RESPONSE_BYTES = 1024 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;

export interface Parts extends ClientParts {
  readonly webApi: WebApi;
  readonly uploads: Uploads;
  readonly responseUrls: ResponseUrls;
  readonly socketMode: SocketMode | null;
  readonly pageDirectory: string;
}

/** All of the workspace behind one port of 127.0.0.1; from then on it knows its own address. */
export async function listen(parts: Parts, port: number): Promise<Server> {
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS }, (request, response) => {
    void serve(parts, request, response);
  });
  server.on("upgrade", (request, stream, head) => upgrade(parts, request, stream, head));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (typeof address === "object" && address !== null)
    parts.workspace.origin = `http://127.0.0.1:${address.port}`;
  return server;
}

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "no-referrer");
  try {
    await route(parts, request, response, urlOf(parts, request));
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    if (error instanceof Refused) end(response, error.status, error.message);
    else if (error instanceof BodyTooLarge) end(response.setHeader("connection", "close"), 413, "Too large");
    else end(response, 500, "Internal error");
    if (!(error instanceof Refused || error instanceof BodyTooLarge)) process.emitWarning(toError(error));
  }
}

/** A foreign name that was made to resolve to 127.0.0.1 (DNS rebinding) shows in `Host`. */
function urlOf({ workspace }: Parts, request: IncomingMessage): URL {
  const host = request.headers.host ?? "";
  if (!URL.canParse(`http://${host}`)) throw new Refused(421, "This is a local workspace");
  const { hostname, port } = new URL(`http://${host}`);
  if (!isLoopback(hostname) || port !== new URL(workspace.origin).port)
    throw new Refused(421, "This is a local workspace");
  if (!URL.canParse(request.url ?? "", `http://${host}`)) throw new Refused(400, "Bad request");
  return new URL(request.url ?? "", `http://${host}`);
}

async function route(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { pathname } = url;
  const isPost = request.method === "POST";
  const isGet = request.method === "GET" || request.method === "HEAD";
  if (pathname.startsWith("/api/") && (isPost || isGet)) return parts.webApi.handle(request, response, url);
  if (pathname.startsWith("/client/")) return serveClient(parts, request, response, url);
  if (pathname.startsWith("/response/") && isPost) return respond(parts, request, response, pathname);
  if (pathname.startsWith("/upload/v1/") && isPost)
    return receiveUpload(parts.uploads, request, response, pathname);
  if (pathname.startsWith("/files-pri/") && isGet)
    return download(parts.workspace, request, response, pathname);
  if (isGet && (await servePage(parts.pageDirectory, pathname, response))) return undefined;
  return end(response, 404, "Not found");
}

async function respond(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const body = await readBody(request, MAX_RESPONSE_BYTES);
  const text = body.toString();
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  try {
    parts.responseUrls.respond(
      path.split("/").at(-1) ?? "",
      parseJson(isForm ? (new URLSearchParams(text).get("payload") ?? "") : text),
    );
    end(response, 200, "ok");
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const isGone = ["used_url", "expired_url", "no_such_url"].includes(error.code);
    json(response, { ok: false, error: error.code, ...error.extra }, isGone ? 404 : 400);
  }
}

function upgrade(parts: Parts, request: IncomingMessage, stream: Duplex, head: Buffer): void {
  stream.on("error", () => stream.destroy());
  try {
    const url = urlOf(parts, request);
    if (url.pathname === "/link/" && parts.socketMode?.upgrade(request, url, stream, head) === true) return;
  } catch {
    // Refused below, like a bad ticket.
  }
  stream.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
