import type { Inspection } from "../../diagnosis/inspect-bundle.ts";
import { listPublicKeys } from "../../diagnosis/public-keys.ts";
import { findRepairedChain } from "../../diagnosis/repaired-chain.ts";
import type { Catalog, WordContext } from "../../locales/catalog.ts";
import { describeInspection, judgeInspection, summarizeInspection } from "../../report/certificate-report.ts";
import { printable } from "../../report/printable.ts";
import type { Button, KnownBlock } from "@slack/types";
import type { MessageView } from "./message.ts";
import type { LockedFile } from "./password-modal.ts";
import { ENTER_PASSWORD } from "./password-modal.ts";
import { header, lines, messageText, plainText, richText, section, text } from "./text.ts";
import { watchCertificatesButton } from "./watch-buttons.ts";
import { MAX_FINDINGS, certificateBlock, findingBlock } from "./verdict.ts";

export interface InspectionFacts {
  readonly inspection: Inspection;
  readonly at: number;
  readonly context: WordContext & { readonly fileName: string };
  /** Sentences on who accepts whom. */
  readonly comparisons: readonly string[];
  /** So that its password can be asked for. */
  readonly file: LockedFile;
  /** How many certificates of it are kept for whoever wants them watched. */
  readonly toWatch: number;
}

/** The report on a file that was dropped. */
export function inspectionView(
  { inspection, at, context, comparisons, file, toWatch }: InspectionFacts,
  catalog: Catalog,
): MessageView {
  const summary = summarizeInspection(inspection, at, context, catalog);
  const { facts, certificates } = describeInspection(inspection, at, catalog);
  const [first, ...others] = inspection.findings.slice(0, MAX_FINDINGS);
  const mark = judgeInspection(inspection.findings) === "ok" ? "✅" : "❌";
  return {
    text: messageText(
      `${mark} ${catalog.report.about({ name: printable(context.fileName), text: summary })}`,
    ),
    chain: findRepairedChain(inspection.findings),
    publicKeys: listPublicKeys(inspection.certificates),
    blocks: [
      header(summary),
      ...(first === undefined
        ? facts.length === 0
          ? []
          : [richText([section(text(catalog.report.evidence, { bold: true })), ...lines(facts)])]
        : [findingBlock(first, facts, first.severity === "info", context, catalog)]),
      ...others.map((finding) => findingBlock(finding, [], true, context, catalog)),
      ...certificateBlock(catalog.report.certificatesFound, certificates),
      ...comparisonBlock(comparisons, catalog),
      ...buttonsBlock([
        ...(needsPassword(inspection) ? [passwordButton(file, catalog)] : []),
        ...(toWatch > 0 ? [watchCertificatesButton(file.fileId, toWatch, catalog)] : []),
      ]),
      { type: "context", elements: [plainText(printable(context.fileName), 300)] },
    ],
  };
}

/** Two files against each other. */
export function comparisonView(comparisons: readonly string[], catalog: Catalog): MessageView {
  return { text: messageText(comparisons.join(" ")), blocks: comparisonBlock(comparisons, catalog) };
}

function comparisonBlock(comparisons: readonly string[], catalog: Catalog): KnownBlock[] {
  if (comparisons.length === 0) return [];
  return [richText([section(text(catalog.report.compared, { bold: true })), ...lines(comparisons)])];
}

function needsPassword({ findings }: Inspection): boolean {
  return findings.some(
    (finding) =>
      finding.kind === "certificate_malformed" &&
      finding.faults.some(({ code }) => code === "password_missing" || code === "password_wrong"),
  );
}

function buttonsBlock(elements: Button[]): KnownBlock[] {
  return elements.length === 0 ? [] : [{ type: "actions", elements }];
}

function passwordButton(file: LockedFile, catalog: Catalog): Button {
  return {
    type: "button",
    action_id: ENTER_PASSWORD,
    text: plainText(catalog.chat.enterPassword, 75),
    value: JSON.stringify(file),
  };
}
