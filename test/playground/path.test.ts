/// <reference lib="dom" />
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { catalogFor } from "../../src/locales/catalogs.ts";
import type { Choice, QuestionId } from "../../src/playbook/playbook.ts";
import { describeChoice } from "../../src/report/conversation-words.ts";
import { launchBrowser } from "../support/browser.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

/** Of who reads. */
const LOCALE = "ko-KR";
const HOST = "tls13.demo.test";
const PHONE = { width: 390, height: 844 };

const catalog = catalogFor(LOCALE);
const { conversation, questions } = catalog.playbook;
const context = { target: { host: HOST, port: 443, serverName: HOST }, addresses: ["127.0.0.1"] };
const asks = (node: QuestionId) => questions[node]({ ...context, place: "not_apigee" }).text;
const says = (node: QuestionId, choice: Choice) => describeChoice(node, choice, catalog);

let stage: Stage;
let browser: Browser;
let page: Page;
let thread: Locator;
beforeAll(async () => {
  stage = await openStage("socket", { users: [{ name: "ada", locale: LOCALE }], rateLimits: false });
  [browser] = await Promise.all([launchBrowser(), stage.start("bot"), stage.start("worker")]);
  await stage.connect();
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(stage.playground.url);
  thread = page.getByRole("complementary", { name: "Thread" });
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

const press = (name: string) => thread.getByRole("button", { name, exact: true }).click();
const reads = (text: string) => thread.getByText(text).first().waitFor();

test("from a server in order to the client that fails, by clicks alone", { timeout: 40_000 }, async () => {
  await page.getByRole("textbox", { name: "Message # general" }).fill(`/tlscheck ${HOST}`);
  await page.keyboard.press("Enter");
  await page.locator(".message", { hasText: HOST }).getByRole("button", { name: /repl/u }).click();
  await reads(asks("product"));
  await press(says("product", "not_apigee"));
  await reads(asks("message"));
  await press(says("message", "handshake_failure"));
  await reads(asks("client"));
  await thread
    .getByRole("combobox")
    .filter({ hasText: says("client", "java7") })
    .selectOption({ label: says("client", "java7") });

  await reads(catalog.causes.protocol_mismatch);
  await reads(`${asks("client")} → ${says("client", "java7")}`);
  await reads(catalog.playbook.sources.client_trial);
  await reads(conversation.verify);
  await press(conversation.showClients);
  const table = thread.getByRole("table");
  await table.waitFor();
  expect(await table.getByRole("row", { name: /Java 7/u }).innerText()).toContain("✗");
});

test("on a phone, in the dark, nothing of it is cut off", async () => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize(PHONE);
  const widest = await page.evaluate(() =>
    Math.max(
      // A table scrolls in its own frame.
      ...[...document.querySelectorAll("body *:not(.table-scroll *)")].map(
        (element) => element.getBoundingClientRect().right,
      ),
    ),
  );
  expect(widest).toBeLessThanOrEqual(PHONE.width + 1);
});
