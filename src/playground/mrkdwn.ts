import type { JsonObject } from "./client-api.ts";
import { isObject } from "./json.ts";
import type { Workspace } from "./workspace.ts";

const ENTITY = /<([!@])([^<>|]+)(?:\|[^<>]*)?>/g;
const BROADCASTS = new Set(["channel", "here", "everyone", "group"]);

/** Whom `<!channel>`, `<!here>`, `<!everyone>`, `<!subteam^S…>` and `<@U…>` in a text notify. */
export function mentionsInText(text: string): string[] {
  return [...text.matchAll(ENTITY)].flatMap(([, sign, name]) => {
    if (name === undefined) return [];
    if (sign === "@") return [name];
    if (BROADCASTS.has(name)) return [name];
    return name.startsWith("subteam^") ? [name.slice("subteam^".length)] : [];
  });
}

/** The same for blocks: every mrkdwn or markdown text, and the mention elements of rich text. `plain_text` and the
 *  text elements of rich text never notify anybody. */
export function mentionsInBlocks(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mentionsInBlocks);
  if (!isObject(value)) return [];
  const { type, text } = value;
  if ((type === "mrkdwn" || type === "markdown") && typeof text === "string") return mentionsInText(text);
  if (type === "broadcast" && typeof value["range"] === "string") return [value["range"]];
  if (type === "user" && typeof value["user_id"] === "string") return [value["user_id"]];
  if (type === "usergroup" && typeof value["usergroup_id"] === "string") return [value["usergroup_id"]];
  return Object.values(value).flatMap(mentionsInBlocks);
}

/** `&`, `<` and `>`, the three characters that Slack escapes. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const URL_IN_TEXT = /\bhttps?:\/\/[^\s<>|]+/g;
const HOST_IN_TEXT =
  /(?<![\w@./:-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|io|dev)(?:[/:][^\s<>|]*)?(?![\w-])/gi;

/** What Slack's client makes of typed text before it sends it: escaped, `@name` and `#channel` as entities, addresses as links
 *  (`example.com` becomes `<http://example.com|example.com>`, which bots must be able to read back). */
export function composeText(workspace: Workspace, typed: string): string {
  const linked = (text: string) => text.replace(HOST_IN_TEXT, (host) => `<http://${host}|${host}>`);
  const escaped = escapeText(typed);
  let composed = "";
  let from = 0;
  for (const match of escaped.matchAll(URL_IN_TEXT)) {
    composed += `${linked(escaped.slice(from, match.index))}<${match[0]}>`;
    from = match.index + match[0].length;
  }
  composed += linked(escaped.slice(from));
  return linkNames(workspace, composed);
}

/** `@name` → `<@U…>`, `#channel` → `<#C…|channel>`, `@channel` and its like → `<!channel>`. */
export function linkNames(workspace: Workspace, text: string): string {
  return text
    .replace(/(?<![\w<@!])@([\w.-]*\w)/g, (written, name: string) => {
      if (BROADCASTS.has(name)) return `<!${name}>`;
      const user = [...workspace.users.values()].find((candidate) => candidate.name === name);
      return user === undefined ? written : `<@${user.id}>`;
    })
    .replace(/(?<![\w<#&/])#([\w-]+)/g, (written, name: string) => {
      const channel = [...workspace.channels.values()].find((candidate) => candidate.name === name);
      return channel === undefined ? written : `<#${channel.id}|${name}>`;
    });
}

/** The `rich_text` block that Slack adds to what a person wrote. */
export function richText(text: string, blockId: string): JsonObject {
  const plain = text.replace(/<(?:[^<>|]+\|)?([^<>|]+)>/g, "$1");
  const unescaped = plain.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return {
    type: "rich_text",
    block_id: blockId,
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text: unescaped }] }],
  };
}
