import type { ActionsBlock, KnownBlock, StaticSelect } from "@slack/types";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import type { Evidence } from "../../diagnosis/evidence.ts";
import type { Finding } from "../../diagnosis/finding.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { compareFindings } from "../../playbook/compare-findings.ts";
import type { Checked, Conversation } from "../../playbook/conversation.ts";
import { awaitsTrials, walkThrough } from "../../playbook/conversation.ts";
import type { Choice, OutcomeId, QuestionId } from "../../playbook/playbook.ts";
import type { Step, Walk } from "../../playbook/walk.ts";
import { choicesOf } from "../../playbook/walk.ts";
import { describeChoice, describeOutcome, describeQuestion } from "../../report/conversation-words.ts";
import { ACTION, blockIdOf } from "./conversation-clicks.ts";
import { lines, plainText, richText, section, text } from "./text.ts";

/** More are a menu. */
const MAX_BUTTONS = 8;
const BUTTON_TEXT = 75;

/** Answered questions fold to one line each; then the open question with its buttons, or how the path ends. */
export function conversationBlocks(
  diagnosis: Diagnosis,
  result: Checked,
  conversation: Conversation,
  catalog: Catalog,
): KnownBlock[] {
  const { evidence, findings } = result;
  const walked = walkThrough(diagnosis, result, conversation);
  const { steps, position } = walked;
  const folded = steps.map((step) => foldStep(step, steps, evidence, catalog));
  return [
    ...changedBlocks(conversation.previous, findings, catalog),
    ...(folded.length === 0 ? [] : [richText(folded)]),
    ...(awaitsTrials(walked, result, conversation)
      ? [richText([section(text(catalog.playbook.conversation.tryingClient, { bold: true }))])]
      : position.kind === "question"
        ? questionBlocks(diagnosis.id, position, steps, evidence, catalog)
        : outcomeBlocks(position.node, steps, evidence, findings, catalog)),
    moveBlock(diagnosis.id, walked, evidence, catalog),
  ];
}

function changedBlocks(
  previous: Diagnosis | null,
  findings: readonly Finding[],
  catalog: Catalog,
): KnownBlock[] {
  if (previous?.result?.state !== "checked") return [];
  const { gone, fresh, remain } = compareFindings(previous.result.findings, findings);
  const names = (kinds: readonly (keyof Catalog["causes"])[]) => kinds.map((kind) => catalog.causes[kind]);
  const [title = "", ...changes] = catalog.playbook.conversation.changed({
    before: previous.result.evidence.startedAt,
    gone: names(gone),
    fresh: names(fresh),
    remain: names(remain),
  });
  return [richText([section(text(title, { bold: true })), ...lines(changes)])];
}

/** The question, what was answered, and by whom or what. */
function foldStep(step: Step, steps: readonly Step[], evidence: Evidence, catalog: Catalog) {
  const question = describeQuestion(step.node, steps, evidence, catalog).text;
  const line = text(`${question} → ${describeChoice(step.node, step.choice, catalog)} · `, { italic: true });
  return step.source === null
    ? section(line, { type: "user", user_id: step.answer.user }, text("\n"))
    : section(line, text(`${catalog.playbook.sources[step.source]}\n`, { italic: true }));
}

function questionBlocks(
  diagnosisId: string,
  { node, choices }: { readonly node: QuestionId; readonly choices: readonly Choice[] },
  steps: readonly Step[],
  evidence: Evidence,
  catalog: Catalog,
): KnownBlock[] {
  const question = describeQuestion(node, steps, evidence, catalog);
  const block_id = blockIdOf("question", node, diagnosisId);
  return [
    richText([section(text(question.text, { bold: true })), ...lines(question.help)]),
    choices.length > MAX_BUTTONS
      ? { type: "actions", block_id, elements: [choiceMenu(node, choices, catalog)] }
      : choiceButtons(block_id, node, choices, catalog),
  ];
}

function choiceButtons(
  block_id: string,
  node: QuestionId,
  choices: readonly Choice[],
  catalog: Catalog,
): ActionsBlock {
  return {
    type: "actions",
    block_id,
    elements: choices.map((choice) => ({
      type: "button",
      action_id: `${ACTION.answer}${choice}`,
      text: plainText(describeChoice(node, choice, catalog), BUTTON_TEXT),
    })),
  };
}

function choiceMenu(node: QuestionId, choices: readonly Choice[], catalog: Catalog): StaticSelect {
  return {
    type: "static_select",
    action_id: ACTION.pick,
    placeholder: plainText(catalog.playbook.conversation.pick, 150),
    options: choices.map((choice) => ({
      text: plainText(describeChoice(node, choice, catalog), BUTTON_TEXT),
      value: choice,
    })),
  };
}

function outcomeBlocks(
  node: OutcomeId,
  steps: readonly Step[],
  evidence: Evidence,
  findings: readonly Finding[],
  catalog: Catalog,
): KnownBlock[] {
  const { conversation } = catalog.playbook;
  const outcome = describeOutcome(node, steps, evidence, findings, catalog);
  return [
    richText([
      section(text(outcome.title, { bold: true })),
      section(text(`${conversation.steps}: `, { bold: true }), text(outcome.who)),
      ...lines(outcome.steps),
      section(text(conversation.verify, { bold: true })),
      ...lines(outcome.verify),
    ]),
  ];
}

/** To go elsewhere than on. */
function moveBlock(
  diagnosisId: string,
  { steps, position }: Walk,
  evidence: Evidence,
  catalog: Catalog,
): ActionsBlock {
  const { conversation } = catalog.playbook;
  const button = (action_id: string, label: string) =>
    ({ type: "button", action_id, text: plainText(label, BUTTON_TEXT) }) as const;
  const isAnswered = steps.some(({ source }) => source === null);
  const elements: ActionsBlock["elements"] = [
    button(ACTION.checkAgain, conversation.checkAgain),
    ...(evidence.profile === null ? [] : [button(ACTION.showClients, conversation.showClients)]),
    ...(position.node === "not_determined" ? [button(ACTION.makeBundle, conversation.makeBundle)] : []),
    ...(isAnswered
      ? [button(ACTION.back, conversation.back), button(ACTION.startOver, conversation.startOver)]
      : []),
    ...overruleMenu(steps, evidence, catalog),
  ];
  return { type: "actions", block_id: blockIdOf("move", position.node, diagnosisId), elements };
}

/** Each answer that evidence gave, and what else it could be. */
function overruleMenu(steps: readonly Step[], evidence: Evidence, catalog: Catalog): StaticSelect[] {
  const groups = steps
    .filter(({ source }) => source !== null)
    .map(({ node, choice }) => ({
      label: plainText(describeQuestion(node, steps, evidence, catalog).text, BUTTON_TEXT),
      options: choicesOf(node)
        .filter((other) => other !== choice)
        .map((other) => ({
          text: plainText(describeChoice(node, other, catalog), BUTTON_TEXT),
          value: `${node}:${other}`,
        })),
    }));
  return groups.length === 0
    ? []
    : [
        {
          type: "static_select",
          action_id: ACTION.overrule,
          placeholder: plainText(catalog.playbook.conversation.overrule, 150),
          option_groups: groups,
        },
      ];
}
