import { useLayoutEffect, useRef, type ReactNode } from "react";
import type { ClientMessage, Ts } from "../../client-api.ts";
import { Message } from "./message.tsx";

const NEAR_THE_END = 80;

/** Stays at the end while the reader is there; never moves what somebody is reading. */
export function MessageList(props: {
  readonly label: string;
  readonly messages: readonly ClientMessage[];
  readonly openThread?: (ts: Ts) => void;
  readonly children?: ReactNode;
}) {
  const { label, messages, openThread, children } = props;
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const element = list.current;
    if (element !== null && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [messages]);
  return (
    <div
      ref={list}
      className="messages"
      role="log"
      aria-label={label}
      aria-live="polite"
      // The pane scrolls, so the keyboard must reach it.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
      }}
    >
      {children}
      {messages.map((message) => (
        <Message
          key={`${message.ts}${message.ephemeral ? " ephemeral" : ""}`}
          message={message}
          {...(openThread && { openThread })}
        />
      ))}
    </div>
  );
}
