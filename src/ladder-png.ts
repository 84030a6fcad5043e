import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Resvg, initWasm } from "@resvg/resvg-wasm";

/** Twice the SVG's: screens have more pixels than a picture's px. */
const ZOOM = 2;
const require = createRequire(import.meta.url);

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

/** With the first picture: most processes draw none, and the module may be initialized once. No other font: a server has
 *  none, and every machine draws the same. */
async function loadRenderer(): Promise<readonly Uint8Array[]> {
  await initWasm(await readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return Promise.all([
    readFile(require.resolve("@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2")),
    readFile(require.resolve("@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff2")),
  ]);
}
