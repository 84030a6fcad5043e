import { definePlaybook } from "./define-playbook.ts";

/** The first two levels of the documented tree: which product, and which of its two connections.
 *  What is asked and said at a node is in the locales, under the node's id. */
export const playbook = definePlaybook({
  product: {
    choices: {
      edge_private_cloud: "direction_private_cloud",
      edge_public_cloud: "direction_public_cloud",
      hybrid: "hybrid",
      not_apigee: "not_apigee",
    },
  },
  direction_private_cloud: {
    choices: { northbound: "northbound_private_cloud", southbound: "southbound_private_cloud" },
  },
  direction_public_cloud: {
    choices: { northbound: "northbound_public_cloud", southbound: "southbound_public_cloud" },
  },
  northbound_private_cloud: { outcome: true },
  southbound_private_cloud: { outcome: true },
  northbound_public_cloud: { outcome: true },
  southbound_public_cloud: { outcome: true },
  hybrid: { outcome: true },
  not_apigee: { outcome: true },
});

type Playbook = typeof playbook;
export type NodeId = keyof Playbook;
/** The nodes that ask. */
export type QuestionId = { [Id in NodeId]: Playbook[Id] extends { choices: object } ? Id : never }[NodeId];
/** The nodes that end a path. */
export type OutcomeId = Exclude<NodeId, QuestionId>;
export type ChoiceOf<Id extends QuestionId> = keyof Playbook[Id]["choices"] & string;
/** Any choice of any question. */
export type Choice = { [Id in QuestionId]: ChoiceOf<Id> }[QuestionId];

export const START: NodeId = "product";
