import type { App } from "@slack/bolt";
import { afterEach, expect, test } from "vitest";
import type { PlaygroundOptions } from "../../src/playground/options.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { manifest, startSample, startSocketApp, webClient } from "./sample.ts";

let playground: Playground;
let apps: App[] = [];

afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await playground.close();
  apps = [];
});

/** Everything that the app is told, in order: with a Bolt app that acknowledges it. */
async function start(options: Partial<PlaygroundOptions> = {}): Promise<void> {
  playground = await startSample({ rateLimits: false, ...options });
  apps = [await startSocketApp(playground, (app) => app.event(/./, () => Promise.resolve()))];
}

function events(): Record<string, unknown>[] {
  return playground.deliveries.map(({ outgoing }) => outgoing.payload["event"] as Record<string, unknown>);
}

function types(): string[] {
  return events().map(({ type, subtype }) =>
    [type, subtype].filter((part) => typeof part === "string").join("."),
  );
}

test("messages, where the bot is a member and nowhere else", async () => {
  await start();
  playground.say("alice", "random", "unheard");
  playground.say("alice", "secret", "unheard");
  const { ts } = playground.say("alice", "general", "look at https://a.test/?a=1&b=2 and example.com <now>");
  playground.say("bob", "general", "reply", { threadTs: ts });
  playground.say("alice", "@alice", "in private");
  expect(events()).toMatchObject([
    {
      type: "message",
      channel: playground.channel("general"),
      channel_type: "channel",
      user: playground.user("alice"),
      text: "look at <https://a.test/?a=1&amp;b=2> and <http://example.com|example.com> &lt;now&gt;",
      event_ts: ts,
    },
    { text: "reply", thread_ts: ts, parent_user_id: playground.user("alice") },
    { channel_type: "im", channel: playground.channel("@alice") },
  ]);
});

test("the bot's own messages, changes and deletions", async () => {
  await start();
  const [client, channel] = [webClient(playground), playground.channel("general")];
  const { ts = "" } = await client.chat.postMessage({ channel, text: "a" });
  await client.chat.update({ channel, ts, text: "b" });
  await client.chat.delete({ channel, ts });
  await client.chat.postEphemeral({ channel, user: playground.user("alice"), text: "not an event" });
  expect(types()).toEqual(["message", "message.message_changed", "message.message_deleted"]);
  expect(events()).toMatchObject([
    { bot_id: expect.stringMatching(/^B/) as unknown, user: playground.botUser },
    { message: { text: "b" }, previous_message: { text: "a" }, hidden: true },
    { deleted_ts: ts, previous_message: { text: "b" } },
  ]);
});

test.each([
  ["random", "channel"],
  ["secret", "group"],
])("the bot's way out of #%s and back, and the end of it", async (name, kind) => {
  await start();
  const id = playground.channel(name);
  playground.archive("alice", name);
  playground.unarchive("alice", name);
  playground.invite("alice", name);
  playground.archive("alice", name);
  playground.unarchive("alice", name);
  playground.removeBot("alice", name);
  playground.invite("alice", name);
  playground.deleteChannel("alice", name);
  expect(types().filter((type) => !type.startsWith("message"))).toEqual([
    "member_joined_channel",
    `${kind}_archive`,
    `${kind}_unarchive`,
    `${kind}_left`,
    "member_joined_channel",
    `${kind}_deleted`,
  ]);
  expect(events().find(({ type }) => type === `${kind}_left`)).toMatchObject({
    channel: id,
    actor_id: playground.user("alice"),
  });
  await expect(webClient(playground).chat.postMessage({ channel: id, text: "a" })).rejects.toThrow(
    "channel_not_found",
  );
});

test("mentions, joining, files, reactions, archiving, the end", async () => {
  await start();
  playground.say("alice", "general", "@sample help");
  playground.invite("alice", "random");
  const file = playground.upload("alice", "a.pem", Buffer.from("PEM"));
  playground.say("alice", "general", "here", { files: [file] });
  const { ts } = playground.say("bob", "general", "ok");
  const channel = playground.channel("general");
  await webClient(playground).reactions.add({ channel, timestamp: ts, name: "eyes" });
  playground.archive("alice", "random");
  playground.openHome("alice");
  playground.uninstall();
  expect(types()).toEqual([
    "message",
    "app_mention",
    "member_joined_channel",
    "message.channel_join",
    "message.file_share",
    "file_shared",
    "message",
    "reaction_added",
    "channel_archive",
    "app_home_opened",
    "tokens_revoked",
    "app_uninstalled",
  ]);
  expect(events()[1]).toMatchObject({ text: `<@${playground.botUser}> help` });
  expect(events()[2]).toMatchObject({
    user: playground.botUser,
    inviter: playground.user("alice"),
    channel_type: "C",
  });
  expect(events()[5]).toMatchObject({ file_id: file, file: { id: file }, channel_id: channel });
  await expect(playground.command("alice", "general", "/sample")).rejects.toThrow("not a valid command");
});

test("only what the manifest subscribes to", async () => {
  const settings = { ...manifest.settings, event_subscriptions: { bot_events: ["app_mention"] } };
  await start({ manifest: { ...manifest, settings } });
  playground.say("alice", "general", "@sample help");
  playground.openHome("alice");
  expect(types()).toEqual(["app_mention"]);
});

test("an event callback says what Slack's says", async () => {
  await start();
  playground.say("alice", "general", "a");
  expect(playground.deliveries[0]?.outgoing.payload).toMatchObject({
    type: "event_callback",
    team_id: playground.teamId,
    api_app_id: expect.stringMatching(/^A/) as unknown,
    event: { type: "message", text: "a" },
    event_id: expect.stringMatching(/^Ev/) as unknown,
    event_time: expect.any(Number) as unknown,
    authorizations: [
      { team_id: playground.teamId, user_id: playground.botUser, is_bot: true, is_enterprise_install: false },
    ],
  });
});

test("repeated three times while nobody acknowledges", async () => {
  playground = await startSample({ retryIntervalsMs: [0, 10, 20] });
  playground.say("alice", "general", "a");
  await playground.waitFor(
    () => playground.deliveries.length === 4 && playground.deliveries[3]?.acknowledgement,
  );
  const reason = "connection_failed";
  expect(playground.deliveries.map(({ outgoing }) => outgoing.retry)).toEqual([
    undefined,
    { attempt: 1, reason },
    { attempt: 2, reason },
    { attempt: 3, reason },
  ]);
  expect(new Set(playground.deliveries.map(({ outgoing }) => outgoing.payload["event_id"])).size).toBe(1);
});

test("a repeated delivery has the same event id", async () => {
  await start();
  playground.say("alice", "general", "a");
  const [first] = await playground.waitFor(
    () => playground.deliveries[0]?.acknowledgement && playground.deliveries,
  );
  if (first === undefined) throw new Error("nothing was delivered");
  await playground.redeliver(first);
  const [one, two] = playground.deliveries.map(({ outgoing }) => outgoing);
  expect(two?.payload["event_id"]).toBe(one?.payload["event_id"]);
  expect(two?.retry).toEqual({ attempt: 1, reason: "http_timeout" });
});
