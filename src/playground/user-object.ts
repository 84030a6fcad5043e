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
    tz: user.timeZone,
    ...describeZone(user.timeZone, now()),
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

/** `tz_offset` in seconds, at this time of the year. */
function describeZone(timeZone: string, now: number): { tz_label: string; tz_offset: number } {
  const part = (style: "long" | "longOffset") =>
    new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: style })
      .formatToParts(now)
      .find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(part("longOffset")) ?? [];
  const seconds = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60;
  return { tz_label: part("long"), tz_offset: sign === "-" ? -seconds : seconds };
}
