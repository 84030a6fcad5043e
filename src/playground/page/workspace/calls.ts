import type { ClientAnswer, ClientCalls, Id } from "../../client-api.ts";
import { isObject } from "../json.ts";

/** More than the 3 s within which a bot has to acknowledge. */
const CALL_TIMEOUT_MS = 10_000;
const UPLOAD_TIMEOUT_MS = 120_000;
const MAX_UPLOAD_BYTES = 100 * 1024 * 1024;

const NOT_REACHED: ClientAnswer = {
  ok: false,
  error: "not_reached",
  message: "The local workspace did not answer. Is it still running?",
};

/** Never rejects: what went wrong is an answer, with a `message` for the person. */
export async function call<Name extends keyof ClientCalls>(
  name: Name,
  body: ClientCalls[Name],
): Promise<ClientAnswer> {
  return post(`/client/${name}`, JSON.stringify(body), "application/json", CALL_TIMEOUT_MS);
}

/** Never rejects; a good answer has the `fileId`. */
export async function upload(user: Id, file: File): Promise<ClientAnswer> {
  if (file.size > MAX_UPLOAD_BYTES) {
    return { ok: false, error: "file_too_large", message: "A file can have 100 MB at most." };
  }
  const query = new URLSearchParams({ user, name: file.name }).toString();
  return post(`/client/upload?${query}`, file, "application/octet-stream", UPLOAD_TIMEOUT_MS);
}

async function post(url: string, body: BodyInit, type: string, timeout: number): Promise<ClientAnswer> {
  try {
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, { method: "POST", headers: { "content-type": type }, body, signal });
    const answer: unknown = await response.json();
    return isAnswer(answer) ? answer : NOT_REACHED;
  } catch {
    return NOT_REACHED;
  }
}

function isAnswer(value: unknown): value is ClientAnswer {
  if (!isObject(value)) return false;
  return value["ok"] === true || (value["ok"] === false && typeof value["message"] === "string");
}
