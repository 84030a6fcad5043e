import type { ActionsBlock, Button, KnownBlock } from "@slack/types";
import { formatTarget } from "../../diagnosis/target.ts";
import type { Catalog } from "../../locales/catalog.ts";
import type { CaptureRecord, FlowGroup, FlowRecord } from "../../report/capture-record.ts";
import { describeClient, describeFlow, nameFlow } from "../../report/flow-words.ts";
import { printable } from "../../report/printable.ts";
import { captureTable } from "./capture-table.ts";
import type { MessageView } from "./message.ts";
import { header, lines, messageText, plainText, richText, section, text } from "./text.ts";

export const CAPTURE_ACTION = { pick: "pick_handshake", check: "check_server", copy: "copy_capture" };

/** Which of a record's groups, and which of its targets answers; null for none. */
export interface Picked {
  readonly index: number;
  readonly reachable: number | null;
}

/** What a capture holds: what failed by server and cause first. One is picked for details. */
export function captureView(record: CaptureRecord, catalog: Catalog): MessageView {
  const { summary, file } = record;
  const line = catalog.capture.summary(summary);
  const problem = summary.failed > 0 || record.groups.some(({ flow }) => flow.finding?.severity === "error");
  const { rows, table, plain } = captureTable(record.groups, catalog);
  const more = record.more + record.groups.length - rows;
  const rest = [
    ...remarks(record, catalog, more),
    actions(record.id, [
      ...(rows === 0 ? [] : [pickMenu(record.groups.slice(0, rows), catalog)]),
      copyButton(catalog),
    ]),
    context(printable(file.name)),
  ];
  const head = header(line);
  return {
    text: messageText(
      `${problem ? "❌" : "✅"} ${catalog.report.about({ name: printable(file.name), text: line })}`,
    ),
    blocks: [head, ...(rows === 0 ? [] : [table]), ...rest],
    ...(rows > 0 && { plainBlocks: [head, plain, ...rest] }),
  };
}

/** One handshake, like a check's verdict. Null for one that the record does not have. */
export function handshakeView(
  record: CaptureRecord,
  { index, reachable }: Picked,
  catalog: Catalog,
): MessageView | null {
  const group = record.groups[index];
  if (group === undefined) return null;
  const { flow, count } = group;
  const { title, evidence, resolution } = describeFlow(flow, catalog);
  const { context: endpoints, at, offered, selected } = flow;
  const { serverName } = endpoints;
  const facts = [
    ...evidence,
    ...(offered === null ? [] : [catalog.capture.offered({ ...offered, serverName })]),
    ...describeClient(flow, catalog),
    ...(selected === null ? [] : [catalog.capture.selected(selected)]),
    catalog.capture.occurrences({ count, context: endpoints, at }),
  ];
  return {
    text: messageText(
      `${markOf(flow)} ${catalog.report.about({ name: printable(nameFlow(flow)), text: title })}`,
    ),
    blocks: [
      header(title),
      richText([
        section(text(catalog.report.evidence, { bold: true })),
        ...lines(facts),
        ...(resolution.length === 0
          ? []
          : [section(text(catalog.report.resolution, { bold: true })), ...lines(resolution)]),
      ]),
      ...remarks(record, catalog, 0),
      actions(record.id, [...checkButton(flow, { index, reachable }, catalog), copyButton(catalog)]),
      context(`${printable(record.file.name)} · ${catalog.capture.summary(record.summary)}`),
    ],
  };
}

function markOf({ finding, outcome }: FlowRecord): string {
  if (finding?.severity === "error") return "❌";
  return finding === null && outcome === "completed" ? "✅" : "⚠️";
}

/** What is missing of the capture, and why. */
function remarks({ summary }: CaptureRecord, { capture, chat }: Catalog, more: number): KnownBlock[] {
  const { abandoned, unknownLinkType, fault } = summary;
  const said = [
    ...(more > 0 ? [chat.capture.moreGroups(more)] : []),
    ...(abandoned > 0 ? [capture.abandoned(abandoned)] : []),
    ...(unknownLinkType > 0 ? [capture.unknownLinkType(unknownLinkType)] : []),
    ...(fault === null ? [] : [capture.damaged(fault)]),
  ];
  return said.length === 0 ? [] : [richText(lines(said))];
}

function context(content: string): KnownBlock {
  return { type: "context", elements: [plainText(content, 300)] };
}

/** `block_id` names the capture. */
function actions(id: string, elements: ActionsBlock["elements"]): ActionsBlock {
  return { type: "actions", block_id: `capture:${id}`, elements };
}

function pickMenu(groups: readonly FlowGroup[], catalog: Catalog): ActionsBlock["elements"][number] {
  return {
    type: "static_select",
    action_id: CAPTURE_ACTION.pick,
    placeholder: plainText(catalog.chat.capture.pick, 150),
    options: groups.map(({ flow }, index) => ({
      text: plainText(printable(`${index + 1}. ${describeFlow(flow, catalog).title}`), 75),
      description: plainText(printable(nameFlow(flow)), 75),
      value: String(index),
    })),
  };
}

function checkButton({ targets }: FlowRecord, { index, reachable }: Picked, catalog: Catalog): Button[] {
  const target = reachable === null ? undefined : targets[reachable];
  if (target === undefined) return [];
  return [
    {
      type: "button",
      style: "primary",
      action_id: CAPTURE_ACTION.check,
      text: plainText(catalog.chat.capture.check(formatTarget(target)), 75),
      value: `${index} ${reachable}`,
    },
  ];
}

function copyButton(catalog: Catalog): Button {
  return {
    type: "button",
    action_id: CAPTURE_ACTION.copy,
    text: plainText(catalog.chat.capture.copy, 75),
  };
}

/** The capture that a block of ours belongs to; null for another block. */
export function readCaptureId(blockId: string): string | null {
  return /^capture:([0-9a-f]{24})$/u.exec(blockId)?.[1] ?? null;
}

/** What a check button names; null for none of ours. */
export function readPicked(value: string | undefined): { index: number; reachable: number } | null {
  const [, index, reachable] = /^(\d{1,3}) (\d)$/u.exec(value ?? "") ?? [];
  return index === undefined ? null : { index: Number(index), reachable: Number(reachable) };
}
