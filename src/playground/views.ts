import type { AcceptedView } from "./blocks/accept.ts";
import type { Id, JsonObject } from "./client-api.ts";
import { SlackError } from "./slack-error.ts";
import { secret } from "./identifiers.ts";
import type { View } from "./state.ts";
import type { Workspace } from "./workspace.ts";

const STACK_DEPTH = 3;

function newHash({ now }: Workspace): string {
  return `${Math.floor(now() / 1000)}.${secret(6)}`;
}

function create(workspace: Workspace, user: Id, accepted: AcceptedView, below: View | undefined): View {
  if (accepted.externalId !== "" && findView(workspace, { externalId: accepted.externalId }) !== undefined)
    throw new SlackError("duplicate_external_id");
  const id = workspace.ids.next("V");
  return {
    ...accepted,
    id,
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    user,
    hash: newHash(workspace),
    values: {},
  };
}

/** Takes the place of whatever modal the person had open. */
export function openView(workspace: Workspace, user: Id, accepted: AcceptedView): View {
  const view = create(workspace, user, accepted, undefined);
  setModals(workspace, user, [view]);
  return view;
}

/** Onto the person's open modal; three deep at most. */
export function pushView(workspace: Workspace, user: Id, accepted: AcceptedView): View {
  const stack = modalsOf(workspace, user);
  if (stack.length === 0) throw new SlackError("not_found");
  if (stack.length >= STACK_DEPTH) throw new SlackError("push_limit_reached");
  const view = create(workspace, user, accepted, stack.at(-1));
  setModals(workspace, user, [...stack, view]);
  return view;
}

/** In place: same id, new hash; what was typed stays where block and action kept their ids. */
export function updateView(workspace: Workspace, view: View, accepted: AcceptedView): void {
  const { externalId, ...rest } = accepted;
  Object.assign(view, rest, {
    externalId: externalId === "" ? view.externalId : externalId,
    hash: newHash(workspace),
  });
  workspace.changed(
    view.type === "home" ? { type: "home", user: view.user } : { type: "modals", user: view.user },
  );
}

export function publishHome(workspace: Workspace, user: Id, accepted: AcceptedView): View {
  const view = workspace.homes.get(user);
  if (view !== undefined) {
    updateView(workspace, view, accepted);
    return view;
  }
  const published = create(workspace, user, accepted, undefined);
  workspace.homes.set(user, published);
  workspace.changed({ type: "home", user });
  return published;
}

export function modalsOf(workspace: Workspace, user: Id): readonly View[] {
  return workspace.modals.get(user) ?? [];
}

export function setModals(workspace: Workspace, user: Id, stack: readonly View[]): void {
  workspace.modals.set(user, [...stack]);
  workspace.changed({ type: "modals", user });
}

export function findView(
  workspace: Workspace,
  { id, externalId }: { id?: string | undefined; externalId?: string | undefined },
): View | undefined {
  const views = [...[...workspace.modals.values()].flat(), ...workspace.homes.values()];
  return views.find((view) => (id === undefined ? view.externalId === externalId : view.id === id));
}

/** Slack's view object. */
export function viewObject({ app, team }: Workspace, view: View): JsonObject {
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.values },
    hash: view.hash,
    title: view.title,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close,
    submit: view.submit,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: app.id,
    external_id: view.externalId,
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}
