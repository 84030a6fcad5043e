import { SlackError } from "../slack-error.ts";

/** One page of a list in Slack's cursor form. Throws `invalid_cursor`. */
export function page<Item>(
  items: readonly Item[],
  { cursor = "", limit }: { cursor?: string | undefined; limit: number },
): { items: readonly Item[]; next_cursor: string } {
  const [, offset] = /^offset:(\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (cursor !== "" && offset === undefined) throw new SlackError("invalid_cursor");
  const from = Number(offset ?? 0);
  const to = from + limit;
  return {
    items: items.slice(from, to),
    next_cursor: to < items.length ? Buffer.from(`offset:${to}`).toString("base64url") : "",
  };
}
