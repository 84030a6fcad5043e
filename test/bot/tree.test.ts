import { createServer as createHttpServer } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { createHash, createPublicKey } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issue } from "../../src/demo/certificates.ts";
import type { RunningChild } from "../../src/demo/child-process.ts";
import type { Message } from "../../src/playground/state.ts";
import { encodeClientHello } from "../../src/tls/client-hello.ts";
import { CLIENT_PROFILES } from "../../src/tls/clients/clients.ts";
import { composeProfileHello } from "../../src/tls/clients/compose-profile-hello.ts";
import { CONTENT_TYPE, encodeRecords } from "../../src/tls/record.ts";
import { converse, u8, writePcap } from "../pcap/capture-writer.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

const WAIT = 15_000;
const INTERNAL_ERROR = 80;
const MENDED = "mended.demo.test";
const { stringify } = JSON;

let stage: Stage;
let bot: RunningChild;
let worker: RunningChild;
/** Speaks plain HTTP until it is mended. */
let broken: Server;
let mendedPort: number;
let extra: Readonly<Record<string, string>>;
beforeAll(async () => {
  stage = await openStage("socket", { retryIntervalsMs: [0, 0, 0], rateLimits: false });
  broken = createHttpServer((_request, response) => response.end("hello\n"));
  await new Promise<void>((resolve) => broken.listen(0, "127.0.0.1", resolve));
  mendedPort = (broken.address() as AddressInfo).port;
  const connectTo = `${stage.environment["TLSCHECK_CONNECT_TO"]},${MENDED}:443:127.0.0.1:${mendedPort}`;
  extra = { TLSCHECK_CONNECT_TO: connectTo };
  [bot, worker] = await Promise.all([stage.start("bot", extra), stage.start("worker", extra)]);
  await stage.connect();
});
afterAll(() => stage.close());

const isOurs = ({ user }: Message) => user === stage.playground.botUser;
const shown = ({ blocks }: Message) => stringify(blocks);
/** Slack names the blocks that have no name anew whenever they are sent. */
const withoutIds = (message: Message) => shown(message).replace(/"block_id":"[^":]*"/gu, "");
const replies = ({ ts, threadTs }: Message) =>
  stage.playground
    .thread("general", threadTs ?? ts)
    .slice(1)
    .filter(isOurs);

/** The verdict of a fresh check of a host, in a thread of its own. */
async function check(host: string): Promise<Message> {
  const known = new Set(stage.playground.messages("general").map(({ ts }) => ts));
  await stage.playground.command("ada", "general", `/tlscheck ${host}`);
  const isFresh = ({ ts, threadTs, text }: Message) =>
    !known.has(ts) && threadTs === null && text.includes(host);
  return stage.playground.waitFor(() => {
    const parent = stage.playground.messages("general").find((message) => isFresh(message));
    return parent && replies(parent)[0];
  }, WAIT);
}

async function until(message: Message, text: string): Promise<void> {
  await stage.playground
    .waitFor(() => shown(message).includes(text), WAIT)
    .catch((error: unknown) => {
      throw new Error(`“${text}” does not stand in ${shown(message)}`, { cause: error });
    });
}

/** A click, and what it leads to. */
async function press(
  message: Message,
  action: string,
  next: string,
  { by = "ada", choice }: { by?: string; choice?: string } = {},
): Promise<void> {
  await stage.playground.click(by, message, action, choice);
  await until(message, next);
}

async function pasted(message: Message, text: string): Promise<void> {
  stage.playground.say("grace", "general", `@tlscheck ${text}`, {
    threadTs: message.threadTs ?? message.ts,
  });
}

function drop(message: Message, name: string, content: Uint8Array | string): void {
  const files = [stage.playground.upload("ada", name, Buffer.from(content))];
  stage.playground.say("ada", "general", "", { files, threadTs: message.threadTs ?? message.ts });
}

/** Waits for what comes after everything that was queued before. */
async function settle(): Promise<void> {
  await check("refused.demo.test");
}

const whisper = (user: string, containing: string) =>
  stage.playground.waitFor(
    () => stage.playground.ephemerals(user).find(({ text }) => text.includes(containing)),
    WAIT,
  );

describe("a path", () => {
  test("leads to its outcome with commands of this host, back, from the start again, and elsewhere", async () => {
    const verdict = await check("expired.demo.test");
    await press(verdict, "answer:edge_private_cloud", "Which of Edge's two connections fails?");
    await press(verdict, "answer:southbound", "What to do here");
    expect(shown(verdict)).toContain("openssl s_client -connect expired.demo.test:443");
    expect(shown(verdict)).toContain("Whoever runs the backend (target) server");
    // The probe answered what is wrong, and who says so.
    expect(shown(verdict)).toContain("my check");

    await press(verdict, "move:back", "answer:northbound");
    await press(verdict, "move:start_over", "answer:not_apigee", { by: "grace" });
    await press(verdict, "answer:not_apigee", "What to do here", { by: "grace" });
    await press(verdict, "move:overrule", "To see that it helped", {
      by: "grace",
      choice: "fault:ocsp_must_staple_missing",
    });
    await until(verdict, "staple");
    expect(shown(verdict)).toContain(`<@${stage.playground.user("grace")}>`);
    expect(replies(verdict)).toHaveLength(1);
  });

  test("of two people who answer at once is one", async () => {
    const verdict = await check("wrong-name.demo.test");
    await Promise.all([
      stage.playground.click("ada", verdict, "answer:not_apigee"),
      stage.playground.click("grace", verdict, "answer:edge_public_cloud"),
    ]);
    await settle();
    const folded = shown(verdict).match(/Which product does the failing connection belong to\?/gu);
    expect(folded).toHaveLength(1);
    expect(shown(verdict)).toMatch(/What to do here|Which of Edge's two connections fails/u);
  });

  test("goes on after every process was restarted", async () => {
    const verdict = await check("tls10.demo.test");
    await press(verdict, "answer:edge_public_cloud", "answer:northbound");
    expect(await Promise.all([bot.kill("SIGTERM"), worker.kill("SIGTERM")])).toEqual([0, 0]);
    await stage.redis.restart();
    [bot, worker] = await Promise.all([stage.start("bot", extra), stage.start("worker", extra)]);
    await stage.connect();
    await press(verdict, "answer:northbound", "What to do here");
    expect(replies(verdict)).toHaveLength(1);
  });

  test("begins further on when the form said where it fails", async () => {
    const { playground } = stage;
    await playground.command("ada", "general", "/tlscheck");
    await playground.waitFor(() => playground.modals("ada").length === 1);
    await playground.submitView("ada", {
      targets: "self-signed.demo.test",
      product: "edge_private_cloud",
      direction: "southbound",
      client: "java8",
    });
    const parent = await stage.verdict("general", "self-signed.demo.test");
    const verdict = await playground.waitFor(() => replies(parent)[0], WAIT);
    await until(verdict, "What to do here");
    expect(shown(verdict)).toContain("as given with the request");
  });
});

describe("a click", () => {
  test("from another channel, and on what is no longer asked, changes nothing", async () => {
    const { playground } = stage;
    const verdict = await check("not-yet-valid.demo.test");
    const question = verdict.blocks.find(
      ({ type, block_id: id }) => type === "actions" && String(id).startsWith("question:"),
    );
    playground.invite("ada", "elsewhere");
    await fetch(`${playground.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${playground.botToken}`, "content-type": "application/json" },
      body: stringify({ channel: playground.channel("elsewhere"), text: "copied", blocks: [question] }),
    });
    const copy = await playground.waitFor(() => playground.messages("elsewhere").at(-1));
    await playground.click("ada", copy, "answer:hybrid");
    await whisper("ada", "This button belongs to another conversation");

    await press(verdict, "answer:edge_public_cloud", "answer:northbound");
    const first = playground.deliveries.findLast(({ outgoing }) =>
      stringify(outgoing).includes("answer:edge_public_cloud"),
    );
    await press(verdict, "answer:northbound", "What to do here");
    const before = withoutIds(verdict);
    if (first === undefined) throw new Error("no click was delivered");
    await playground.redeliver(first);
    await settle();
    expect(withoutIds(verdict)).toBe(before);
  });
});

describe("named clients", () => {
  test("are tried as soon as one is picked; the table is posted once; support gets its files once", async () => {
    const { playground } = stage;
    const verdict = await check("ok.demo.test");
    await press(verdict, "answer:not_apigee", "What does the side that gives up say?");
    await press(verdict, "answer:handshake_failure", "Which client fails?");
    await press(verdict, "answer:pick", "the client's own Client Hello", { choice: "java8" });
    expect(shown(verdict)).toContain("It connects");

    await playground.click("grace", verdict, "show_clients");
    const asked = playground.deliveries.at(-1);
    await playground.waitFor(() => replies(verdict).length === 2, WAIT);
    await playground.click("grace", verdict, "make_bundle");
    const bundled = playground.deliveries.at(-1);
    await playground.waitFor(() => replies(verdict).flatMap(({ files }) => files).length === 2, WAIT);
    if (asked === undefined || bundled === undefined) throw new Error("no click was delivered");
    await Promise.all([playground.redeliver(asked), playground.redeliver(bundled)]);
    await settle();
    const answers = replies(verdict);
    const tables = answers.flatMap(({ blocks }) => blocks.filter(({ type }) => type === "table"));
    expect(tables).toHaveLength(1);
    expect(stringify(tables)).toContain("✓ Java 8");
    expect(answers.flatMap(({ files }) => files).map(({ name }) => name)).toEqual([
      "tlscheck-ok.demo.test-443.txt",
      "tlscheck-ok.demo.test-443.json",
    ]);
  });

  test("what is wrong with one is the outcome; where Slack refuses tables a list stands in", async () => {
    const verdict = await check("tls13.demo.test");
    await press(verdict, "answer:not_apigee", "What does the side that gives up say?");
    await press(verdict, "answer:handshake_failure", "Which client fails?");
    await press(verdict, "answer:pick", "What to do here", { choice: "java7" });
    expect(shown(verdict)).toContain("no TLS version in common");
    stage.playground.fault({ method: "chat.postMessage", kind: { type: "error", error: "invalid_blocks" } });
    await stage.playground.click("ada", verdict, "show_clients");
    const list = await stage.playground.waitFor(() => replies(verdict)[1], WAIT);
    expect(list.blocks.map(({ type }) => type)).toEqual(["header", "rich_text"]);
  });

  test("one that nobody knows is not tried: a person is asked", async () => {
    const verdict = await check("other-without-sni.demo.test");
    await press(verdict, "answer:not_apigee", "What does the side that gives up say?");
    await press(verdict, "answer:no_message", "Does the client send the server name");
    await press(verdict, "answer:sent", "Which client fails?");
    await press(verdict, "answer:pick", "What does that client get?", { choice: "unlisted" });
    expect(shown(verdict)).not.toContain("Sending that client's own Client Hello");
  });

  test("are not offered where nothing can be reached", async () => {
    const verdict = await check("refused.demo.test");
    expect(shown(verdict)).not.toContain("show_clients");
    await press(verdict, "answer:not_apigee", "What to do here");
    expect(shown(verdict)).toContain("check_again");
  });
});

test("another check says what has changed, and remembers the place", async () => {
  const verdict = await check(MENDED);
  await press(verdict, "answer:edge_private_cloud", "answer:southbound");
  await press(verdict, "answer:southbound", "What to do here");
  await new Promise((resolve) => broken.close(resolve));
  const selfSigned = issue({ commonName: MENDED, names: [MENDED] }, null);
  const server = createTlsServer({ key: selfSigned.key, cert: selfSigned.certificate });
  await new Promise<void>((resolve) => server.listen(mendedPort, "127.0.0.1", resolve));
  try {
    await stage.playground.click("grace", verdict, "check_again");
    const again = await stage.playground.waitFor(
      () => replies(verdict).find((message) => shown(message).includes("Since the check of")),
      WAIT,
    );
    expect(again.threadTs).toBe(verdict.threadTs);
    expect(shown(again)).toContain("Gone: ");
    expect(shown(again)).toContain("New: ");
    expect(shown(again)).toContain("Apigee Edge, private cloud");
    expect(shown(again)).toContain("as given with the request");
    expect(shown(again)).toContain("What to do here");
  } finally {
    server.close();
  }
});

describe("what somebody brings into the thread answers", () => {
  test("a capture: who fails, and whether it named the server", async () => {
    const verdict = await check("client-cert.demo.test");
    await press(verdict, "answer:not_apigee", "What to do here");
    const hello = encodeClientHello(composeProfileHello(CLIENT_PROFILES.java8, "ok.demo.test"));
    const said = [
      { from: "client", bytes: encodeRecords(CONTENT_TYPE.handshake, 0x0303, hello) },
      { from: "server", bytes: u8(21, 3, 3, 0, 2, 2, INTERNAL_ERROR) },
    ] as const;
    const ok = await check("ok.demo.test");
    await press(ok, "answer:not_apigee", "What does the side that gives up say?");
    drop(ok, "java.pcap", writePcap(converse(said, { end: { by: "server", flag: "fin" } })));
    await stage.playground.waitFor(() => replies(ok).length > 1, WAIT);
    await press(ok, "answer:no_message", "What to do here");
    expect(shown(ok)).toContain("the capture");
    expect(shown(ok)).toContain("Java 8");
    // It is about the other server.
    expect(shown(verdict)).not.toContain("the capture");
  });

  test("a certificate that is damaged, and the hash of a key", async () => {
    const verdict = await check("hangs-up.demo.test");
    await press(verdict, "answer:hybrid", "Is the secret of the ingress there?");
    await press(verdict, "answer:present", "Can OpenSSL read the certificate of the ingress?");
    const { certificate, key } = issue({ commonName: "ingress", names: ["hangs-up.demo.test"] }, null);
    drop(verdict, "ingress.pem", certificate);
    await until(verdict, "Does the private key belong to the certificate?");
    expect(shown(verdict)).toContain("the file");
    const der = createPublicKey(key).export({ type: "spki", format: "der" });
    await pasted(verdict, createHash("sha256").update(der).digest("hex"));
    await until(verdict, "the pasted message");
    expect(shown(verdict)).toContain("What to do here");

    const other = await check("hangs-up.demo.test");
    await press(other, "answer:hybrid", "answer:present");
    await press(other, "answer:present", "Can OpenSSL read the certificate of the ingress?");
    drop(other, "broken.pem", certificate.replace(/^(.{10})....+$/mu, "$1"));
    await until(other, "What to do here");
  });

  test("an error message, by mention and by shortcut", async () => {
    const verdict = await check("ok.demo.test");
    await press(verdict, "answer:not_apigee", "What does the side that gives up say?");
    await pasted(verdict, "x509: certificate has expired or is not yet valid");
    await until(verdict, "the pasted message");
    await until(verdict, "Which side rejects the certificate of the other?");

    const second = await check("ok.demo.test");
    await press(second, "answer:not_apigee", "What does the side that gives up say?");
    const said = stage.playground.say("grace", "general", "it says: certificate has expired", {
      threadTs: second.threadTs ?? second.ts,
    });
    await stage.playground.messageShortcut("ada", "diagnose_message", said);
    await until(second, "the pasted message");
    expect(shown(second)).toContain("certificate_expired");
  });

  test("a file that stood above the check, by shortcut", async () => {
    const { playground } = stage;
    const files = [playground.upload("ada", "broken.pem", Buffer.from("-----BEGIN CERTIFICATE-----\nMIIB"))];
    const above = playground.say("ada", "general", "our certificate", { files });
    playground.say("ada", "general", "@tlscheck hangs-up.demo.test", { threadTs: above.ts });
    const verdict = await playground.waitFor(
      () => replies(above).find((reply) => stringify(reply.blocks).includes("answer:hybrid")),
      WAIT,
    );
    await press(verdict, "answer:hybrid", "answer:present");
    await press(verdict, "answer:present", "Can OpenSSL read the certificate of the ingress?");
    await playground.messageShortcut("ada", "diagnose_message", above);
    await until(verdict, "What to do here");
    expect(shown(verdict)).toContain("the file");
  });

  test("an error message that names the host which is then checked", async () => {
    const { playground } = stage;
    const asked = playground.say(
      "ada",
      "general",
      "@tlscheck x509: certificate signed by unknown authority, ok.demo.test:443",
    );
    const explained = await playground.waitFor(() => replies(asked)[0], WAIT);
    await playground.click("ada", explained, "check_target:0");
    const verdict = await playground.waitFor(() => replies(asked)[2], WAIT);
    await press(verdict, "answer:not_apigee", "the pasted message");
    expect(shown(verdict)).toContain("Which side rejects the certificate of the other?");
  });
});
