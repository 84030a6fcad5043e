import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "../../src/playground/state.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";
import { issueAuthority, issueEndEntity, pem } from "../x509/issuing.ts";

const LEAF = pem(
  "CERTIFICATE",
  issueEndEntity({ issuer: issueAuthority("root", { issuer: null }) }).certificate,
);
const ERROR = "curl: (35) error:0A0000C1:SSL routines::no shared cipher, server old-cipher.demo.test:443";
const KEY = "-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("socket", { retryIntervalsMs: [0, 0, 0], rateLimits: false });
  await Promise.all([stage.start("bot"), stage.start("worker")]);
  await stage.connect();
});
afterAll(() => stage.close());

const { stringify } = JSON;

/** What the bot wrote below a message. */
const answers = ({ ts }: Message, channel = "general") =>
  stage.playground
    .thread(channel, ts)
    .filter(({ user, ts: at }) => user === stage.playground.botUser && at !== ts);

const expectWhisper = (user: string, containing: string) =>
  stage.playground.waitFor(() =>
    stage.playground.ephemerals(user).find(({ blocks }) => stringify(blocks).includes(containing)),
  );

const shortcut = (user: string, message: Message) =>
  stage.playground.messageShortcut(user, "diagnose_message", message);

/** Waits for what comes after everything that was queued before. */
async function settle(): Promise<void> {
  const asked = stage.playground.say("ada", "general", "@tlscheck no application protocol");
  await stage.playground.waitFor(() => answers(asked)[0]);
}

test("an error in a mention is explained to everybody, once, and a button checks the host in that thread", async () => {
  const { playground } = stage;
  const asked = playground.say("ada", "general", `@tlscheck ${ERROR} <!channel>`);
  const answer = await playground.waitFor(() => answers(asked)[0]);
  expect(answer.text).toContain("Likely causes Client and server have no cipher suite in common (95%");
  expect(stringify(answer.blocks)).toContain("The side that wrote this message refused");
  const mention = playground.deliveries.findLast(({ outgoing }) =>
    stringify(outgoing).includes("app_mention"),
  );
  if (mention === undefined) throw new Error("no mention was delivered");
  await playground.redeliver(mention);
  await settle();
  expect(answers(asked)).toHaveLength(1);

  await playground.click("grace", answer, "check_target:0");
  await playground.waitFor(
    () => answers(asked).some(({ text }) => text.startsWith("❌ old-cipher.demo.test:443")),
    15_000,
  );
  await playground.waitFor(() => answers(asked).length === 3);
  expect(answers(asked).flatMap(({ mentions }) => mentions)).toEqual([]);
});

test("what is no error is a target, whatever it is called", async () => {
  const asked = stage.playground.say("ada", "general", "@tlscheck https://timeout.invalid/x please");
  const parent = await stage.playground.waitFor(() => answers(asked)[0]);
  expect(parent.text).toContain("timeout.invalid:443");
});

test("a mention that asks to explain what nobody knows is told so, alone", async () => {
  const asked = stage.playground.say("grace", "general", "@tlscheck explain it is broken");
  await expectWhisper("grace", "I know none of these messages");
  expect(answers(asked)).toEqual([]);
});

test("/tlscheck explain has the same buttons, and the check begins in the channel", async () => {
  const { playground } = stage;
  await playground.command(
    "ada",
    "general",
    "/tlscheck explain x509: certificate signed by unknown authority self-signed.demo.test",
  );
  const answer = await expectWhisper("ada", "Check self-signed.demo.test:443 now");
  expect(answer.mentions).toEqual([]);
  await playground.click("ada", answer, "check_target:0");
  const parent = await stage.verdict("general", "self-signed.demo.test");
  expect(parent.threadTs).toBeNull();
});

test("the shortcut explains into the thread, for two people once, and tells the second", async () => {
  const { playground } = stage;
  const message = playground.say("grace", "general", `it says \`\`\`\n${ERROR}\n\`\`\``);
  await shortcut("ada", message);
  await playground.waitFor(() => answers(message)[0]);
  const delivered = playground.deliveries.at(-1);
  if (delivered !== undefined) await playground.redeliver(delivered);
  await shortcut("grace", message);
  await expectWhisper("grace", "stand in its thread already");
  expect(answers(message)).toHaveLength(1);
  expect(playground.modals("ada")).toEqual([]);

  const told = () =>
    playground
      .ephemerals("grace")
      .filter(({ blocks }) => stringify(blocks).includes("in its thread already"));
  expect(told()).toHaveLength(1);
  playground.fault({ method: "chat.postEphemeral", kind: { type: "error", error: "user_not_in_channel" } });
  const tries = () => playground.calls.filter(({ method }) => method === "chat.postEphemeral").length;
  const before = tries();
  await shortcut("grace", message);
  await playground.waitFor(() => told().length === 2);
  // Once, since it was told in another way.
  expect(tries()).toBe(before + 1);
});

test("an attempt that broke after it had explained is made again, and tells nobody that somebody else asked", async () => {
  const { playground } = stage;
  const message = playground.say("grace", "general", `again: ${ERROR}`);
  const looked = () => playground.calls.filter(({ method }) => method === "conversations.replies").length;
  const before = looked();
  playground.fault({ method: "conversations.replies", kind: { type: "http_error", status: 503 } });
  await shortcut("ada", message);
  await playground.waitFor(() => looked() > before + 1, 10_000);
  await settle();
  expect(answers(message)).toHaveLength(1);
  expect(stringify(playground.ephemerals("ada"))).not.toContain("in its thread already");
});

test("the shortcut reads the files of a message: certificates, and errors in a log", async () => {
  const { playground } = stage;
  const files = [
    playground.upload("grace", "curl.log", Buffer.from(`* Trying 192.0.2.7\n${ERROR}\n`)),
    playground.upload("grace", "leaf.pem", Buffer.from(LEAF)),
  ];
  const message = playground.say("grace", "general", "look at these", { files });
  await shortcut("ada", message);
  await playground.waitFor(() => answers(message).length === 2, 15_000);
  const said = answers(message).map(({ text }) => text);
  expect(said).toContainEqual(expect.stringContaining("no cipher suite in common"));
  expect(said).toContainEqual(expect.stringContaining("leaf.pem"));
});

test("a private key is warned of, and nothing else is said", async () => {
  const { playground } = stage;
  const message = playground.say("grace", "general", `${KEY}\n${ERROR}`);
  await shortcut("ada", message);
  await expectWhisper("ada", "This message holds a private key");
  const asked = playground.say("grace", "general", `@tlscheck ${ERROR}\n${KEY}`);
  await expectWhisper("grace", "Your message holds a private key");
  await settle();
  expect(answers(message)).toEqual([]);
  expect(answers(asked)).toEqual([]);
});

test("a file that is not shown to us is told of, to who asked", async () => {
  const { playground } = stage;
  const file = playground.upload("grace", "hidden.log", Buffer.from(ERROR));
  // The event of the file asks first.
  const asked = () => playground.calls.filter(({ method }) => method === "files.info").length;
  const before = asked();
  const message = playground.say("grace", "general", "see this", { files: [file] });
  await playground.waitFor(() => asked() > before);
  playground.fault({ method: "files.info", kind: { type: "error", error: "file_not_found" } });
  await shortcut("ada", message);
  const told = await playground.waitFor(() => playground.messages("@ada").at(-1));
  expect(told.text).toContain("cannot see the file of this message");
  await settle();
  expect(answers(message)).toEqual([]);
});

test("alerts of other apps are read: their attachments and blocks", async () => {
  const { playground } = stage;
  const message = playground.say("grace", "general", "FIRING");
  Object.assign(message, {
    blocks: [
      {
        type: "section",
        text: { type: "mrkdwn", text: "Probe failed" },
        fields: [{ type: "mrkdwn", text: "tls: first record does not look like a TLS handshake" }],
      },
    ],
  });
  await shortcut("ada", message);
  const answer = await playground.waitFor(() => answers(message)[0]);
  expect(answer.text).toContain("does not speak TLS");
});

test("where the bot is not, who asked is answered alone", async () => {
  const { playground } = stage;
  const message = playground.say("ada", "elsewhere", ERROR);
  await shortcut("ada", message);
  await playground.waitFor(() =>
    playground
      .ephemerals("ada")
      .find(
        ({ channel, text }) =>
          channel === playground.channel("elsewhere") && text.includes("no cipher suite in common"),
      ),
  );
  expect(answers(message, "elsewhere")).toEqual([]);
});

test("without Redis who asked gets the explanation, alone", async () => {
  const { playground } = stage;
  stage.redis.freeze();
  try {
    playground.say("grace", "general", "@tlscheck remote error: tls: protocol version not supported");
    await expectWhisper("grace", "no TLS version in common");
  } finally {
    stage.redis.thaw();
  }
}, 15_000);
