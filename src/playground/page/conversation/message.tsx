import { memo, useState } from "react";
import type { ClientMessage, Ts } from "../../client-api.ts";
import { Blocks } from "../blocks/blocks.tsx";
import { Menu } from "../elements/menu.tsx";
import { SurfaceProvider, useEntered } from "../elements/surface.tsx";
import { formatTime } from "../text/date-token.ts";
import { Mrkdwn } from "../text/text.tsx";
import { call } from "../workspace/calls.ts";
import { useDirectory, useUser } from "../workspace/directory.ts";
import { Avatar } from "./avatar.tsx";
import { Files } from "./files.tsx";

interface MessageProps {
  readonly message: ClientMessage;
  /** Absent inside a thread. */
  readonly openThread?: (ts: Ts) => void;
}

/** A message that did not change is not rendered again when another one does. */
export const Message = memo(function Message({ message, openThread }: MessageProps) {
  const { self } = useDirectory();
  const author = useUser(message.user);
  const entered = useEntered();
  const { channel, ts, blocks } = message;
  return (
    <article
      className="message"
      data-ts={ts}
      data-ephemeral={message.ephemeral}
      aria-label={`${author?.realName ?? "Slackbot"}, ${formatTime(Number(ts), self.locale)}`}
    >
      <Avatar id={message.user} name={author?.realName ?? "Slackbot"} isBot={author?.isBot ?? true} />
      <div className="message-content">
        {message.ephemeral && <p className="only-you">Only visible to you</p>}
        <p className="message-head">
          <strong className="isolate">{author?.realName ?? "Slackbot"}</strong>
          {author?.isBot === true && <span className="app-badge">APP</span>}
          <time dateTime={new Date(Number(ts) * 1000).toISOString()}>
            {formatTime(Number(ts), self.locale)}
          </time>
        </p>
        <SurfaceProvider container={{ type: "message", channel, ts }} blocks={blocks} entered={entered}>
          {blocks.length > 0 ? <Blocks blocks={blocks} /> : <Mrkdwn text={message.text} />}
        </SurfaceProvider>
        {message.edited && <span className="edited">(edited)</span>}
        <Files files={message.files} />
        {openThread !== undefined && message.replyCount > 0 && (
          <button type="button" className="replies" onClick={() => openThread(ts)}>
            {message.replyCount === 1 ? "1 reply" : `${message.replyCount} replies`}
          </button>
        )}
      </div>
      {!message.ephemeral && <MessageActions message={message} {...(openThread && { openThread })} />}
    </article>
  );
});

function MessageActions({ message, openThread }: MessageProps) {
  const { self, messageShortcuts } = useDirectory();
  const [failure, setFailure] = useState("");
  const { channel, ts } = message;
  const items = messageShortcuts.map(({ callbackId, name }) => ({
    key: callbackId,
    label: name,
    choose: () => {
      setFailure("");
      void call("message_shortcut", { user: self.id, callbackId, channel, ts }).then(
        (answer) => !answer.ok && setFailure(answer.message),
      );
    },
  }));
  return (
    <div className="message-actions">
      {openThread !== undefined && (
        <button
          type="button"
          className="icon-button"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={() => openThread(ts)}
        >
          <ReplyIcon />
        </button>
      )}
      {items.length > 0 && <Menu label="More actions" className="icon-button" button="⋮" items={items} />}
      {failure !== "" && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

function ReplyIcon() {
  return (
    <svg
      viewBox="0 0 20 20"
      width="16"
      height="16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
    >
      <path d="M3 4.5h14v9H9l-4 3v-3H3z" strokeLinejoin="round" />
    </svg>
  );
}
