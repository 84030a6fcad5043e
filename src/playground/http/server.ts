import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { ClientAnswer } from "../client-api.ts";
import type { SocketMode } from "../delivery/socket-mode.ts";
import { MAX_FILE_BYTES, appSees, storeFile } from "../files.ts";
import { parseJson } from "../json.ts";
import type { ResponseUrls } from "../response-urls.ts";
import { SlackError } from "../slack-error.ts";
import type { StoredFile } from "../state.ts";
import type { Uploads } from "../uploads.ts";
import { parseMultipart } from "../web-api/arguments.ts";
import type { WebApi } from "../web-api/web-api.ts";
import { BodyTooLarge, readBody } from "./body.ts";
import { handleClientCall, type ClientContext } from "./client-calls.ts";
import type { ClientStreams } from "./client-stream.ts";
import { isLoopback } from "./loopback.ts";
import { servePage } from "./page.ts";

const MAX_CALL_BYTES = 1024 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;

export interface Parts extends ClientContext {
  readonly webApi: WebApi;
  readonly uploads: Uploads;
  readonly responseUrls: ResponseUrls;
  readonly streams: ClientStreams;
  readonly socketMode: SocketMode | null;
  readonly pageDirectory: string;
  readonly tips: readonly object[];
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

class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
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
  if (pathname.startsWith("/upload/v1/") && isPost) return receiveUpload(parts, request, response, pathname);
  if (pathname.startsWith("/files-pri/") && isGet) return download(parts, request, response, pathname);
  if (isGet && (await servePage(parts.pageDirectory, pathname, response))) return undefined;
  return end(response, 404, "Not found");
}

async function serveClient(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  demandOwnOrigin(request, url);
  const name = url.pathname.slice("/client/".length);
  const { workspace } = parts;
  if (request.method === "GET") {
    if (name === "tips") return json(response, parts.tips);
    if (name === "stream") return parts.streams.open(response, personFrom(parts, url).id);
    const file = workspace.files.get(/^files\/([^/]+)\//.exec(name)?.[1] ?? "");
    if (file === undefined || file.isDeleted) throw new Refused(404, "Not found");
    return sendFile(response, file);
  }
  if (request.method !== "POST") throw new Refused(405, "Method not allowed");
  if (name === "upload") {
    const user = personFrom(parts, url).id;
    const bytes = await readBody(request, MAX_FILE_BYTES);
    const { id } = storeFile(workspace, { name: url.searchParams.get("name") || "file", bytes, user });
    return json(response, { ok: true, fileId: id } satisfies ClientAnswer);
  }
  if (request.headers["content-type"]?.startsWith("application/json") !== true)
    throw new Refused(415, "JSON is needed");
  const given = parseJson((await readBody(request, MAX_CALL_BYTES)).toString());
  return json(response, await handleClientCall(name, given, parts));
}

/** Only this server's page may act for a person: no other site's script, form or link. */
function demandOwnOrigin({ headers, method }: IncomingMessage, url: URL): void {
  const site = headers["sec-fetch-site"];
  const isForeign = headers.origin !== undefined && headers.origin !== url.origin;
  if (isForeign || (site !== undefined && site !== "same-origin" && !(site === "none" && method === "GET")))
    throw new Refused(403, "Another site's page may not do this");
}

function personFrom({ workspace }: Parts, url: URL): { readonly id: string } {
  const [first] = workspace.people();
  const asked = url.searchParams.get("user");
  const person =
    asked === null || asked === ""
      ? first
      : workspace.people().find(({ id, name }) => id === asked || name === asked);
  if (person === undefined) throw new Refused(404, "No such person");
  return person;
}

async function respond(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const body = await readBody(request, MAX_CALL_BYTES);
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

/** The bytes themselves, or a form with them as its one file. */
async function receiveUpload(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const body = await readBody(request, MAX_FILE_BYTES);
  const type = request.headers["content-type"] ?? "";
  let bytes = body;
  if (type.startsWith("multipart/form-data")) {
    const form = await parseMultipart(type, body).catch(() => undefined);
    const file = [...(form?.values() ?? [])].find((value) => typeof value !== "string");
    if (file === undefined) throw new Refused(400, "There is no file in this form");
    bytes = Buffer.from(await file.arrayBuffer());
  }
  if (!parts.uploads.receive(path.slice("/upload/v1/".length), bytes)) throw new Refused(400, "Bad upload");
  end(response, 200, `OK - ${bytes.length}`);
}

/** Without a token that may read it, Slack shows its sign-in page and says 200. */
function download(
  { workspace }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): void {
  const { app } = workspace;
  const file = workspace.files.get(/^\/files-pri\/[^/-]+-([^/]+)\//.exec(path)?.[1] ?? "");
  const isAllowed =
    request.headers.authorization === `Bearer ${app.botToken}` &&
    app.isInstalled &&
    app.scopes.includes("files:read");
  if (!isAllowed) {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    return void response.end("<!DOCTYPE html><title>Sign in to the local workspace</title>");
  }
  if (file === undefined || !appSees(workspace, file)) return end(response, 404, "Not found");
  return sendFile(response, file);
}

function sendFile(response: ServerResponse, file: StoredFile): void {
  response.writeHead(200, {
    "content-type": file.mimetype,
    "content-length": file.bytes.length,
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", "%27")}`,
    "content-security-policy": "sandbox; default-src 'none'",
  });
  response.end(file.bytes);
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

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(JSON.stringify(body));
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  response.end(text);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
