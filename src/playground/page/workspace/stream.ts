import type { ClientEvent, Id } from "../../client-api.ts";

const RETRY_MS = 1_000;

/** The events of `user`, or of whom the workspace chooses. The browser reconnects by itself after a broken connection but gives up
 *  on an error status (a proxy, a workspace that is starting): then we try again. Every connection begins with a
 *  snapshot, so nothing needs to be caught up.
 *  @returns closes the stream */
export function openStream(
  user: Id | undefined,
  onEvent: (event: ClientEvent) => void,
  onConnected: (connected: boolean) => void,
): () => void {
  const query = user === undefined ? "" : `?${new URLSearchParams({ user }).toString()}`;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let source = connect();
  return () => {
    clearTimeout(retry);
    source.close();
  };

  function connect(): EventSource {
    const events = new EventSource(`/client/stream${query}`);
    events.addEventListener("open", () => onConnected(true));
    events.addEventListener("message", ({ data }: MessageEvent<string>) => {
      const event: ClientEvent = JSON.parse(data);
      onEvent(event);
    });
    events.addEventListener("error", () => {
      onConnected(false);
      if (events.readyState !== EventSource.CLOSED) return;
      retry = setTimeout(() => {
        source = connect();
      }, RETRY_MS);
    });
    return events;
  }
}
