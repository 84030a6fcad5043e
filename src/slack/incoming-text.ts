/** What a person typed: Slack escapes `&`, `<` and `>` in every text that it hands out. */
export function typedText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
