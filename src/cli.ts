#!/usr/bin/env node
import { once } from "node:events";
import { styleText } from "node:util";
import { setFlagsFromString } from "node:v8";
import { findLocale, readArguments, TIMEOUT_MS } from "./command-line/arguments.ts";
import { UsageError } from "./diagnosis/usage-error.ts";
import { loadCatalog } from "./locales/load-catalog.ts";
import { LOCALES } from "./locales/locale.ts";
import type { Terminal } from "./command-line/terminal.ts";
import type { Paint } from "./report/host-text.ts";

const EXIT_USAGE = 2;
const EXIT_BUG = 70;

// Colour only on a terminal; NO_COLOR and FORCE_COLOR are respected.
const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });
const terminal: Terminal = {
  write: (text) => process.stdout.write(text),
  drain: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
  },
  progress: process.stderr.isTTY ? (text) => process.stderr.write(text) : null,
  paint,
};
const complain = (line: string) => process.stderr.write(`${line}\n`);

// `tlscheck … | head` closes our output early, and that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

const given = process.argv.slice(2);

async function main(): Promise<number> {
  const call = readArguments(given);
  // Each command loads what it needs: loading takes longer than a small capture.
  switch (call.command) {
    case "help":
      process.stdout.write(
        (await loadCatalog(call.locale)).commandLine.help({ locales: LOCALES, timeoutMs: TIMEOUT_MS }),
      );
      return 0;
    case "bot":
    case "worker":
    case "serve": {
      // Bolt and BullMQ take a quarter of a second to load, which a check need not wait for.
      const { runProcess } = await import("./main.ts");
      const code = await runProcess(call.command, process.env, complain);
      // A name that nobody answers for would hold the process for minutes.
      return process.exit(code);
    }
    case "host":
      return (await import("./command-line/host.ts")).runHost(call, terminal);
    case "cert":
      return (await import("./command-line/cert.ts")).runCert(call, terminal);
    case "capture":
      // A third less memory at the same speed: what one connection leaves behind is garbage long before young space is full.
      setFlagsFromString("--semi-space-growth-factor=1");
      return (await import("./command-line/capture.ts")).runCapture(call, terminal);
    case "explain":
      return (await import("./command-line/explain.ts")).runExplain(call, terminal);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const catalog = await loadCatalog(findLocale(given));
  if (error instanceof UsageError) {
    complain(`tlscheck: ${catalog.chat.usage(error.problem, "tlscheck")}`);
    process.exitCode = EXIT_USAGE;
  } else {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    complain(`tlscheck: ${catalog.commandLine.bug(stack)}`);
    // What was opened may still hold the process.
    process.exit(EXIT_BUG);
  }
}
