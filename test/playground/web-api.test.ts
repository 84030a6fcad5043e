import { setTimeout as delay } from "node:timers/promises";
import type { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { PlaygroundOptions } from "../../src/playground/options.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { manifest, manifestWith, refusal, startSample, webClient } from "./sample.ts";

let playground: Playground;
let client: WebClient;
let [general, random, secret] = ["", "", ""];

async function start(options: Partial<PlaygroundOptions> = {}): Promise<void> {
  playground = await startSample({ rateLimits: false, ...options });
  client = webClient(playground);
  [general, random, secret] = [
    playground.channel("general"),
    playground.channel("random"),
    playground.channel("secret"),
  ];
}

async function restart(options: Partial<PlaygroundOptions>): Promise<void> {
  await playground.close();
  await start(options);
}

beforeEach(() => start());
afterEach(() => playground.close());

async function post(text = "text"): Promise<string> {
  const { ts } = await client.chat.postMessage({ channel: general, text });
  return ts ?? "";
}

async function raw(method: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(`${playground.apiUrl}${method}`, { method: "POST", ...init });
  return response.json();
}

describe("tokens and scopes", () => {
  test("auth.test says who the bot is", async () => {
    expect(await client.auth.test()).toMatchObject({
      ok: true,
      user_id: playground.botUser,
      team_id: playground.teamId,
      is_enterprise_install: false,
      response_metadata: { scopes: manifest.oauth_config.scopes.bot },
    });
  });

  test.each([
    ["no token", {}, "not_authed"],
    ["a wrong token", { headers: { authorization: "Bearer xoxb-wrong" } }, "invalid_auth"],
  ])("%s", async (_what, init, error) => {
    expect(await raw("auth.test", init)).toEqual({ ok: false, error });
  });

  test("the token may stand in a form or in JSON, and never in the log", async () => {
    const form = { body: new URLSearchParams({ token: playground.botToken }) };
    expect(await raw("auth.test", form)).toMatchObject({ ok: true });
    expect(JSON.stringify(playground.calls)).not.toContain(playground.botToken);
  });

  test("the app-level token opens connections and nothing else", async () => {
    const app = webClient(playground, playground.appToken);
    expect((await app.apps.connections.open({})).url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=/);
    expect((await refusal(app.auth.test())).error).toBe("not_allowed_token_type");
    expect((await refusal(client.apps.connections.open({}))).error).toBe("not_allowed_token_type");
  });

  test("a missing scope is named", async () => {
    await restart({ manifest: manifestWith(["users:read"]) });
    const body = new URLSearchParams({ token: playground.botToken, channel: general, text: "a" });
    const answer = { ok: false, error: "missing_scope", needed: "chat:write", provided: "users:read" };
    expect(await raw("chat.postMessage", { body })).toEqual(answer);
    expect((await refusal(client.conversations.info({ channel: random }))).error).toBe("missing_scope");
  });

  test("after an uninstall the token is dead", async () => {
    playground.uninstall();
    expect((await refusal(client.auth.test())).error).toBe("account_inactive");
  });

  test("a code is worth one token", async () => {
    await restart({ oauth: { clientId: "1.2", clientSecret: "hush" } });
    const grant = { client_id: "1.2", client_secret: "hush", code: playground.authorize("alice") };
    const oauth = webClient(playground, "");
    expect(await oauth.oauth.v2.access(grant)).toMatchObject({
      access_token: playground.botToken,
      token_type: "bot",
      authed_user: { id: playground.user("alice") },
    });
    expect((await refusal(oauth.oauth.v2.access(grant))).error).toBe("code_already_used");
    expect((await refusal(oauth.oauth.v2.access({ ...grant, client_secret: "x" }))).error).toBe(
      "bad_client_secret",
    );
    expect((await refusal(oauth.oauth.v2.access({ ...grant, client_id: "x" }))).error).toBe(
      "invalid_client_id",
    );
    expect((await refusal(oauth.oauth.v2.access({ ...grant, code: "x" }))).error).toBe("invalid_code");
  });
});

describe("arguments", () => {
  const json = (body: string) => ({ headers: { "content-type": "application/json" }, body });

  test.each([
    ["an unknown method", "chat.shout", json("{}"), { error: "unknown_method", req_method: "chat.shout" }],
    ["__proto__", "__proto__", json("{}"), { error: "unknown_method" }],
    ["JSON that is none", "api.test", json("{"), { error: "invalid_json" }],
    ["JSON that is no object", "api.test", json("[]"), { error: "json_not_object" }],
    [
      "another content type",
      "api.test",
      { headers: { "content-type": "text/xml" }, body: "<a/>" },
      { error: "invalid_post_type" },
    ],
    ["api.test's own error", "api.test", json('{"error":"my_error"}'), { error: "my_error" }],
  ])("%s", async (_what, method, init, answer) => {
    expect(await raw(method, init)).toMatchObject({ ok: false, ...answer });
  });

  test("missing, unknown and wrong ones are named", async () => {
    const given = { token: playground.botToken, text: 1, shout: true };
    expect(await raw("chat.postMessage", json(JSON.stringify(given)))).toMatchObject({
      ok: false,
      error: "invalid_arguments",
      response_metadata: {
        messages: [
          "[ERROR] missing required field: channel",
          "[ERROR] must provide a string [json-pointer:/text]",
          "[ERROR] invalid additional property: shout",
        ],
      },
    });
  });

  test("a query is read for GET", async () => {
    const response = await fetch(`${playground.apiUrl}api.test?foo=bar`);
    expect(await response.json()).toEqual({ ok: true, args: { foo: "bar" } });
  });
});

describe("posting", () => {
  test.each([
    ["an unknown channel", { channel: "C404", text: "a" }, "channel_not_found"],
    ["nothing", { text: "" }, "no_text"],
    ["white space", { text: "  \n" }, "no_text"],
    ["a thread that is no time", { text: "a", thread_ts: "yesterday" }, "invalid_thread_ts"],
    ["a thread that is not there", { text: "a", thread_ts: "1700000000.000100" }, "thread_not_found"],
    ["attachments", { text: "a", attachments: [{ text: "b" }] }, "invalid_attachments"],
    ["metadata without a payload", { text: "a", metadata: { event_type: "x" } }, "invalid_metadata_schema"],
    ["metadata that is no object", { text: "a", metadata: "x" }, "invalid_metadata_format"],
    ["another name", { text: "a", username: "Somebody" }, "missing_scope"],
    ["text and markdown_text", { text: "a", markdown_text: "b" }, "markdown_text_conflict"],
  ])("%s", async (_what, args, error) => {
    const call = client.apiCall("chat.postMessage", { channel: general, ...args });
    expect((await refusal(call)).error).toBe(error);
    expect(playground.messages("general")).toEqual([]);
  });

  test("where the bot is not a member", async () => {
    expect((await refusal(client.chat.postMessage({ channel: random, text: "a" }))).error).toBe(
      "not_in_channel",
    );
    expect((await refusal(client.chat.postMessage({ channel: secret, text: "a" }))).error).toBe(
      "channel_not_found",
    );
    playground.invite("alice", "secret");
    expect(await client.chat.postMessage({ channel: secret, text: "a" })).toMatchObject({ ok: true });
    playground.archive("alice", "general");
    expect((await refusal(client.chat.postMessage({ channel: general, text: "a" }))).error).toBe(
      "is_archived",
    );
  });

  test("chat:write.public lets it into public channels", async () => {
    const scopes = [...manifest.oauth_config.scopes.bot, "chat:write.public"];
    await restart({ manifest: { ...manifest, oauth_config: { scopes: { bot: scopes } } } });
    expect(await client.chat.postMessage({ channel: random, text: "a" })).toMatchObject({ ok: true });
    expect((await refusal(client.chat.postMessage({ channel: secret, text: "a" }))).error).toBe(
      "channel_not_found",
    );
  });

  test("by name and to a person", async () => {
    expect(await client.chat.postMessage({ channel: "#general", text: "a" })).toMatchObject({
      channel: general,
    });
    await client.chat.postMessage({ channel: playground.user("alice"), text: "in private" });
    expect(playground.messages("@alice").map(({ text }) => text)).toEqual(["in private"]);
  });

  test("a closed messages tab", async () => {
    const features = {
      ...manifest.features,
      app_home: { home_tab_enabled: true, messages_tab_enabled: false },
    };
    await restart({ manifest: { ...manifest, features } });
    const call = client.chat.postMessage({ channel: playground.user("alice"), text: "a" });
    expect((await refusal(call)).error).toBe("messages_tab_disabled");
  });

  test("replies go to the thread's first message", async () => {
    const first = await post();
    const { ts } = await client.chat.postMessage({ channel: general, text: "reply", thread_ts: first });
    await client.chat.postMessage({ channel: general, text: "reply to the reply", thread_ts: ts ?? "" });
    const { messages } = await client.conversations.replies({ channel: general, ts: first });
    expect(messages).toMatchObject([
      { ts: first, reply_count: 2 },
      { text: "reply", thread_ts: first },
      { text: "reply to the reply", thread_ts: first },
    ]);
    expect((await client.conversations.history({ channel: general })).messages).toHaveLength(1);
    expect(playground.thread("general", first).map(({ text }) => text)).toEqual([
      "text",
      "reply",
      "reply to the reply",
    ]);
  });

  test("metadata comes back to who asks for it", async () => {
    const metadata = { event_type: "sample", event_payload: { id: 1 } };
    await client.chat.postMessage({ channel: general, text: "a", metadata });
    const without = await client.conversations.history({ channel: general });
    const withAll = await client.conversations.history({ channel: general, include_all_metadata: true });
    expect(without.messages?.[0]?.metadata).toBeUndefined();
    expect(withAll.messages?.[0]?.metadata).toEqual(metadata);
  });

  test("40,000 characters, then it is cut and says so", async () => {
    const exact = await client.chat.postMessage({ channel: general, text: "x".repeat(40_000) });
    expect(exact["warning"]).toBeUndefined();
    const cut = await client.chat.postMessage({ channel: general, text: "x".repeat(40_001) });
    expect(cut["warning"]).toBe("message_truncated");
    expect(playground.messages("general").map(({ text }) => text.length)).toEqual([40_000, 40_000]);
  });

  test("who a message notifies is on record", async () => {
    const alice = playground.user("alice");
    await client.chat.postMessage({
      channel: general,
      text: `<!channel> <@${alice}|a> <!subteam^S1> &lt;!here&gt;`,
    });
    await client.chat.postMessage({
      channel: general,
      text: "fallback",
      blocks: [
        { type: "header", text: { type: "plain_text", text: "<!channel>" } },
        { type: "section", text: { type: "mrkdwn", text: "<!here>" } },
        {
          type: "rich_text",
          elements: [
            {
              type: "rich_text_section",
              elements: [
                { type: "text", text: "<!everyone>" },
                { type: "user", user_id: alice },
                { type: "broadcast", range: "channel" },
              ],
            },
          ],
        },
      ],
    });
    const mentions = playground.messages("general").map((message) => message.mentions);
    expect(mentions).toEqual([
      ["channel", alice, "S1"],
      ["here", alice, "channel"],
    ]);
  });

  test("an update notifies too, and what notified is not taken back", async () => {
    const ts = await post();
    await client.chat.update({ channel: general, ts, text: "<!here>" });
    await client.chat.update({ channel: general, ts, text: "never mind" });
    expect(playground.messages("general")[0]?.mentions).toEqual(["here"]);
  });

  test("a private message is seen by one person, and not kept", async () => {
    const args = { channel: general, user: playground.user("alice"), text: "psst" };
    await client.chat.postEphemeral(args);
    expect(playground.ephemerals("alice").map(({ text }) => text)).toEqual(["psst"]);
    expect(playground.ephemerals("bob")).toEqual([]);
    expect((await client.conversations.history({ channel: general })).messages).toEqual([]);
    expect((await refusal(client.chat.postEphemeral({ ...args, user: "U404" }))).error).toBe(
      "user_not_in_channel",
    );
    expect((await refusal(client.chat.postEphemeral({ ...args, channel: random }))).error).toBe(
      "not_in_channel",
    );
  });
});

describe("changing", () => {
  test("in place", async () => {
    const ts = await post();
    await client.chat.update({ channel: general, ts, text: "new" });
    expect(playground.messages("general")).toMatchObject([
      { ts, text: "new", edited: { user: playground.botUser } },
    ]);
  });

  test("blocks stay until others come", async () => {
    const blocks = [{ type: "divider", block_id: "a" }];
    const { ts = "" } = await client.chat.postMessage({ channel: general, text: "a", blocks });
    await client.chat.update({ channel: general, ts, text: "b" });
    expect(playground.messages("general")[0]).toMatchObject({ text: "b", blocks, edited: null });
    await client.chat.update({ channel: general, ts, text: "c", blocks: [] });
    expect(playground.messages("general")[0]).toMatchObject({ text: "c", blocks: [] });
  });

  test.each([
    ["what is not there", { ts: "1700000000.000100", text: "a" }, "message_not_found"],
    ["to nothing", {}, "no_text"],
    ["to 4,001 characters", { text: "x".repeat(4_001) }, "msg_too_long"],
    ["in an unknown channel", { channel: "C404", text: "a" }, "channel_not_found"],
  ])("%s", async (_what, args, error) => {
    const call = client.apiCall("chat.update", { channel: general, ts: await post(), ...args });
    expect((await refusal(call)).error).toBe(error);
  });

  test("only its own", async () => {
    const { ts } = playground.say("alice", "general", "mine");
    expect((await refusal(client.chat.update({ channel: general, ts, text: "a" }))).error).toBe(
      "cant_update_message",
    );
    expect((await refusal(client.chat.delete({ channel: general, ts }))).error).toBe("cant_delete_message");
    const own = await post();
    await client.chat.delete({ channel: general, ts: own });
    expect((await refusal(client.chat.delete({ channel: general, ts: own }))).error).toBe(
      "message_not_found",
    );
  });

  test("reactions", async () => {
    const args = { channel: general, timestamp: await post(), name: "eyes" };
    await client.reactions.add(args);
    expect((await refusal(client.reactions.add(args))).error).toBe("already_reacted");
    await client.reactions.remove(args);
    expect((await refusal(client.reactions.remove(args))).error).toBe("no_reaction");
    expect((await refusal(client.reactions.add({ ...args, name: "No Emoji" }))).error).toBe("invalid_name");
  });

  test("a permalink", async () => {
    const ts = await post();
    const { permalink } = await client.chat.getPermalink({ channel: general, message_ts: ts });
    expect(permalink).toBe(`${playground.url}archives/${general}/p${ts.replace(".", "")}`);
  });
});

describe("people and conversations", () => {
  test("the locale is for who asks", async () => {
    const user = playground.user("alice");
    expect((await client.users.info({ user })).user?.locale).toBeUndefined();
    expect((await client.users.info({ user, include_locale: true })).user?.locale).toBe("ko-KR");
    playground.setLocale("alice", "de-DE");
    expect((await client.users.info({ user, include_locale: true })).user?.locale).toBe("de-DE");
    expect((await refusal(client.users.info({ user: "U404" }))).error).toBe("user_not_found");
  });

  test("a private channel does not exist until the bot is in it", async () => {
    const list = async () =>
      (await client.conversations.list({ types: "public_channel,private_channel" })).channels?.map(
        ({ name }) => name,
      );
    expect(await list()).toEqual(["general", "random"]);
    expect((await refusal(client.conversations.info({ channel: secret }))).error).toBe("channel_not_found");
    playground.invite("alice", "secret");
    expect(await list()).toEqual(["general", "random", "secret"]);
    expect((await client.conversations.info({ channel: secret })).channel).toMatchObject({
      is_private: true,
      is_member: true,
    });
  });

  test("lists come in pages", async () => {
    const first = await client.conversations.list({ limit: 1 });
    const cursor = first.response_metadata?.next_cursor ?? "";
    const second = await client.conversations.list({ limit: 1, cursor });
    expect([first, second].map(({ channels }) => channels?.[0]?.name)).toEqual(["general", "random"]);
    expect(second.response_metadata?.next_cursor).toBe("");
    expect((await refusal(client.conversations.list({ cursor: "?" }))).error).toBe("invalid_cursor");
    expect((await refusal(client.conversations.list({ types: "all" }))).error).toBe("invalid_types");
    expect((await refusal(client.conversations.list({ types: "mpim" }))).error).toBe("missing_scope");
  });

  test("joining, reading, inviting, opening", async () => {
    expect((await refusal(client.conversations.history({ channel: random }))).error).toBe("not_in_channel");
    await client.conversations.join({ channel: random });
    expect((await client.conversations.history({ channel: random })).messages).toMatchObject([
      { subtype: "channel_join" },
    ]);
    expect((await client.conversations.join({ channel: random }))["warning"]).toBe("already_in_channel");
    const invite = { channel: random, users: playground.user("bob") };
    expect((await refusal(client.conversations.invite(invite))).error).toBe("already_in_channel");
    const opened = await client.conversations.open({ users: playground.user("bob") });
    expect(opened.channel?.id).toBe(playground.channel("@bob"));
    expect((await client.conversations.members({ channel: random })).members).toHaveLength(3);
    expect((await refusal(client.conversations.replies({ channel: random, ts: "1.2" }))).error).toBe(
      "thread_not_found",
    );
  });
});

describe("files", () => {
  test("up through filesUploadV2, down with the token", async () => {
    await client.filesUploadV2({
      channel_id: general,
      initial_comment: "the chain",
      file: Buffer.from("PEM"),
      filename: "chain.pem",
    });
    const [message] = playground.messages("general");
    expect(message).toMatchObject({ text: "the chain", files: [{ name: "chain.pem" }] });
    const { file } = await client.files.info({ file: message?.files[0]?.id ?? "" });
    expect(file).toMatchObject({ name: "chain.pem", size: 3, channels: [general], filetype: "pem" });
    const url = file?.url_private_download ?? "";
    const download = await fetch(url, { headers: { authorization: `Bearer ${playground.botToken}` } });
    expect(await download.text()).toBe("PEM");
    const anonymous = await fetch(url);
    expect([anonymous.status, anonymous.headers.get("content-type")]).toEqual([
      200,
      "text/html; charset=utf-8",
    ]);
  });

  test("an upload has the announced length and is completed once", async () => {
    const { upload_url = "", file_id = "" } = await client.files.getUploadURLExternal({
      filename: "a",
      length: 3,
    });
    const files: [{ id: string }] = [{ id: file_id }];
    expect((await refusal(client.files.completeUploadExternal({ files }))).error).toBe("file_not_found");
    expect((await fetch(upload_url, { method: "POST", body: "four" })).status).toBe(400);
    expect((await fetch(upload_url, { method: "POST", body: "abc" })).status).toBe(200);
    expect((await fetch(upload_url, { method: "POST", body: "abc" })).status).toBe(400);
    expect(await client.files.completeUploadExternal({ files })).toMatchObject({
      files: [{ id: file_id, size: 3 }],
    });
    expect((await refusal(client.files.completeUploadExternal({ files }))).error).toBe("file_not_found");
  });

  test("a person's file is the app's to read where it was shared with the app", async () => {
    const file = playground.upload("alice", "key.pem", Buffer.from("k"));
    expect((await refusal(client.files.info({ file }))).error).toBe("file_not_found");
    playground.say("alice", "secret", "", { files: [file] });
    expect((await refusal(client.files.info({ file }))).error).toBe("file_not_found");
    playground.say("alice", "general", "", { files: [file] });
    expect((await client.files.info({ file })).file?.name).toBe("key.pem");
    expect((await refusal(client.files.delete({ file }))).error).toBe("cant_delete_file");
  });

  test("its own it may delete", async () => {
    await client.filesUploadV2({ channel_id: general, content: "a", filename: "a.txt" });
    const file = playground.messages("general")[0]?.files[0]?.id ?? "";
    await client.files.delete({ file });
    expect((await refusal(client.files.info({ file }))).error).toBe("file_deleted");
  });
});

describe("rate limits", () => {
  test("a message a second in each channel, after a short burst", async () => {
    let now = 1_700_000_000_000;
    await restart({ rateLimits: { postBurst: 2 }, now: () => now });
    await post();
    await post();
    const refused = await post().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "slack_webapi_rate_limited_error", retryAfter: 1 });
    const byName = client.chat.postMessage({ channel: "#general", text: "the same channel" });
    await expect(byName).rejects.toMatchObject({ retryAfter: 1 });
    await client.chat.postMessage({ channel: playground.user("alice"), text: "elsewhere" });
    now += 1_000;
    await post();
    expect(playground.messages("general")).toHaveLength(3);
  });

  test("other methods by their tier", async () => {
    let now = 1_700_000_000_000;
    await restart({ rateLimits: true, now: () => now });
    const ts = await post();
    const update = () => client.chat.update({ channel: general, ts, text: "a" });
    for (let call = 0; call < 50; call += 1) await update();
    await expect(update()).rejects.toMatchObject({ retryAfter: 2 });
    now += 2_000;
    await update();
    const { status, answer } = playground.calls.at(-2) ?? {};
    expect([status, answer]).toEqual([429, { ok: false, error: "ratelimited" }]);
  });
});

describe("faults", () => {
  test("429, 500 and an error, as often as asked", async () => {
    playground.fault({
      method: "chat.postMessage",
      times: 2,
      kind: { type: "ratelimited", retryAfterSeconds: 7 },
    });
    playground.fault({ method: "chat.postMessage", kind: { type: "http_error", status: 500 } });
    playground.fault({ method: "chat.postMessage", kind: { type: "error", error: "internal_error" } });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post()).rejects.toMatchObject({ statusCode: 500 });
    expect((await refusal(post())).error).toBe("internal_error");
    await post();
    expect(playground.messages("general")).toHaveLength(1);
  });

  test("posted, but the connection ends before the answer", async () => {
    playground.fault({ method: "chat.postMessage", kind: { type: "cut" } });
    await expect(post()).rejects.toMatchObject({ code: "slack_webapi_request_error" });
    expect(playground.messages("general")).toHaveLength(1);
  });

  test("a late answer", async () => {
    playground.fault({ method: "chat.postMessage", kind: { type: "delay", ms: 100 } });
    const isFirst = await Promise.race([post().then(() => "post"), delay(50, "clock")]);
    expect(isFirst).toBe("clock");
    await playground.waitFor(() => playground.messages("general").length === 1);
  });
});

describe("the manifest", () => {
  test.each([
    ["commands without their scope", { features: manifest.features }, "need the scope commands"],
    [
      "an event without its scope",
      { settings: { event_subscriptions: { bot_events: ["app_mention"] } } },
      "app_mention needs the scope app_mentions:read",
    ],
    [
      "an event that nobody knows",
      { settings: { event_subscriptions: { bot_events: ["coffee_ready"] } } },
      "does not know the event coffee_ready",
    ],
    ["no scopes", { oauth_config: undefined }, "oauth_config"],
  ])("%s is refused", async (_what, part, problem) => {
    const given = { ...manifestWith(["chat:write"]), ...part };
    await expect(startSample({ manifest: given })).rejects.toThrow(problem);
  });
});
