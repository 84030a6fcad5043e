import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { replaceEmoji } from "../text/emoji.ts";
import { SafeLink } from "../text/safe-link.tsx";

/** Standard Markdown. HTML in it stays text, and images are links, as in Slack. */
const COMPONENTS: Components = {
  a: ({ href = "", children }) => <SafeLink href={href}>{children}</SafeLink>,
  img: ({ src, alt = "" }) => <SafeLink href={src ?? ""}>{alt || src}</SafeLink>,
  table: ({ children }) => (
    <div className="table-scroll" role="region" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
};

export function MarkdownBlock({ text }: { readonly text: string }) {
  return (
    <div className="markdown">
      <Markdown remarkPlugins={[remarkGfm]} components={COMPONENTS}>
        {replaceEmoji(text)}
      </Markdown>
    </div>
  );
}
