import { createContext, useState, type ReactNode } from "react";
import type { ClientCalls, JsonObject, StateValues } from "../../client-api.ts";
import { asText, isObject } from "../json.ts";
import { call } from "../workspace/calls.ts";
import { useDirectory } from "../workspace/directory.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { collectValues, stateProperty } from "./state-values.ts";

/** One message, modal or home tab, as the elements in it see it. */
export interface Surface {
  readonly entered: StateValues;
  /** Block id → what is wrong with its input. */
  readonly errors: Readonly<Record<string, string>>;
  /** The action object that is under way. */
  readonly pending: JsonObject | undefined;
  enter(blockId: string, element: JsonObject, state: JsonObject): void;
  act(blockId: string, element: JsonObject, outcome: JsonObject): void;
  /** Asks first where the element has a `confirm` object. */
  confirm(element: JsonObject, proceed: () => void): void;
}

export const SurfaceContext = createContext<Surface>({
  entered: {},
  errors: {},
  pending: undefined,
  enter: () => undefined,
  act: () => undefined,
  confirm: () => undefined,
});

export interface Entered {
  readonly values: StateValues;
  enter(blockId: string, actionId: string, state: JsonObject): void;
}

/** What a person entered on a surface. It outlives the surface's updates by block and action id, as in Slack. */
export function useEntered(): Entered {
  const [values, setValues] = useState<StateValues>({});
  return {
    values,
    enter: (blockId, actionId, state) => setValues((before) => withState(before, blockId, actionId, state)),
  };
}

export function SurfaceProvider(props: {
  readonly container: ClientCalls["action"]["container"];
  readonly blocks: readonly JsonObject[];
  readonly entered: Entered;
  readonly errors?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}) {
  const { container, blocks, entered, errors = {}, children } = props;
  const user = useDirectory().self.id;
  const [pending, setPending] = useState<JsonObject>();
  const [failure, setFailure] = useState("");
  const [question, setQuestion] = useState<{ readonly confirm: JsonObject; readonly proceed: () => void }>();

  async function act(blockId: string, element: JsonObject, outcome: JsonObject) {
    const { type, action_id: actionId } = element;
    const action = { type, action_id: actionId, block_id: blockId, ...outcome };
    // a choice is part of the state that it is sent with, although React has not rendered it yet
    const chosen = stateProperty(element) === undefined ? undefined : { type, ...outcome };
    const now = chosen ? withState(entered.values, blockId, asText(actionId), chosen) : entered.values;
    setPending(action);
    setFailure("");
    const answer = await call("action", { user, container, action, values: collectValues(blocks, now) });
    setPending(undefined);
    if (!answer.ok) setFailure(answer.message);
  }

  const surface: Surface = {
    entered: entered.values,
    errors,
    pending,
    enter: (blockId, element, state) =>
      entered.enter(blockId, asText(element["action_id"]), { type: element["type"], ...state }),
    act: (blockId, element, outcome) => {
      // a second click on what is still under way says nothing new
      if (isUnderWay(pending, blockId, element)) return;
      void act(blockId, element, outcome);
    },
    confirm: ({ confirm }, proceed) => {
      if (isObject(confirm)) setQuestion({ confirm, proceed });
      else proceed();
    },
  };
  return (
    <SurfaceContext value={surface}>
      {children}
      {failure === "" ? null : (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      {question && <ConfirmDialog {...question} close={() => setQuestion(undefined)} />}
    </SurfaceContext>
  );
}

export function isUnderWay(pending: JsonObject | undefined, blockId: string, element: JsonObject): boolean {
  return pending?.["block_id"] === blockId && pending["action_id"] === element["action_id"];
}

function withState(values: StateValues, blockId: string, actionId: string, state: JsonObject): StateValues {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: state } };
}
