import { useState } from "react";
import type { ClientView } from "../../client-api.ts";
import { Blocks } from "../blocks/blocks.tsx";
import { Dialog } from "../elements/dialog.tsx";
import { checkInputs, collectValues } from "../elements/state-values.ts";
import { SurfaceProvider, useEntered } from "../elements/surface.tsx";
import { call } from "../workspace/calls.ts";
import { useDirectory } from "../workspace/directory.ts";

/** Only the top one is seen; the others keep what was entered. */
export function ModalStack({ modals }: { readonly modals: readonly ClientView[] }) {
  const top = modals.at(-1);
  return top === undefined ? null : <Modal key={top.id} view={top} />;
}

function Modal({ view }: { readonly view: ClientView }) {
  const user = useDirectory().self.id;
  const entered = useEntered();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState("");

  async function submit() {
    const missing = checkInputs(view.blocks, entered.values);
    setErrors(missing);
    setFailure("");
    if (Object.keys(missing).length > 0) return;
    setBusy(true);
    const values = collectValues(view.blocks, entered.values);
    const answer = await call("submit_view", { user, viewId: view.id, values });
    setBusy(false);
    if (!answer.ok) setFailure(answer.message);
    else setErrors(answer.errors ?? {});
  }

  const close = () => void call("close_view", { user, viewId: view.id });
  return (
    <Dialog label={view.title} className="dialog" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h2 className="dialog-title">{view.title}</h2>
        <div className="dialog-body">
          <SurfaceProvider
            container={{ type: "view", viewId: view.id }}
            blocks={view.blocks}
            entered={entered}
            errors={errors}
          >
            <Blocks blocks={view.blocks} />
          </SurfaceProvider>
          {failure === "" ? null : (
            <p className="failure" role="alert">
              {failure}
            </p>
          )}
        </div>
        <footer className="dialog-footer">
          <button type="button" className="button" onClick={close}>
            {view.close ?? "Close"}
          </button>
          {view.submit !== null && (
            <button type="submit" className="button" data-style="primary" aria-busy={busy} disabled={busy}>
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
