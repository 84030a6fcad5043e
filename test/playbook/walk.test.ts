import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { START, playbook } from "../../src/playbook/playbook.ts";
import type { Answer } from "../../src/playbook/walk.ts";
import { choicesOf, isQuestion, walk } from "../../src/playbook/walk.ts";

const answer = (node: string, choice: string, user = "U1"): Answer => ({ node, choice, user, at: 0 });

/** Every way from the start to an end, as the answers that lead there. */
function paths(given: readonly Answer[] = []): (readonly Answer[])[] {
  const { position } = walk(given);
  if (position.kind === "outcome") return [given];
  return position.choices.flatMap((choice) => paths([...given, answer(position.node, choice)]));
}

describe("the tree", () => {
  it("has no dead end, no loop, and no node that nobody reaches", () => {
    const reached = paths().flatMap((path) => {
      const { steps, position } = walk(path);
      expect(position.kind).toBe("outcome");
      return steps.map<string>(({ node }) => node).concat(position.node);
    });
    expect(new Set(reached)).toEqual(new Set(Object.keys(playbook)));
  });

  it("is this", () => {
    const drawn = paths().map((path) => {
      const { steps, position } = walk(path);
      return [...steps.map(({ choice }) => choice), position.node].join(" → ");
    });
    expect(drawn).toMatchInlineSnapshot(`
      [
        "edge_private_cloud → northbound → northbound_private_cloud",
        "edge_private_cloud → southbound → southbound_private_cloud",
        "edge_public_cloud → northbound → northbound_public_cloud",
        "edge_public_cloud → southbound → southbound_public_cloud",
        "hybrid → hybrid",
        "not_apigee → not_apigee",
      ]
    `);
  });
});

describe("a walk", () => {
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
    expect(position).toEqual({ kind: "outcome", node: "hybrid" });
  });

  it.each([
    answer("nowhere", "hybrid"),
    answer("product", "northbound"),
    answer("product", "__proto__"),
    answer("product", "constructor"),
    answer("hybrid", "hybrid"),
    answer("direction_private_cloud", "northbound"),
  ])("ignores $node: $choice at the start", (given) => {
    expect(walk([given])).toEqual(walk([]));
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
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 12 }), (given) => {
        const answers = given.map(([node, choice]) => answer(node, choice));
        const walked = walk(answers);
        expect(walk(walked.steps.map((step) => step.answer))).toEqual(walked);
      }),
    );
  });
});
