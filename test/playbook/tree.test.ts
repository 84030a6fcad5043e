import { describe, expect, it } from "vitest";
import { rejectingSideOf, responsibleFor } from "../../src/playbook/place.ts";
import type { NodeId } from "../../src/playbook/playbook.ts";
import { START, playbook } from "../../src/playbook/playbook.ts";
import { choicesOf, follow, isQuestion } from "../../src/playbook/walk.ts";
import { drawPlaybook } from "../support/draw-playbook.ts";

const NODES = Object.keys(playbook) as NodeId[];
const nextOf = (node: NodeId) =>
  isQuestion(node) ? choicesOf(node).map((choice) => follow(node, choice)) : [];

function reachableFrom(start: NodeId): Set<NodeId> {
  const reached = new Set<NodeId>();
  const waiting = [start];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    waiting.push(...nextOf(node));
  }
  return reached;
}

/** Choices of the longest path from a node. @throws for a loop */
function depthOf(node: NodeId, above: readonly NodeId[] = []): number {
  if (above.includes(node)) throw new Error(`a loop: ${[...above, node].join(" → ")}`);
  return Math.max(0, ...[...new Set(nextOf(node))].map((next) => 1 + depthOf(next, [...above, node])));
}

describe("the tree", () => {
  it("has no node that nobody reaches", () => {
    expect(reachableFrom(START)).toEqual(new Set(NODES));
  });

  it("has no loop, and no question without choices", () => {
    expect(depthOf(START)).toBeLessThanOrEqual(8);
    const single = NODES.filter((node) => isQuestion(node) && choicesOf(node).length < 2);
    expect(single).toEqual([]);
  });

  it("ends in every cause of the documents, at the places that they name", () => {
    const edge = reachableFrom("direction_private_cloud");
    const hybrid = reachableFrom("ingress_fault");
    expect([...edge]).toEqual(
      expect.arrayContaining([
        "protocol_mismatch",
        "cipher_suite_mismatch",
        "host_name_mismatch",
        "chain_incomplete",
        "chain_incorrect",
        "certificate_expired",
        "certificate_unknown",
        "sni_required",
        "not_determined",
      ]),
    );
    expect([...hybrid]).toEqual(
      expect.arrayContaining([
        "ingress_secret_missing",
        "certificate_malformed",
        "key_mismatch",
        "not_determined",
      ]),
    );
    expect([...edge]).not.toContain("ingress_secret_missing");
  });

  it("is drawn in docs/decision-tree.md (vitest -u draws it anew)", async () => {
    await expect(drawPlaybook()).toMatchFileSnapshot("../../docs/decision-tree.md");
  });
});

describe("who can do it", () => {
  it.each([
    ["certificate_expired", "northbound_private_cloud", "client", "organization_admin"],
    ["certificate_expired", "northbound_private_cloud", "server", "client_owner"],
    ["certificate_expired", "southbound_public_cloud", "client", "backend_owner"],
    ["certificate_expired", "southbound_public_cloud", "server", "organization_admin"],
    ["certificate_unknown", "northbound_public_cloud", "client", "client_owner"],
    ["certificate_unknown", "northbound_public_cloud", "server", "organization_admin"],
    ["certificate_unknown", "southbound_private_cloud", "client", "organization_admin"],
    ["certificate_unknown", "southbound_private_cloud", "server", "backend_owner"],
    ["sni_required", "southbound_private_cloud", "client", "edge_operator"],
    ["protocol_mismatch", "southbound_public_cloud", "client", "backend_owner"],
    ["protocol_mismatch", "northbound_public_cloud", "client", "client_owner"],
    ["protocol_mismatch", "northbound_private_cloud", "client", "edge_operator"],
    ["clock_wrong", "southbound_private_cloud", "client", "edge_operator"],
    ["clock_wrong", "southbound_private_cloud", "server", "backend_owner"],
    ["clock_wrong", "hybrid", "client", "client_owner"],
    ["starttls_required", "southbound_public_cloud", "client", "organization_admin"],
    ["starttls_required", "not_apigee", "client", "client_owner"],
    ["key_mismatch", "hybrid", "client", "cluster_admin"],
    ["not_determined", "northbound_public_cloud", "client", "apigee_support"],
    ["not_determined", "not_apigee", "client", "server_owner"],
  ] as const)("%s at %s, rejected by the %s: %s", (outcome, place, rejectedBy, party) => {
    expect(responsibleFor(outcome, place, rejectedBy)).toBe(party);
  });

  it.each([
    ["probe", "server"],
    ["capture", "client"],
  ] as const)("has the side whose clock is wrong from where it was seen: %s, the %s", (source, side) => {
    const step = { node: "fault", choice: "clock_wrong", source, answer: null } as const;
    expect(rejectingSideOf([step])).toBe(side);
  });
});
