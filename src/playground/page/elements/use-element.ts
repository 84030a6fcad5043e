import { useContext } from "react";
import type { JsonObject } from "../../client-api.ts";
import { isUnderWay, SurfaceContext } from "./surface.tsx";
import { stateOf } from "./state-values.ts";

export interface ElementProps {
  readonly element: JsonObject;
  readonly blockId: string;
  /** Id of what names this element; without it, the element names itself. */
  readonly labelledBy?: string | undefined;
  /** Id of what describes it: a hint or an error. */
  readonly describedBy?: string | undefined;
  /** A change is sent at once; in an input block only with `dispatch_action`. */
  readonly dispatch: boolean;
}

/** An element's state, and the ways to change it. States and outcomes are Slack's, without `type` and ids. */
export function useElement({ element, blockId, dispatch }: ElementProps) {
  const surface = useContext(SurfaceContext);
  return {
    state: stateOf(element, blockId, surface.entered) ?? {},
    busy: isUnderWay(surface.pending, blockId, element),
    /** Keeps the new state and, where the element dispatches, sends it. */
    change: (state: JsonObject): void => {
      surface.confirm(element, () => {
        surface.enter(blockId, element, state);
        if (dispatch) surface.act(blockId, element, state);
      });
    },
    /** Keeps the new state only: text that is still being typed. */
    enter: (state: JsonObject): void => surface.enter(blockId, element, state),
    /** Sends a choice that leaves no state behind: a click. */
    act: (outcome: JsonObject): void => {
      surface.confirm(element, () => surface.act(blockId, element, outcome));
    },
  };
}

/** What is wrong with this input block, after a submission was refused. */
export function useBlockError(blockId: string): string | undefined {
  return useContext(SurfaceContext).errors[blockId];
}
