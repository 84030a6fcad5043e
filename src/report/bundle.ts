import type { Catalog } from "../locales/catalog.ts";
import type { Checked } from "../playbook/conversation.ts";
import type { NodeId } from "../playbook/playbook.ts";
import type { Step } from "../playbook/walk.ts";
import { isQuestion } from "../playbook/walk.ts";
import { describeChoice, describeOutcome, describeQuestion } from "./conversation-words.ts";
import { formatHostReport, formatLine } from "./host-text.ts";
import { printable } from "./printable.ts";

/** What support asks for, as text: the report, what was answered by whom, and where it ended. */
export function formatBundle(
  { evidence, findings }: Checked,
  steps: readonly Step[],
  position: NodeId,
  catalog: Catalog,
): string {
  const plain = (_style: string, content: string) => content;
  const { playbook } = catalog;
  const answered = steps.map((step) => {
    const { text } = describeQuestion(step.node, steps, evidence, catalog);
    const by = step.source === null ? step.answer.user : playbook.sources[step.source];
    return `  ${printable(`${text} → ${describeChoice(step.node, step.choice, catalog)} · ${by}`, 500)}`;
  });
  const outcome = isQuestion(position) ? null : describeOutcome(position, steps, evidence, findings, catalog);
  return [
    new Date(evidence.startedAt).toISOString(),
    formatHostReport(evidence, findings, catalog, plain),
    ...(answered.length === 0 ? [] : ["", ...answered]),
    ...(outcome === null
      ? []
      : [
          "",
          `  ${outcome.title}`,
          ...outcome.steps.flatMap(formatLine),
          `  ${playbook.conversation.verify}`,
          ...outcome.verify.flatMap(formatLine),
        ]),
    "",
  ].join("\n");
}
