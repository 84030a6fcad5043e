/// <reference lib="dom" />
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writePcap } from "../pcap/capture-writer.ts";
import { launchBrowser } from "../support/browser.ts";
import type { Scenes } from "../support/captures.ts";
import { recordScenes, refusedByMany } from "../support/captures.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

let browser: Browser;
let stage: Stage;
let page: Page;
let scenes: Scenes;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openStage("socket", { rateLimits: false });
  [browser, scenes] = await Promise.all([
    launchBrowser(),
    recordScenes(),
    stage.start("bot"),
    stage.start("worker"),
  ]);
  await stage.connect();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 860 } })).newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
  await page.goto(stage.playground.url);
  const field = page.getByRole("textbox", { name: "Message # general" });
  await field.fill("/tlscheck ok.demo.test");
  await page.keyboard.press("Enter");
  await page
    .getByRole("main")
    .locator(".message", { hasText: "ok.demo.test:443: Nothing wrong" })
    .getByRole("button", { name: /repl/ })
    .click();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

const thread = () => page.getByRole("complementary", { name: "Thread" });

async function drop(name: string, capture: Buffer): Promise<void> {
  const files = await page.evaluateHandle(
    ([fileName, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], fileName, { type: "application/vnd.tcpdump.pcap" }));
      return transfer;
    },
    [name, capture.toString("base64")] as const,
  );
  await thread().locator(".composer").dispatchEvent("drop", { dataTransfer: files });
  await thread().locator(".composer .attachment", { hasText: name }).waitFor();
  await thread().getByRole("button", { name: "Send" }).click();
}

/** It is there, and not only its frame. */
async function widthOf(picture: Locator): Promise<number> {
  await picture.waitFor();
  await picture.evaluate((image: HTMLImageElement) => image.decode());
  return picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
}

test("a capture that is dropped into a thread: verdict and picture", async () => {
  await drop("one.pcap", writePcap(scenes.refused()));
  await thread().getByText("Client and server have no cipher suite in common").first().waitFor();
  await thread().getByRole("button", { name: "Make a copy for support" }).waitFor();
  const picture = thread().getByRole("img", { name: /^Messages of the handshake between 192\.0\.2\.1:/ });
  expect(await widthOf(picture)).toBeGreaterThan(1_000);
  expect(complaints).toEqual([]);
});

test("many handshakes: a table, one is picked, a copy is made", { timeout: 40_000 }, async () => {
  await drop("many.pcap", writePcap([...refusedByMany(scenes, 3), ...scenes.completed()]));
  const summary = thread().locator(".message", { hasText: "4 TLS handshakes" }).first();
  await summary.getByRole("row", { name: /198\.51\.100\.2:443/ }).waitFor();
  await summary.getByRole("combobox").selectOption({ index: 4 });
  await thread().getByText("The handshake was completed").last().waitFor();
  const pictures = thread().getByRole("img", { name: /The handshake was completed/ });
  expect(await widthOf(pictures.last())).toBeGreaterThan(1_000);
  await summary.getByRole("button", { name: "Make a copy for support" }).click();
  const form = page.getByRole("dialog", { name: "A copy for support" });
  await form.getByText("All IP addresses are replaced").waitFor();
  await form.getByRole("button", { name: "Make the copy" }).click();
  await thread().getByRole("link", { name: "capture-for-support.pcap" }).waitFor();
  expect(complaints).toEqual([]);
});
