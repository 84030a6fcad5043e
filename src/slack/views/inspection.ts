import type { Inspection } from "../../diagnosis/inspect-bundle.ts";
import type { Catalog, WordContext } from "../../locales/catalog.ts";
import { describeInspection, judgeInspection, summarizeInspection } from "../../report/certificate-report.ts";
import { printable } from "../../report/printable.ts";
import type { MessageView } from "./message.ts";
import { header, lines, messageText, plainText, richText, section, text } from "./text.ts";
import { MAX_FINDINGS, certificateBlock, findingBlock } from "./verdict.ts";

/** The report on a file that was dropped. */
export function inspectionView(
  inspection: Inspection,
  at: number,
  context: WordContext & { readonly fileName: string },
  catalog: Catalog,
): MessageView {
  const summary = summarizeInspection(inspection, at, context, catalog);
  const { facts, certificates } = describeInspection(inspection, at, catalog);
  const [first, ...others] = inspection.findings.slice(0, MAX_FINDINGS);
  const mark = judgeInspection(inspection.findings) === "ok" ? "✅" : "❌";
  return {
    text: messageText(`${mark} ${printable(context.fileName)}: ${summary}`),
    blocks: [
      header(summary),
      ...(first === undefined
        ? facts.length === 0
          ? []
          : [richText([section(text(catalog.report.evidence, { bold: true })), ...lines(facts)])]
        : [findingBlock(first, facts, first.severity === "info", context, catalog)]),
      ...others.map((finding) => findingBlock(finding, [], true, context, catalog)),
      ...certificateBlock(catalog.report.certificatesFound, certificates),
      { type: "context", elements: [plainText(printable(context.fileName), 300)] },
    ],
  };
}
