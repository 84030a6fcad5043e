/** A question, whose choices lead on, or the end of a path. */
export type PlaybookNode<Id extends string> =
  { readonly choices: Readonly<Record<string, Id>> } | { readonly outcome: true };

/** A dangling edge of the tree does not compile. */
export function definePlaybook<const N extends { [Id in keyof N]: PlaybookNode<keyof N & string> }>(
  nodes: N,
): N {
  return nodes;
}

/** Outcomes of the same names, and choices that each lead to the outcome of its name. */
export function outcomesOf<const Id extends string>(
  ids: readonly Id[],
): { outcomes: { readonly [I in Id]: { readonly outcome: true } }; choices: { readonly [I in Id]: I } } {
  return {
    outcomes: Object.fromEntries(ids.map((id) => [id, { outcome: true }])) as {
      [I in Id]: { outcome: true };
    },
    choices: Object.fromEntries(ids.map((id) => [id, id])) as { [I in Id]: I },
  };
}
