import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "@slack/web-api/dist/types/request/manifest.js";
import { expect, test } from "vitest";
import { parseManifest } from "../src/playground/manifest.ts";
import { COMMAND } from "../src/slack/commands/tlscheck.ts";
import { SCOPES } from "../src/slack/scopes.ts";
import { DIAGNOSE_MESSAGE } from "../src/slack/shortcuts/diagnose-message.ts";

const root = new URL("..", import.meta.url).pathname;
const read = (name: string) => JSON.parse(readFileSync(join(root, "manifests", name), "utf8")) as Manifest;

/** Every source file of the slack room. */
const sources = readdirSync(join(root, "src/slack"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(root, "src/slack", name), "utf8"))
  .join("\n");
const uses = (pattern: RegExp) =>
  [...new Set([...sources.matchAll(pattern)].map((match) => match[1] ?? ""))].toSorted();

/** https://docs.slack.dev/reference/methods and …/events: what each of them needs. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "chat.postMessage": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "chat.update": ["chat:write"],
  "chat.delete": ["chat:write"],
  "conversations.history": ["channels:history", "groups:history", "im:history", "mpim:history"],
  "conversations.replies": ["channels:history", "groups:history", "im:history", "mpim:history"],
  "users.info": ["users:read"],
  "users.conversations": ["channels:read", "groups:read", "im:read", "mpim:read"],
  "views.open": [],
  "views.publish": [],
  app_mention: ["app_mentions:read"],
  app_home_opened: [],
  app_uninstalled: [],
  file_shared: ["files:read"],
  channel_archive: ["channels:read"],
  channel_unarchive: ["channels:read"],
  channel_deleted: ["channels:read"],
  channel_left: ["channels:read"],
  group_archive: ["groups:read"],
  group_unarchive: ["groups:read"],
  group_deleted: ["groups:read"],
  group_left: ["groups:read"],
  member_joined_channel: ["channels:read", "groups:read"],
  "conversations.info": ["channels:read", "groups:read"],
  "files.info": ["files:read"],
  "files.completeUploadExternal": ["files:write"],
};

test.each(["socket-mode.json", "http.json"])(
  "%s is what Slack takes, and has exactly what the code uses",
  (name) => {
    const manifest = read(name);
    expect(() => parseManifest(manifest)).not.toThrow();
    expect(manifest.display_information.name.length).toBeLessThanOrEqual(35);
    expect(manifest.display_information.description?.length).toBeLessThanOrEqual(140);
    expect(manifest.display_information.long_description?.length).toBeGreaterThanOrEqual(174);

    const events = uses(/app\.event\("(\w+)"/g);
    expect(manifest.settings?.event_subscriptions?.bot_events?.toSorted()).toEqual(events);
    expect(manifest.features?.slash_commands?.map(({ command }) => command)).toEqual([COMMAND]);
    expect(manifest.features?.shortcuts?.map(({ callback_id }) => callback_id)).toEqual([DIAGNOSE_MESSAGE]);
    for (const { name: shown } of manifest.features?.shortcuts ?? [])
      expect(shown.length).toBeLessThanOrEqual(24);

    const methods = uses(/client\.((?:chat|conversations|users|views|files|reactions)\.\w+)/g);
    const scopes = new Set(
      [...methods, ...events].flatMap((use) => NEEDED[use] ?? [`nobody says what ${use} needs`]),
    );
    expect(manifest.oauth_config?.scopes?.bot?.toSorted()).toEqual([...scopes, "commands"].toSorted());
    expect(Object.keys(SCOPES).toSorted()).toEqual([...scopes, "commands"].toSorted());
  },
);

test("the two differ only in how requests come in", () => {
  const [socket, http] = [read("socket-mode.json"), read("http.json")].map((manifest) =>
    JSON.stringify(manifest, (key, value: unknown) =>
      ["url", "request_url", "redirect_urls", "socket_mode_enabled"].includes(key) ? undefined : value,
    ),
  );
  expect(http).toBe(socket);
  expect(read("socket-mode.json").settings?.socket_mode_enabled).toBe(true);
  expect(read("http.json").settings?.socket_mode_enabled).toBe(false);
});
