import { acting, type Acting } from "./acting.ts";
import type { Id, Ts } from "./client-api.ts";
import { Commands } from "./commands.ts";
import { Dispatcher, type Delivered } from "./delivery/dispatcher.ts";
import { EventsApi } from "./delivery/events.ts";
import { SignedHttp } from "./delivery/signed-http.ts";
import { SocketMode } from "./delivery/socket-mode.ts";
import { Grants } from "./grants.ts";
import { ClientStreams } from "./http/client-stream.ts";
import { DEFAULT_PAGE_DIRECTORY } from "./http/page.ts";
import { listen } from "./http/server.ts";
import { Interactions } from "./interactions.ts";
import { ACK_TIMEOUT_MS, POST_BURST, RETRY_INTERVALS_MS, type PlaygroundOptions } from "./options.ts";
import { ResponseUrls } from "./response-urls.ts";
import type { Message, View } from "./state.ts";
import { Triggers } from "./triggers.ts";
import { Uploads } from "./uploads.ts";
import { modalsOf } from "./views.ts";
import { waitFor } from "./waiting.ts";
import { Faults, type Fault } from "./web-api/faults.ts";
import { RateLimits } from "./web-api/rate-limits.ts";
import { WebApi, type ApiCall } from "./web-api/web-api.ts";
import { Workspace } from "./workspace.ts";

const WAIT_MS = 5_000;
/** While a page is open and the app's HTTP endpoint does not answer, how often it is looked for. */
const PROBE_INTERVAL_MS = 2_000;

/** A running local workspace, for the demo and for tests. */
export interface Playground extends Acting {
  /** Of the page. */
  readonly url: string;
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly botUser: Id;
  readonly teamId: Id;
  readonly isConnected: boolean;
  user(name: string): Id;
  channel(name: string): Id;

  messages(channel: string): readonly Message[];
  /** The first message and its replies. */
  thread(channel: string, ts: Ts): readonly Message[];
  ephemerals(user: string): readonly Message[];
  /** The top last. */
  modals(user: string): readonly View[];
  home(user: string): View | undefined;
  /** Web API calls, oldest first. */
  readonly calls: readonly ApiCall[];
  /** What was sent to the app, oldest first. */
  readonly deliveries: readonly Delivered[];

  /** The same payload once more; an event as a retry. */
  redeliver(delivered: Delivered): Promise<void>;
  fault(fault: Fault): void;
  disconnectSockets(reason?: "warning" | "refresh_requested" | "link_disabled"): void;
  /** Sends the `url_verification` challenge; false in Socket Mode. */
  verifyUrl(): Promise<boolean>;
  /** An OAuth code for `oauth.v2.access`. */
  authorize(user: string): string;
  /** What `look` finds, as soon as it finds it; looks again after every change. Rejects after `timeoutMs`. */
  waitFor<Found>(look: () => Found | undefined | null | false, timeoutMs?: number): Promise<Found>;
  close(): Promise<void>;
}

/** Starts a workspace on 127.0.0.1. Rejects for a manifest that Slack would refuse, and for a taken port. */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const {
    delivery: mode = { mode: "socket" },
    ackTimeoutMs = ACK_TIMEOUT_MS,
    rateLimits: limits = true,
  } = options;
  const workspace = new Workspace(options);
  const delivery =
    mode.mode === "http"
      ? new SignedHttp(workspace, mode, ackTimeoutMs)
      : new SocketMode(workspace, ackTimeoutMs);
  const socketMode = delivery instanceof SocketMode ? delivery : null;
  const dispatcher = new Dispatcher(workspace, delivery);
  const [triggers, responseUrls, uploads] = [
    new Triggers(workspace),
    new ResponseUrls(workspace),
    new Uploads(workspace),
  ];
  const grants = new Grants(options.oauth);
  const faults = new Faults();
  const postBurst = typeof limits === "object" ? limits.postBurst : POST_BURST;
  const rateLimits = limits === false ? null : new RateLimits(workspace.now, postBurst);
  const openConnection = () => socketMode?.openUrl();
  const webApi = new WebApi({ workspace, triggers, uploads, grants, openConnection }, faults, rateLimits);
  const commands = new Commands(workspace, dispatcher, triggers, responseUrls);
  const interactions = new Interactions(workspace, dispatcher, triggers, responseUrls);
  const streams = new ClientStreams(workspace, () => delivery.isConnected);
  const { pageDirectory = DEFAULT_PAGE_DIRECTORY, tips = [] } = options;
  const parts = {
    workspace,
    commands,
    interactions,
    webApi,
    uploads,
    responseUrls,
    streams,
    socketMode,
    pageDirectory,
    tips,
  };
  const server = await listen(parts, options.port ?? 0);
  const events = new EventsApi(workspace, dispatcher, options.retryIntervalsMs ?? RETRY_INTERVALS_MS);
  const verifyUrl = async () => delivery instanceof SignedHttp && delivery.verifyUrl();
  const probe = setInterval(() => {
    if (streams.isWatched && !delivery.isConnected) void verifyUrl();
  }, PROBE_INTERVAL_MS);
  probe.unref();

  return {
    ...acting(workspace, commands, interactions),
    url: `${workspace.origin}/`,
    apiUrl: `${workspace.origin}/api/`,
    botToken: workspace.app.botToken,
    appToken: workspace.app.appToken,
    botUser: workspace.app.botUser,
    teamId: workspace.team.id,
    get isConnected() {
      return delivery.isConnected;
    },
    user: (name) => workspace.person(name).id,
    channel: (name) => workspace.channel(name).id,

    messages: (channel) => [...workspace.history(workspace.channel(channel).id).values()],
    thread(channel, ts) {
      const { id } = workspace.channel(channel);
      const first = workspace.history(id).get(ts);
      return [...(first === undefined ? [] : [first]), ...workspace.thread(id, ts)];
    },
    ephemerals: (user) =>
      workspace.ephemerals.filter(({ visibleTo }) => visibleTo === workspace.person(user).id),
    modals: (user) => modalsOf(workspace, workspace.person(user).id),
    home: (user) => workspace.homes.get(workspace.person(user).id),
    calls: webApi.calls,
    deliveries: dispatcher.log,

    async redeliver({ outgoing }) {
      const isEvent = outgoing.kind === "events_api";
      const attempt = (outgoing.retry?.attempt ?? 0) + 1;
      await dispatcher.dispatch(
        isEvent ? { ...outgoing, retry: { attempt, reason: "http_timeout" } } : outgoing,
      );
    },
    fault: (fault) => faults.inject(fault),
    disconnectSockets: (reason = "refresh_requested") => socketMode?.disconnect(reason),
    verifyUrl,
    authorize: (user) => grants.authorize(workspace.person(user).id),
    waitFor: (look, timeoutMs = WAIT_MS) => waitFor(workspace, look, timeoutMs),

    async close() {
      clearInterval(probe);
      events.close();
      delivery.close();
      streams.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
