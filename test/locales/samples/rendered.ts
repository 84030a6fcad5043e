import { catalogFor } from "../../../src/locales/catalogs.ts";
import type { Locale } from "../../../src/locales/locale.ts";
import { samples } from "./samples.ts";

/** One sentence, said in one language with some data or with none. */
export interface Said {
  /** `findings.timeout 2`: where it stands in the catalog, and which of its samples it is. */
  readonly where: string;
  readonly given: readonly unknown[];
  readonly lines: readonly SaidLine[];
}

export interface SaidLine {
  /** What it is: `title`, `evidence 0`, or nothing for a sentence alone. */
  readonly as: string;
  readonly text: string;
  readonly command: boolean;
}

/** All that a language can say. */
export function render(locale: Locale): Said[] {
  return renderNode(catalogFor(locale), samples, "");
}

function renderNode(node: unknown, given: unknown, path: string): Said[] {
  if (typeof node === "function") {
    if (!Array.isArray(given)) throw new Error(`${path} has no samples`);
    return given.map((data: unknown[], index) => ({
      where: `${path} ${index}`,
      given: data,
      lines: linesOf(Reflect.apply(node, undefined, data), ""),
    }));
  }
  if (typeof node === "string" || Array.isArray(node)) {
    return [{ where: path, given: [], lines: linesOf(node, "") }];
  }
  // Each language has them in an order of its own.
  return Object.entries(node ?? {})
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, inner]: [string, unknown]) =>
      renderNode(inner, fieldOf(given, key), path === "" ? key : `${path}.${key}`),
    );
}

function linesOf(said: unknown, as: string): SaidLine[] {
  if (typeof said === "string") return [{ as, text: said, command: false }];
  const command = fieldOf(said, "command");
  if (typeof command === "string") return [{ as, text: command, command: true }];
  return Object.entries(said ?? {}).flatMap(([key, inner]) => linesOf(inner, `${as} ${key}`.trim()));
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
