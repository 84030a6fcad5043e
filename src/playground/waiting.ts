import type { Workspace } from "./workspace.ts";

/** What `look` finds, as soon as it finds it; looks again after every change. Rejects after `timeoutMs`, or with what `look` throws. */
export function waitFor<Found>(
  workspace: Workspace,
  look: () => Found | undefined | null | false,
  timeoutMs: number,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      stopListening();
    };
    const attempt = () => {
      try {
        const found = look();
        if (found === undefined || found === null || found === false) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`nothing for ${timeoutMs} ms of: ${look.toString()}`));
    }, timeoutMs);
    const stopListening = workspace.onChange(attempt);
    attempt();
  });
}
