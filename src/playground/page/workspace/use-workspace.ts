import { useEffect, useReducer, useState } from "react";
import type { Id } from "../../client-api.ts";
import { EMPTY, reduceWorkspace, type WorkspaceState } from "./state.ts";
import { openStream } from "./stream.ts";

/** The workspace as `user` sees it, kept current; and whether the workspace itself answers. */
export function useWorkspace(user: Id | undefined): WorkspaceState & { readonly reachable: boolean } {
  const [state, dispatch] = useReducer(reduceWorkspace, EMPTY);
  const [reachable, setReachable] = useState(true);
  useEffect(() => openStream(user, dispatch, setReachable), [user]);
  return { ...state, reachable };
}
