import { explain } from "../diagnosis/explain.ts";
import { loadCatalog } from "../locales/load-catalog.ts";
import { describeExplanation, describeNext, reportExplanation } from "../report/explanation.ts";
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
    const catalog = await loadCatalog(call.locale);
    const { title, lines, refusal } = describeExplanation(explanation, catalog);
    const numbered = lines.map((line, index) => `  ${index + 1}. ${line}`);
    const rest = [refusal, describeNext(explanation, catalog)].filter((line) => line !== null);
    write(`${[paint("bold", title), ...numbered, ...rest].join("\n")}\n`);
  }
  return 0;
}
