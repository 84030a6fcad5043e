import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The system's Chromium, headless and without connections of its own. */
export function launchBrowser(): Promise<Browser> {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  const executablePath = NAMES.flatMap((name) => path.map((directory) => join(directory, name))).find(
    isExecutable,
  );
  if (executablePath === undefined) throw new Error(`none of ${NAMES.join(", ")} is on the PATH`);
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
