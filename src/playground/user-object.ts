import type { User } from "./state.ts";
import type { Workspace } from "./workspace.ts";

/** Slack's user object; the locale only for who asks for it. */
export function userObject(
  { team, app, now }: Workspace,
  user: User,
  withLocale: boolean,
): Record<string, unknown> {
  return {
    id: user.id,
    team_id: team.id,
    name: user.name,
    deleted: false,
    color: "4bbe2e",
    real_name: user.realName,
    tz: "Etc/UTC",
    tz_label: "Coordinated Universal Time",
    tz_offset: 0,
    profile: {
      real_name: user.realName,
      display_name: user.name,
      real_name_normalized: user.realName,
      display_name_normalized: user.name,
      team: team.id,
      ...(user.id === app.botUser ? { bot_id: app.botId, api_app_id: app.id } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    updated: Math.floor(now() / 1000),
    ...(withLocale ? { locale: user.locale } : {}),
  };
}
