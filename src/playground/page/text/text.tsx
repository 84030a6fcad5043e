import { useMemo, type ReactNode } from "react";
import { asObject, asText } from "../json.ts";
import { DateText } from "./date.tsx";
import { replaceEmoji } from "./emoji.ts";
import { BroadcastMention, ChannelMention, Emoji, UserMention, UsergroupMention } from "./mentions.tsx";
import { decodeEntities, parseMrkdwn, type Inline, type Paragraph } from "./mrkdwn.ts";
import { SafeLink } from "./safe-link.tsx";

/** Slack's text object: `plain_text` or `mrkdwn`. */
export function TextObject({ value }: { readonly value: unknown }) {
  const { type, text, verbatim } = asObject(value);
  if (type === "mrkdwn") return <Mrkdwn text={asText(text)} verbatim={verbatim === true} />;
  return <span className="plain-text">{plainText(value)}</span>;
}

/** What a `plain_text` object says. Slack stores `&`, `<` and `>` as entities there too (bolt-python issue 513). */
export function plainText(value: unknown): string {
  const { text, emoji } = asObject(value);
  const decoded = decodeEntities(asText(text));
  return emoji === false ? decoded : replaceEmoji(decoded);
}

export function Mrkdwn({ text, verbatim = false }: { readonly text: string; readonly verbatim?: boolean }) {
  const paragraphs = useMemo(() => parseMrkdwn(text, verbatim), [text, verbatim]);
  return (
    <div className="mrkdwn">
      {paragraphs.map((paragraph, index) => (
        <ParagraphView key={index} paragraph={paragraph} />
      ))}
    </div>
  );
}

function ParagraphView({ paragraph }: { readonly paragraph: Paragraph }) {
  switch (paragraph.kind) {
    case "code_block":
      return <pre>{paragraph.text}</pre>;
    case "quote":
      return <blockquote>{inline(paragraph.children)}</blockquote>;
    case "text":
      return <div className="paragraph">{inline(paragraph.children)}</div>;
  }
}

function inline(nodes: readonly Inline[]): ReactNode {
  return nodes.map((node, index) => <InlineView key={index} node={node} />);
}

function InlineView({ node }: { readonly node: Inline }) {
  switch (node.kind) {
    case "text":
      return node.text;
    case "code":
      return <code>{node.text}</code>;
    case "emoji":
      return <Emoji name={node.name} />;
    case "bold":
      return <strong>{inline(node.children)}</strong>;
    case "italic":
      return <em>{inline(node.children)}</em>;
    case "strike":
      return <s>{inline(node.children)}</s>;
    case "link":
      return <SafeLink href={node.url}>{node.label}</SafeLink>;
    case "user":
      return <UserMention id={node.id} label={node.label} />;
    case "channel":
      return <ChannelMention id={node.id} label={node.label} />;
    case "usergroup":
      return <UsergroupMention id={node.id} label={node.label} />;
    case "broadcast":
      return <BroadcastMention range={node.range} />;
    case "date":
      return <DateText {...node} />;
  }
}
