import type { Catalog } from "../../../src/locales/catalog.ts";
import { LOCALES } from "../../../src/locales/locale.ts";
import { text } from "../../support/odd-data.ts";
import type { SamplesOf } from "./samples.ts";
import { watching } from "./watch-home.ts";

export const explaining: SamplesOf<Catalog["explaining"]> = {
  refusal: ([null, "this_side", "other_side"] as const).flatMap((by) =>
    // A message that does not tell who refused names an alert.
    (by === null ? [text("alert")] : [text("alert"), null]).map((alert) => [{ by, alert }] as const),
  ),
  help: [[text("command")]],
};

export const settings: SamplesOf<Catalog["settings"]> = {
  name: LOCALES.map((tag) => [tag] as const),
  changed: [null, ...LOCALES].map((tag) => [{ user: text("user"), tag }] as const),
  help: [[text("command")]],
  watching,
};
