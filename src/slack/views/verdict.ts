import type { KnownBlock } from "@slack/types";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import type { Evidence } from "../../diagnosis/evidence.ts";
import { servedCertificateList } from "../../diagnosis/evidence.ts";
import type { Finding } from "../../diagnosis/finding.ts";
import { listPublicKeys } from "../../diagnosis/public-keys.ts";
import { findRepairedChain } from "../../diagnosis/repaired-chain.ts";
import { formatTarget } from "../../diagnosis/target.ts";
import { joinCaptures } from "../../diagnosis/traces/join-captures.ts";
import type { Catalog, WordContext } from "../../locales/catalog.ts";
import type { Conversation } from "../../playbook/conversation.ts";
import { printable } from "../../report/printable.ts";
import { summarizeJoint } from "../../report/joint-words.ts";
import { describeEvidence, describeFinding, summarize } from "../../report/words.ts";
import { conversationBlocks } from "./conversation.ts";
import { jointBlocks } from "./joint.ts";
import type { MessageView } from "./message.ts";
import { header, lines, messageText, plainText, richText, section, text } from "./text.ts";

/** More than these would hide the first. */
export const MAX_FINDINGS = 5;

/** The message in the thread: what happened, the evidence, what to do, and where the conversation stands. */
export function verdictView(diagnosis: Diagnosis, conversation: Conversation, catalog: Catalog): MessageView {
  const { target, result } = diagnosis;
  if (result === null || result.state === "failed") {
    return {
      text: messageText(`${formatTarget(target)}: ${catalog.verdict.failed}`),
      blocks: [richText([section(text(catalog.report.failed))])],
    };
  }
  const { evidence, findings } = result;
  const joint = joinCaptures(conversation.thread, evidence.profile);
  const rest: KnownBlock[] = [
    { type: "divider" },
    ...conversationBlocks(diagnosis, result, conversation, catalog),
  ];
  const view = {
    text: messageText(`${formatTarget(target)}: ${summarizeJoint(joint, evidence, findings, catalog)}`),
    chain: findRepairedChain(findings),
    publicKeys: listPublicKeys(servedCertificateList(evidence)),
  };
  if (joint === null) return { ...view, blocks: [...reportBlocks(evidence, findings, catalog), ...rest] };
  const { blocks, plain } = jointBlocks(joint, catalog);
  const alone = reportBlocks(evidence, findings, catalog, catalog.joint.alone);
  return { ...view, blocks: [...blocks, ...alone, ...rest], plainBlocks: [...plain, ...alone, ...rest] };
}

/** The report without the conversation: what somebody gets privately.
 *  @param headed puts words around its first line */
export function reportBlocks(
  evidence: Evidence,
  findings: readonly Finding[],
  catalog: Catalog,
  headed: (summary: string) => string = (summary) => summary,
): KnownBlock[] {
  const { report } = catalog;
  const { facts, certificates } = describeEvidence(evidence, catalog);
  const [first, ...others] = findings.slice(0, MAX_FINDINGS);
  return [
    header(headed(summarize(evidence, findings, catalog))),
    first === undefined
      ? richText([section(text(report.evidence, { bold: true })), ...lines(facts)])
      : findingBlock(first, [], first.severity === "info", evidence, catalog),
    ...others.map((finding) => findingBlock(finding, [], true, evidence, catalog)),
    ...certificateBlock(report.certificateList, certificates),
    // Behind the fix, which nobody shall have to look for.
    ...(first === undefined || facts.length === 0
      ? []
      : [richText([section(text(report.server, { bold: true })), ...lines(facts)])]),
    {
      type: "context",
      elements: [plainText(`${formatTarget(evidence.target)} · ${report.duration(evidence)}`, 300)],
    },
  ];
}

/** A numbered list; none for none. */
export function certificateBlock(title: string, certificates: readonly string[]): KnownBlock[] {
  if (certificates.length === 0) return [];
  const elements = certificates.map((certificate) => section(text(certificate)));
  return [
    richText([section(text(title, { bold: true })), { type: "rich_text_list", style: "ordered", elements }]),
  ];
}

/** @param facts what was seen whatever the finding is.
 *  @param titled false for the first one, whose title is the header already. */
export function findingBlock(
  finding: Finding,
  facts: readonly string[],
  titled: boolean,
  context: WordContext,
  catalog: Catalog,
): KnownBlock {
  const { title, evidence: seen, resolution } = describeFinding(finding, context, catalog);
  return richText([
    ...(titled ? [section(text(printable(title), { bold: true }))] : []),
    section(text(catalog.report.evidence, { bold: true })),
    ...lines([...seen, ...facts]),
    section(text(catalog.report.resolution, { bold: true })),
    ...lines(resolution),
  ]);
}
