import { explain } from "../diagnosis/explain.ts";
import { catalogFor } from "../locales/locale.ts";
import { describeExplanation, reportExplanation } from "../report/explanation.ts";
import type { ExplainCall } from "./calls.ts";
import { STANDARD_INPUT, readStandardInput } from "./standard-input.ts";
import type { Terminal } from "./terminal.ts";

/** Longer input is a log whose first messages matter. */
const MAX_BYTES = 1024 * 1024;

/** `tlscheck explain`; answers the exit code, which is 0: a text is explained, nothing was looked at. */
export async function runExplain(call: ExplainCall, { write, paint }: Terminal): Promise<number> {
  const text =
    call.text === STANDARD_INPUT ? (await readStandardInput(MAX_BYTES)).toString("utf8") : call.text;
  const explanation = explain(text);
  if (call.json) {
    write(`${JSON.stringify(reportExplanation(explanation))}\n`);
  } else {
    const { title, lines, next } = describeExplanation(explanation, "tlscheck", catalogFor(call.locale));
    const numbered = lines.map((line, index) => `  ${index + 1}. ${line}`);
    write(`${[paint("bold", title), ...numbered, ...(next === null ? [] : [next])].join("\n")}\n`);
  }
  return 0;
}
