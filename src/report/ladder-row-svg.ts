import { CENTRE, LIFELINE, MARGIN, WIDTH, drawText } from "./ladder-layout.ts";
import type { ArrowRow, LadderRow } from "./ladder-rows.ts";
import { fit, formatDuration, widthOf, wrap } from "./ladder-text.ts";

export interface DrawnRow {
  /** Under the lifelines. */
  readonly behind: string;
  readonly front: string;
  readonly height: number;
  /** The lifelines are dotted here. */
  readonly broken: boolean;
}

const LABEL = { size: 15, height: 19, lines: 2, width: LIFELINE.server - LIFELINE.client - 60 } as const;
const DETAIL = { size: 12.5, height: 17 } as const;
const TIME = { size: 12.5, right: LIFELINE.client - 22, width: LIFELINE.client - 32 } as const;
/** Above the label, from its baseline to the arrow, and below everything. */
const GAP = { top: 6, arrow: 8, bottom: 8 } as const;
const REMARK = { height: 40, middle: 20, width: LABEL.width - 80 } as const;
const BREAK = 34;
const ARROWHEAD = { length: 12, half: 5 } as const;
const BADGE = 9;

export function drawRow(row: LadderRow, top: number, clock: (at: number) => string): DrawnRow {
  switch (row.kind) {
    case "pause":
      return drawBreak(formatDuration(row.ms), top);
    case "omission":
      return drawBreak(`… ${row.rows} more …`, top);
    case "arrow":
      if (row.shape === "remark") return drawRemark(row, top);
      if (row.shape === "completed") return drawCompleted(row, top, clock);
      return drawArrow(row, top, clock);
  }
}

function drawBreak(text: string, top: number): DrawnRow {
  const label = drawText(text, {
    x: CENTRE,
    y: top + 22,
    size: DETAIL.size,
    anchor: "middle",
    role: "muted",
  });
  return { behind: "", front: label, height: BREAK, broken: true };
}

/** Between dotted lines: what concerns both. */
function drawRemark({ names }: ArrowRow, top: number): DrawnRow {
  const text = fit(names.join(", "), REMARK.width, LABEL.size);
  const y = top + REMARK.middle;
  const front = [
    drawSides("lifeline", y, widthOf(text, LABEL.size) / 2 + 8, ' stroke-dasharray="1 4"'),
    drawText(text, { x: CENTRE, y: y + 5, size: LABEL.size, anchor: "middle", role: "muted" }),
  ];
  return { behind: "", front: front.join("\n"), height: REMARK.height, broken: false };
}

/** With ticks: colour is not the only mark. */
function drawCompleted({ names, at }: ArrowRow, top: number, clock: (at: number) => string): DrawnRow {
  const text = fit(names.join(", "), REMARK.width, LABEL.size);
  const y = top + REMARK.middle;
  const front = [
    drawSides("completed", y, widthOf(text, LABEL.size) / 2 + 8, ""),
    drawText(text, {
      x: CENTRE,
      y: y + 5,
      size: LABEL.size,
      anchor: "middle",
      role: "completed",
      bold: true,
    }),
    drawTime(at, y, clock),
    drawBadge("completed", LIFELINE.client, y),
    drawBadge("completed", LIFELINE.server, y),
  ];
  return { behind: "", front: front.join("\n"), height: REMARK.height, broken: false };
}

/** From each lifeline to a text that is `half` px to both sides of the centre. */
function drawSides(role: string, y: number, half: number, dashes: string): string {
  return `<path class="${role}" d="M${LIFELINE.client} ${y}H${Math.round(CENTRE - half)}M${Math.round(CENTRE + half)} ${y}H${LIFELINE.server}" stroke="currentColor" stroke-width="1.5"${dashes}/>`;
}

function drawArrow(row: ArrowRow, top: number, clock: (at: number) => string): DrawnRow {
  const { failing, detail, from } = row;
  const role = failing ? "failing" : "ink";
  const lines = wrap(namesOf(row), LABEL.width, LABEL.size, LABEL.lines);
  const labels = lines.map((line, index) =>
    drawText(line, {
      x: CENTRE,
      y: top + GAP.top + 14 + index * LABEL.height,
      size: LABEL.size,
      anchor: "middle",
      role,
      bold: failing || row.shape === "message",
    }),
  );
  const y = top + GAP.top + 14 + (lines.length - 1) * LABEL.height + GAP.arrow;
  const below =
    detail === null
      ? []
      : [
          drawText(fit(detail, LABEL.width, DETAIL.size), {
            x: CENTRE,
            y: y + 16,
            size: DETAIL.size,
            anchor: "middle",
            role: "muted",
          }),
        ];
  const height = y - top + (detail === null ? 4 : DETAIL.height + 3) + GAP.bottom;
  const band = `<rect class="band" x="${MARGIN / 2}" y="${top}" width="${WIDTH - MARGIN}" height="${height}" rx="6" fill="currentColor"/>`;
  const marks = [
    ...labels,
    drawShaft(row, y),
    ...below,
    drawTime(row.at, y, clock),
    ...(failing ? [drawBadge("failing", LIFELINE[from], y)] : []),
  ];
  return { behind: failing ? band : "", front: marks.join("\n"), height, broken: false };
}

function namesOf({ names, count, at, until }: ArrowRow): readonly string[] {
  if (count === 1) return names;
  return [`${names.join(", ")} ×${count}${until - at >= 1 ? ` in ${formatDuration(until - at)}` : ""}`];
}

function drawTime(at: number, y: number, clock: (at: number) => string): string {
  return drawText(fit(clock(at), TIME.width, TIME.size), {
    x: TIME.right,
    y: y + 4,
    size: TIME.size,
    anchor: "end",
    role: "muted",
  });
}

/** Filled head: it came. Cross: it cut the connection. No head: it never came. */
function drawShaft({ from, shape, failing }: ArrowRow, y: number): string {
  const start = LIFELINE[from];
  const end = LIFELINE[from === "client" ? "server" : "client"];
  const toward = end > start ? 1 : -1;
  const role = failing ? "failing" : shape === "message" ? "message" : "segment";
  const width = failing ? 3 : shape === "message" ? 2 : 1.5;
  const dashes =
    shape === "retransmission"
      ? ' stroke-dasharray="7 5"'
      : shape === "silence"
        ? ' stroke-dasharray="2 7"'
        : "";
  const tip = end - toward * 2;
  const shaftEnd = shape === "silence" || shape === "reset" ? tip : tip - toward * ARROWHEAD.length;
  return `<g class="${role}"><path d="M${start} ${y}H${shaftEnd}" stroke="currentColor" stroke-width="${width}"${dashes}/>${drawTip(shape, tip, toward, y)}</g>`;
}

function drawTip(shape: ArrowRow["shape"], tip: number, toward: number, y: number): string {
  if (shape === "silence") return "";
  if (shape === "reset") {
    const x = tip - toward * 8;
    return `<path d="M${x - 6} ${y - 6}l12 12m0 -12l-12 12" stroke="currentColor" stroke-width="2.5"/>`;
  }
  const back = tip - toward * ARROWHEAD.length;
  return `<path d="M${tip} ${y}L${back} ${y - ARROWHEAD.half}V${y + ARROWHEAD.half}Z" fill="currentColor"/>`;
}

/** A cross on the lifeline of whoever failed it, or a tick on both. */
function drawBadge(role: "failing" | "completed", x: number, y: number): string {
  const mark = role === "failing" ? `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` : `M${x - 5} ${y}l3.5 4 6-7.5`;
  return `<circle class="${role}" cx="${x}" cy="${y}" r="${BADGE}" fill="currentColor"/><path class="on-badge" d="${mark}" fill="none" stroke="currentColor" stroke-width="2.5"/>`;
}
