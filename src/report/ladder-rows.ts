import type { Side } from "../pcap/handshake-trace.ts";
import type { LadderStep, StepShape } from "./ladder.ts";

export type LadderRow = ArrowRow | PauseRow | OmissionRow;

/** Steps that are drawn as one arrow. */
export interface ArrowRow {
  readonly kind: "arrow";
  readonly at: number;
  /** Time of the last of them. */
  readonly until: number;
  readonly from: Side;
  readonly shape: StepShape;
  readonly names: readonly string[];
  readonly detail: string | null;
  readonly failing: boolean;
  /** How often the one name came in a row. */
  readonly count: number;
}

/** Nothing came for this long. */
interface PauseRow {
  readonly kind: "pause";
  readonly ms: number;
}

interface OmissionRow {
  readonly kind: "omission";
  readonly rows: number;
}

/** Messages of one side within this time are one flight: an arrow is about what was sent together. */
const FLIGHT_MS = 1;
const PAUSE_MS = 1_000;
/** Rows that are kept of more: the first, the last, and the way to the failure. */
const HEAD = 12;
const BEFORE_FAILURE = 6;
const TAIL = 10;
/** With those that stand for what is left out. */
export const MAX_ROWS = HEAD + BEFORE_FAILURE + TAIL + 2;

export function toRows(steps: readonly LadderStep[]): readonly LadderRow[] {
  return omit(addPauses(fold(steps)));
}

/** A flight is one row, and so is what repeats itself. What failed stands alone. */
function fold(steps: readonly LadderStep[]): readonly ArrowRow[] {
  const rows: ArrowRow[] = [];
  for (const step of steps) {
    const last = rows.at(-1);
    const joined = last === undefined ? null : join(last, step);
    if (joined === null) rows.push(toRow(step));
    else rows[rows.length - 1] = joined;
  }
  return rows;
}

function toRow({ at, from, shape, name, detail, failing }: LadderStep): ArrowRow {
  return { kind: "arrow", at, until: at, from, shape, names: [name], detail, failing, count: 1 };
}

/** Null when the step begins a row of its own. */
function join(row: ArrowRow, { at, from, shape, name, detail, failing }: LadderStep): ArrowRow | null {
  if (row.failing || failing || row.from !== from || row.shape !== shape) return null;
  if (row.names.length === 1 && row.names[0] === name && (detail === null || detail === row.detail))
    return { ...row, count: row.count + 1, until: at };
  if (shape !== "message" || row.count > 1 || at - row.at > FLIGHT_MS) return null;
  const details = [row.detail, detail].filter((text) => text !== null);
  return {
    ...row,
    names: [...row.names, name],
    detail: details.length === 0 ? null : details.join(" · "),
    until: at,
  };
}

/** How long a silence was stands in its name. */
function addPauses(rows: readonly ArrowRow[]): readonly LadderRow[] {
  return rows.flatMap((row, index) => {
    const ms = row.at - (rows[index - 1]?.until ?? row.at);
    return ms >= PAUSE_MS && row.shape !== "silence" ? [{ kind: "pause" as const, ms }, row] : [row];
  });
}

function omit(rows: readonly LadderRow[]): readonly LadderRow[] {
  if (rows.length <= MAX_ROWS) return rows;
  const failure = rows.findLastIndex((row) => row.kind === "arrow" && row.failing);
  const isKept = (index: number) =>
    index < HEAD || index >= rows.length - TAIL || (index <= failure && index > failure - BEFORE_FAILURE);
  const kept: LadderRow[] = [];
  for (const [index, row] of rows.entries()) {
    const last = kept.at(-1);
    if (isKept(index)) kept.push(row);
    else if (last?.kind === "omission") kept[kept.length - 1] = { ...last, rows: last.rows + 1 };
    else kept.push({ kind: "omission", rows: 1 });
  }
  return kept;
}
