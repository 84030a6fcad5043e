import type { Id } from "./client-api.ts";
import { storeFile } from "./files.ts";
import { secret } from "./identifiers.ts";
import { SlackError } from "./slack-error.ts";
import type { StoredFile } from "./state.ts";
import type { Workspace } from "./workspace.ts";

interface Upload {
  readonly fileId: Id;
  readonly name: string;
  readonly length: number;
  readonly altText: string | null;
  bytes: Buffer | null;
}

/** The app's uploads between `files.getUploadURLExternal` and `files.completeUploadExternal`. */
export class Uploads {
  readonly #workspace: Workspace;
  readonly #byUrl = new Map<string, Upload>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  open(name: string, length: number, altText: string | null): { upload_url: string; file_id: Id } {
    const key = secret();
    const fileId = this.#workspace.ids.next("F");
    this.#byUrl.set(key, { fileId, name, length, altText, bytes: null });
    return { upload_url: `${this.#workspace.origin}/upload/v1/${key}`, file_id: fileId };
  }

  /** The POST to the upload url. False: unknown url, used before, or another length than announced. */
  receive(key: string, bytes: Buffer): boolean {
    const upload = this.#byUrl.get(key);
    if (upload === undefined || upload.bytes !== null || upload.length !== bytes.length) return false;
    upload.bytes = bytes;
    return true;
  }

  /** Throws `file_not_found` for an id that is unknown, completed or without its bytes. */
  complete(fileId: Id, title: string | undefined): StoredFile {
    const found = [...this.#byUrl].find(([, { fileId: candidate }]) => candidate === fileId);
    const bytes = found?.[1].bytes ?? null;
    if (found === undefined || bytes === null) throw new SlackError("file_not_found", { file: fileId });
    const [key, { name, altText }] = found;
    this.#byUrl.delete(key);
    const { botUser: user } = this.#workspace.app;
    const file = storeFile(this.#workspace, { id: fileId, name, bytes, user, altText });
    file.title = title ?? name;
    return file;
  }
}
