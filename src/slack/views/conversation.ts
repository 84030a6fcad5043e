import type { ActionsBlock, Button, ContextBlock, KnownBlock, StaticSelect } from "@slack/types";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import type { Evidence } from "../../diagnosis/evidence.ts";
import type { Finding } from "../../diagnosis/finding.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { compareFindings } from "../../playbook/compare-findings.ts";
import type { Checked, Conversation } from "../../playbook/conversation.ts";
import { awaitsTrials, walkThrough } from "../../playbook/conversation.ts";
import type { Choice, NodeId, OutcomeId, QuestionId } from "../../playbook/playbook.ts";
import { START } from "../../playbook/playbook.ts";
import type { Step, Walk } from "../../playbook/walk.ts";
import { choicesOf } from "../../playbook/walk.ts";
import { describeChoice, describeOutcome, describeQuestion } from "../../report/conversation-words.ts";
import { ACTION, blockIdOf } from "./conversation-clicks.ts";
import { watchTargetButton } from "./watch-buttons.ts";
import { cut, escapeText, lines, plainText, richText, section, text } from "./text.ts";

/** More are a menu. */
const MAX_BUTTONS = 8;
const BUTTON_TEXT = 75;
/** Of a text object in a `context` block. */
const MAX_CONTEXT = 3_000;

/** What is asked next, or how the path ends, stands first; then, small, what led there, and how to go elsewhere. */
export function conversationBlocks(
  diagnosis: Diagnosis,
  result: Checked,
  conversation: Conversation,
  catalog: Catalog,
): KnownBlock[] {
  const { evidence, findings } = result;
  const walked = walkThrough(diagnosis, result, conversation);
  const { steps, position } = walked;
  return [
    ...(awaitsTrials(walked, result, conversation)
      ? [richText([section(text(catalog.playbook.conversation.tryingClient, { bold: true }))])]
      : position.kind === "question"
        ? questionBlocks(diagnosis.id, position, steps, evidence, catalog)
        : outcomeBlocks(position.node, steps, evidence, findings, catalog)),
    ...wayBlocks(walked, evidence, catalog),
    moveBlock(diagnosis.id, walked, evidence, catalog),
  ];
}

/** Since the check that this one repeats; none for a first one. */
export function changedBlocks(
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

/** Each answered question in a line: asked → answered · by whom or what. */
function wayBlocks({ steps, position }: Walk, evidence: Evidence, catalog: Catalog): ContextBlock[] {
  if (steps.length === 0) return [];
  const { conversation, sources } = catalog.playbook;
  const folded = steps.map((step) => {
    const question = describeQuestion(step.node, steps, evidence, catalog).text;
    const said = escapeText(`${question} → ${describeChoice(step.node, step.choice, catalog)}`);
    return `${said} · ${step.source === null ? `<@${step.answer.user}>` : escapeText(sources[step.source])}`;
  });
  const way = [...(position.kind === "outcome" ? [`*${conversation.why}*`] : []), ...folded].join("\n");
  return [{ type: "context", elements: [{ type: "mrkdwn", text: cut(way, MAX_CONTEXT), verbatim: true }] }];
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
      // The header has said it.
      ...(isOutcomeOf(node, findings) ? [] : [section(text(outcome.title, { bold: true }))]),
      section(text(`${catalog.report.heading(conversation.who)} `, { bold: true }), text(outcome.who)),
      section(text(conversation.steps, { bold: true })),
      ...lines(outcome.steps),
      section(text(conversation.verify, { bold: true })),
      ...lines(outcome.verify),
    ]),
  ];
}

/** Below a check that broke, and so has nothing to ask. */
export function againBlock({ id }: Pick<Diagnosis, "id">, { playbook }: Catalog): ActionsBlock {
  const label = plainText(playbook.conversation.checkAgain, BUTTON_TEXT);
  return {
    type: "actions",
    block_id: blockIdOf("move", START, id),
    elements: [{ type: "button", action_id: ACTION.checkAgain, text: label, style: "primary" }],
  };
}

/** Whether the path ends at what the check has found first. */
export function isOutcomeOf(node: NodeId, [first]: readonly Finding[]): boolean {
  return first?.severity === "error" && first.kind === node;
}

/** To go elsewhere than on. Where the path has ended, what comes next is `primary`. */
function moveBlock(
  diagnosisId: string,
  { steps, position }: Walk,
  evidence: Evidence,
  catalog: Catalog,
): ActionsBlock {
  const { conversation } = catalog.playbook;
  const isLost = position.node === "not_determined";
  const next = position.kind === "question" ? null : isLost ? ACTION.makeBundle : ACTION.checkAgain;
  const button = (action_id: string, label: string): Button => ({
    type: "button",
    action_id,
    text: plainText(label, BUTTON_TEXT),
    ...(action_id === next && { style: "primary" }),
  });
  const isAnswered = steps.some(({ source }) => source === null);
  const elements: ActionsBlock["elements"] = [
    ...(isLost ? [button(ACTION.makeBundle, conversation.makeBundle)] : []),
    button(ACTION.checkAgain, conversation.checkAgain),
    ...(evidence.profile === null ? [] : [button(ACTION.showClients, conversation.showClients)]),
    watchTargetButton(evidence.target, catalog),
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
