import type { HandshakeTrace, Side, TracedMessage } from "../pcap/handshake-trace.ts";
import { contextOf } from "./capture-json.ts";
import { printable } from "./printable.ts";

const WIDTH = 960;
const X = { client: 240, server: 790 } as const;
const MIDDLE = (X.client + X.server) / 2;
const TOP = 126;
const LINE_HEIGHT = 18;
const ROW_GAP = 20;
/** Of a label; what is longer goes on in the next line. */
const MAX_LINE = 66;
const MAX_TITLE = 110;
const MAX_NAME = 40;
/** What a side sent without a pause is one arrow. */
const TOGETHER_MS = 0.2;
const HEAD = 9;

/** Consecutive messages of one side. */
interface Arrow {
  readonly at: number;
  readonly from: Side;
  readonly types: readonly string[];
}

/** A ladder of the handshake as Wireshark's users draw it: SVG, for light and dark surroundings, with its alternative text.
 *  @param title what it shows, in the reader's language; hostile text is made printable */
export function drawLadder(trace: HandshakeTrace, title: string): string {
  const { client, server, serverName } = contextOf(trace);
  const arrows = join(nameAlerts(trace));
  const failing = findFailing(trace, arrows);
  let y = TOP;
  const rows = arrows.map((arrow) => {
    const labels = wrap(arrow.types.map(spell));
    y += ROW_GAP + labels.length * LINE_HEIGHT;
    return drawArrow(arrow, labels, y, arrow.at - trace.startedAt, arrow === failing);
  });
  const height = y + 48;
  const shownTitle = escape(printable(title, MAX_TITLE));
  const name = serverName === null ? "" : printable(serverName, MAX_NAME);
  const story = arrows.map(({ from, types }) => `${from}: ${types.map(spell).join(", ")}`).join("; ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title story">`,
    `<title id="title">${shownTitle}</title>`,
    `<desc id="story">${escape(`${client}, ${server} ${name}. ${story}`)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    `<text class="title" x="24" y="36">${shownTitle}</text>`,
    drawSide(X.client, ["Client", client]),
    drawSide(X.server, ["Server", server, name]),
    ...Object.values(X).map(
      (x) => `<line class="life" x1="${x}" y1="${TOP - 8}" x2="${x}" y2="${height - 24}"/>`,
    ),
    ...rows,
    "</svg>\n",
  ].join("\n");
}

/** Colours that stand out on white and on black. */
const STYLE = `
text{font:14px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1d2129}
.paper{fill:#fff}.title{font-size:17px;font-weight:600}.side{font-weight:600}.time,.address{font-size:12px;fill:#5c6370}
.time{font-variant-numeric:tabular-nums}.life{stroke:#b9bec8;stroke-width:2}.arrow{stroke:#3a6ea8;stroke-width:2}
.head{fill:#3a6ea8}.wrong .arrow{stroke:#c8302a;stroke-width:3}.wrong .head{fill:#c8302a}
.wrong text{fill:#b0241f;font-weight:600}
@media(prefers-color-scheme:dark){text{fill:#e6e8ec}.paper{fill:#1a1d21}.time,.address{fill:#a3a9b5}.life{stroke:#4a505b}
.arrow{stroke:#7fb0e6}.head{fill:#7fb0e6}.wrong .arrow{stroke:#ff7b72}.wrong .head{fill:#ff7b72}.wrong text{fill:#ff8f87}}
`.trim();

function drawSide(x: number, lines: readonly string[]): string {
  return lines
    .map((line, index) => {
      const style = index === 0 ? "side" : "address";
      return `<text class="${style}" x="${x}" y="${70 + 17 * index}" text-anchor="middle">${escape(line)}</text>`;
    })
    .join("");
}

function drawArrow(
  { from }: Arrow,
  labels: readonly string[],
  y: number,
  afterMs: number,
  wrong: boolean,
): string {
  const right = from === "client";
  const [start, end] = right ? [X.client, X.server] : [X.server, X.client];
  const neck = right ? end - HEAD : end + HEAD;
  const first = y - 7 - (labels.length - 1) * LINE_HEIGHT;
  return [
    wrong ? `<g class="wrong">` : "<g>",
    `<text class="time" x="${X.client - 110}" y="${y + 4}" text-anchor="end">${formatTime(afterMs)}</text>`,
    ...labels.map(
      (label, line) =>
        `<text x="${MIDDLE}" y="${first + line * LINE_HEIGHT}" text-anchor="middle">${escape(wrong && line === 0 ? `✘ ${label}` : label)}</text>`,
    ),
    `<line class="arrow" x1="${start}" y1="${y}" x2="${neck}" y2="${y}"/>`,
    `<path class="head" d="M${end} ${y}L${neck} ${y - 5}L${neck} ${y + 5}Z"/>`,
    "</g>",
  ].join("");
}

/** Which alert it is, where it is in the clear. */
function nameAlerts({ messages, alerts }: HandshakeTrace): readonly TracedMessage[] {
  const named = new Map(alerts.map(({ at, from, description }) => [`${at} ${from}`, description]));
  return messages.map(({ at, from, type }) => {
    const description = type === "alert" ? (named.get(`${at} ${from}`) ?? "encrypted") : null;
    return { at, from, type: description === null ? type : `alert_(${description})` };
  });
}

function join(messages: readonly TracedMessage[]): readonly Arrow[] {
  const arrows: { at: number; from: Side; types: string[]; last: number }[] = [];
  for (const { at, from, type } of messages) {
    const before = arrows.at(-1);
    // An alert or the end of the connection is what the eye looks for: it stands alone.
    const alone = isEnd(type) || before?.types.some(isEnd) === true;
    if (before !== undefined && !alone && before.from === from && at - before.last <= TOGETHER_MS) {
      before.types.push(type);
      before.last = at;
    } else arrows.push({ at, from, types: [type], last: at });
  }
  return arrows;
}

function isEnd(type: string): boolean {
  return type.startsWith(ALERT) || TRANSPORT.has(type);
}

const ALERT = "alert_";

/** What ended it: the alert, the reset, the FIN; in silence the last thing that got no answer. */
function findFailing({ ending }: HandshakeTrace, arrows: readonly Arrow[]): Arrow | undefined {
  const last = (type: string, by: Side) =>
    arrows.findLast(({ from, types }) => from === by && types.some((noted) => noted.startsWith(type)));
  switch (ending.kind) {
    case "alert":
      return last(ALERT, ending.by);
    case "reset":
      return last("rst", ending.by);
    case "closed":
      return last("fin", ending.by);
    case "refused":
      return last("rst", "server");
    case "unanswered":
      return arrows.at(-1);
    case "silence":
      return arrows.findLast(({ from }) => from !== ending.of);
    case "completed":
    case "not_tls":
    case "incomplete":
      return undefined;
  }
}

/** `client_hello` is a Client Hello, `syn_ack` a SYN/ACK. */
function spell(type: string): string {
  if (type.startsWith(ALERT)) return `Alert ${type.slice(ALERT.length)}`;
  return (
    TRANSPORT.get(type) ??
    type
      .split("_")
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join(" ")
  );
}

const TRANSPORT: ReadonlyMap<string, string> = new Map([
  ["syn", "SYN"],
  ["syn_ack", "SYN/ACK"],
  ["fin", "FIN"],
  ["rst", "RST"],
  ["retransmission", "sent again"],
]);

/** Names that belong together in lines of at most MAX_LINE characters. */
function wrap(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + name.length + 2 <= MAX_LINE)
      lines[lines.length - 1] = `${line}, ${name}`;
    else lines.push(name);
  }
  return lines;
}

function formatTime(ms: number): string {
  return ms < 1_000 ? `+${ms.toFixed(ms < 10 ? 2 : 1)} ms` : `+${(ms / 1_000).toFixed(2)} s`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
