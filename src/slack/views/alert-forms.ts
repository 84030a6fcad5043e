import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import { createHash } from "node:crypto";
import type { Catalog } from "../../locales/catalog.ts";
import { takeSome } from "../../locales/selection.ts";
import { printable } from "../../report/printable.ts";
import type { StoredAlert } from "../../watches/channel.ts";
import { MAX_RUNBOOK, WatchError, parseRunbook } from "../../watches/watch-options.ts";
import { namesOf, serversOf } from "./alert-matter.ts";
import { plainText } from "./text.ts";

export const ALERT_FORM = {
  snooze: "alert_snooze",
  owner: "alert_owner",
  runbook: "alert_runbook",
  unwatch: "alert_unwatch",
  diagnose: "alert_diagnose",
} as const;
type Form = keyof typeof ALERT_FORM;

export const SNOOZE = { blockId: "until", actionId: "until" };
export const OWNER = { blockId: "owner", actionId: "owner" };
export const RUNBOOK = { blockId: "runbook", actionId: "runbook" };
export const WHICH = { blockId: "which", actionId: "which" };

const DAY = 86_400_000;
const FOR_DAYS = [1, 3, 7] as const;
const BEFORE_END = [7, 3, 1] as const;
const MAX_NAMES = 10;
const MAX_OPTIONS = 100;

/** Which alert a form is about, and where it was opened. Travels in the view's metadata, which nobody but Slack and we write. */
export interface AlertPlace {
  readonly subject: string;
  readonly channel: string;
  readonly threadTs: string;
}

export function readAlertPlace(metadata: string): AlertPlace | null {
  const match =
    /^\{"subject":"([a-z_]{1,20}:[0-9A-Za-z:_-]{1,160})","channel":"([A-Z0-9]+)","threadTs":"([0-9.]+)"\}$/u.exec(
      metadata,
    );
  const [, subject, channel, threadTs] = match ?? [];
  return subject === undefined || channel === undefined || threadTs === undefined
    ? null
    : { subject, channel, threadTs };
}

export function snoozeForm(place: AlertPlace, stored: StoredAlert, now: number, catalog: Catalog): ModalView {
  const { forms, actions } = catalog.alerts;
  const end = endOf(stored);
  const options = [
    ...FOR_DAYS.map((days) => option(`for:${days}`, forms.forDays(days))),
    ...BEFORE_END.filter((days) => end !== null && end - days * DAY > now).map((days) =>
      option(`before:${days}`, forms.beforeEnd(days)),
    ),
  ];
  const [first] = options;
  return form("snooze", place, forms.snooze, actions.snooze, catalog, [
    input(SNOOZE, forms.until, {
      type: "radio_buttons",
      action_id: SNOOZE.actionId,
      options,
      ...(first !== undefined && { initial_option: first }),
    }),
  ]);
}

/** Until when; null for none of our options, or an end that is not there (any more). */
export function readSnooze(value: string | undefined, stored: StoredAlert, now: number): number | null {
  const [, kind, count] = /^(for|before):(\d)$/u.exec(value ?? "") ?? [];
  if (count === undefined) return null;
  if (kind === "for") return now + Number(count) * DAY;
  const end = endOf(stored);
  return end === null || end - Number(count) * DAY <= now ? null : end - Number(count) * DAY;
}

/** When the first of its certificates runs out. */
function endOf({ concerns }: StoredAlert): number | null {
  const ends = concerns.flatMap(({ troubles }) =>
    troubles.flatMap((trouble) => ("certificate" in trouble ? [trouble.certificate.notAfter] : [])),
  );
  return ends.length === 0 ? null : Math.min(...ends);
}

export function ownerForm(place: AlertPlace, stored: StoredAlert, catalog: Catalog): ModalView {
  const { forms, actions } = catalog.alerts;
  const owner = stored.concerns.find((concern) => concern.owner !== null)?.owner;
  return form("owner", place, forms.owner, actions.save, catalog, [
    {
      ...input(OWNER, forms.owner, {
        type: "users_select",
        action_id: OWNER.actionId,
        ...(owner != null && { initial_user: owner }),
      }),
      optional: true,
      hint: plainText(forms.ownerHint, 2_000),
    },
  ]);
}

export function runbookForm(place: AlertPlace, stored: StoredAlert, catalog: Catalog): ModalView {
  const { forms, actions } = catalog.alerts;
  const runbook = stored.concerns.find((concern) => concern.runbook !== null)?.runbook;
  return form("runbook", place, forms.runbook, actions.save, catalog, [
    {
      ...input(RUNBOOK, forms.runbook, {
        type: "plain_text_input",
        action_id: RUNBOOK.actionId,
        max_length: MAX_RUNBOOK,
        ...(runbook != null && { initial_value: runbook.slice(0, MAX_RUNBOOK) }),
      }),
      optional: true,
      hint: plainText(forms.runbookHint, 2_000),
    },
  ]);
}

/** Null for none; undefined for what is no link that a browser may open. */
export function readRunbook(typed: string | null | undefined): string | null | undefined {
  const text = typed?.trim() ?? "";
  if (text === "") return null;
  try {
    return parseRunbook(text);
  } catch (error) {
    if (error instanceof WatchError) return undefined;
    throw error;
  }
}

export function unwatchForm(place: AlertPlace, stored: StoredAlert, catalog: Catalog): ModalView {
  const { forms, actions } = catalog.alerts;
  const { listed, more } = takeSome(namesOf(stored), MAX_NAMES);
  const question = forms.unwatchQuestion({ names: listed.map((name) => printable(name, 200)), more });
  return form("unwatch", place, forms.unwatch, actions.unwatch, catalog, [
    { type: "section", text: plainText(question, 3_000) },
  ]);
}

/** Which of several hosts is to be looked at more closely. */
export function diagnoseForm(place: AlertPlace, stored: StoredAlert, catalog: Catalog): ModalView {
  const { forms, actions } = catalog.alerts;
  const options = serversOf(stored)
    .slice(0, MAX_OPTIONS)
    .map((id) => option(nameServer(id), printable(id)));
  return form("diagnose", place, forms.diagnose, actions.diagnose, catalog, [
    input(WHICH, forms.which, {
      type: "static_select",
      action_id: WHICH.actionId,
      options,
      ...(options[0] !== undefined && { initial_option: options[0] }),
    }),
  ]);
}

/** The watched server that was chosen; null for none that the alert is about (any more). */
export function readWhich(value: string | undefined, stored: StoredAlert): string | null {
  return serversOf(stored).find((id) => nameServer(id) === value) ?? null;
}

/** Names may be longer than an option's value. */
function nameServer(id: string): string {
  return createHash("sha256").update(id).digest("base64url").slice(0, 22);
}

function form(
  name: Form,
  place: AlertPlace,
  title: string,
  submit: string,
  { chat }: Catalog,
  blocks: KnownBlock[],
): ModalView {
  const { subject, channel, threadTs } = place;
  return {
    type: "modal",
    callback_id: ALERT_FORM[name],
    private_metadata: JSON.stringify({ subject, channel, threadTs }),
    title: plainText(title, 24),
    submit: plainText(submit, 24),
    close: plainText(chat.modal.close, 24),
    blocks,
  };
}

function input(at: { blockId: string }, label: string, element: InputBlock["element"]): InputBlock {
  return { type: "input", block_id: at.blockId, label: plainText(label, 2_000), element };
}

function option(value: string, words: string): PlainTextOption {
  return { text: plainText(words, 75), value };
}
