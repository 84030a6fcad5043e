import type { Catalog } from "../../locales/catalog.ts";
import type { MessageView } from "./message.ts";
import { plainText } from "./text.ts";

export const RESUME = "resume_channel";

type Why = Parameters<Catalog["alerts"]["paused"]>[0]["why"];

/** Slack's words, of its errors and its events. */
const WHY: Readonly<Record<string, Why>> = {
  is_archived: "archived",
  channel_archive: "archived",
  group_archive: "archived",
  channel_deleted: "deleted",
  group_deleted: "deleted",
  not_in_channel: "left",
  channel_left: "left",
  group_left: "left",
  // What a private channel says that the bot is not in.
  channel_not_found: "left",
};

/** Why nothing is looked at any more for a channel, and a way back. @param reason Slack's word for it */
export function pausedView(
  { channel, reason }: { readonly channel: string; readonly reason: string },
  { alerts }: Catalog,
): MessageView {
  const why = WHY[reason] ?? "forbidden";
  const said = alerts.paused({ channel: `<#${channel}>`, why });
  return {
    text: said,
    blocks: [
      // Our own words and Slack's own id: the channel's name is to be shown, so nothing is escaped.
      { type: "section", text: { type: "mrkdwn", text: said } },
      ...(why === "deleted"
        ? []
        : [
            {
              type: "actions" as const,
              elements: [
                {
                  type: "button" as const,
                  action_id: RESUME,
                  text: plainText(alerts.resume, 75),
                  value: channel,
                },
              ],
            },
          ]),
    ],
  };
}

/** Told in the channel. @param user who asked for it; null when the bot was let in again */
export function resumedView(user: string | null, { alerts }: Catalog): MessageView {
  const said = alerts.resumed(user === null ? null : `<@${user}>`);
  return { text: said, blocks: [{ type: "section", text: { type: "mrkdwn", text: said } }] };
}
