import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TraceFinding } from "../../src/diagnosis/traces/trace-finding.ts";
import { catalogFor } from "../../src/locales/catalogs.ts";
import type { HandshakeTrace } from "../../src/pcap/handshake-trace.ts";
import { toRows, MAX_ROWS } from "../../src/report/ladder-rows.ts";
import { drawLadder } from "../../src/report/ladder-svg.ts";
import type { LadderStep } from "../../src/report/ladder.ts";
import { ladderOf } from "../../src/report/trace-ladder.ts";
import { REFUSED, alerted, traceOf } from "../support/handshake-trace.ts";

const en = catalogFor("en");
const ladder = (trace: HandshakeTrace) => ladderOf(trace, [], en);
const draw = (trace: HandshakeTrace) => drawLadder(ladder(trace), "light");
/** What stands in the picture, from top to bottom. */
const texts = (svg: string) => Array.from(svg.matchAll(/<text [^>]*>([^<]*)</g), ([, text]) => text);
const heightOf = (svg: string) => Number(/ height="(\d+)"/.exec(svg)?.[1]);

describe("the picture of a refused handshake", () => {
  it("is as it was looked at", async () => {
    await expect(draw(REFUSED)).toMatchFileSnapshot("ladder.svg");
  });

  it("names who spoke, what, and when", () => {
    expect(texts(draw(REFUSED))).toEqual([
      "api.example.com",
      "2026-11-20 03:04:05.123 UTC",
      "ms",
      "client",
      "192.0.2.7:51234",
      "server",
      "198.51.100.10:443",
      "SYN",
      "0.00",
      "SYN, ACK",
      "12.10",
      "SMTP STARTTLS",
      "ClientHello",
      "TLS 1.3, TLS 1.2 · ALPN h2, http/1.1",
      "40.20",
      "ServerHello, Certificate, ServerKeyExchange, CertificateRequest,",
      "ServerHelloDone",
      "TLS 1.2 · TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 · x25519",
      "54.70",
      "Alert: unknown_ca (48)",
      "61.04",
      "FIN",
      "61.30",
      "FIN",
      "73.90",
      "RST",
      "74.00",
    ]);
  });

  it("marks what failed by a cross on the lifeline of who failed it, not by colour alone", () => {
    const svg = draw(REFUSED);
    expect(svg.match(/<circle class="failing" cx="110"/g)).toHaveLength(1);
    expect(svg).toContain('<rect class="band"');
  });

  it("has a sentence for those who cannot see it", () => {
    const finding: TraceFinding = {
      kind: "certificate_unknown",
      severity: "error",
      by: "client",
      alert: "unknown_ca",
      subject: "CN=api.example.com",
      issuer: "CN=Example CA",
    };
    const { alt } = ladderOf(REFUSED, [finding], en);
    expect(alt).toMatch(
      /^Messages of the handshake between 192\.0\.2\.7:51234 and api\.example\.com \(198.*\): ./,
    );
    expect(drawLadder(ladderOf(REFUSED, [finding], en), "auto")).toContain(`<title>${alt}</title>`);
  });

  it("follows the reader's colours where it may", () => {
    expect(drawLadder(ladder(REFUSED), "auto")).toContain("prefers-color-scheme:dark");
    expect(drawLadder(ladder(REFUSED), "dark")).not.toContain("#ffffff");
    expect(drawLadder(ladder(REFUSED), "light")).not.toContain("@media");
  });
});

describe("long handshakes", () => {
  const talk = (count: number, everyMs: number) =>
    Array.from(
      { length: count },
      (_, n) => `${n * everyMs} ${n % 2 ? "server" : "client"} ${n % 3 ? "finished" : "certificate"}`,
    );

  it.each([1, 3, 12, 29])("draws each of %i messages", (count) => {
    const rows = toRows(ladder(traceOf(talk(count, 20))).steps);
    expect(rows.filter(({ kind }) => kind === "arrow")).toHaveLength(count + 1);
  });

  it("leaves out of 40 what is neither beginning nor end nor the way to the failure", () => {
    const messages = talk(40, 20);
    messages[22] = "440 client alert";
    const rows = toRows(ladder(traceOf(messages, alerted(440, "client", "decode_error", 50))).steps);
    expect(rows.map((row) => (row.kind === "omission" ? row.rows : row.kind))).toEqual([
      ...Array.from({ length: 12 }, () => "arrow"),
      5,
      ...Array.from({ length: 6 }, () => "arrow"),
      7,
      ...Array.from({ length: 10 }, () => "arrow"),
    ]);
    expect(rows.some((row) => row.kind === "arrow" && row.failing)).toBe(true);
  });

  it("counts what repeats itself", () => {
    const retried = [
      "0 client syn",
      "1000 client retransmission",
      "3000 client retransmission",
      "7000 client retransmission",
    ];
    expect(texts(draw(traceOf(retried, { ending: { kind: "unanswered" } })))).toEqual(
      expect.arrayContaining(["1.0 s", "retransmission ×3 in 6.0 s"]),
    );
  });

  it("is bounded, whatever the steps", () => {
    const step = fc.record<LadderStep>({
      at: fc.double(),
      from: fc.constantFrom("client", "server"),
      shape: fc.constantFrom(
        "message",
        "segment",
        "reset",
        "retransmission",
        "silence",
        "remark",
        "completed",
      ),
      name: fc.string({ unit: "binary", maxLength: 500 }),
      detail: fc.option(fc.string({ maxLength: 500 })),
      failing: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 64 }), fc.string({ unit: "binary" }), (steps, title) => {
        const svg = drawLadder({ ...ladder(REFUSED), title, steps }, "light");
        expect(heightOf(svg)).toBeLessThanOrEqual(2_500);
        expect(toRows(steps).length).toBeLessThanOrEqual(MAX_ROWS);
        // Only ours: nothing of a text has become markup.
        expect(svg.replace(/<\/?(?:svg|title|style|rect|g|path|circle|text)\b[^<>]*>/g, "")).not.toMatch(
          /[<>]/,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe("hostile text", () => {
  it("is escaped, and what no Latin font has is shown as its code point", () => {
    const title = `"><script>&\u202Eg\u0000\uFFFE漢`;
    const svg = drawLadder({ ...ladder(REFUSED), title, alt: title }, "light");
    expect(svg).toContain("<title>&quot;&gt;&lt;script&gt;&amp;\u202Eg\uFFFD\uFFFD漢</title>");
    expect(texts(svg)[0]).toBe("&quot;&gt;&lt;script&gt;&amp;\\u{202e}g\\u{0}\\u{fffe}\\u{6f22}");
  });
});
