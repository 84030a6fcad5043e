import type { Catalog } from "../catalog.ts";
import { certificateFlawOutcomes } from "./certificate-flaw-outcomes.ts";
import { certificateOutcomes } from "./certificate-outcomes.ts";
import { connectionOutcomes } from "./connection-outcomes.ts";
import { hybridOutcomes } from "./hybrid-outcomes.ts";
import { negotiationOutcomes } from "./negotiation-outcomes.ts";
import { otherOutcomes } from "./other-outcomes.ts";
import { protocolOutcomes } from "./protocol-outcomes.ts";
import { serverNameOutcomes } from "./server-name-outcomes.ts";

/** What to do at the end of a path, where it is done. */
export const outcomes: Catalog["playbook"]["outcomes"] = {
  ...protocolOutcomes,
  ...negotiationOutcomes,
  ...certificateOutcomes,
  ...certificateFlawOutcomes,
  ...hybridOutcomes,
  ...connectionOutcomes,
  ...serverNameOutcomes,
  ...otherOutcomes,
};
