import { useEffect, useState } from "react";
import { asObjects, asText } from "../json.ts";

interface Tip {
  readonly text: string;
  readonly command: string;
}

/** What a newcomer may try, as the workspace suggests it; a click writes it into the composer. */
export function Tips({ use }: { readonly use: (command: string) => void }) {
  const [tips, setTips] = useState<readonly Tip[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    void loadTips(stop.signal).then(setTips);
    return () => stop.abort();
  }, []);
  if (tips.length === 0) return null;
  return (
    <section className="tips" aria-label="Things to try">
      <p>Servers of this demo, each with something to find. Click one, or type a host of your own.</p>
      <ul>
        {tips.map(({ text, command }) => (
          <li key={command}>
            <button type="button" className="tip" onClick={() => use(command)}>
              <code>{command}</code>
              <span>{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Without tips the page is as good, so a workspace that gives none is no failure. */
async function loadTips(signal: AbortSignal): Promise<readonly Tip[]> {
  try {
    const answer: unknown = await (await fetch("/client/tips", { signal })).json();
    return asObjects(answer).map(({ text, command }) => ({ text: asText(text), command: asText(command) }));
  } catch {
    return [];
  }
}
