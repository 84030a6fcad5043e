import { createContext, useContext } from "react";
import type { ClientChannel, ClientUser, Id, Snapshot } from "../../client-api.ts";

/** Who and what is here: what mentions, names and pickers look up. Changes seldom, so that a new message
 *  does not make every older one render again. */
export interface Directory {
  readonly self: ClientUser;
  readonly users: readonly ClientUser[];
  readonly channels: readonly ClientChannel[];
  readonly messageShortcuts: Snapshot["messageShortcuts"];
}

const NOBODY: ClientUser = { id: "", name: "", realName: "", isBot: false, locale: "en-US" };

export const DirectoryContext = createContext<Directory>({
  self: NOBODY,
  users: [],
  channels: [],
  messageShortcuts: [],
});

export function useDirectory(): Directory {
  return useContext(DirectoryContext);
}

/** `undefined` for somebody who is not in this workspace. */
export function useUser(id: Id): ClientUser | undefined {
  return useDirectory().users.find((user) => user.id === id);
}

export function selfOf({ self, users }: Pick<Snapshot, "self" | "users">): ClientUser {
  return users.find(({ id }) => id === self) ?? NOBODY;
}
