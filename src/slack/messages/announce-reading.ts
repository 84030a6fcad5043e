import type { WebClient } from "@slack/web-api";
import type { MessageView } from "../views/message.ts";
import { pause } from "./announce-progress.ts";
import type { MessageKey, Place } from "./messenger.ts";
import { updateMessage } from "./messenger.ts";
import type { PostLedger } from "./post-once.ts";
import { postOnce } from "./post-once.ts";

export interface ReadingPorts {
  readonly client: WebClient;
  readonly ledger: PostLedger;
  readonly place: Place;
  readonly key: MessageKey;
  readonly view: (read: number) => MessageView;
  /** Progress is a courtesy: when it fails, the answer still comes. */
  readonly onError: (error: unknown) => void;
}

/** Shows how far the reading of a file is, from when it takes longer than a moment until `end`. */
export function announceReading({ client, ledger, place, key, view, onError }: ReadingPorts) {
  const ended = new AbortController();
  let read = 0;
  const run = async () => {
    let drawn = "";
    while (await pause(ended.signal)) {
      const now = view(read);
      if (now.text === drawn) continue;
      drawn = now.text;
      const { ts, fresh } = await postOnce(client, ledger, place, now, key);
      if (!fresh) await updateMessage(client, place.channel, ts, now, key);
    }
  };
  const running = run().catch(onError);
  return {
    /** @param bytes that were read until now */
    advance: (bytes: number) => {
      read = bytes;
    },
    end: async () => {
      ended.abort();
      await running;
    },
  };
}
