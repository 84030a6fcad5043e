import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { START, playbook } from "../../src/playbook/playbook.ts";
import type { Answer, Know } from "../../src/playbook/walk.ts";
import { choicesOf, counts, isQuestion, walk } from "../../src/playbook/walk.ts";

const answer = (node: string, choice: string, user = "U1"): Answer => ({ node, choice, user, at: 0 });
const act = (kind: NonNullable<Answer["act"]>, node: string, choice = ""): Answer => ({
  ...answer(node, choice),
  act: kind,
});
const ways = (answers: readonly Answer[], know?: Know) => {
  const { steps, position } = walk(answers, know);
  return [
    ...steps.map(({ choice, source }) => (source === null ? choice : `${choice} (${source})`)),
    position.node,
  ];
};

const expired: Know = (node) => {
  if (node === "fault") return { choice: "certificate_expired", source: "probe" };
  return node === "expired_rejected_by" ? { choice: "client", source: "probe" } : null;
};

describe("a walk", () => {
  it("asks where evidence says what no choice of the question is, as facts of another version may", () => {
    const newer = JSON.parse('{ "choice": "java_99", "source": "capture" }') as ReturnType<Know>;
    expect(walk([], (node) => (node === "product" ? newer : null)).position).toMatchObject({
      kind: "question",
      node: "product",
    });
  });

  it("begins at the first question", () => {
    expect(walk([])).toEqual({
      steps: [],
      position: { kind: "question", node: START, choices: choicesOf("product") },
    });
  });

  it("counts the first of two answers to the same question", () => {
    const { steps, position } = walk([
      answer("product", "hybrid", "U1"),
      answer("product", "not_apigee", "U2"),
      answer("product", "hybrid", "U1"),
    ]);
    expect(steps).toMatchObject([{ node: "product", choice: "hybrid", answer: { user: "U1" } }]);
    expect(position).toMatchObject({ kind: "question", node: "ingress_fault" });
  });

  it.each([
    answer("nowhere", "hybrid"),
    answer("product", "northbound"),
    answer("product", "__proto__"),
    answer("product", "constructor"),
    answer("hybrid", "hybrid"),
    answer("direction_private_cloud", "northbound"),
    act("back", "product"),
    act("back", "fault"),
    act("start_over", "nowhere"),
    act("overrule", "product", "hybrid"),
    act("overrule", "__proto__", "hybrid"),
  ])("ignores $act $node: $choice at the start", (given) => {
    expect(walk([given])).toEqual(walk([]));
  });

  it("asks nothing that evidence answers", () => {
    expect(ways([answer("product", "not_apigee")], expired)).toEqual([
      "not_apigee",
      "certificate_expired (probe)",
      "client (probe)",
      "certificate_expired",
    ]);
  });

  it("lets a person overrule evidence, and not what a person said", () => {
    const answers = [answer("product", "not_apigee"), act("overrule", "fault", "nothing")];
    expect(ways(answers, expired)).toEqual(["not_apigee", "nothing", "message"]);
    expect(ways([...answers, act("overrule", "fault", "certificate_expired")], expired)).toEqual(
      ways(answers, expired),
    );
    expect(ways([answer("product", "not_apigee"), act("overrule", "product", "hybrid")], expired)).toEqual(
      ways([answer("product", "not_apigee")], expired),
    );
    expect(
      ways([answer("product", "not_apigee"), act("overrule", "fault", "certificate_expired")], expired),
    ).toEqual(ways([answer("product", "not_apigee")], expired));
  });

  it("goes back by one person's answer, over what evidence answered in between", () => {
    const answers = [answer("product", "edge_public_cloud"), answer("direction_public_cloud", "northbound")];
    expect(ways([...answers, act("back", "certificate_expired")], expired)).toEqual([
      "edge_public_cloud",
      "direction_public_cloud",
    ]);
  });

  it("takes an overruling back: evidence holds again", () => {
    const overruled = [answer("product", "not_apigee"), act("overrule", "fault", "nothing")];
    expect(ways([...overruled, act("back", "message")], expired)).toEqual(
      ways([answer("product", "not_apigee")], expired),
    );
  });

  it("counts a double click on Back once", () => {
    const answers = [answer("product", "edge_public_cloud"), answer("direction_public_cloud", "northbound")];
    const back = act("back", "fault");
    expect(ways([...answers, back, back])).toEqual(["edge_public_cloud", "direction_public_cloud"]);
  });

  it("counts what moves the conversation, and nothing else", () => {
    const start = walk([]);
    expect(counts(start, answer("product", "hybrid"))).toBe(true);
    expect(counts(start, answer("ingress_fault", "nothing"))).toBe(false);
    expect(counts(walk([answer("product", "hybrid")]), answer("product", "hybrid"))).toBe(false);
  });

  it("starts over", () => {
    const answers = [answer("product", "not_apigee"), act("overrule", "fault", "nothing")];
    expect(ways([...answers, act("start_over", "message")], expired)).toEqual(["product"]);
  });

  it("never throws, and is the walk of the answers that it took", () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...Object.keys(playbook),
        ...Object.keys(playbook).flatMap((node) => (isQuestion(node) ? choicesOf(node) : [])),
      ),
      fc.string(),
      fc.constantFrom("__proto__", "toString", ""),
    );
    const acts = fc.constantFrom(undefined, undefined, "overrule", "back", "start_over" as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word, acts), { maxLength: 12 }), (given) => {
        const answers = given.map(([node, choice, kind]) =>
          kind === undefined ? answer(node, choice) : act(kind as "back", node, choice),
        );
        const walked = walk(answers, expired);
        const taken = walked.steps.flatMap((step) => (step.source === null ? [step.answer] : []));
        expect(walk(taken, expired)).toEqual(walked);
        // What does not count need not be kept.
        const kept: Answer[] = [];
        for (const each of answers) if (counts(walk(kept, expired), each)) kept.push(each);
        expect(walk(kept, expired)).toEqual(walked);
      }),
    );
  });
});
