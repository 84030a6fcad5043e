/** A question, whose choices lead on, or the end of a path. */
export type PlaybookNode<Id extends string> =
  { readonly choices: Readonly<Record<string, Id>> } | { readonly outcome: true };

/** A dangling edge of the tree does not compile. */
export function definePlaybook<const N extends { [Id in keyof N]: PlaybookNode<keyof N & string> }>(
  nodes: N,
): N {
  return nodes;
}
