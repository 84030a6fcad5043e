import type { IncomingMessage, ServerResponse } from "node:http";
import type { ClientAnswer } from "../client-api.ts";
import { MAX_FILE_BYTES, storeFile } from "../files.ts";
import { parseJson } from "../json.ts";
import type { Workspace } from "../workspace.ts";
import { Refused, json } from "./answers.ts";
import { readBody } from "./body.ts";
import { handleClientCall, type ClientContext } from "./client-calls.ts";
import type { ClientStreams } from "./client-stream.ts";
import { sendFile } from "./file-routes.ts";

const MAX_CALL_BYTES = 1024 * 1024;

export interface ClientParts extends ClientContext {
  readonly streams: ClientStreams;
}

/** `/client/…`: what the page asks for. */
export async function serveClient(
  parts: ClientParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  demandOwnOrigin(request, url);
  const name = url.pathname.slice("/client/".length);
  const { workspace } = parts;
  if (request.method === "GET") {
    if (name === "tips")
      return json(
        response,
        parts.tips.map(({ text, command, act }) => ({ text, command, act: act?.label })),
      );
    if (name === "stream") return parts.streams.open(response, personFrom(workspace, url).id);
    const file = workspace.files.get(/^files\/([^/]+)\//.exec(name)?.[1] ?? "");
    if (file === undefined || file.isDeleted) throw new Refused(404, "Not found");
    return sendFile(response, file);
  }
  if (request.method !== "POST") throw new Refused(405, "Method not allowed");
  if (name === "upload") {
    const user = personFrom(workspace, url).id;
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

function personFrom(workspace: Workspace, url: URL): { readonly id: string } {
  const [first] = workspace.people();
  const asked = url.searchParams.get("user");
  const person =
    asked === null || asked === ""
      ? first
      : workspace.people().find(({ id, name }) => id === asked || name === asked);
  if (person === undefined) throw new Refused(404, "No such person");
  return person;
}
