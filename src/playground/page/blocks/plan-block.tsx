import type { JsonObject } from "../../client-api.ts";
import { asObjects, asText, isObject } from "../json.ts";
import { replaceEmoji } from "../text/emoji.ts";
import { decodeEntities } from "../text/mrkdwn.ts";
import { SafeLink } from "../text/safe-link.tsx";
import { RichText } from "./rich-text.tsx";

const STATUS: Readonly<Record<string, string>> = {
  pending: "Not started",
  in_progress: "In progress",
  complete: "Done",
  error: "Failed",
};

export function PlanBlock({ block }: { readonly block: JsonObject }) {
  return (
    <div className="plan">
      <div className="plan-title">{plain(block["title"])}</div>
      <ol className="plan-tasks">
        {asObjects(block["tasks"]).map((task, index) => (
          <li key={asText(task["task_id"]) || index}>
            <TaskCard task={task} />
          </li>
        ))}
      </ol>
    </div>
  );
}

export function TaskCard({ task }: { readonly task: JsonObject }) {
  const status = asText(task["status"]) || "pending";
  const { details, output } = task;
  const sources = asObjects(task["sources"]);
  return (
    <div className="task" data-status={status}>
      <span className="task-icon" role="img" aria-label={STATUS[status] ?? status} />
      <div className="task-content">
        <div className="task-title">{plain(task["title"])}</div>
        {isObject(details) && <RichText block={details} />}
        {isObject(output) && <RichText block={output} />}
        {sources.length === 0 ? null : (
          <div className="task-sources">
            {sources.map((source, index) => (
              <SafeLink key={index} href={asText(source["url"])}>
                {plain(source["text"])}
              </SafeLink>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

function plain(text: unknown): string {
  return replaceEmoji(decodeEntities(asText(text)));
}
