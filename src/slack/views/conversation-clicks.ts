import type { NodeId } from "../../playbook/playbook.ts";
import { playbook } from "../../playbook/playbook.ts";
import type { Answer } from "../../playbook/walk.ts";
import { choicesOf, isQuestion } from "../../playbook/walk.ts";

/** `action_id` of the buttons and menus below a verdict. */
export const ACTION = {
  /** Before the choice. */
  answer: "answer:",
  /** The same from a menu. */
  pick: "answer:pick",
  overrule: "move:overrule",
  back: "move:back",
  startOver: "move:start_over",
  checkAgain: "check_again",
  showClients: "show_clients",
  makeBundle: "make_bundle",
} as const;

/** Those that are stored as answers. */
export const ANSWERS = /^(?:answer|move):/;

/** Names where the conversation stands, so that a click on what is no longer shown does nothing. */
export function blockIdOf(kind: "question" | "move", node: NodeId, diagnosisId: string): string {
  return `${kind}:${node}:${diagnosisId}`;
}

/** Null when no block of ours is called like that. */
export function readBlockId(blockId: string): { readonly node: NodeId; readonly diagnosisId: string } | null {
  const [, node = "", diagnosisId = ""] = /^(?:question|move):(\w+):([\w-]+)$/.exec(blockId) ?? [];
  return Object.hasOwn(playbook, node) && diagnosisId !== "" ? { node: node as NodeId, diagnosisId } : null;
}

/** What a click says; null when none of our buttons is made like that.
 *  @param value of the chosen option, for a menu */
export function readAnswer(
  blockId: string,
  actionId: string,
  value: string | null,
): { readonly diagnosisId: string; readonly answer: Pick<Answer, "node" | "choice" | "act"> } | null {
  const place = readBlockId(blockId);
  if (place === null) return null;
  const { node, diagnosisId } = place;
  switch (actionId) {
    case ACTION.back:
      return { diagnosisId, answer: { node, choice: "", act: "back" } };
    case ACTION.startOver:
      return { diagnosisId, answer: { node, choice: "", act: "start_over" } };
    case ACTION.overrule: {
      const [overruled = "", choice = ""] = value?.split(":") ?? [];
      return isChoice(overruled, choice)
        ? { diagnosisId, answer: { node: overruled, choice, act: "overrule" } }
        : null;
    }
    default: {
      const choice = value ?? actionId.slice(ACTION.answer.length);
      return actionId.startsWith(ACTION.answer) && isChoice(node, choice)
        ? { diagnosisId, answer: { node, choice } }
        : null;
    }
  }
}

function isChoice(node: string, choice: string): boolean {
  return isQuestion(node) && choicesOf(node).some((known) => known === choice);
}
