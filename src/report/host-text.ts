import { judgeVerdict } from "../diagnosis/diagnosis.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import type { Finding, Severity } from "../diagnosis/finding.ts";
import { formatTarget } from "../diagnosis/target.ts";
import type { Catalog, Line, WordContext } from "../locales/catalog.ts";
import type { ClientRow, ClientTable } from "./client-table.ts";
import { clientTable } from "./client-table.ts";
import { printable, printableLines } from "./printable.ts";
import { describeEvidence, describeFinding, summarize } from "./words.ts";

/** Turns text into coloured text, or leaves it alone. The report is complete without colour. */
export type Paint = (style: "bold" | "dim" | "red" | "yellow" | "green", text: string) => string;

/** A chain in PEM is a command too, and useless when it is cut. */
const MAX_COMMAND = 100_000;
const MARKS = { ok: "✔", problem: "✘", unreachable: "✘" };
export const SEVERITY: Readonly<Record<Severity, { mark: string; style: "red" | "yellow" | "dim" }>> = {
  error: { mark: "✘", style: "red" },
  warning: { mark: "!", style: "yellow" },
  info: { mark: "i", style: "dim" },
};

/** What a terminal shows of one target; lines without a final line break. */
export function formatHostReport(
  evidence: Evidence,
  findings: readonly Finding[],
  catalog: Catalog,
  paint: Paint,
): string {
  const verdict = judgeVerdict(evidence, findings);
  const { facts, certificates } = describeEvidence(evidence, catalog);
  const { report } = catalog;
  const headline = `${MARKS[verdict]} ${formatTarget(evidence.target)}  ${summarize(evidence, findings, catalog)}`;
  return [
    paint("bold", paint(verdict === "ok" ? "green" : "red", headline)),
    ...facts.map((fact) => `  ${fact}`),
    ...(certificates.length === 0 ? [] : [`  ${report.heading(report.certificateList)}`]),
    ...certificates.map((certificate, position) => `    ${position + 1}. ${certificate}`),
    ...formatClients(clientTable(evidence, catalog), paint),
    ...findings.flatMap((finding) => ["", ...formatFinding(finding, evidence, catalog, paint)]),
    paint("dim", `  ${report.duration(evidence)}`),
  ].join("\n");
}

const STATES: Readonly<Record<ClientRow["state"], { mark: string; style: "green" | "red" | "dim" }>> = {
  connects: { mark: "✔", style: "green" },
  fails: { mark: "✘", style: "red" },
  not_asked: { mark: "?", style: "dim" },
};

function formatClients(table: ClientTable | null, paint: Paint): string[] {
  if (table === null || table.rows.length === 0) return [];
  const { title, columns, rows } = table;
  const width = Math.max(columns.client.length, ...rows.map(({ client }) => client.length));
  return [
    "",
    `  ${title}:`,
    `    ${paint("dim", `${columns.client.padEnd(width)}    ${columns.result}`)}`,
    ...rows.map(({ client, state, result }) => {
      const { mark, style } = STATES[state];
      return `    ${client.padEnd(width)}  ${paint(style, `${mark} ${result}`)}`;
    }),
  ];
}

/** A finding below its headline. */
export function formatFinding(
  finding: Finding,
  context: WordContext,
  catalog: Catalog,
  paint: Paint,
): string[] {
  const { title, evidence: seen, resolution } = describeFinding(finding, context, catalog);
  const { mark, style } = SEVERITY[finding.severity];
  const { report } = catalog;
  return [
    `  ${paint(style, `${mark} ${printable(title)}`)} ${paint("dim", `[${finding.kind}]`)}`,
    `    ${report.heading(report.evidence)}`,
    ...seen.flatMap((line) => formatLine(line)),
    `    ${report.heading(report.resolution)}`,
    ...resolution.flatMap((line) => formatLine(line)),
  ];
}

export function formatLine(line: Line): string[] {
  if (typeof line === "string") return [`      ${printable(line, 1000)}`];
  return printableLines(line.command.trimEnd(), MAX_COMMAND)
    .split("\n")
    .map((command) => `          ${command}`);
}
