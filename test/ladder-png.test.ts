import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-wasm";
import { describe, expect, it } from "vitest";
import { renderLadderPng } from "../src/ladder-png.ts";
import { catalogFor } from "../src/locales/catalogs.ts";
import type { HandshakeTrace } from "../src/pcap/handshake-trace.ts";
import { drawLadder } from "../src/report/ladder-svg.ts";
import type { LadderStep } from "../src/report/ladder.ts";
import { ladderOf } from "../src/report/trace-ladder.ts";
import { REFUSED, traceOf } from "./support/handshake-trace.ts";

const draw = (trace: HandshakeTrace) => drawLadder(ladderOf(trace, [], catalogFor("en")), "light");
const heightOf = (svg: string) => Number(/ height="(\d+)"/.exec(svg)?.[1]);

const { resolve } = createRequire(import.meta.url);
const FONTS = [400, 600].map((weight) =>
  readFileSync(resolve(`@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-${weight}-normal.woff2`)),
);

describe("PNG", () => {
  const sizeOf = (png: Uint8Array) => {
    const view = new DataView(png.buffer, png.byteOffset);
    return { signature: view.getUint32(0), width: view.getUint32(16), height: view.getUint32(20) };
  };

  it("is twice as large as the SVG", async () => {
    const svg = draw(REFUSED);
    const png = await renderLadderPng(svg);
    expect(sizeOf(png)).toEqual({ signature: 0x89504e47, width: 1440, height: 2 * heightOf(svg) });
    expect(png.length).toBeLessThan(300_000);
  });

  it("has letters without any font of the system", async () => {
    const [one, other] = await Promise.all(
      ["api.example.com", "api.example.net"].map((serverName) =>
        renderLadderPng(draw(traceOf(["0 client client_hello"], { serverName }))),
      ),
    );
    expect(one).not.toEqual(other);
  });

  it("fails for what is no SVG, and goes on", async () => {
    await expect(renderLadderPng("<svg")).rejects.toThrow("parsing failed");
    await expect(renderLadderPng(draw(REFUSED))).resolves.toBeInstanceOf(Uint8Array);
  });

  it.each(["W", "i", "m", "@", "漢", "\u{1F600}"])(
    "has texts of any length on its paper: %s",
    async (character) => {
      const long = character.repeat(5_000);
      const steps: LadderStep[] = [
        { at: 0, from: "client", shape: "message", name: long, detail: long, failing: true },
        { at: 1, from: "client", shape: "remark", name: long, detail: null, failing: false },
        { at: 2, from: "server", shape: "completed", name: long, detail: null, failing: false },
      ];
      const texts = { title: long, client: long, server: long, alt: long };
      const svg = drawLadder({ ...texts, transport: "quic", startedAt: -8e20, steps }, "dark");
      await renderLadderPng(svg);
      const box = new Resvg(svg, {
        font: { fontBuffers: FONTS, defaultFontFamily: "IBM Plex Sans" },
      }).getBBox();
      expect(box).toMatchObject({ x: 0, y: 0, width: 720, height: heightOf(svg) });
      expect(svg.length).toBeLessThan(20_000);
    },
  );
});
