import type { ReactNode } from "react";

/** A link that leaves the page, in a tab of its own. What is not the web or mail (`javascript:` …) is only text. */
export function SafeLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  if (!isSafeUrl(href)) return <span className="isolate">{children}</span>;
  return (
    <a className="isolate" href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

export function isSafeUrl(url: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(url);
}
