import type { Catalog } from "../../../src/locales/catalog.ts";
import { alerts } from "./alerts.ts";
import { capture } from "./capture.ts";
import { explaining, settings } from "./channel.ts";
import { chat } from "./chat.ts";
import { clients } from "./clients.ts";
import { findings } from "./findings.ts";
import { joint } from "./joint.ts";
import { playbook } from "./playbook.ts";
import { report } from "./report.ts";
import { watching } from "./watching.ts";
import { digest, watchHome } from "./watch-home.ts";

/** Arguments for every sentence that takes some: a sentence without a sample does not compile. */
export type SamplesOf<T> = T extends (...given: infer A) => unknown
  ? readonly Readonly<A>[]
  : { readonly [K in keyof T as true extends TakesData<T[K]> ? K : never]: SamplesOf<T[K]> };

type TakesData<T> = T extends (...given: never) => unknown
  ? true
  : T extends string | readonly string[]
    ? false
    : { [K in keyof T]: TakesData<T[K]> }[keyof T];

export const samples: SamplesOf<Catalog> = {
  findings,
  clients,
  capture,
  joint,
  playbook,
  chat,
  explaining,
  settings,
  watching,
  watchHome,
  digest,
  alerts,
  ...report,
};
