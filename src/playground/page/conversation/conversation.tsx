import { useCallback, useRef, useState } from "react";
import type { ClientChannel, ClientMessage, Snapshot, Ts } from "../../client-api.ts";
import { nameOf } from "../chrome/sidebar.tsx";
import { isReply } from "../workspace/state.ts";
import { Composer, type ComposerHandle } from "./composer.tsx";
import { MessageList } from "./message-list.tsx";
import { Tips } from "./tips.tsx";

export function Conversation(props: {
  readonly channel: ClientChannel;
  readonly messages: readonly ClientMessage[];
  readonly commands: Snapshot["commands"];
  readonly openThread: (ts: Ts) => void;
}) {
  const { channel, messages, commands, openThread } = props;
  const composer = useRef<ComposerHandle>(null);
  const [tipsOpen, setTipsOpen] = useState(messages.length === 0);
  // The list's messages are memoized, so what they are given must not change with every rendering.
  const latest = useRef(openThread);
  latest.current = openThread;
  const open = useCallback((ts: Ts) => latest.current(ts), []);
  const top = messages.filter((message) => !isReply(message));
  return (
    <main className="main" aria-label={nameOf(channel)}>
      <header className="main-header">
        <h2>{nameOf(channel)}</h2>
        <button
          type="button"
          className="link-button"
          aria-expanded={tipsOpen}
          onClick={() => setTipsOpen(!tipsOpen)}
        >
          Things to try
        </button>
      </header>
      <MessageList label={`Messages in ${nameOf(channel)}`} messages={top} openThread={open}>
        {tipsOpen && <Tips use={(command) => composer.current?.write(command)} />}
        {!channel.botIsMember && channel.kind !== "im" && (
          <p className="hint">The app is not in this channel. Type /invite @tlscheck to bring it in.</p>
        )}
      </MessageList>
      <Composer ref={composer} channel={channel} commands={commands} label={`Message ${nameOf(channel)}`} />
    </main>
  );
}
