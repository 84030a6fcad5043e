const collator = new Intl.Collator("en", { numeric: true });

/** As people number their hosts: `web2` before `web10`. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}
