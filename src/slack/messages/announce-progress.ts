import type { WebClient } from "@slack/web-api";
import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import type { Catalog, ProgressStep } from "../../locales/catalog.ts";
import { progressView } from "../views/parent.ts";
import { updateMessage } from "./messenger.ts";
import { postOnce } from "./post-once.ts";
import type { ShowLedger } from "./show-diagnosis.ts";

export interface ProgressPorts {
  readonly clientFor: (diagnosis: Diagnosis) => Promise<WebClient>;
  readonly catalogFor: (diagnosis: Diagnosis) => Catalog;
  readonly ledger: ShowLedger;
  /** Progress is a courtesy: when it fails, the verdict still comes, and reports what stands in its way. */
  readonly onError: (error: unknown) => void;
}

/** `chat.update` is good for about 50 a minute in a whole workspace. */
const INTERVAL_MS = 1_000;

/** Posts the parent message at once and keeps it current until `end`. */
export function createAnnounce({ clientFor, catalogFor, ledger, onError }: ProgressPorts) {
  return (diagnosis: Diagnosis) => {
    const catalog = catalogFor(diagnosis);
    const { channel, threadTs } = diagnosis.origin;
    const key = { diagnosisId: diagnosis.id, part: "parent" as const };
    const ended = new AbortController();
    let current: ProgressStep = "name";

    const run = async () => {
      if (await ledger.isPrivate(diagnosis.id)) return;
      const client = await clientFor(diagnosis);
      let drawn: ProgressStep = current;
      const { ts } = await postOnce(
        client,
        ledger,
        { channel, threadTs },
        progressView(diagnosis, drawn, catalog),
        key,
      );
      while (await pause(ended.signal)) {
        if (drawn === current) continue;
        drawn = current;
        // What is drawn now is not what `show` drew, should another worker have been there.
        await ledger.setShown(key, null);
        await updateMessage(client, channel, ts, progressView(diagnosis, drawn, catalog), key);
      }
    };

    const running = run().catch(onError);
    return {
      step: (step: ProgressStep) => {
        current = step;
      },
      end: async () => {
        ended.abort();
        await running;
      },
    };
  };
}

/** False as soon as the signal is aborted. */
export async function pause(signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  return new Promise((resolve) => {
    const stop = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve(true);
    }, INTERVAL_MS);
    signal.addEventListener("abort", stop, { once: true });
  });
}
