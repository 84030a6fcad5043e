import { App, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { WebAPIPlatformError, WebClient } from "@slack/web-api";
import { startPlayground, type Playground } from "../../src/playground/playground.ts";
import type { PlaygroundOptions } from "../../src/playground/options.ts";

/** An app of its own, so that these tests do not depend on tlscheck's manifest. */
export const manifest = {
  display_information: { name: "sample" },
  features: {
    bot_user: { display_name: "sample", always_online: true },
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    slash_commands: [
      { command: "/sample", description: "Says something", usage_hint: "TEXT", should_escape: false },
    ],
    shortcuts: [
      { name: "Look at this", type: "message", callback_id: "look", description: "Looks" },
      { name: "Open", type: "global", callback_id: "open", description: "Opens" },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:manage",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "users:read",
      ],
    },
  },
  settings: {
    event_subscriptions: {
      bot_events: [
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_deleted",
        "channel_left",
        "channel_unarchive",
        "file_shared",
        "group_archive",
        "group_deleted",
        "group_left",
        "group_unarchive",
        "member_joined_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "reaction_added",
        "tokens_revoked",
      ],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};

/** With these scopes only. */
export function manifestWith(bot: readonly string[]) {
  return { display_information: { name: "sample" }, oauth_config: { scopes: { bot } } };
}

/** Alice (Korean) and Bob in #general with the bot, #random without it, and the private #secret where only Alice is. */
export function startSample(options: Partial<PlaygroundOptions> = {}): Promise<Playground> {
  return startPlayground({
    manifest,
    users: [{ name: "alice", realName: "Alice", locale: "ko-KR" }, { name: "bob" }],
    channels: [
      { name: "general", botIsMember: true },
      { name: "random" },
      { name: "secret", private: true, members: ["alice"] },
    ],
    ...options,
  });
}

export function webClient({ apiUrl, botToken }: Playground, token = botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 5_000,
    logLevel: LogLevel.ERROR,
    logger: silent,
  });
}

/** What the WebClient was refused with: Slack's error and its `response_metadata.messages`. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ error: string; messages: readonly string[] }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof WebAPIPlatformError)
      return { error: error.data.error, messages: error.data.response_metadata?.messages ?? [] };
    throw error;
  }
  throw new Error("the call was accepted");
}

const nothing = () => undefined;
export const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

/** A Bolt app on the playground's Socket Mode; `register` adds its listeners. */
export async function startSocketApp(playground: Playground, register: (app: App) => void): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: playground.appToken,
    logger: silent,
    installerOptions: { clientOptions: { slackApiUrl: playground.apiUrl } },
  });
  const app = boltApp(playground, { receiver });
  register(app);
  await app.start();
  return app;
}

export function boltApp(
  { apiUrl, botToken }: Playground,
  options: NonNullable<ConstructorParameters<typeof App>[0]>,
): App {
  return new App({
    token: botToken,
    logger: silent,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
    ...options,
  });
}
