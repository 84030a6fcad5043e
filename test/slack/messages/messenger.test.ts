import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { WebClient } from "@slack/web-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findMessage, listOurMessages } from "../../../src/slack/messages/messenger.ts";

/** The same mark on a message of another app, of a person, and of ours. */
const mark = (diagnosis_id: string) => ({
  metadata: {
    event_type: "tlscheck_diagnosis",
    event_payload: { diagnosis_id, part: "verdict", public_keys: `key-of-${diagnosis_id}` },
  },
});
const messages = [
  { ts: "1.1", bot_id: "B-OTHER", ...mark("forged") },
  { ts: "2.2", ...mark("said") },
  { ts: "3.3", bot_id: "B-OURS", ...mark("true") },
];
/** On the next page. */
const later = [{ ts: "4.4", bot_id: "B-OURS", ...mark("late") }];

let server: Server;
let client: WebClient;
const asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    let body = "";
    request.on("data", (bytes: Buffer) => (body += bytes.toString()));
    request.on("end", () => {
      const answer =
        request.url === "/auth.test"
          ? { bot_id: "B-OURS" }
          : new URLSearchParams(body).get("cursor") === "second"
            ? { messages: later }
            : { messages, response_metadata: { next_cursor: "second" } };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ok: true, ...answer }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  client = new WebClient("xoxb-1", { slackApiUrl: `http://127.0.0.1:${port}/` });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it("takes no other app's word for what is ours, and asks once who we are", async () => {
  expect(await listOurMessages(client, "C1", "1.1")).toEqual({
    diagnosisIds: ["true", "late"],
    publicKeys: ["key-of-true", "key-of-late"],
  });
  const place = { channel: "C1", threadTs: "1.1" };
  const find = (diagnosisId: string) => findMessage(client, place, { diagnosisId, part: "verdict" }, 0);
  expect(await find("true")).toBe("3.3");
  expect(await find("late")).toBe("4.4");
  expect(await find("forged")).toBeNull();
  expect(await find("said")).toBeNull();
  expect(asked.filter((path) => path === "/auth.test")).toHaveLength(1);
});
