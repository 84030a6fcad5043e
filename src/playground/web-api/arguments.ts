import type { IncomingMessage } from "node:http";
import { readBody } from "../http/body.ts";
import { isObject, parseJson } from "../json.ts";
import { SlackError } from "../slack-error.ts";

const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface CallArguments {
  readonly values: Readonly<Record<string, unknown>>;
  /** As given in the `Authorization` header or the body; not from a url. */
  readonly token: string | undefined;
  /** Of the client that authenticates with HTTP Basic, as `oauth.v2.access` allows. */
  readonly basic: { readonly clientId: string; readonly clientSecret: string } | undefined;
}

/** Reads the arguments from form fields, JSON, multipart or the query, as Slack does. Throws `SlackError`. */
export async function readArguments(request: IncomingMessage, url: URL): Promise<CallArguments> {
  const body = await readBody(request, MAX_BODY_BYTES);
  const authorization = request.headers.authorization ?? "";
  const [, bearer] = /^Bearer (.+)$/i.exec(authorization) ?? [];
  const [, credentials] = /^Basic (.+)$/i.exec(authorization) ?? [];
  const [clientId, clientSecret] = Buffer.from(credentials ?? "", "base64")
    .toString()
    .split(":");
  const values = { ...Object.fromEntries(url.searchParams), ...(await parseBody(request, body)) };
  const given = "token" in values && typeof values.token === "string" ? values.token : undefined;
  return {
    values,
    token: bearer ?? given,
    basic: clientId && clientSecret ? { clientId, clientSecret } : undefined,
  };
}

async function parseBody(request: IncomingMessage, body: Buffer): Promise<Readonly<Record<string, unknown>>> {
  if (body.length === 0) return {};
  const type = request.headers["content-type"] ?? "";
  if (type === "") throw new SlackError("missing_post_type");
  if (type.startsWith("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(body.toString()));
  if (type.startsWith("application/json")) {
    const json = parseJson(body.toString());
    if (json === undefined) throw new SlackError("invalid_json");
    if (!isObject(json)) throw new SlackError("json_not_object");
    return json;
  }
  if (type.startsWith("multipart/form-data")) {
    const form = await parseMultipart(type, body);
    return Object.fromEntries([...form].filter(([, value]) => typeof value === "string"));
  }
  throw new SlackError("invalid_post_type");
}

/** Throws `invalid_form_data`. */
export async function parseMultipart(contentType: string, body: Buffer): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  } catch {
    throw new SlackError("invalid_form_data");
  }
}
