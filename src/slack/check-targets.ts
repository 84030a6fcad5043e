import { UsageError } from "../diagnosis/usage-error.ts";
import type { Catalog } from "../locales/catalog.ts";
import type { CheckRequest, SlackPorts } from "./ports.ts";
import type { MessageView } from "./views/message.ts";
import { sentenceView } from "./views/sentence.ts";

/** Asks for the checks; answers what only the asker is told, null when the thread says it all. */
export async function requestChecks(
  ports: SlackPorts,
  request: CheckRequest,
  catalog: Catalog,
): Promise<MessageView | null> {
  try {
    const answer = await ports.requestChecks(request);
    return answer.opened ? null : sentenceView(catalog.chat.tooManyRunning(answer));
  } catch (error) {
    ports.onError(error, { doing: "requestChecks", cause: request.cause });
    return sentenceView(catalog.chat.storeUnavailable);
  }
}

/** What was wrong with the input, and an example. Anything but a UsageError is a bug, and thrown on. */
export function complaint(error: unknown, command: string, catalog: Catalog): string {
  if (!(error instanceof UsageError)) throw error;
  return catalog.chat.usage(error.problem, command);
}
