import type { Ladder } from "./ladder.ts";
import { LIFELINE, MARGIN, WIDTH, drawText } from "./ladder-layout.ts";
import type { DrawnRow } from "./ladder-row-svg.ts";
import { drawRow } from "./ladder-row-svg.ts";
import { toRows } from "./ladder-rows.ts";
import { escapeXml, fit, fitEnds, widthOf } from "./ladder-text.ts";
import type { LadderTheme } from "./ladder-theme.ts";
import { FONT_FAMILY, styleOf } from "./ladder-theme.ts";

const TITLE = { baseline: 38, size: 20 } as const;
const SUBTITLE = { baseline: 59, size: 12.5 } as const;
const ACTOR = { top: 76, height: 44, padding: 14, roleSize: 11, size: 14 } as const;
const ROWS_TOP = ACTOR.top + ACTOR.height + 16;
const FOOT = 30;

/** SVG, at most 2,500 px high however long the handshake is, and about 1,400 for forty messages. */
export function drawLadder(ladder: Ladder, theme: LadderTheme): string {
  const clock = clockOf(ladder);
  const rows: (DrawnRow & { readonly top: number })[] = [];
  let bottom = ROWS_TOP;
  for (const row of toRows(ladder.steps)) {
    const drawn = { ...drawRow(row, bottom, clock), top: bottom };
    rows.push(drawn);
    bottom += drawn.height;
  }
  const height = bottom + FOOT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="${FONT_FAMILY}" role="img">`,
    `<title>${escapeXml(ladder.alt)}</title>`,
    `<style>${styleOf(theme)}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}" rx="8" fill="currentColor"/>`,
    ...rows.map(({ behind }) => behind),
    drawLifelines(bottom + FOOT / 2, rows),
    ...drawHead(ladder),
    ...rows.map(({ front }) => front),
    "</svg>\n",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** Milliseconds since the start, all with as many decimals as the whole needs. */
function clockOf({ startedAt, steps }: Ladder): (at: number) => string {
  const total = (steps.at(-1)?.at ?? startedAt) - startedAt;
  const decimals = total < 100 ? 2 : total < 1_000_000 ? 1 : 0;
  return (at) => (at - startedAt).toFixed(decimals);
}

function drawHead({ title, transport, client, server, startedAt }: Ladder): string[] {
  const width = WIDTH - 2 * MARGIN;
  const shown = fitEnds(title, width, TITLE.size);
  const subtitle = `${formatStart(startedAt)}${transport === "quic" ? " · QUIC" : ""}`;
  return [
    drawText(shown, {
      x: MARGIN,
      y: TITLE.baseline,
      size: TITLE.size,
      anchor: "start",
      role: "ink",
      bold: true,
    }),
    drawText(fit(subtitle, width, SUBTITLE.size), {
      x: MARGIN,
      y: SUBTITLE.baseline,
      size: SUBTITLE.size,
      anchor: "start",
      role: "muted",
    }),
    drawText("ms", {
      x: LIFELINE.client - 22,
      y: ROWS_TOP + 4,
      size: SUBTITLE.size,
      anchor: "end",
      role: "muted",
    }),
    drawActor("client", client),
    drawActor("server", server),
  ];
}

/** Over its lifeline, or beside it where the address is long. */
function drawActor(role: "client" | "server", address: string): string {
  const most = WIDTH / 2 - MARGIN - 2 * ACTOR.padding - 6;
  const shown = fitEnds(address, most, ACTOR.size);
  const width = Math.max(110, Math.round(widthOf(shown, ACTOR.size)) + 2 * ACTOR.padding);
  const left = Math.round(Math.min(Math.max(LIFELINE[role] - width / 2, MARGIN), WIDTH - MARGIN - width));
  const x = left + width / 2;
  return [
    `<g class="lifeline"><rect class="paper" x="${left}" y="${ACTOR.top}" width="${width}" height="${ACTOR.height}" rx="6" fill="currentColor"/><rect x="${left}" y="${ACTOR.top}" width="${width}" height="${ACTOR.height}" rx="6" fill="none" stroke="currentColor" stroke-width="1.5"/></g>`,
    drawText(role, { x, y: ACTOR.top + 17, size: ACTOR.roleSize, anchor: "middle", role: "muted" }),
    drawText(shown, { x, y: ACTOR.top + 35, size: ACTOR.size, anchor: "middle", role: "ink", bold: true }),
  ].join("\n");
}

/** Dotted where time or rows are left out. */
function drawLifelines(end: number, rows: readonly (DrawnRow & { readonly top: number })[]): string {
  const solid: string[] = [];
  const dotted: string[] = [];
  const add = (paths: string[], from: number, to: number) => {
    for (const x of [LIFELINE.client, LIFELINE.server]) paths.push(`M${x} ${from}V${to}`);
  };
  let from: number = ACTOR.top + ACTOR.height;
  for (const { top, height } of rows.filter(({ broken }) => broken)) {
    add(solid, from, top + 5);
    add(dotted, top + 5, top + height - 5);
    from = top + height - 5;
  }
  add(solid, from, end);
  const gaps = dotted.length === 0 ? "" : `<path d="${dotted.join("")}" stroke-dasharray="2 5"/>`;
  return `<g class="lifeline" fill="none" stroke="currentColor" stroke-width="2"><path d="${solid.join("")}"/>${gaps}</g>`;
}

/** A time out of a Date's range, as a damaged file may have it, is as it is. */
function formatStart(at: number): string {
  const date = new Date(Math.floor(at));
  return Number.isNaN(date.getTime())
    ? String(at)
    : date.toISOString().replace("T", " ").replace("Z", " UTC");
}
