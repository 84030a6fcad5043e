import type { JsonObject } from "../../client-api.ts";
import { plainText, TextObject } from "../text/text.tsx";
import { Dialog } from "./dialog.tsx";

/** Slack's confirmation dialog object. */
export function ConfirmDialog(props: {
  readonly confirm: JsonObject;
  readonly proceed: () => void;
  readonly close: () => void;
}) {
  const { confirm, proceed, close } = props;
  const title = plainText(confirm["title"]) || "Are you sure?";
  return (
    <Dialog label={title} className="dialog dialog-confirm" onClose={close}>
      <h2 className="dialog-title">{title}</h2>
      <div className="dialog-body">
        <TextObject value={confirm["text"]} />
      </div>
      <footer className="dialog-footer">
        <button type="button" className="button" onClick={close}>
          {plainText(confirm["deny"]) || "Cancel"}
        </button>
        <button
          type="button"
          className="button"
          data-style={confirm["style"] === "danger" ? "danger" : "primary"}
          onClick={() => {
            close();
            proceed();
          }}
        >
          {plainText(confirm["confirm"]) || "Yes"}
        </button>
      </footer>
    </Dialog>
  );
}
