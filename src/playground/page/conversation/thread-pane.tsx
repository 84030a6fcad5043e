import { useEffect, useMemo } from "react";
import type { ClientChannel, ClientMessage, Ts } from "../../client-api.ts";
import { nameOf } from "../chrome/sidebar.tsx";
import { threadOf } from "../workspace/state.ts";
import { Composer } from "./composer.tsx";
import { MessageList } from "./message-list.tsx";

export function ThreadPane(props: {
  readonly channel: ClientChannel;
  readonly messages: readonly ClientMessage[];
  readonly parent: Ts;
  readonly close: () => void;
}) {
  const { channel, messages, parent, close } = props;
  const thread = useMemo(() => threadOf(messages, parent), [messages, parent]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A dialog or a menu that is open takes Esc for itself.
      const taken = document.querySelector("dialog[open], [popover]:popover-open") !== null;
      if (event.key === "Escape" && !taken) close();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [close]);
  return (
    <aside className="thread" aria-label="Thread">
      <header className="main-header">
        <h2>
          Thread <small>{nameOf(channel)}</small>
        </h2>
        <button type="button" className="icon-button" aria-label="Close the thread" onClick={close}>
          ✕
        </button>
      </header>
      <MessageList label="Replies" messages={thread} />
      <Composer channel={channel} threadTs={parent} label="Reply …" />
    </aside>
  );
}
