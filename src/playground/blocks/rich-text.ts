import { URL_LENGTH, id } from "./composition.ts";
import { byType, enumeration, flag, integer, list, matching, number, object, text, url } from "./schema.ts";

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
const style = object({}, { bold: flag, italic: flag, strike: flag, underline: flag, code: flag });
const styled = { style };
const textLeaf = object({ text: text({ min: 1 }) }, styled);
const linkLeaf = object({ url: url(URL_LENGTH) }, { ...styled, text: text(), unsafe: flag });

const leaf = byType({
  text: textLeaf,
  link: linkLeaf,
  user: object({ user_id: text({ min: 1 }) }, styled),
  usergroup: object({ usergroup_id: text({ min: 1 }) }, styled),
  team: object({ team_id: text({ min: 1 }) }, styled),
  channel: object({ channel_id: text({ min: 1 }) }, styled),
  emoji: object({ name: text({ min: 1 }) }, { ...styled, unicode: text(), url: text() }),
  broadcast: object({ range: enumeration("here", "channel", "everyone") }, styled),
  color: object({ value: matching(/^#[0-9a-fA-F]{6}$/) }, styled),
  date: object({ timestamp: number, format: text({ min: 1 }) }, { ...styled, url: text(), fallback: text() }),
});

const section = object({ elements: list(leaf) });
const border = integer(0, 1);

export const richText = object(
  {
    elements: list(
      byType({
        rich_text_section: section,
        rich_text_list: object(
          { elements: list(byType({ rich_text_section: section })), style: enumeration("bullet", "ordered") },
          { indent: integer(0, 8), offset: integer(0, Number.MAX_SAFE_INTEGER), border },
        ),
        rich_text_quote: object({ elements: list(leaf) }, { border }),
        rich_text_preformatted: object(
          { elements: list(byType({ text: textLeaf, link: linkLeaf })) },
          { border },
        ),
      }),
    ),
  },
  { block_id: id },
);

/** Where a field must hold one whole `rich_text` block. */
export const richTextBlock = byType({ rich_text: richText });
