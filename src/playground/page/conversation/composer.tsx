import { useId, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from "react";
import type { ClientChannel, Id, Snapshot, Ts } from "../../client-api.ts";
import { call, upload } from "../workspace/calls.ts";
import { useDirectory } from "../workspace/directory.ts";
import { DropZone } from "./drop-zone.tsx";
import { formatSize } from "./files.tsx";

export interface ComposerHandle {
  write(text: string): void;
}

interface Attached {
  readonly id: Id;
  readonly name: string;
  readonly size: number;
}

/** Enter sends, Shift+Enter breaks the line. What could not be sent stays. */
export function Composer(props: {
  readonly channel: ClientChannel;
  readonly label: string;
  readonly threadTs?: Ts;
  readonly commands?: Snapshot["commands"];
  readonly ref?: Ref<ComposerHandle>;
}) {
  const { channel, label, threadTs, commands = [] } = props;
  const user = useDirectory().self.id;
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [attached, setAttached] = useState<readonly Attached[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const [choice, setChoice] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  useImperativeHandle(props.ref, () => ({
    write(given) {
      setText(given);
      field.current?.focus();
    },
  }));

  const typed = /^\/\S*$/.test(text) && !dismissed ? text : null;
  const suggestions =
    typed === null ? [] : commands.filter(({ command }) => command.startsWith(typed) && command !== typed);
  const chosen = suggestions[Math.min(choice, suggestions.length - 1)];

  async function attach(files: readonly File[]) {
    setFailure("");
    setBusy(true);
    for (const file of files) {
      const answer = await upload(user, file);
      if (!answer.ok) setFailure(`${file.name}: ${answer.message}`);
      else if (answer.fileId !== undefined) {
        const added = { id: answer.fileId, name: file.name, size: file.size };
        setAttached((before) => [...before, added]);
      }
    }
    setBusy(false);
  }

  async function send() {
    if (busy || (text.trim() === "" && attached.length === 0)) return;
    setBusy(true);
    setFailure("");
    const answer = await call("send", {
      user,
      channel: channel.id,
      text: text.trim(),
      ...(threadTs !== undefined && { threadTs }),
      ...(attached.length > 0 && { files: attached.map(({ id }) => id) }),
    });
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer.message);
      return;
    }
    setText("");
    setAttached([]);
  }

  function take(command: string) {
    setText(`${command} `);
    setChoice(0);
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (chosen !== undefined) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) {
        event.preventDefault();
        setChoice((choice + step + suggestions.length) % suggestions.length);
        return;
      }
      if (event.key === "Tab" || event.key === "Enter") {
        event.preventDefault();
        take(chosen.command);
        return;
      }
      if (event.key === "Escape") {
        event.stopPropagation();
        setDismissed(true);
        return;
      }
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  }

  return (
    <DropZone label="Drop files to attach them" className="composer" onFiles={(files) => void attach(files)}>
      {suggestions.length > 0 && (
        <ul className="suggestions" id={listId} role="listbox" aria-label="Commands">
          {suggestions.map(({ command, description, usageHint }) => (
            <li
              key={command}
              id={`${listId}-${command}`}
              role="option"
              aria-selected={command === chosen?.command}
              onMouseDown={(event) => {
                event.preventDefault();
                take(command);
              }}
            >
              <strong>{command}</strong> <code>{usageHint}</code>
              <small>{description}</small>
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={field}
        className="composer-text"
        aria-label={label}
        placeholder={label}
        rows={Math.min(8, text.split("\n").length)}
        value={text}
        role={suggestions.length > 0 ? "combobox" : undefined}
        aria-expanded={suggestions.length > 0 ? true : undefined}
        aria-controls={suggestions.length > 0 ? listId : undefined}
        aria-activedescendant={chosen === undefined ? undefined : `${listId}-${chosen.command}`}
        onChange={({ target }) => {
          setText(target.value);
          setDismissed(false);
          setChoice(0);
        }}
        onPaste={({ clipboardData }) => {
          if (clipboardData.files.length > 0) void attach([...clipboardData.files]);
        }}
        onKeyDown={onKeyDown}
      />
      <ul className="attachments">
        {attached.map((file) => (
          <li key={file.id} className="attachment">
            <span className="attachment-name isolate">{file.name}</span>
            <small>{formatSize(file.size)}</small>
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove ${file.name}`}
              onClick={() => setAttached(attached.filter((other) => other !== file))}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      {failure === "" ? null : (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      <div className="composer-bar">
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          aria-label="Attach files"
          onChange={({ target }) => {
            void attach([...(target.files ?? [])]);
            target.value = "";
          }}
        />
        <button
          type="button"
          className="icon-button"
          aria-label="Attach files"
          title="Attach files"
          onClick={() => picker.current?.click()}
        >
          +
        </button>
        <button
          type="button"
          className="button send"
          data-style="primary"
          aria-busy={busy}
          disabled={busy || (text.trim() === "" && attached.length === 0)}
          onClick={() => void send()}
        >
          Send
        </button>
      </div>
    </DropZone>
  );
}
