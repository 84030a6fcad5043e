import { isClientId } from "../diagnosis/asked-clients.ts";
import type { Evidence } from "../diagnosis/evidence.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { Catalog, OutcomeContext, OutcomeWords, QuestionWords } from "../locales/catalog.ts";
import { choiceAt, placeOf, rejectingSideOf, responsibleFor } from "../playbook/place.ts";
import type { Choice, OutcomeId, QuestionId } from "../playbook/playbook.ts";
import type { Step } from "../playbook/walk.ts";
import { CLIENT_PROFILES } from "../tls/clients/clients.ts";

/** What a question asks on the way that led to it. */
export function describeQuestion(
  node: QuestionId,
  steps: readonly Step[],
  { target, addresses }: Evidence,
  catalog: Catalog,
): QuestionWords {
  return catalog.playbook.questions[node]({ target, addresses, place: placeOf(steps) });
}

/** Causes and clients have names of their own. */
export function describeChoice(node: QuestionId, choice: Choice, { playbook, causes }: Catalog): string {
  const own: Readonly<Partial<Record<string, string>>> = playbook.choices[node];
  const named: Readonly<Partial<Record<string, string>>> = causes;
  return own[choice] ?? (node === "client" ? nameClient(choice) : named[choice]) ?? choice;
}

export interface OutcomeDescription extends OutcomeWords {
  readonly title: string;
  readonly who: string;
}

export function describeOutcome(
  node: OutcomeId,
  steps: readonly Step[],
  evidence: Evidence,
  findings: readonly Finding[],
  catalog: Catalog,
): OutcomeDescription {
  const place = placeOf(steps) ?? "not_apigee";
  const rejectedBy = rejectingSideOf(steps);
  const client = choiceAt("client", steps);
  const context: OutcomeContext = {
    target: evidence.target,
    addresses: evidence.addresses,
    place,
    rejectedBy,
    finding: findings.find(({ kind }) => kind === node) ?? null,
    client: client === null ? null : nameClient(client),
  };
  return {
    title: catalog.causes[node],
    who: catalog.playbook.parties[responsibleFor(node, place, rejectedBy)],
    ...catalog.playbook.outcomes[node](context),
  };
}

/** Null for one that has no name. */
function nameClient(id: string): string | null {
  return isClientId(id) ? CLIENT_PROFILES[id].name : null;
}
