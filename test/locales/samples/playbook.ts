import type { Catalog, WordContext } from "../../../src/locales/catalog.ts";
import { CONTEXT, text } from "../../support/odd-data.ts";
import type { SamplesOf } from "./samples.ts";

const inContext: readonly (readonly [WordContext])[] = [[CONTEXT]];

export const playbook: SamplesOf<Catalog["playbook"]> = {
  outcomes: {
    northbound_private_cloud: inContext,
    southbound_private_cloud: inContext,
    northbound_public_cloud: inContext,
    southbound_public_cloud: inContext,
    hybrid: inContext,
    not_apigee: inContext,
  },
  answered: [[{ question: text("question"), choice: text("choice"), user: text("user") }]],
};
