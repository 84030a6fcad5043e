import { beforeAll, describe, expect, it } from "vitest";
import type { HandshakeTrace } from "../../src/pcap/handshake-trace.ts";
import { drawLadder } from "../../src/report/ladder.ts";
import { analyze } from "../pcap/analyze.ts";
import type { ConversationOptions, Utterance } from "../pcap/capture-writer.ts";
import { converse, u8, writePcap } from "../pcap/capture-writer.ts";
import { recordConversation } from "../pcap/recorded-conversation.ts";

let said: readonly Utterance[];
beforeAll(async () => {
  said = await recordConversation({ maxVersion: "TLSv1.2" }, {});
});

function trace(heard: readonly Utterance[], options: ConversationOptions = {}): HandshakeTrace {
  const [seen] = analyze(writePcap(converse(heard, options))).traces;
  if (seen === undefined) throw new Error("no handshake");
  return seen;
}

const texts = (svg: string) => Array.from(svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g), ([, text]) => text);

describe("a ladder", () => {
  it("has both sides, every message with its time, and marks what failed", () => {
    const alert: Utterance = { from: "server", bytes: u8(21, 3, 3, 0, 2, 2, 40) };
    const svg = drawLadder(trace([...said.slice(0, 1), alert]), "It failed");
    expect(texts(svg)).toEqual([
      "It failed",
      "Client",
      "192.0.2.1:40001",
      "Server",
      "198.51.100.7:443",
      "api.example.com",
      "+0.00 ms",
      "SYN",
      "+1.00 ms",
      "SYN/ACK",
      "+3.00 ms",
      "Client Hello",
      "+4.00 ms",
      "✘ Alert (handshake_failure)",
    ]);
    expect(svg.match(/class="wrong"/g)).toHaveLength(1);
    expect(svg).toContain('<title id="title">It failed</title>');
    expect(svg).toContain("client: Client Hello; server: Alert (handshake_failure)");
  });

  it("marks nothing where nothing failed, and wraps what is said at once", () => {
    const svg = drawLadder(trace(said), "api.example.com");
    expect(svg).not.toContain('class="wrong"');
    for (const text of texts(svg)) expect(text?.length).toBeLessThanOrEqual(66);
  });

  it.each(["reset", "closed"] as const)("marks who %s the connection", (kind) => {
    const end = { by: "server", flag: kind === "reset" ? "rst" : "fin" } as const;
    expect(texts(drawLadder(trace(said.slice(0, 1), { end }), "x")).at(-1)).toBe(
      `✘ ${end.flag.toUpperCase()}`,
    );
  });

  it("escapes hostile text", () => {
    const svg = drawLadder(trace(said), `<script>"&\u202E\u001B[31m`);
    expect(svg).not.toContain("<script");
    expect(svg).toContain("&lt;script&gt;&quot;&amp;");
    for (const character of "\u202E\u001B") expect(svg).not.toContain(character);
  });
});
