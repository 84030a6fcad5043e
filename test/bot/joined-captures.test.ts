import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "../../src/playground/state.ts";
import type { Address, Packet } from "../pcap/capture-writer.ts";
import { converse, writePcap } from "../pcap/capture-writer.ts";
import { recordConversation } from "../pcap/recorded-conversation.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

const WAIT = 30_000;
const AT = Date.UTC(2026, 10, 20, 20);

let stage: Stage;
/** By what its client offers: nothing that the demo's servers, which have RSA keys, accept; or what every client does. */
let capture: Record<"ecdsa" | "ordinary", (server: Address) => Packet[]>;
beforeAll(async () => {
  const refusing = async (ciphers: string, servername: string) => {
    const said = await recordConversation(
      { maxVersion: "TLSv1.2" },
      { maxVersion: "TLSv1.2", ciphers, servername },
    );
    return (server: Address) =>
      converse(said.slice(0, 1), { server, at: AT, end: { by: "server", flag: "rst" } });
  };
  const [opened, ecdsa, ordinary] = await Promise.all([
    openStage("socket", { retryIntervalsMs: [0, 0, 0], rateLimits: false }),
    refusing("ECDHE-ECDSA-AES128-GCM-SHA256", "ok.demo.test"),
    refusing("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256", "ok.demo.test"),
  ]);
  [stage, capture] = [opened, { ecdsa, ordinary }];
  await Promise.all([stage.start("bot"), stage.start("worker")]);
  await stage.connect();
});
afterAll(() => stage.close());

const shown = ({ blocks }: Message) => JSON.stringify(blocks);
const isOurs = ({ user }: Message) => user === stage.playground.botUser;

function drop(packets: readonly Packet[], threadTs: string): void {
  const { playground } = stage;
  const files = [playground.upload("ada", "failing.pcap", writePcap(packets))];
  playground.say("ada", "general", "", { files, threadTs });
}

function portOf(name: string): number {
  const entry = stage.servers.connectTo.find((each) => each.startsWith(`${name}.`));
  return Number(entry?.split(":").at(-1));
}

const reply = (thread: Message, isIt: (message: Message) => boolean): Promise<Message> =>
  stage.playground.waitFor(
    () => stage.playground.thread("general", thread.ts).filter(isOurs).find(isIt),
    WAIT,
  );

const MISMATCH = "Client and server have no cipher suite in common";

/** Of the table, the titles first. */
function rowsOf({ blocks }: Message): string[][] {
  const table = blocks.find(({ type }) => type === "table") as unknown as { rows: { text: string }[][] };
  return table.rows.map((row) => row.map(({ text }) => text));
}

test("a check that a capture leads to answers with both: what the client offered × what the server accepts", async () => {
  const { playground } = stage;
  await playground.command("ada", "general", "/tlscheck tls13.demo.test");
  const thread = await stage.verdict("general", "tls13.demo.test");
  const port = portOf("ok");
  drop(capture.ecdsa({ address: "127.0.0.1", port }), thread.ts);
  const handshake = await reply(thread, (message) => shown(message).includes("failing.pcap"));
  expect(shown(handshake)).not.toContain(MISMATCH);
  await playground.click("ada", handshake, "check_server");

  const verdict = await reply(thread, (message) => message.blocks.some(({ type }) => type === "table"));
  expect(verdict.text).toContain(MISMATCH);
  const [titles, first, second] = rowsOf(verdict);
  expect(titles).toEqual(["Cipher suites that the client offered", "What the server accepts"]);
  expect(first).toEqual(["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", expect.stringMatching(/^TLS_/)]);
  expect(second?.[0]).toBe(" ");
  expect(shown(verdict)).toContain("and was cut off.");
  await reply(thread, ({ text }) => text.startsWith("❌") && text.includes(MISMATCH));

  await playground.click("ada", verdict, "answer:not_apigee");
  await playground.waitFor(() => shown(verdict).includes(`→ ${MISMATCH} · `), WAIT);

  expect(shown(verdict)).toContain("the capture and my check together");

  await playground.click("grace", verdict, "check_again");
  const again = await reply(
    thread,
    (message) => message.ts !== verdict.ts && message.blocks.some(({ type }) => type === "table"),
  );
  expect(again.text).toContain(MISMATCH);
});

test("a capture in the thread of a check is joined with what the check found, and the message says so", async () => {
  const { playground } = stage;
  await playground.command("ada", "general", "/tlscheck ok.demo.test");
  const thread = await stage.verdict("general", "ok.demo.test");
  expect(thread.text).toMatch(/^✅/u);
  const verdict = await reply(thread, ({ ts, text }) => ts !== thread.ts && text.includes("Nothing wrong"));
  const server = { address: "192.0.2.80", port: 443 };
  drop(capture.ordinary(server), thread.ts);
  await playground.waitFor(
    () => shown(verdict).includes("The server accepts now what it refused in the capture"),
    WAIT,
  );
  expect(thread.text).toMatch(/^✅/u);
  drop(capture.ecdsa(server), thread.ts);
  await playground.waitFor(() => verdict.text.includes(MISMATCH), WAIT);
  expect(rowsOf(verdict)[1]?.[0]).toBe("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
  expect(shown(verdict)).toContain("The check alone: Nothing wrong");
  await playground.waitFor(() => thread.text.startsWith("❌") && thread.text.includes(MISMATCH), WAIT);
});

test("where Slack refuses tables, both lists are lines", async () => {
  const { playground } = stage;
  await playground.command("ada", "general", "/tlscheck incomplete-chain.demo.test");
  const thread = await stage.verdict("general", "incomplete-chain.demo.test");
  drop(capture.ecdsa({ address: "127.0.0.1", port: portOf("ok") }), thread.ts);
  const handshake = await reply(thread, (message) => shown(message).includes("failing.pcap"));
  await playground.click("ada", handshake, "check_server");
  await reply(thread, ({ text }) => text.includes("127.0.0.1:") && text.includes(MISMATCH));
  const verdict = await reply(thread, (message) => message.blocks.some(({ type }) => type === "table"));
  playground.fault({
    method: "chat.update",
    containing: '"type":"table"',
    times: Number.POSITIVE_INFINITY,
    kind: { type: "error", error: "invalid_blocks" },
  });
  await playground.click("ada", verdict, "answer:not_apigee");
  await playground.waitFor(() => shown(verdict).includes(`${MISMATCH} ·`), WAIT);
  expect(verdict.blocks.map(({ type }) => type)).not.toContain("table");
  expect(shown(verdict)).toContain("Client: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256.");
  expect(shown(verdict)).toContain("Server: asked now, it accepts TLS_");
});
