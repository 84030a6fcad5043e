import type { KnownBlock, PlanBlock, TaskCardBlock } from "@slack/types";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import { judgeVerdict } from "../../diagnosis/diagnosis.ts";
import type { Evidence } from "../../diagnosis/evidence.ts";
import { findHandshake, servedCertificateList } from "../../diagnosis/evidence.ts";
import { formatTarget } from "../../diagnosis/target.ts";
import type { ThreadFact } from "../../diagnosis/thread-fact.ts";
import { joinCaptures } from "../../diagnosis/traces/join-captures.ts";
import type { Catalog, ProgressStep } from "../../locales/catalog.ts";
import { printable } from "../../report/printable.ts";
import { summarizeJoint } from "../../report/joint-words.ts";
import type { MessageView } from "./message.ts";
import { messageText, richText, section, text } from "./text.ts";

const STEPS: readonly ProgressStep[] = ["name", "connection", "handshake", "certificate", "verdict"];
type Status = TaskCardBlock["status"];
const MARKS: Readonly<Record<Status, string>> = { pending: "○", in_progress: "…", complete: "✓", error: "✗" };

/** The message in the channel while the check runs; `current` is what happens now. */
export function progressView({ target }: Diagnosis, current: ProgressStep, catalog: Catalog): MessageView {
  const at = STEPS.indexOf(current);
  const status = (index: number): Status =>
    index < at ? "complete" : index === at ? "in_progress" : "pending";
  const title = catalog.progress.title(printable(formatTarget(target)));
  return planView(
    title,
    catalog.report.about({ name: formatTarget(target), text: catalog.verdict.checking }),
    STEPS.map((_, index) => status(index)),
    catalog,
  );
}

/** The same message when the check has ended. Its `text` alone says the verdict.
 *  @param thread what was brought into it */
export function parentView(
  { target, result }: Diagnosis,
  catalog: Catalog,
  thread: readonly ThreadFact[] = [],
): MessageView {
  const about = (said: string) => catalog.report.about({ name: formatTarget(target), text: said });
  if (result === null || result.state === "failed") {
    const line = about(catalog.verdict.failed);
    return planView(
      line,
      `⚠️ ${line}`,
      STEPS.map((step) => (step === "verdict" ? "error" : "pending")),
      catalog,
    );
  }
  const { evidence, findings } = result;
  const joint = joinCaptures(thread, evidence.profile);
  const line = about(summarizeJoint(joint, evidence, findings, catalog));
  const ok = judgeVerdict(evidence, findings) === "ok" && joint?.state !== "explained";
  return planView(line, `${ok ? "✅" : "❌"} ${line}`, statuses(evidence, ok), catalog);
}

/** The first step that went wrong is marked, and what could not happen after it stays pending. */
function statuses(evidence: Evidence, ok: boolean): Status[] {
  const failedAt = ((): ProgressStep | null => {
    if (evidence.unreachable !== null) {
      const { reason } = evidence.unreachable;
      return reason === "name_not_resolved" || reason === "not_allowed" ? "name" : "connection";
    }
    // What an old client may do does not help one of today.
    if (findHandshake(evidence, "ordinary")?.result.outcome !== "completed") return "handshake";
    if (servedCertificateList(evidence).length === 0) return "certificate";
    return null;
  })();
  if (failedAt === null) return STEPS.map((step) => (step === "verdict" && !ok ? "error" : "complete"));
  const at = STEPS.indexOf(failedAt);
  return STEPS.map((step, index) => {
    if (index < at) return "complete";
    return index === at || step === "verdict" ? "error" : "pending";
  });
}

function planView(title: string, line: string, states: readonly Status[], catalog: Catalog): MessageView {
  const shown = printable(title);
  const tasks = STEPS.map((step, index) => ({
    type: "task_card" as const,
    task_id: step,
    title: catalog.progress.steps[step],
    status: states[index] ?? "pending",
  }));
  const plan: PlanBlock = { type: "plan", title: shown, tasks };
  const plain: KnownBlock = richText([
    section(text(shown, { bold: true })),
    {
      type: "rich_text_list",
      style: "bullet",
      elements: tasks.map((task) => section(text(`${MARKS[task.status]} ${task.title}`))),
    },
  ]);
  return { text: messageText(line), blocks: [plan], plainBlocks: [plain] };
}
