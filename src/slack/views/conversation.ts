import type { ActionsBlock, KnownBlock } from "@slack/types";
import type { Evidence } from "../../diagnosis/evidence.ts";
import type { Catalog } from "../../locales/catalog.ts";
import type { Choice, QuestionId } from "../../playbook/playbook.ts";
import { choicesOf, isQuestion, walk } from "../../playbook/walk.ts";
import type { Answer, Step } from "../../playbook/walk.ts";
import { lines, plainText, richText, section, text } from "./text.ts";

/** Answered questions fold to one line each; then the open question with its buttons, or how the path ends. */
export function conversationBlocks(
  diagnosisId: string,
  evidence: Evidence,
  answers: readonly Answer[],
  catalog: Catalog,
): KnownBlock[] {
  const { steps, position } = walk(answers);
  const folded = steps.map((step) => answeredSection(step, catalog));
  if (position.kind === "outcome") {
    return [richText([...folded, ...lines(catalog.playbook.outcomes[position.node](evidence))])];
  }
  return [
    richText([...folded, section(text(catalog.playbook.questions[position.node], { bold: true }))]),
    choiceButtons(diagnosisId, position.node, position.choices, catalog),
  ];
}

function answeredSection({ node, choice, answer }: Step, catalog: Catalog) {
  const line = `${catalog.playbook.questions[node]} → ${catalog.playbook.choices[choice]} · `;
  return section(text(line, { italic: true }), { type: "user", user_id: answer.user });
}

/** `block_id` of a question's buttons names the question, `action_id` the choice. */
function choiceButtons(
  diagnosisId: string,
  node: QuestionId,
  choices: readonly Choice[],
  catalog: Catalog,
): ActionsBlock {
  return {
    type: "actions",
    block_id: `question:${node}:${diagnosisId}`,
    elements: choices.map((choice) => ({
      type: "button",
      action_id: `answer:${choice}`,
      text: plainText(catalog.playbook.choices[choice], 75),
    })),
  };
}

/** What a click on one of these buttons says; null when no button of ours is made like that. */
export function readClick(
  blockId: string,
  actionId: string,
): { diagnosisId: string; node: QuestionId; choice: Choice } | null {
  const [, node, diagnosisId] = /^question:([^:]+):([^:]+)$/.exec(blockId) ?? [];
  if (node === undefined || diagnosisId === undefined || !isQuestion(node)) return null;
  const choice = choicesOf(node).find((known) => actionId === `answer:${known}`);
  return choice === undefined ? null : { diagnosisId, node, choice };
}
