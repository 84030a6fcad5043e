import type { ActionsBlock, KnownBlock } from "@slack/types";
import type { Catalog } from "../../locales/catalog.ts";
import type { AlertPost } from "../../watches/alert.ts";
import type { StoredAlert } from "../../watches/channel.ts";
import type { Trouble } from "../../watches/watched-state.ts";
import { hostsBlock } from "./alert-hosts.ts";
import { describeMatter, newKinds, serversOf, signOf, titleOf, troublesOf } from "./alert-matter.ts";
import { replacedBlocks } from "./alert-replaced.ts";
import { troubleBlocks } from "./alert-troubles.ts";
import { dateMark } from "./dates.ts";
import type { MessageView } from "./message.ts";
import { header, messageText, plainText, richText, section, text } from "./text.ts";
import { digestOfHost } from "../../watches/told-hosts.ts";

export const ALERT_ACTION = {
  acknowledge: "alert_acknowledge",
  snooze: "alert_snooze",
  wake: "alert_wake",
  diagnose: "alert_diagnose",
  more: "alert_more",
} as const;
/** Behind the three dots. */
export const ALERT_MENU = ["owner", "runbook", "unwatch"] as const;

const MAX_OWNERS = 10;

export interface AlertContext {
  /** ms since 1970. */
  readonly now: number;
  /** The alert's key. */
  readonly subject: string;
  /** Who may be mentioned; null: all owners are shown, which Slack tells nobody of in a message that is edited. */
  readonly mentions: readonly string[] | null;
}

/** The one message of an alert, as it is now. */
export function alertView(stored: StoredAlert, context: AlertContext, catalog: Catalog): MessageView {
  const { alert } = stored;
  const title = titleOf(stored, context.now, catalog);
  const head = [header(title), ...stateBlocks(stored, context, catalog)];
  const hosts = hostsBlock(stored, catalog);
  if (alert.state !== "open") {
    const { table, plain } = replacedBlocks(alert.replaced, catalog);
    return {
      text: messageText(title),
      blocks: [...head, ...table, hosts],
      ...(table.length > 0 && { plainBlocks: [...head, ...plain, hosts] }),
    };
  }
  return {
    text: messageText(title),
    blocks: [
      ...head,
      hosts,
      ...troubleBlocks(stored, context.now, catalog),
      buttons(stored, context, catalog),
    ],
  };
}

/** A further message of an alert, in its thread: why, and who is to know. */
export function alertPostView(
  stored: StoredAlert,
  post: AlertPost,
  now: number,
  catalog: Catalog,
): MessageView {
  const { why, told, mentions } = post;
  const matter = describeMatter(ofHosts(stored, post), now, catalog, newKinds(stored.alert, post));
  const { posts } = catalog.alerts;
  const said = `${signOf({ ...stored.alert, told })} ${why === "opened" ? matter : posts[why](matter)}`;
  const asked = mentions
    .filter(isUser)
    .slice(0, MAX_OWNERS)
    .flatMap((user) => [text(" "), { type: "user" as const, user_id: user }]);
  return { text: messageText(said), blocks: [richText([section(text(said), ...asked)])] };
}

/** Those that the post is about; where all of them are back meanwhile, the rest. */
function ofHosts(stored: StoredAlert, { hosts }: AlertPost): StoredAlert {
  if (hosts === undefined) return stored;
  const told = new Set(hosts);
  const concerns = stored.concerns.filter(({ watched }) => told.has(digestOfHost(watched)));
  return concerns.some(({ troubles }) => troubles.length > 0) ? { ...stored, concerns } : stored;
}

/** Our own words with Slack's marks for persons and times in them: nothing of a stranger's stands there. */
function stateBlocks(
  stored: StoredAlert,
  { now, mentions }: AlertContext,
  { alerts }: Catalog,
): KnownBlock[] {
  const { alert, concerns } = stored;
  const owners = [...new Set(concerns.flatMap(({ owner }) => owner ?? []))].filter(isUser);
  const shown = owners.filter((owner) => mentions?.includes(owner) ?? true).slice(0, MAX_OWNERS);
  const troubles = alert.state === "open" ? troublesOf(concerns, now) : [];
  const ahead = troubles.some((trouble) => trouble.kind === "expires" && now <= trouble.certificate.notAfter);
  const sentences = [
    ...(alert.closedAt === null ? [] : [alerts.ended(dateMark(alert.closedAt))]),
    ...whenSentences(troubles, now, alerts),
    ...(shown.length === 0 ? [] : [alerts.owners(shown.map(userMark))]),
    ...(alert.acknowledged === null || alert.state !== "open"
      ? []
      : [alerts.acknowledged({ user: userMark(alert.acknowledged.by), ahead })]),
    ...(isSnoozed(stored, now) && alert.snoozed !== null
      ? [alerts.snoozed({ user: userMark(alert.snoozed.by), date: dateMark(alert.snoozed.until), ahead })]
      : []),
  ];
  if (sentences.length === 0) return [];
  return [{ type: "section", text: { type: "mrkdwn", text: sentences.join("\n") } }];
}

/** When it ends, and since when it is so. */
function whenSentences(
  troubles: readonly Trouble[],
  now: number,
  { valid, since }: Catalog["alerts"],
): string[] {
  const end = troubles.find((trouble) => "certificate" in trouble);
  const began = troubles.find((trouble) => "since" in trouble);
  return [
    ...(end === undefined
      ? []
      : [
          valid({
            date: dateMark(end.certificate.notAfter),
            ended: now > end.certificate.notAfter,
            replaced: end.kind === "partly_renewed",
            revoked: end.kind === "revoked",
          }),
        ]),
    ...(began === undefined ? [] : [since(dateMark(began.since))]),
  ];
}

export function isSnoozed({ alert }: StoredAlert, now: number): boolean {
  return alert.state === "open" && alert.snoozed !== null && now < alert.snoozed.until;
}

/** Owners may come from a file that somebody imported. */
function isUser(id: string): boolean {
  return /^[UW][A-Z0-9]{1,30}$/u.test(id);
}

function userMark(user: string): string {
  return `<@${user}>`;
}

function buttons(stored: StoredAlert, { subject, now }: AlertContext, { alerts }: Catalog): ActionsBlock {
  const { actions } = alerts;
  const button = (action: keyof typeof ALERT_ACTION & keyof typeof actions) => ({
    type: "button" as const,
    action_id: ALERT_ACTION[action],
    text: plainText(actions[action], 75),
  });
  const { alert } = stored;
  return {
    type: "actions",
    block_id: `alert:${subject}`,
    elements: [
      ...(alert.acknowledged === null ? [button("acknowledge")] : []),
      button(isSnoozed(stored, now) ? "wake" : "snooze"),
      ...(serversOf(stored).length > 0 ? [button("diagnose")] : []),
      {
        type: "overflow",
        action_id: ALERT_ACTION.more,
        options: ALERT_MENU.map((value) => ({ text: plainText(actions[value], 75), value })),
      },
    ],
  };
}

/** The alert that a block of ours belongs to, as a key; null for another block. */
export function readAlertSubject(blockId: string): string | null {
  return /^alert:([a-z_]{1,20}:[0-9A-Za-z:_-]{1,160})$/u.exec(blockId)?.[1] ?? null;
}
