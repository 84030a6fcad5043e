import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningChild } from "../../src/demo/child-process.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

let stage: Stage;
let bot: RunningChild;
let worker: RunningChild;
beforeAll(async () => {
  stage = await openStage("socket", { retryIntervalsMs: [0, 0, 0] });
  [bot, worker] = await Promise.all([stage.start("bot"), stage.start("worker")]);
  await stage.connect();
});
afterAll(() => stage.close());

async function whisper(user: string, containing: string) {
  return stage.playground.waitFor(() =>
    stage.playground.ephemerals(user).find(({ text }) => text.includes(containing)),
  );
}

test.each([
  ["/tlscheck help", "I find out why a TLS handshake fails"],
  [
    "/tlscheck host:99999",
    "“99999” in “host:99999” is not a port; ports go from 1 to 65535. For example: /tlscheck api.example.com:8443",
  ],
  ["/tlscheck gopher://a.example", "“gopher://”"],
  ["/tlscheck <!channel>", "“!channel” is not a host"],
  [
    "/tlscheck explain x509: certificate signed by unknown authority <!channel>",
    "The intermediate certificate is missing",
  ],
  ["/tlscheck explain", "Which error message?"],
  ["/tlscheck subscribe a.example", "“subscribe” is not a command that I know"],
  [
    `/tlscheck ${Array.from({ length: 11 }, (_, i) => `h${i}.example`).join(" ")}`,
    "That is 11 targets; 10 at a time is the limit",
  ],
])("%s is answered to its author alone", async (command, containing) => {
  await stage.playground.command("ada", "general", command);
  const answer = await whisper("ada", containing);
  expect(answer.mentions).toEqual([]);
  expect(stage.playground.messages("general")).toEqual([]);
});

test("/tlscheck alone opens a form; a mistake is shown at its field, and then the check begins", async () => {
  const { playground } = stage;
  await playground.command("ada", "general", "/tlscheck");
  await playground.waitFor(() => playground.modals("ada").length === 1);
  expect(await playground.submitView("ada", { targets: "nonsense:port" })).toMatchObject({
    targets: expect.stringContaining("“port” in “nonsense:port” is not a port"),
  });
  expect(await playground.submitView("ada", { targets: "wrong-name.demo.test" })).toEqual({});
  const parent = await stage.verdict("general", "wrong-name.demo.test");
  expect(parent.text).toContain("The certificate is not for wrong-name.demo.test");
});

test("the message shortcut opens the form where a message holds no error, with the hosts that it names", async () => {
  const { playground } = stage;
  const message = playground.say("grace", "general", "is tls10.demo.test:443 in order?");
  await playground.messageShortcut("ada", "diagnose_message", message);
  const form = await playground.waitFor(() => playground.modals("ada")[0]);
  expect(JSON.stringify(form.blocks)).toContain("I recognise no TLS error in this message");
  await playground.submitView("ada", {});
  expect((await stage.verdict("general", "tls10.demo.test")).text).toContain("TLS 1.0 at most");
});

test("a mention is answered in the thread of the message, and its repeated delivery changes nothing", async () => {
  const { playground } = stage;
  const asked = playground.say("ada", "general", "@tlscheck https://self-signed.demo.test/x please");
  const answered = () =>
    playground.thread("general", asked.ts).filter(({ user }) => user === playground.botUser);
  await playground.waitFor(() => answered().length === 2 && answered()[0]?.text.startsWith("❌"));
  const mention = playground.deliveries.findLast(({ outgoing }) =>
    JSON.stringify(outgoing).includes("app_mention"),
  );
  expect(mention).toBeDefined();
  if (mention !== undefined) await playground.redeliver(mention);
  await playground.command("ada", "general", "/tlscheck refused.demo.test");
  await stage.verdict("general", "refused.demo.test");
  expect(answered()).toHaveLength(2);
});

test("a repeated delivery of a command is one job and one message", async () => {
  const { playground } = stage;
  await playground.command("ada", "general", "/tlscheck plain-http.demo.test");
  const command = playground.deliveries.at(-1);
  if (command === undefined) throw new Error("nothing was delivered");
  await Promise.all([playground.redeliver(command), playground.redeliver(command)]);
  const parent = await stage.verdict("general", "plain-http.demo.test");
  await playground.redeliver(command);
  await playground.waitFor(() => playground.thread("general", parent.ts).length === 2);
  await playground.command("ada", "general", "/tlscheck hangs-up.demo.test");
  await stage.verdict("general", "hangs-up.demo.test");
  expect(playground.messages("general").filter(({ text }) => text.includes("plain-http"))).toHaveLength(2);
});

test("the answer survives a restart of every process between question and click, and a double click counts once", async () => {
  const { playground } = stage;
  await playground.command("ada", "general", "/tlscheck ok.demo.test");
  const parent = await stage.verdict("general", "ok.demo.test");
  const verdict = await playground.waitFor(() => playground.thread("general", parent.ts)[1]);
  expect(await Promise.all([bot.kill("SIGTERM"), worker.kill("SIGTERM")])).toEqual([0, 0]);
  await stage.redis.restart();
  [bot, worker] = await Promise.all([stage.start("bot"), stage.start("worker")]);
  await stage.connect();

  await Promise.all([
    playground.click("ada", verdict, "answer:edge_public_cloud"),
    playground.click("grace", verdict, "answer:hybrid"),
    playground.click("ada", verdict, "answer:edge_public_cloud"),
  ]);
  const click = playground.deliveries.at(-1);
  await playground.waitFor(() =>
    JSON.stringify(verdict.blocks).includes("Which product does the failing connection belong to? →"),
  );
  if (click !== undefined) await playground.redeliver(click);
  await playground.command("ada", "general", "/tlscheck garbage.demo.test");
  await stage.verdict("general", "garbage.demo.test");
  expect(
    JSON.stringify(verdict.blocks).match(/Which product does the failing connection belong to\?/g),
  ).toHaveLength(1);
  expect(playground.thread("general", parent.ts)).toHaveLength(2);
});

test("App Home greets, lists the last checks, and opens the form", async () => {
  const { playground } = stage;
  playground.openHome("ada");
  const home = await playground.waitFor(() => playground.home("ada"));
  expect(JSON.stringify(home.blocks)).toContain("ok.demo.test:443: Nothing wrong");
  await playground.click("ada", home, "open_check_modal");
  await playground.waitFor(() => playground.modals("ada").length === 1);
  await playground.closeView("ada");
});

test.each(["elsewhere", "secret"])(
  "in #%s, where the bot is not, the asker gets the result alone, and how to invite it",
  async (channel) => {
    const { playground } = stage;
    await playground.command("ada", channel, "/tlscheck expired.demo.test");
    const answer = await playground.waitFor(() =>
      playground
        .ephemerals("ada")
        .find((message) => message.channel === playground.channel(channel) && message.text.startsWith("❌")),
    );
    expect(JSON.stringify(answer.blocks)).toContain(
      `I am not in <#${playground.channel(channel)}>, so only you see this. Type /invite @tlscheck`,
    );
    expect(JSON.stringify(answer.blocks)).toContain("expired 12 days ago");
    expect(playground.messages(channel)).toEqual([]);
  },
);

test("`text` of strangers is never a mention", () => {
  expect(
    stage.playground
      .messages("general")
      .flatMap(({ mentions, user }) => (user === stage.playground.botUser ? mentions : [])),
  ).toEqual(expect.not.arrayContaining(["channel", "here", "everyone"]));
});
