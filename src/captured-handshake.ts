import type { WebClient } from "@slack/web-api";
import type { Config } from "./config.ts";
import { renderLadderPng } from "./ladder-png.ts";
import { catalogFor } from "./locales/catalogs.ts";
import { findReachable } from "./probe/find-reachable.ts";
import type { CaptureRecord } from "./report/capture-record.ts";
import { describeFlow } from "./report/flow-words.ts";
import { drawLadder } from "./report/ladder-svg.ts";
import { describePicture } from "./report/trace-ladder.ts";
import type { ShowLedger } from "./slack/messages/show-diagnosis.ts";
import { uploadOnce } from "./slack/messages/upload-once.ts";
import { handshakeView } from "./slack/views/capture.ts";
import type { MessageView } from "./slack/views/message.ts";

const MAX_WAIT_MS = 2_000;

export interface PreparedHandshake {
  readonly view: MessageView;
  /** Posts the picture below it. @param name of this showing: a picture goes with it once */
  readonly attach: (
    client: WebClient,
    place: { readonly channel: string; readonly threadTs: string },
    name: string,
  ) => Promise<void>;
}

export interface ShowHandshake {
  /** Null for one that the record does not have. */
  prepare(
    record: CaptureRecord,
    index: number,
    locale: string,
    signal: AbortSignal,
  ): Promise<PreparedHandshake | null>;
}

/** One handshake of a capture: verdict, picture, and the offer of a check where the server answers. */
export function createShowHandshake(config: Config, ledger: ShowLedger): ShowHandshake {
  return {
    async prepare(record, index, locale, signal) {
      const flow = record.groups[index]?.flow;
      if (flow === undefined) return null;
      const catalog = catalogFor(locale);
      const { egress, connectTo } = config;
      const target = await findReachable(flow.targets, {
        timeoutMs: Math.min(config.timeoutMs, MAX_WAIT_MS),
        egress,
        connectTo,
        signal,
      });
      const reachable = target === null ? null : flow.targets.indexOf(target);
      const view = handshakeView(record, { index, reachable }, catalog);
      if (view === null) return null;
      return {
        view,
        async attach(client, place, name) {
          const alt = describePicture(flow.context, describeFlow(flow, catalog).title, catalog);
          const draw = async () => ({
            name: "handshake.png",
            bytes: await renderLadderPng(drawLadder({ ...flow.ladder, alt }, "light")),
            alt,
            comment: null,
          });
          await uploadOnce(client, ledger, place, draw, `picture-${name}`);
        },
      };
    },
  };
}
