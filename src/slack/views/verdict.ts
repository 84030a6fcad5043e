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
import { walkThrough } from "../../playbook/conversation.ts";
import { printable } from "../../report/printable.ts";
import { summarizeJoint } from "../../report/joint-words.ts";
import { describeEvidence, describeFinding, summarize } from "../../report/words.ts";
import { againBlock, changedBlocks, conversationBlocks, isOutcomeOf } from "./conversation.ts";
import { jointBlocks } from "./joint.ts";
import type { MessageView } from "./message.ts";
import { header, lines, messageText, plainText, richText, section, text } from "./text.ts";

/** More than these would hide the first. */
export const MAX_FINDINGS = 5;

/** The message in the thread: what happened, the evidence, what to do, and where the conversation stands. */
export function verdictView(diagnosis: Diagnosis, conversation: Conversation, catalog: Catalog): MessageView {
  const { target, result } = diagnosis;
  const about = (said: string) => catalog.report.about({ name: formatTarget(target), text: said });
  if (result === null || result.state === "failed") {
    return {
      text: messageText(about(catalog.verdict.failed)),
      blocks: [richText([section(text(catalog.report.failed))]), againBlock(diagnosis, catalog)],
    };
  }
  const { evidence, findings } = result;
  const { position } = walkThrough(diagnosis, result, conversation);
  const joint = joinCaptures(conversation.thread, evidence.profile);
  const summary = summarize(evidence, findings, catalog);
  const check = [
    header(joint === null ? summary : catalog.joint.alone(summary)),
    ...changedBlocks(conversation.previous, findings, catalog),
    // What to do about it stands in the outcome, for this place.
    ...findingBlocks(evidence, findings, isOutcomeOf(position.node, findings), catalog),
  ];
  const talk = conversationBlocks(diagnosis, result, conversation, catalog);
  const details = detailBlocks(evidence, catalog);
  const divider = { type: "divider" } as const;
  const view = {
    text: messageText(about(summarizeJoint(joint, evidence, findings, catalog))),
    chain: findRepairedChain(findings),
    publicKeys: listPublicKeys(servedCertificateList(evidence)),
  };
  if (joint === null) {
    const between = findings.length === 0 ? [] : [divider];
    return { ...view, blocks: [...check, ...between, ...talk, divider, ...details] };
  }
  const { blocks, plain } = jointBlocks(joint, catalog);
  const rest = [divider, ...talk, divider, ...check, ...details];
  return { ...view, blocks: [...blocks, ...rest], plainBlocks: [...plain, ...rest] };
}

/** The report without the conversation: what somebody gets privately. */
export function reportBlocks(
  evidence: Evidence,
  findings: readonly Finding[],
  catalog: Catalog,
): KnownBlock[] {
  return [
    header(summarize(evidence, findings, catalog)),
    ...findingBlocks(evidence, findings, false, catalog),
    ...detailBlocks(evidence, catalog),
  ];
}

/** The gravest first. @param told what to do about the first one stands elsewhere */
function findingBlocks(
  evidence: Evidence,
  findings: readonly Finding[],
  told: boolean,
  catalog: Catalog,
): KnownBlock[] {
  const [first, ...others] = findings.slice(0, MAX_FINDINGS);
  if (first === undefined) return [];
  return [
    findingBlock(first, [], first.severity === "info", evidence, catalog, told),
    ...others.map((finding) => findingBlock(finding, [], true, evidence, catalog)),
  ];
}

/** Behind the fix, which nobody shall have to look for. */
function detailBlocks(evidence: Evidence, catalog: Catalog): KnownBlock[] {
  const { report } = catalog;
  const { facts, certificates } = describeEvidence(evidence, catalog);
  return [
    ...certificateBlock(report.certificateList, certificates),
    ...(facts.length === 0
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
 *  @param titled false for the first one, whose title is the header already.
 *  @param told what to do stands elsewhere. */
export function findingBlock(
  finding: Finding,
  facts: readonly string[],
  titled: boolean,
  context: WordContext,
  catalog: Catalog,
  told = false,
): KnownBlock {
  const { title, evidence: seen, resolution } = describeFinding(finding, context, catalog);
  return richText([
    ...(titled ? [section(text(printable(title), { bold: true }))] : []),
    section(text(catalog.report.evidence, { bold: true })),
    ...lines([...seen, ...facts]),
    ...(told ? [] : [section(text(catalog.report.resolution, { bold: true })), ...lines(resolution)]),
  ]);
}
