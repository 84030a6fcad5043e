import { lookAlike } from "../diagnosis/traces/looks-like.ts";
import type { TraceFinding } from "../diagnosis/traces/trace-finding.ts";
import type { Catalog, TraceContext } from "../locales/catalog.ts";
import type { HandshakeTrace } from "../pcap/handshake-trace.ts";
import type { ClientId } from "../tls/clients/clients.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";
import { contextOf, describeTraceFinding } from "./capture-json.ts";
import type { Paint } from "./host-text.ts";
import { SEVERITY, formatLine } from "./host-text.ts";
import { printable } from "./printable.ts";

/** What the text needs to know of the result. */
export interface CaptureSummary {
  readonly packets: number;
  readonly unknownLinkType: number;
  readonly abandoned: number;
  readonly completed: number;
  readonly failed: number;
  readonly incomplete: number;
  readonly notTls: number;
  readonly fault: { readonly structure: string; readonly offset: number } | null;
}

interface Group {
  /** Of the first; null where it is not known. */
  readonly client: ClientId | null;
  readonly finding: TraceFinding;
  readonly context: TraceContext;
  readonly at: number;
  count: number;
}

/** Kept; more causes are counted only. */
const MAX_GROUPS = 1_000;
/** Shown. */
const MAX_SHOWN = 40;

/** The findings of a capture by server, name and cause: a thousand clients that fail alike are one cause. */
export class CaptureText {
  readonly #groups = new Map<string, Group>();
  #more = 0;

  add(trace: HandshakeTrace, findings: readonly TraceFinding[]): void {
    for (const finding of findings) {
      const by = "by" in finding ? finding.by : "";
      const key = `${trace.serverKey} ${finding.kind} ${by} ${trace.serverName}`;
      const group = this.#groups.get(key);
      if (group !== undefined) group.count++;
      else if (this.#groups.size < MAX_GROUPS) {
        const { clientHello, endedAt: at } = trace;
        const client = clientHello === null ? null : lookAlike(clientHello);
        this.#groups.set(key, { finding, context: contextOf(trace), client, at, count: 1 });
      } else this.#more++;
    }
  }

  /** The result first, then the causes, errors and the most frequent first; lines without a final line break. */
  format(summary: CaptureSummary, catalog: Catalog, paint: Paint): string {
    const { capture } = catalog;
    const problem = summary.failed > 0 || this.#groups.size > 0;
    const headline = `${problem ? "✘" : "✔"} ${capture.summary(summary)}`;
    const rank = ({ finding, count }: Group) => (finding.severity === "error" ? 1e9 : 0) + count;
    const groups = Array.from(this.#groups.values()).toSorted((a, b) => rank(b) - rank(a));
    const more = this.#more + Math.max(0, groups.length - MAX_SHOWN);
    const remarks = [
      ...(more > 0 ? [capture.moreCauses(more)] : []),
      ...(summary.abandoned > 0 ? [capture.abandoned(summary.abandoned)] : []),
      ...(summary.unknownLinkType > 0 ? [capture.unknownLinkType(summary.unknownLinkType)] : []),
      ...(summary.fault === null ? [] : [capture.damaged(summary.fault)]),
    ];
    return [
      paint("bold", paint(problem ? "red" : "green", headline)),
      ...groups.slice(0, MAX_SHOWN).flatMap((group) => formatGroup(group, catalog, paint)),
      ...(remarks.length === 0 ? [] : ["", ...remarks.map((remark) => `  ${remark}`)]),
    ].join("\n");
  }
}

function formatGroup(
  { finding, context, client, at, count }: Group,
  catalog: Catalog,
  paint: Paint,
): string[] {
  const { title, evidence: seen, resolution } = describeTraceFinding(finding, context, catalog);
  const { mark, style } = SEVERITY[finding.severity];
  const name = context.serverName === null ? "" : ` (${context.serverName})`;
  const { report } = catalog;
  return [
    "",
    `  ${paint(style, `${mark} ${printable(report.about({ name: `${context.server}${name}`, text: title }))}`)} ${paint("dim", `[${finding.kind}]`)}`,
    `    ${printable(catalog.capture.occurrences({ count, context, at }))}`,
    `    ${report.heading(report.evidence)}`,
    ...seen.flatMap((line) => formatLine(line)),
    ...(client === null ? [] : formatLine(catalog.clients.looksLike(CLIENT_PROFILES[client].name))),
    `    ${report.heading(report.resolution)}`,
    ...resolution.flatMap((line) => formatLine(line)),
  ];
}

/** One line for a failure as it happens. Hostile text is made printable. */
export function formatFailure(trace: HandshakeTrace, finding: TraceFinding, catalog: Catalog): string {
  const context = contextOf(trace);
  const { title } = describeTraceFinding(finding, context, catalog);
  const { client, server, serverName } = context;
  const name = serverName === null ? "" : ` (${serverName})`;
  const time = new Date(Math.floor(trace.endedAt));
  const clock = Number.isNaN(time.getTime()) ? String(trace.endedAt) : time.toISOString();
  const told = catalog.report.about({ name: `${client} → ${server}${name}`, text: title });
  return printable(`${clock} ${told} [${finding.kind}]`, MAX_LINE);
}

const MAX_LINE = 1_000;
