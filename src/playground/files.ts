import { extname } from "node:path";
import type { Id, JsonObject } from "./client-api.ts";
import type { StoredFile } from "./state.ts";
import type { Workspace } from "./workspace.ts";

/** A bound of this workspace; Slack's own is 1 GB. */
export const MAX_FILE_BYTES = 100 * 1024 * 1024;

const MIME_TYPES: Readonly<Record<string, string>> = {
  pem: "application/x-x509-ca-cert",
  crt: "application/x-x509-ca-cert",
  cer: "application/x-x509-ca-cert",
  p12: "application/x-pkcs12",
  pfx: "application/x-pkcs12",
  txt: "text/plain",
  log: "text/plain",
  json: "application/json",
  yaml: "text/plain",
  yml: "text/plain",
  svg: "image/svg+xml",
  png: "image/png",
  pcap: "application/vnd.tcpdump.pcap",
};

export function storeFile(
  workspace: Workspace,
  file: { name: string; bytes: Buffer; user: Id; id?: Id; altText?: string | null },
): StoredFile {
  const stored: StoredFile = {
    id: file.id ?? workspace.ids.next("F"),
    name: file.name,
    title: file.name,
    mimetype: MIME_TYPES[fileType(file.name)] ?? "application/octet-stream",
    altText: file.altText ?? null,
    user: file.user,
    created: workspace.now(),
    bytes: file.bytes,
    shares: [],
    isSubmitted: false,
    isDeleted: false,
  };
  workspace.files.set(stored.id, stored);
  return stored;
}

function fileType(name: string): string {
  return extname(name).slice(1).toLowerCase();
}

/** May the app download it? Only what was shared where it is a member, put into its modal, or is its own. */
export function appSees(workspace: Workspace, file: StoredFile): boolean {
  if (file.isDeleted) return false;
  if (file.user === workspace.app.botUser || file.isSubmitted) return true;
  return file.shares.some(({ channel }) => {
    const shared = workspace.channels.get(channel);
    return shared !== undefined && workspace.sees(workspace.app.botUser, shared);
  });
}

/** Slack's file object. */
export function fileObject(workspace: Workspace, file: StoredFile): JsonObject {
  const created = Math.floor(file.created / 1000);
  const path = `${workspace.team.id}-${file.id}/${encodeURIComponent(file.name)}`;
  const channels = (kind: string) =>
    file.shares.map(({ channel }) => channel).filter((id) => workspace.channels.get(id)?.kind === kind);
  return {
    id: file.id,
    created,
    timestamp: created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    ...(file.altText !== null && { alt_txt: file.altText }),
    filetype: fileType(file.name),
    pretty_type: fileType(file.name).toUpperCase(),
    user: file.user,
    user_team: workspace.team.id,
    editable: false,
    size: file.bytes.length,
    mode: "hosted",
    is_external: false,
    external_type: "",
    is_public: channels("public").length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: "",
    url_private: `${workspace.origin}/files-pri/${path}`,
    url_private_download: `${workspace.origin}/files-pri/${workspace.team.id}-${file.id}/download/${encodeURIComponent(file.name)}`,
    permalink: `${workspace.origin}/files/${file.user}/${file.id}/${encodeURIComponent(file.name)}`,
    channels: channels("public"),
    groups: channels("private"),
    ims: channels("im"),
    shares: sharesOf(workspace, file),
    has_rich_preview: false,
    file_access: "visible",
  };
}

/** `shares.public` and `shares.private`, each by channel: where the file stands, and in which thread. */
function sharesOf(workspace: Workspace, { shares }: StoredFile): JsonObject {
  const of = (kinds: readonly string[]) => {
    const found = shares.filter(({ channel }) => kinds.includes(workspace.channels.get(channel)?.kind ?? ""));
    return Object.fromEntries(
      found.map(({ channel, ts, threadTs }) => [
        channel,
        [{ ts, ...(threadTs !== null && { thread_ts: threadTs }), team_id: workspace.team.id }],
      ]),
    );
  };
  return { public: of(["public"]), private: of(["private", "im"]) };
}
