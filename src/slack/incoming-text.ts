/** What a person typed: Slack escapes `&`, `<` and `>` in every text that it hands out. */
export function typedText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A private key that was pasted: it is neither answered from nor repeated. */
export function holdsPrivateKey(text: string): boolean {
  return /BEGIN[A-Z ]{0,40}PRIVATE KEY/iu.test(text);
}
