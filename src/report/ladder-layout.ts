import type { Side } from "../pcap/handshake-trace.ts";
import { escapeXml } from "./ladder-text.ts";

/** In px. */
export const WIDTH = 720;
export const MARGIN = 20;
/** Times are left of the client's. */
export const LIFELINE: Readonly<Record<Side, number>> = { client: 110, server: 676 };
export const CENTRE = (LIFELINE.client + LIFELINE.server) / 2;

interface Placement {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly size: number;
  readonly anchor: "start" | "middle" | "end";
  readonly role: "ink" | "muted" | "failing" | "completed";
  readonly bold?: boolean;
}

export function drawText(text: string, { x, y, size, anchor, role, bold }: Placement): string {
  const weight = bold === true ? ' font-weight="600"' : "";
  return `<text class="${role}" x="${x}" y="${y}" font-size="${size}"${weight} text-anchor="${anchor}" fill="currentColor">${escapeXml(text)}</text>`;
}
