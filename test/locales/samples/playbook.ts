import type { Finding } from "../../../src/diagnosis/finding.ts";
import type { Catalog, OutcomeContext, QuestionContext } from "../../../src/locales/catalog.ts";
import { en } from "../../../src/locales/en/catalog.ts";
import type { Place } from "../../../src/playbook/place.ts";
import type { OutcomeId } from "../../../src/playbook/playbook.ts";
import { CONTEXT, text, texts, time } from "../../support/odd-data.ts";
import { findings } from "./findings.ts";
import type { SamplesOf } from "./samples.ts";

type Playbook = Catalog["playbook"];

const PLACES: readonly Place[] = Object.keys({
  northbound_private_cloud: true,
  southbound_private_cloud: true,
  northbound_public_cloud: true,
  southbound_public_cloud: true,
  hybrid: true,
  not_apigee: true,
} satisfies { readonly [P in Place]: true }) as Place[];

const asked: readonly (readonly [QuestionContext])[] = [null, ...PLACES].map((place) => [
  { ...CONTEXT, place },
]);

/** At every place: each side that may refuse × a client with and without a name, then each finding. */
function endings(id: OutcomeId): readonly (readonly [OutcomeContext])[] {
  const seen: readonly (readonly [Finding, ...unknown[]])[] =
    id in findings ? findings[id as keyof typeof findings] : [];
  return PLACES.flatMap((place) => {
    const nothing = { ...CONTEXT, place, finding: null };
    return [
      ...(["client", "server"] as const).flatMap((rejectedBy) =>
        [null, text("client")].map((client) => ({ ...nothing, rejectedBy, client })),
      ),
      ...seen.map(([finding]) => ({ ...nothing, finding, rejectedBy: "client" as const, client: null })),
    ];
  }).map((context) => [context]);
}

const changed = { before: time(), gone: texts("gone"), fresh: texts("new"), remain: texts("remain") };

export const playbook: SamplesOf<Playbook> = {
  questions: ofEach(en.playbook.questions, () => asked),
  outcomes: ofEach(en.playbook.outcomes, endings),
  conversation: {
    changed: [
      [changed],
      [{ ...changed, gone: [], remain: [] }],
      [{ ...changed, gone: [text("gone")], fresh: [] }],
      [{ ...changed, gone: [], fresh: [] }],
    ],
  },
};

function ofEach<K extends string, S>(
  sentences: Readonly<Record<K, unknown>>,
  samplesOf: (key: K) => S,
): Record<K, S> {
  const keys = Object.keys(sentences) as K[];
  return Object.fromEntries(keys.map((key) => [key, samplesOf(key)])) as Record<K, S>;
}
