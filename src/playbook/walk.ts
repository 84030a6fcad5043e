import type { Choice, NodeId, OutcomeId, QuestionId } from "./playbook.ts";
import { START, playbook } from "./playbook.ts";

/** What somebody clicked. Kept in the order in which the clicks arrived. */
export interface Answer {
  readonly node: string;
  readonly choice: string;
  /** Slack's user id. */
  readonly user: string;
  /** ms since 1970. */
  readonly at: number;
}

/** Where the conversation stands. */
export interface Walk {
  readonly steps: readonly Step[];
  readonly position:
    | { readonly kind: "question"; readonly node: QuestionId; readonly choices: readonly Choice[] }
    | { readonly kind: "outcome"; readonly node: OutcomeId };
}

export interface Step {
  readonly node: QuestionId;
  readonly choice: Choice;
  readonly answer: Answer;
}

/** Replays the answers from the start. An answer to a node that it is not at is ignored, so a double click or
 *  two people who answer at once need no lock: the first one counts. */
export function walk(answers: readonly Answer[]): Walk {
  const steps: Step[] = [];
  let node: NodeId = START;
  for (const answer of answers) {
    if (answer.node !== node || !isQuestion(node)) continue;
    const choice = choicesOf(node).find((known) => known === answer.choice);
    if (choice === undefined) continue;
    steps.push({ node, choice, answer });
    node = follow(node, choice);
  }
  return {
    steps,
    position: isQuestion(node)
      ? { kind: "question", node, choices: choicesOf(node) }
      : { kind: "outcome", node },
  };
}

export function isQuestion(node: string): node is QuestionId {
  return node in playbook && "choices" in playbook[node as NodeId];
}

export function choicesOf(node: QuestionId): readonly Choice[] {
  return Object.keys(playbook[node].choices) as Choice[];
}

function follow(node: QuestionId, choice: Choice): NodeId {
  const choices: Readonly<Partial<Record<Choice, NodeId>>> = playbook[node].choices;
  const next = choices[choice];
  if (next === undefined) throw new Error(`${node} has no choice ${choice}`);
  return next;
}
