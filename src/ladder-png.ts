import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Resvg, initWasm } from "@resvg/resvg-wasm";

/** Twice the SVG's: screens have more pixels than a picture's px. */
const ZOOM = 2;
const { resolve } = createRequire(import.meta.url);
const WASM = "@resvg/resvg-wasm/index_bg.wasm";
/** The only fonts: a server has none, and every machine draws the same. */
const FONTS = [400, 600].map(
  (weight) => `@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-${weight}-normal.woff2`,
);

let fonts: Promise<readonly Uint8Array[]> | null = null;

/** PNG of what `drawLadder` drew in light or dark. WebAssembly, so that a fault of the renderer is an error and not the
 *  end of the process. */
export async function renderLadderPng(svg: string): Promise<Uint8Array> {
  fonts ??= loadRenderer();
  const renderer = new Resvg(svg, {
    font: { fontBuffers: [...(await fonts)], defaultFontFamily: "IBM Plex Sans" },
    fitTo: { mode: "zoom", value: ZOOM },
  });
  try {
    const image = renderer.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    renderer.free();
  }
}

/** With the first picture: most processes draw none. The module may be initialized once. */
async function loadRenderer(): Promise<readonly Uint8Array[]> {
  await initWasm(await readFile(resolve(WASM)));
  return Promise.all(FONTS.map((font) => readFile(resolve(font))));
}
