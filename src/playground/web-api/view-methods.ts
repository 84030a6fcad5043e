import { z } from "zod";
import { acceptView } from "../blocks/accept.ts";
import { SlackError, refuse } from "../slack-error.ts";
import { findView, openView, publishHome, pushView, updateView, viewObject } from "../views.ts";
import { argumentsOf, json, method, type CallContext, type Method } from "./method.ts";

const triggered = argumentsOf({
  trigger_id: z.string().optional(),
  interactivity_pointer: z.string().optional(),
  view: json,
});

function opening(show: typeof openView) {
  return (args: z.output<typeof triggered>, { workspace, triggers }: CallContext) => {
    const trigger = args.trigger_id ?? args.interactivity_pointer;
    if (trigger === undefined) throw refuse("invalid_arguments", ["missing required field: trigger_id"]);
    const accepted = acceptView(args.view, workspace.app.scopes);
    if (accepted.type !== "modal")
      throw refuse("invalid_arguments", ["must be a valid enum value [json-pointer:/view/type]"]);
    const view = show(workspace, triggers.check(trigger), accepted);
    triggers.exchange(trigger);
    return { view: viewObject(workspace, view) };
  };
}

export const viewMethods: Readonly<Record<string, Method>> = {
  "views.open": method({ token: "bot", tier: 4, arguments: triggered, run: opening(openView) }),

  "views.push": method({ token: "bot", tier: 4, arguments: triggered, run: opening(pushView) }),

  "views.update": method({
    token: "bot",
    tier: 4,
    arguments: argumentsOf({
      view: json,
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
    }),
    run({ view: given, view_id, external_id, hash }, { workspace }) {
      if ((view_id === undefined) === (external_id === undefined))
        throw refuse("invalid_arguments", ["exactly one of view_id and external_id is needed"]);
      const accepted = acceptView(given, workspace.app.scopes);
      const view = findView(workspace, { id: view_id, externalId: external_id });
      if (view === undefined) throw new SlackError("not_found");
      if (accepted.type !== view.type)
        throw refuse("invalid_arguments", [
          "must match the `type` of the view to update [json-pointer:/view/type]",
        ]);
      if (hash !== undefined && hash !== view.hash) throw new SlackError("hash_conflict");
      updateView(workspace, view, accepted);
      return { view: viewObject(workspace, view) };
    },
  }),

  "views.publish": method({
    token: "bot",
    tier: 4,
    arguments: argumentsOf({ user_id: z.string(), view: json, hash: z.string().optional() }),
    run({ user_id, view: given, hash }, { workspace }) {
      if (workspace.app.manifest.features.app_home?.home_tab_enabled !== true)
        throw new SlackError("not_enabled");
      const accepted = acceptView(given, workspace.app.scopes);
      if (accepted.type !== "home")
        throw refuse("invalid_arguments", ["must be a valid enum value [json-pointer:/view/type]"]);
      if (!workspace.people().some(({ id }) => id === user_id))
        throw refuse("invalid_arguments", ["invalid `user_id` [json-pointer:/user_id]"]);
      const current = workspace.homes.get(user_id);
      if (hash !== undefined && hash !== current?.hash) throw new SlackError("hash_conflict");
      return { view: viewObject(workspace, publishHome(workspace, user_id, accepted)) };
    },
  }),
};
