import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ClientAnswer, ClientCalls, ClientEvent, Snapshot } from "../../src/playground/client-api.ts";
import type { PlaygroundOptions } from "../../src/playground/options.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { startSample, startSocketApp, webClient } from "./sample.ts";

let playground: Playground;
let app: App | undefined;
let directory: string;
const streams: AbortController[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "page-"));
  await mkdir(join(directory, "page"));
  await start();
});

afterEach(async () => {
  for (const closing of streams.splice(0)) closing.abort();
  await app?.stop();
  app = undefined;
  await playground.close();
  await rm(directory, { recursive: true });
});

let rings = 0;

async function start(options: Partial<PlaygroundOptions> = {}): Promise<void> {
  playground = await startSample({
    pageDirectory: join(directory, "page"),
    tips: [
      { text: "Try it", command: "/sample" },
      { text: "Ring it", command: "/ring", act: { label: "Ring", run: () => (rings += 1) } },
    ],
    ...options,
  });
}

async function call<Name extends keyof ClientCalls>(
  name: Name,
  body: ClientCalls[Name],
): Promise<ClientAnswer> {
  const response = await fetch(`${playground.url}client/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as ClientAnswer;
}

/** A page's stream; `next` skips to the next event of a type. */
async function stream(user: string) {
  const closing = new AbortController();
  streams.push(closing);
  const url = `${playground.url}client/stream?user=${playground.user(user)}`;
  const response = await fetch(url, { signal: closing.signal });
  const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  let buffered = "";
  async function read(): Promise<ClientEvent> {
    let end = buffered.indexOf("\n\n");
    while (end < 0) {
      const { value, done } = await reader.read();
      if (done) throw new Error("the stream ended");
      buffered += value;
      end = buffered.indexOf("\n\n");
    }
    const line = buffered.slice(0, end);
    buffered = buffered.slice(end + 2);
    return line.startsWith(":") ? read() : (JSON.parse(line.slice("data: ".length)) as ClientEvent);
  }
  return {
    response,
    read,
    next: async <Type extends ClientEvent["type"]>(
      type: Type,
    ): Promise<Extract<ClientEvent, { type: Type }>> => {
      for (;;) {
        const event = await read();
        if (isType(event, type)) return event;
      }
    },
  };
}

function isType<Type extends ClientEvent["type"]>(
  event: ClientEvent,
  type: Type,
): event is Extract<ClientEvent, { type: Type }> {
  return event.type === type;
}

async function snapshotOf(user: string): Promise<Snapshot> {
  const { next } = await stream(user);
  return (await next("snapshot")).snapshot;
}

describe("the stream", () => {
  test("starts with everything that this person may see", async () => {
    playground.say("alice", "secret", "hidden from Bob");
    const alice = await snapshotOf("alice");
    const bob = await snapshotOf("bob");
    expect(alice.channels.map(({ name, kind }) => [name, kind])).toEqual([
      ["sample", "im"],
      ["general", "public"],
      ["random", "public"],
      ["secret", "private"],
    ]);
    expect(bob.channels.map(({ name }) => name)).toEqual(["sample", "general", "random"]);
    expect(JSON.stringify(bob)).not.toContain("hidden from Bob");
    expect(alice).toMatchObject({
      self: playground.user("alice"),
      commands: [{ command: "/sample", description: "Says something", usageHint: "TEXT" }],
      messageShortcuts: [{ callbackId: "look", name: "Look at this" }],
      app: { botUser: playground.botUser, name: "sample", connected: false },
      modals: [],
      home: null,
    });
  });

  test("goes on with what happens, to each what they may see", async () => {
    const [alice, bob] = [await stream("alice"), await stream("bob")];
    const [client, channel] = [webClient(playground), playground.channel("general")];
    await client.chat.postEphemeral({ channel, user: playground.user("alice"), text: "psst" });
    const { ts = "" } = await client.chat.postMessage({ channel, text: "to all" });
    await client.chat.postMessage({ channel, text: "reply", thread_ts: ts });
    await client.chat.update({ channel, ts, text: "changed" });
    await client.chat.delete({ channel, ts });
    expect((await alice.next("message")).message).toMatchObject({ text: "psst", ephemeral: true });
    for (const { next } of [alice, bob]) {
      expect((await next("message")).message).toMatchObject({
        ts,
        text: "to all",
        edited: false,
        replyCount: 0,
      });
      expect((await next("message")).message).toMatchObject({ text: "reply", threadTs: ts });
      expect((await next("message")).message).toMatchObject({ ts, replyCount: 1 });
      expect((await next("message")).message).toMatchObject({ ts, text: "changed", edited: true });
      expect(await next("message_deleted")).toEqual({ type: "message_deleted", channel, ts });
    }
    expect((await snapshotOf("alice")).messages.some(({ ephemeral }) => ephemeral)).toBe(false);
  });

  test("the app's coming and going, membership, languages", async () => {
    const { next } = await stream("alice");
    app = await startSocketApp(playground, () => undefined);
    expect(await next("app")).toEqual({ type: "app", connected: true });
    expect(await call("set_locale", { user: playground.user("bob"), locale: "ja-JP" })).toEqual({ ok: true });
    expect((await next("user")).user).toMatchObject({ name: "bob", locale: "ja-JP" });
    const invite = {
      user: playground.user("alice"),
      channel: playground.channel("random"),
      text: "/invite @sample",
    };
    expect(await call("send", invite)).toEqual({ ok: true });
    expect((await next("channel")).channel).toMatchObject({ name: "random", botIsMember: true });
    await app.stop();
    app = undefined;
    expect(await next("app")).toEqual({ type: "app", connected: false });
  });

  test("ends when the workspace does", async () => {
    const { read } = await stream("alice");
    await read();
    await playground.close();
    await expect(read()).rejects.toThrow(/ended|terminated/);
    await start();
  });
});

describe("calls", () => {
  test("what was typed, with files, in a thread", async () => {
    const [user, channel] = [playground.user("alice"), playground.channel("general")];
    const upload = await fetch(`${playground.url}client/upload?user=${user}&name=a%20b.pem`, {
      method: "POST",
      body: "PEM",
    });
    const { fileId } = (await upload.json()) as { fileId: string };
    expect(await call("send", { user, channel, text: "see <this>", files: [fileId] })).toEqual({ ok: true });
    const [message] = (await snapshotOf("bob")).messages;
    expect(message).toMatchObject({
      text: "see &lt;this&gt;",
      files: [{ id: fileId, name: "a b.pem", size: 3 }],
    });
    await call("send", { user, channel, text: "more", threadTs: message?.ts ?? "" });
    expect((await snapshotOf("bob")).messages).toMatchObject([{ replyCount: 1 }, { threadTs: message?.ts }]);
    const file = await fetch(new URL(message?.files[0]?.urlPrivate ?? "", playground.url));
    expect(await file.text()).toBe("PEM");
    expect(file.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''a%20b.pem");
  });

  test("a click, a modal, its errors, its end", async () => {
    const text = (value: string) => ({ type: "plain_text" as const, text: value });
    app = await startSocketApp(playground, (bolt) => {
      bolt.action("open", async ({ ack, body, client }) => {
        await ack();
        const element = { type: "plain_text_input" as const, action_id: "host" };
        const blocks = [{ type: "input" as const, block_id: "host", label: text("Host"), element }];
        const trigger_id = "trigger_id" in body ? body.trigger_id : "";
        await client.views.open({
          trigger_id,
          view: {
            type: "modal",
            callback_id: "form",
            title: text("Form"),
            submit: text("Send"),
            close: text("No"),
            blocks,
          },
        });
      });
      bolt.view("form", ({ ack, view }) =>
        view.state.values["host"]?.["host"]?.value === "bad"
          ? ack({ response_action: "errors", errors: { host: "Not that one" } })
          : ack(),
      );
    });
    const [user, channel] = [playground.user("alice"), playground.channel("general")];
    const button = { type: "button", action_id: "open", text: text("Open") };
    const posted = { channel, text: "a", blocks: [{ type: "actions", block_id: "b", elements: [button] }] };
    const { ts = "" } = await webClient(playground).chat.postMessage(posted);
    const { next } = await stream("alice");
    const action = { type: "button", action_id: "open", block_id: "b" };
    expect(await call("action", { user, container: { type: "message", channel, ts }, action })).toEqual({
      ok: true,
    });
    const [view] = (await next("modals")).modals;
    expect(view).toMatchObject({
      type: "modal",
      title: "Form",
      submit: "Send",
      close: "No",
      callbackId: "form",
    });
    const submit = (value: string) => {
      const values = { host: { host: { type: "plain_text_input", value } } };
      return call("submit_view", { user, viewId: view?.id ?? "", values });
    };
    expect(await submit("")).toEqual({ ok: true, errors: { host: "Please complete this required field." } });
    expect(await submit("bad")).toEqual({ ok: true, errors: { host: "Not that one" } });
    expect(await submit("good")).toEqual({ ok: true });
    expect((await next("modals")).modals).toEqual([]);
    expect(await submit("good")).toMatchObject({ ok: false, error: "view_not_found" });
  });

  test.each([
    ["an unknown command", { text: "/other" }, "unknown_command", "/other is not a valid command."],
    [
      "a command in a thread",
      { text: "/sample", threadTs: "1.2" },
      "not_in_threads",
      "/sample is not supported in threads. Sorry!",
    ],
    ["nothing", { text: " " }, "no_text", "There is nothing to send."],
    [
      "a thread that is gone",
      { text: "a", threadTs: "1.2" },
      "thread_not_found",
      "That thread is no longer there.",
    ],
    [
      "a file that is gone",
      { text: "a", files: ["F404"] },
      "file_not_found",
      "That file is no longer there.",
    ],
  ])("%s is explained to the person", async (_what, given, error, message) => {
    const [user, channel] = [playground.user("alice"), playground.channel("general")];
    expect(await call("send", { user, channel, ...given })).toEqual({ ok: false, error, message });
  });

  test("another person's file is not there to be sent", async () => {
    const file = playground.upload("bob", "key.pem", Buffer.from("k"));
    const given = { channel: playground.channel("general"), text: "a", files: [file] };
    const answer = await call("send", { user: playground.user("alice"), ...given });
    expect(answer).toMatchObject({ ok: false, error: "file_not_found" });
  });

  test("what is no call at all", async () => {
    const post = async (name: string, body: string, type = "application/json") => {
      const init = { method: "POST", headers: { "content-type": type }, body };
      const response = await fetch(`${playground.url}client/${name}`, init);
      return [response.status, response.status === 200 ? await response.json() : await response.text()];
    };
    expect(await post("shout", "{}")).toMatchObject([200, { ok: false, error: "unknown_call" }]);
    expect(await post("send", '{"user":1}')).toMatchObject([200, { ok: false, error: "invalid_call" }]);
    expect(await post("send", "{")).toMatchObject([200, { ok: false, error: "invalid_call" }]);
    expect(await post("send", "{}", "text/plain")).toEqual([415, "JSON is needed"]);
    expect(await post("send", `"${"x".repeat(1024 * 1024)}"`)).toEqual([413, "Too large"]);
  });

  test("tips", async () => {
    const tips = await fetch(`${playground.url}client/tips`);
    expect(await tips.json()).toEqual([
      { text: "Try it", command: "/sample" },
      { text: "Ring it", command: "/ring", act: "Ring" },
    ]);
    expect(await call("do_tip", { command: "/ring" })).toEqual({ ok: true });
    expect(rings).toBe(1);
    expect(await call("do_tip", { command: "/sample" })).toMatchObject({ ok: false, error: "tip_not_found" });
    expect(rings).toBe(1);
  });
});

describe("only this machine's own page", () => {
  /** With headers that `fetch` would not let a page set. */
  async function status(path: string, headers: Record<string, string>, method = "GET"): Promise<number> {
    const { port } = new URL(playground.url);
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ host: "127.0.0.1", port, path, method, headers }, (response) => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      });
      sent.on("error", reject);
      sent.end();
    });
  }

  const json = { "content-type": "application/json" };

  test("a name that was made to point here is refused, for every path", async () => {
    const { port } = new URL(playground.url);
    for (const path of ["/", "/api/auth.test", "/client/tips", "/client/stream", "/files-pri/a/b"])
      for (const host of ["evil.test", `evil.test:${port}`, "127.0.0.1:1", "["])
        expect(await status(path, { host })).toBe(421);
    expect(await status("/client/tips", { host: `localhost:${port}` })).toBe(200);
  });

  test("another site's page is refused", async () => {
    const own = playground.url.slice(0, -1);
    expect(await status("/client/send", { ...json, origin: "https://evil.test" }, "POST")).toBe(403);
    expect(await status("/client/send", { ...json, origin: "null" }, "POST")).toBe(403);
    expect(await status("/client/upload", { "sec-fetch-site": "cross-site" }, "POST")).toBe(403);
    expect(await status("/client/stream", { "sec-fetch-site": "same-site" })).toBe(403);
    expect(
      await status("/client/send", { ...json, origin: own, "sec-fetch-site": "same-origin" }, "POST"),
    ).toBe(200);
    expect(await status("/client/send", {}, "DELETE")).toBe(405);
  });

  test("the page, and nothing outside of it", async () => {
    await writeFile(join(directory, "page/index.html"), "<!DOCTYPE html>");
    await mkdir(join(directory, "page/assets"));
    await writeFile(join(directory, "page/assets/page.js"), "1");
    await writeFile(join(directory, "outside.json"), "{}");
    const page = await fetch(playground.url);
    expect(await page.text()).toBe("<!DOCTYPE html>");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await fetch(`${playground.url}assets/page.js`)).status).toBe(200);
    for (const path of [
      "/../outside.json",
      "/%2e%2e/outside.json",
      "/..%2foutside.json",
      "/assets",
      "/%",
      "/absent.js",
    ])
      expect(await status(path, {})).toBe(404);
  });
});
