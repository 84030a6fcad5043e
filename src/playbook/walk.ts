import type { Choice, NodeId, OutcomeId, QuestionId } from "./playbook.ts";
import { START, playbook } from "./playbook.ts";

/** What somebody clicked. Kept in the order in which the clicks arrived. */
export interface Answer {
  /** Where the conversation stood for who clicked; what is overruled, for `overrule`. */
  readonly node: string;
  /** Empty for `back` and `start_over`. */
  readonly choice: string;
  /** Absent: the open question is answered. `overrule`: another choice than evidence made. */
  readonly act?: "overrule" | "back" | "start_over";
  /** Slack's user id. */
  readonly user: string;
  /** ms since 1970. */
  readonly at: number;
}

/** Where an answer that nobody had to give comes from. `form`: it was said when the check was asked for. `documents`: it
 *  follows from the product. */
export type Source =
  | "form"
  | "probe"
  | "client_trial"
  | "capture"
  /** What the client of a capture offers × what the server accepts. */
  | "capture_and_probe"
  | "upload"
  | "pasted"
  | "documents";

/** Where the conversation stands. */
export interface Walk {
  readonly steps: readonly Step[];
  readonly position:
    | { readonly kind: "question"; readonly node: QuestionId; readonly choices: readonly Choice[] }
    | { readonly kind: "outcome"; readonly node: OutcomeId };
}

/** An answered question: by a person (`answer`), or by evidence (`source`). */
export type Step = { readonly node: QuestionId; readonly choice: Choice } & (
  { readonly answer: Answer; readonly source: null } | { readonly answer: null; readonly source: Source }
);

/** What evidence says at a question, on the way that led there; null where a person must be asked. */
export type Know = (
  node: QuestionId,
  steps: readonly Step[],
) => { readonly choice: Choice; readonly source: Source } | null;

/** Replays the answers from the start; evidence answers first. What was clicked at a place that the conversation is not at
 *  is ignored, so a double click or two people who answer at once need no lock: the first one counts. */
export function walk(answers: readonly Answer[], know: Know = () => null): Walk {
  let steps = followEvidence([], know);
  for (const answer of answers) {
    const next = take(steps, answer);
    if (next !== null) steps = followEvidence(next, know);
  }
  const node = endOf(steps);
  return {
    steps,
    position: isQuestion(node)
      ? { kind: "question", node, choices: choicesOf(node) }
      : { kind: "outcome", node },
  };
}

/** The steps with what was clicked; null when it does not count. */
function take(steps: readonly Step[], answer: Answer): Step[] | null {
  const { node, act } = answer;
  if (act === "overrule") {
    const index = steps.findIndex((step) => step.node === node && step.source !== null);
    const choice = choiceAt(steps[index]?.node, answer);
    if (choice === null || choice === steps[index]?.choice) return null;
    return [...steps.slice(0, index), stepOf(answer, choice)].filter((step) => step !== null);
  }
  const end = endOf(steps);
  if (node !== end) return null;
  if (act === "start_over") return [];
  if (act === "back")
    return steps.slice(
      0,
      Math.max(
        0,
        steps.findLastIndex(({ source }) => source === null),
      ),
    );
  const step = stepOf(answer, choiceAt(end, answer));
  return step && [...steps, step];
}

function stepOf(answer: Answer, choice: Choice | null): Step | null {
  return choice === null || !isQuestion(answer.node)
    ? null
    : { node: answer.node, choice, answer, source: null };
}

function choiceAt(node: NodeId | undefined, { choice }: Answer): Choice | null {
  if (node === undefined || !isQuestion(node)) return null;
  return choicesOf(node).find((known) => known === choice) ?? null;
}

function followEvidence(from: readonly Step[], know: Know): Step[] {
  const steps = [...from];
  for (let node = endOf(steps); isQuestion(node); node = endOf(steps)) {
    const known = know(node, steps);
    // Facts are kept for weeks: another version may have known choices that this one does not.
    if (known === null || !choicesOf(node).includes(known.choice)) break;
    steps.push({ node, ...known, answer: null });
  }
  return steps;
}

function endOf(steps: readonly Step[]): NodeId {
  const last = steps.at(-1);
  return last === undefined ? START : follow(last.node, last.choice);
}

export function isQuestion(node: string): node is QuestionId {
  return Object.hasOwn(playbook, node) && "choices" in playbook[node as NodeId];
}

export function choicesOf(node: QuestionId): readonly Choice[] {
  return Object.keys(playbook[node].choices) as Choice[];
}

export function follow(node: QuestionId, choice: Choice): NodeId {
  const choices: Readonly<Partial<Record<Choice, NodeId>>> = playbook[node].choices;
  const next = choices[choice];
  if (next === undefined) throw new Error(`${node} has no choice ${choice}`);
  return next;
}
