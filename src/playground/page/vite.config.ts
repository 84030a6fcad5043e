import { defineConfig } from "vite";

/** Nothing inlined: the page's Content-Security-Policy knows only its own files. */
export default defineConfig({
  build: {
    outDir: "../../../dist/playground/page",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
