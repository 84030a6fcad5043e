import { setTimeout as delay } from "node:timers/promises";
import type { App, BlockAction, MessageShortcut, SlackViewAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { afterEach, describe, expect, test } from "vitest";
import type { PlaygroundOptions } from "../../src/playground/options.ts";
import type { Playground } from "../../src/playground/playground.ts";
import { refusal, startSample, startSocketApp, webClient } from "./sample.ts";

let playground: Playground;
let app: App;
let now = 1_700_000_000_000;

afterEach(async () => {
  await app.stop();
  await playground.close();
});

async function start(register: (app: App) => void, options: Partial<PlaygroundOptions> = {}): Promise<void> {
  now = 1_700_000_000_000;
  playground = await startSample({ now: () => now, rateLimits: false, ...options });
  app = await startSocketApp(playground, register);
}

const text = (value: string) => ({ type: "plain_text" as const, text: value });
const options = ["a", "b"].map((value) => ({ text: text(value.toUpperCase()), value }));
const question = [
  {
    type: "actions" as const,
    block_id: "question",
    elements: [
      { type: "button" as const, action_id: "yes", text: text("Yes"), value: "1", style: "primary" as const },
      { type: "static_select" as const, action_id: "which", options },
      { type: "overflow" as const, action_id: "more", options },
      { type: "datepicker" as const, action_id: "day" },
    ],
  },
];

function modal(more: Partial<ModalView> = {}): ModalView {
  return {
    type: "modal",
    callback_id: "form",
    private_metadata: "kept",
    title: text("Form"),
    submit: text("Send"),
    blocks: [
      {
        type: "input",
        block_id: "host",
        label: text("Host"),
        element: { type: "plain_text_input", action_id: "host", max_length: 10 },
      },
      {
        type: "input",
        block_id: "port",
        optional: true,
        label: text("Port"),
        element: { type: "static_select", action_id: "port", options },
      },
      {
        type: "input",
        block_id: "files",
        optional: true,
        label: text("Files"),
        element: { type: "file_input", action_id: "files" },
      },
    ],
    ...more,
  };
}

/** Opens the modal for whoever uses the global shortcut. */
function opensModal(bolt: App, view = modal()): void {
  bolt.shortcut("open", async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view });
  });
}

async function openModal(): Promise<void> {
  await playground.globalShortcut("alice", "open");
  await playground.waitFor(() => playground.modals("alice").length > 0);
}

describe("clicks", () => {
  test("the app gets everything that Slack sends, and may answer by response_url", async () => {
    const bodies: BlockAction[] = [];
    await start((bolt) => {
      bolt.action<BlockAction>(/./, async ({ ack, body, respond }) => {
        await ack();
        bodies.push(body);
        await respond({ text: "done", replace_original: true, blocks: [] });
      });
    });
    const channel = playground.channel("general");
    const { ts = "" } = await webClient(playground).chat.postMessage({
      channel,
      text: "which?",
      blocks: question,
    });

    await playground.click("alice", { channel, ts }, "which", "b");

    await playground.waitFor(() => playground.messages("general")[0]?.text === "done");
    expect(bodies).toMatchObject([
      {
        type: "block_actions",
        team: { id: playground.teamId, domain: "local" },
        user: { id: playground.user("alice"), username: "alice", team_id: playground.teamId },
        channel: { id: channel, name: "general" },
        container: { type: "message", message_ts: ts, channel_id: channel, is_ephemeral: false },
        message: { ts, text: "which?", blocks: question, user: playground.botUser },
        state: {
          values: {
            question: {
              which: { type: "static_select", selected_option: options[1] },
              day: { selected_date: null },
            },
          },
        },
        actions: [
          { type: "static_select", action_id: "which", block_id: "question", selected_option: options[1] },
        ],
        is_enterprise_install: false,
        enterprise: null,
      },
    ]);
    expect(bodies[0]?.actions[0]?.action_ts).toMatch(/^\d+\.\d{6}$/);
  });

  test("each element gives what Slack gives", async () => {
    const actions: unknown[] = [];
    await start((bolt) => {
      bolt.action(/./, async ({ ack, action }) => {
        await ack();
        actions.push(action);
      });
    });
    const channel = playground.channel("general");
    const { ts = "" } = await webClient(playground).chat.postMessage({
      channel,
      text: "a",
      blocks: question,
    });
    await playground.click("alice", { channel, ts }, "yes");
    await playground.click("alice", { channel, ts }, "more", "a");
    await playground.click("alice", { channel, ts }, "day", "2026-11-20");
    await playground.waitFor(() => actions.length === 3);
    expect(actions).toMatchObject([
      { type: "button", text: text("Yes"), value: "1", style: "primary" },
      { type: "overflow", selected_option: options[0] },
      { type: "datepicker", selected_date: "2026-11-20" },
    ]);
  });

  test("nobody clicks what is not there, or what another person sees", async () => {
    await start(() => undefined);
    const channel = playground.channel("general");
    const client = webClient(playground);
    const { ts = "" } = await client.chat.postMessage({ channel, text: "a", blocks: question });
    await expect(playground.click("alice", { channel, ts }, "no")).rejects.toThrow("no longer there");
    await expect(playground.click("alice", { channel, ts }, "which", "c")).rejects.toThrow("no longer there");
    const user = playground.user("alice");
    const { message_ts = "" } = await client.chat.postEphemeral({
      channel,
      user,
      text: "a",
      blocks: question,
    });
    await expect(playground.click("bob", { channel, ts: message_ts }, "yes")).rejects.toThrow(
      "no longer there",
    );
    expect(playground.deliveries.filter(({ outgoing }) => outgoing.kind === "interactive")).toEqual([]);
  });

  test("a private message's click comes without the message, and can delete it", async () => {
    const bodies: BlockAction[] = [];
    await start((bolt) => {
      bolt.action<BlockAction>("yes", async ({ ack, body, respond }) => {
        await ack();
        bodies.push(body);
        await respond({ delete_original: true });
      });
    });
    const [channel, user] = [playground.channel("general"), playground.user("alice")];
    const args = { channel, user, text: "a", blocks: question };
    const { message_ts: ts = "" } = await webClient(playground).chat.postEphemeral(args);
    await playground.click("alice", { channel, ts }, "yes");
    await playground.waitFor(() => playground.ephemerals("alice").length === 0);
    expect(bodies[0]).not.toHaveProperty("message");
    expect(bodies[0]?.container).toMatchObject({ is_ephemeral: true, message_ts: ts });
  });

  test("a click that is not acknowledged is told to the person", async () => {
    await start((bolt) => bolt.action("yes", () => delay(300)), { ackTimeoutMs: 100 });
    const channel = playground.channel("general");
    const { ts = "" } = await webClient(playground).chat.postMessage({
      channel,
      text: "a",
      blocks: question,
    });
    await expect(playground.click("alice", { channel, ts }, "yes")).rejects.toMatchObject({
      code: "operation_timeout",
    });
  });
});

describe("triggers", () => {
  test("good once, within 3 s, and only if Slack gave them", async () => {
    await start(() => undefined, { ackTimeoutMs: 50 });
    const client = webClient(playground);
    const trigger = () => String(playground.deliveries.at(-1)?.outgoing.payload["trigger_id"]);
    const open = () => client.views.open({ trigger_id: trigger(), view: modal() });
    await playground.command("alice", "general", "/sample");

    const invalid = client.views.open({
      trigger_id: trigger(),
      view: { ...modal(), title: text("x".repeat(25)) },
    });
    expect((await refusal(invalid)).error).toBe("invalid_arguments");
    now += 3_000;
    await open();
    expect((await refusal(open())).error).toBe("exchanged_trigger_id");

    await playground.command("alice", "general", "/sample");
    now += 3_001;
    expect((await refusal(open())).error).toBe("expired_trigger_id");
    const invented = client.views.open({ trigger_id: "1.2.3", view: modal() });
    expect((await refusal(invented)).error).toBe("invalid_trigger_id");
  });
});

describe("modals", () => {
  test("submitted values have Slack's form, and the modal closes", async () => {
    const bodies: SlackViewAction[] = [];
    await start((bolt) => {
      opensModal(bolt);
      bolt.view("form", async ({ ack, body }) => {
        await ack();
        bodies.push(body);
      });
    });
    await openModal();
    const file = playground.upload("alice", "a.pem", Buffer.from("PEM"));
    expect(await playground.submitView("alice", { host: "a.test", port: "a", files: [file] })).toEqual({});
    expect(playground.modals("alice")).toEqual([]);
    expect(bodies).toMatchObject([
      {
        type: "view_submission",
        user: { id: playground.user("alice"), name: "alice" },
        view: {
          callback_id: "form",
          private_metadata: "kept",
          state: {
            values: {
              host: { host: { type: "plain_text_input", value: "a.test" } },
              port: { port: { type: "static_select", selected_option: options[0] } },
              files: { files: { type: "file_input", files: [{ id: file, name: "a.pem" }] } },
            },
          },
        },
      },
    ]);
    const { file: read } = await webClient(playground).files.info({ file });
    expect(read?.name).toBe("a.pem");
  });

  test("the client itself asks for what is required and holds to max_length", async () => {
    await start((bolt) => opensModal(bolt));
    await openModal();
    const sent = playground.deliveries.length;
    expect(await playground.submitView("alice", {})).toEqual({
      host: "Please complete this required field.",
    });
    expect(await playground.submitView("alice", { host: "x".repeat(11) })).toEqual({
      host: "Please use no more than 10 characters.",
    });
    expect(playground.deliveries).toHaveLength(sent);
  });

  test("response_action: errors, update, push, clear", async () => {
    const second = modal({ callback_id: "second", title: text("Second") });
    const third = modal({ callback_id: "third", title: text("Third") });
    await start((bolt) => {
      opensModal(bolt);
      bolt.view("form", ({ ack, view }) =>
        view.state.values["host"]?.["host"]?.value === "bad"
          ? ack({ response_action: "errors", errors: { host: "Not that one" } })
          : ack({ response_action: "update", view: second }),
      );
      bolt.view("second", ({ ack }) => ack({ response_action: "push", view: third }));
      bolt.view("third", ({ ack }) => ack({ response_action: "clear" }));
    });
    const titles = () => playground.modals("alice").map(({ title }) => title?.["text"]);
    await openModal();
    expect(await playground.submitView("alice", { host: "bad" })).toEqual({ host: "Not that one" });
    expect(titles()).toEqual(["Form"]);
    await playground.submitView("alice", { host: "good" });
    expect(titles()).toEqual(["Second"]);
    await playground.submitView("alice", { host: "good" });
    expect(titles()).toEqual(["Second", "Third"]);
    await playground.submitView("alice", { host: "good" });
    expect(titles()).toEqual([]);
  });

  test("errors at an input that does not exist are trouble", async () => {
    await start((bolt) => {
      opensModal(bolt);
      bolt.view("form", ({ ack }) => ack({ response_action: "errors", errors: { nowhere: "?" } }));
    });
    await openModal();
    await expect(playground.submitView("alice", { host: "a" })).rejects.toThrow(
      "We had some trouble connecting",
    );
  });

  test("an unacknowledged submission is told to the person, and nothing closes", async () => {
    await start(
      (bolt) => {
        opensModal(bolt);
        bolt.view("form", () => delay(300));
      },
      { ackTimeoutMs: 100 },
    );
    await openModal();
    await expect(playground.submitView("alice", { host: "a" })).rejects.toThrow(
      "We had some trouble connecting. Try again?",
    );
    expect(playground.modals("alice")).toHaveLength(1);
  });

  test("updates by id, by external_id and only over the hash that was seen", async () => {
    await start((bolt) => opensModal(bolt, modal({ external_id: "mine" })));
    await openModal();
    const [view] = playground.modals("alice");
    const client = webClient(playground);
    const renamed = (title: string) => modal({ title: text(title) });
    const seen = view?.hash ?? "";
    await client.views.update({ view_id: view?.id ?? "", hash: seen, view: renamed("New") });
    const stale = client.views.update({ view_id: view?.id ?? "", hash: seen, view: renamed("Newer") });
    expect((await refusal(stale)).error).toBe("hash_conflict");
    await client.views.update({ external_id: "mine", view: renamed("Newest") });
    expect(playground.modals("alice")[0]?.title).toEqual(text("Newest"));
    const gone = client.views.update({ view_id: "V404", view: modal() });
    expect((await refusal(gone)).error).toBe("not_found");
  });

  test("three deep at most; closing goes back one and says so if asked to", async () => {
    const closed: unknown[] = [];
    await start((bolt) => {
      opensModal(bolt, modal({ notify_on_close: true }));
      bolt.command("/sample", ({ ack }) => ack());
      bolt.view({ callback_id: "form", type: "view_closed" }, async ({ ack, body }) => {
        await ack();
        closed.push(body);
      });
    });
    await openModal();
    const push = () => {
      const trigger_id = String(playground.deliveries.at(-1)?.outgoing.payload["trigger_id"]);
      return webClient(playground).views.push({ trigger_id, view: modal({ notify_on_close: true }) });
    };
    const trigger = () => playground.command("alice", "general", "/sample");
    await trigger();
    await push();
    await trigger();
    await push();
    await trigger();
    expect((await refusal(push())).error).toBe("push_limit_reached");
    await playground.closeView("alice");
    expect(playground.modals("alice")).toHaveLength(2);
    await playground.waitFor(() => closed.length === 1);
    expect(closed).toMatchObject([{ type: "view_closed", is_cleared: false }]);
    await expect(playground.globalShortcut("alice", "other")).rejects.toThrow("There is no shortcut other");
  });
});

describe("the home tab and shortcuts", () => {
  test("opening it tells the app, which publishes it", async () => {
    await start((bolt) => {
      bolt.event("app_home_opened", async ({ event, client }) => {
        const blocks = [{ type: "divider" as const }];
        await client.views.publish({ user_id: event.user, view: { type: "home", blocks } });
      });
    });
    playground.openHome("alice");
    const home = await playground.waitFor(() => playground.home("alice"));
    expect(home.blocks).toMatchObject([{ type: "divider" }]);
    const publish = webClient(playground).views.publish({
      user_id: playground.user("alice"),
      hash: "old",
      view: { type: "home", blocks: [] },
    });
    expect((await refusal(publish)).error).toBe("hash_conflict");
  });

  test("a message shortcut brings the message, also from where the bot is not", async () => {
    const bodies: MessageShortcut[] = [];
    await start((bolt) => {
      bolt.shortcut<MessageShortcut>(
        { type: "message_action", callback_id: "look" },
        async ({ ack, shortcut, respond }) => {
          await ack();
          bodies.push(shortcut);
          await respond("seen");
        },
      );
    });
    const message = playground.say("alice", "secret", "curl: (60) <SSL> at https://a.test");
    await playground.messageShortcut("alice", "look", message);
    await playground.waitFor(() => playground.ephemerals("alice").length === 1);
    expect(bodies).toMatchObject([
      {
        type: "message_action",
        callback_id: "look",
        channel: { id: playground.channel("secret"), name: "privategroup" },
        message_ts: message.ts,
        message: { text: "curl: (60) &lt;SSL&gt; at <https://a.test>", user: playground.user("alice") },
      },
    ]);
  });
});

describe("response_url", () => {
  async function responseUrl(): Promise<(body: unknown) => Promise<[number, unknown]>> {
    await playground.command("alice", "secret", "/sample");
    const url = String(playground.deliveries.at(-1)?.outgoing.payload["response_url"]);
    return async (body) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const answer = await response.text();
      return [response.status, answer.startsWith("{") ? JSON.parse(answer) : answer];
    };
  }

  test("five times, also where the bot is not a member", async () => {
    await start((bolt) => bolt.command("/sample", ({ ack }) => ack()));
    const respond = await responseUrl();
    expect(await respond({ text: "" })).toEqual([400, { ok: false, error: "no_text" }]);
    for (let use = 0; use < 4; use += 1) expect(await respond({ text: "a" })).toEqual([200, "ok"]);
    expect(await respond({ text: "b", response_type: "in_channel" })).toEqual([200, "ok"]);
    expect(await respond({ text: "a" })).toEqual([404, { ok: false, error: "used_url" }]);
    expect(playground.ephemerals("alice")).toHaveLength(4);
    expect(playground.messages("secret").map((message) => message.text)).toEqual(["b"]);
  });

  test("for 30 minutes", async () => {
    await start((bolt) => bolt.command("/sample", ({ ack }) => ack()));
    const respond = await responseUrl();
    now += 30 * 60_000;
    expect(await respond({ text: "a" })).toEqual([200, "ok"]);
    now += 1;
    expect(await respond({ text: "a" })).toEqual([404, { ok: false, error: "expired_url" }]);
  });

  test("blocks are looked at as everywhere", async () => {
    await start((bolt) => bolt.command("/sample", ({ ack }) => ack()));
    const respond = await responseUrl();
    const [status, body] = await respond({ blocks: [{ type: "banner" }] });
    expect([status, body]).toMatchObject([400, { error: "invalid_blocks" }]);
  });
});
