import { z } from "zod";
import { SlackError } from "../slack-error.ts";
import { userObject } from "../user-object.ts";
import { argumentsOf, boolean, integer, method, type Method } from "./method.ts";

/** Who am I, who are they, how do I connect. */
export const identityMethods: Readonly<Record<string, Method>> = {
  "api.test": method({
    token: "none",
    tier: 4,
    arguments: z.looseObject({ error: z.string().optional() }),
    run({ token: _token, ...args }) {
      if (args.error !== undefined) throw new SlackError(args.error, { args });
      return { args };
    },
  }),

  "auth.test": method({
    token: "bot",
    tier: "special",
    arguments: argumentsOf({}),
    run: (_args, { workspace: { team, app, users, origin } }) => ({
      url: `${origin}/`,
      team: team.name,
      user: users.get(app.botUser)?.name,
      team_id: team.id,
      user_id: app.botUser,
      bot_id: app.botId,
      is_enterprise_install: false,
    }),
  }),

  "apps.connections.open": method({
    token: "app",
    // Slack says "1+ per minute"; a client that reconnects is not turned away at the second call.
    tier: 2,
    scopes: ["connections:write"],
    arguments: argumentsOf({}),
    run(_args, { openConnection }) {
      const url = openConnection();
      if (url === undefined) throw new SlackError("not_enabled");
      return { url };
    },
  }),

  "bots.info": method({
    token: "bot",
    tier: 3,
    scopes: ["users:read"],
    arguments: argumentsOf({ bot: z.string().optional() }),
    run({ bot }, { workspace: { app } }) {
      if (bot !== undefined && bot !== app.botId) throw new SlackError("bot_not_found");
      return {
        bot: {
          id: app.botId,
          deleted: false,
          name: app.name,
          updated: 0,
          app_id: app.id,
          user_id: app.botUser,
        },
      };
    },
  }),

  "team.info": method({
    token: "bot",
    tier: 3,
    scopes: ["team:read"],
    arguments: argumentsOf({ team: z.string().optional() }),
    run({ team }, { workspace }) {
      if (team !== undefined && team !== workspace.team.id) throw new SlackError("team_not_found");
      return { team: { ...workspace.team, email_domain: "", icon: {} } };
    },
  }),

  "users.info": method({
    token: "bot",
    tier: 4,
    scopes: ["users:read"],
    arguments: argumentsOf({ user: z.string(), include_locale: boolean.optional() }),
    run({ user, include_locale }, { workspace }) {
      const found = workspace.users.get(user);
      if (found === undefined) throw new SlackError("user_not_found");
      return { user: userObject(workspace, found, include_locale === true) };
    },
  }),

  "users.list": method({
    token: "bot",
    tier: 2,
    scopes: ["users:read"],
    arguments: argumentsOf({
      cursor: z.string().optional(),
      limit: integer.min(0).max(1000).optional(),
      include_locale: boolean.optional(),
    }),
    run({ include_locale }, { workspace }) {
      const members = [...workspace.users.values()].map((user) =>
        userObject(workspace, user, include_locale === true),
      );
      return {
        members,
        cache_ts: Math.floor(workspace.now() / 1000),
        response_metadata: { next_cursor: "" },
      };
    },
  }),

  "oauth.v2.access": method({
    token: "none",
    tier: 4,
    arguments: argumentsOf({
      client_id: z.string(),
      client_secret: z.string(),
      code: z.string(),
      redirect_uri: z.string().optional(),
      grant_type: z.literal("authorization_code").optional(),
    }),
    run({ client_id, client_secret, code }, { workspace: { app, team }, grants }) {
      const user = grants.exchange(client_id, client_secret, code);
      app.isInstalled = true;
      return {
        app_id: app.id,
        authed_user: { id: user },
        scope: app.scopes.join(","),
        token_type: "bot",
        access_token: app.botToken,
        bot_user_id: app.botUser,
        team: { id: team.id, name: team.name },
        enterprise: null,
        is_enterprise_install: false,
      };
    },
  }),
};
