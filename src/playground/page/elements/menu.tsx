import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly detail?: string;
  readonly choose: () => void;
}

/** A menu button. The popover is the browser's: Esc and a click elsewhere close it, the focus goes back to the
 *  button, and it lies above everything, so no scrolling pane clips it. */
export function Menu(props: {
  readonly label: string;
  readonly className: string;
  readonly button: ReactNode;
  readonly items: readonly MenuItem[];
  readonly busy?: boolean;
}) {
  const { label, className, button, items, busy = false } = props;
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-busy={busy}
        title={label}
        popoverTarget={id}
      >
        {button}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className="menu"
        onToggle={({ newState }) => newState === "open" && focusItem(menu.current, 0)}
        onKeyDown={moveFocus}
      >
        {items.map(({ key, label: text, detail, choose }) => (
          <button
            key={key}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className="menu-item"
            onClick={() => {
              menu.current?.hidePopover();
              choose();
            }}
          >
            {text}
            {detail === undefined || detail === "" ? null : <small>{detail}</small>}
          </button>
        ))}
      </div>
    </>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  focusItem(event.currentTarget, to);
}

/** Counts from the end when negative, and goes round. */
function focusItem(menu: HTMLElement | null, index: number): void {
  const items = menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [];
  if (items.length > 0) items[(index + items.length) % items.length]?.focus();
}
