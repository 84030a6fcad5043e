import type { IncomingMessage, ServerResponse } from "node:http";
import { MAX_FILE_BYTES, appSees } from "../files.ts";
import type { StoredFile } from "../state.ts";
import type { Uploads } from "../uploads.ts";
import { parseMultipart } from "../web-api/arguments.ts";
import type { Workspace } from "../workspace.ts";
import { Refused, end } from "./answers.ts";
import { readBody } from "./body.ts";

/** The bytes themselves, or a form with them as its one file. */
export async function receiveUpload(
  uploads: Uploads,
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
  if (!uploads.receive(path.slice("/upload/v1/".length), bytes)) throw new Refused(400, "Bad upload");
  end(response, 200, `OK - ${bytes.length}`);
}

/** Without a token that may read it, Slack shows its sign-in page and says 200. */
export function download(
  workspace: Workspace,
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

export function sendFile(response: ServerResponse, file: StoredFile): void {
  response.writeHead(200, {
    "content-type": file.mimetype,
    "content-length": file.bytes.length,
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", "%27")}`,
    "content-security-policy": "sandbox; default-src 'none'",
  });
  response.end(file.bytes);
}
