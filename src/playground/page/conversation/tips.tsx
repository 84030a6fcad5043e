import { useEffect, useState } from "react";
import { asObjects, asText } from "../json.ts";
import { call } from "../workspace/calls.ts";

interface Tip {
  readonly text: string;
  readonly command: string;
  /** What else can be done, beside giving the command. */
  readonly act: string;
}

/** For so long the button says that it has been done. */
const DONE_MS = 2_000;

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
        {tips.map(({ text, command, act }) => (
          <li key={command}>
            <button type="button" className="tip" onClick={() => use(command)}>
              <code>{command}</code>
              <span>{text}</span>
            </button>
            {act !== "" && <Act label={act} command={command} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Act({ label, command }: { readonly label: string; readonly command: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return undefined;
    const timer = setTimeout(() => setSaid(""), DONE_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const act = async () => {
    const answer = await call("do_tip", { command });
    setSaid(answer.ok ? "Done" : answer.message);
  };
  return (
    <button type="button" className="tip-act" aria-live="polite" onClick={() => void act()}>
      {said === "" ? label : said}
    </button>
  );
}

/** Without tips the page is as good, so a workspace that gives none is no failure. */
async function loadTips(signal: AbortSignal): Promise<readonly Tip[]> {
  try {
    const answer: unknown = await (await fetch("/client/tips", { signal })).json();
    return asObjects(answer).map(({ text, command, act }) => ({
      text: asText(text),
      command: asText(command),
      act: asText(act),
    }));
  } catch {
    return [];
  }
}
