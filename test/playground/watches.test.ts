/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { catalogFor } from "../../src/locales/catalogs.ts";
import { describeSettings } from "../../src/locales/en/watch-settings.ts";
import { issue } from "../../src/demo/certificates.ts";
import { createDue } from "../../src/store/due.ts";
import { connectRedis } from "../../src/store/redis.ts";
import { DUE_DIGESTS } from "../../src/store/watch-queues.ts";
import { formatPlace } from "../../src/store/watched-record.ts";
import { launchBrowser } from "../support/browser.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

const FLEET = "fleet.demo.test";
const DAY = 86_400_000;
const en = catalogFor("en-US");
const ko = catalogFor("ko-KR");
const { actions } = en.alerts;

let stage: Stage;
let browser: Browser;
let page: Page;
let folder: string;
const complaints: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "tlscheck-watches-"));
  stage = await openStage("socket", {
    rateLimits: false,
    users: [
      { name: "ada", locale: "en-US" },
      { name: "yuna", locale: "ko-KR" },
    ],
    channels: [
      { name: "general", botIsMember: true },
      { name: "seoul", botIsMember: true },
    ],
  });
  const environment = { TLSCHECK_WATCH_PERIOD_MS: "1000" };
  [browser] = await Promise.all([
    launchBrowser(),
    stage.start("bot", environment),
    stage.start("worker", environment),
  ]);
  await stage.connect();
  page = await open(stage.playground.url);
});
afterAll(async () => {
  await browser.close();
  await stage.close();
  rmSync(folder, { recursive: true });
});

async function open(url: string): Promise<Page> {
  const opened = await (await browser.newContext({ viewport: { width: 1280, height: 1000 } })).newPage();
  opened.setDefaultTimeout(10_000);
  opened.on("pageerror", ({ message }) => complaints.push(message));
  opened.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
  await opened.goto(url);
  return opened;
}

const renew = (host: string) => stage.servers.scenarios.find((each) => each.host === host)?.renew?.();
const main = () => page.getByRole("main");
const thread = () => page.getByRole("complementary", { name: "Thread" });
const dialog = () => page.getByRole("dialog");
const message = (text: string) =>
  main().locator(".message:not([data-ephemeral=true])", { hasText: text }).last();
const answer = (text: string) => main().locator(".message[data-ephemeral=true]", { hasText: text }).last();

async function type(text: string, channel = "general") {
  await page.getByRole("textbox", { name: `Message # ${channel}` }).fill(text);
  await page.keyboard.press("Enter");
}

const press = (where: Locator, name: string) => where.getByRole("button", { name, exact: true }).click();

async function choose(where: Locator, name: string) {
  await where.getByRole("button", { name: "More choices" }).click();
  await page.getByRole("menuitem", { name }).click();
}
const postsIn = (channel: string) =>
  stage.playground.messages(channel).filter(({ threadTs }) => threadTs === null).length;

test(
  "a certificate that runs out is told once, is acknowledged, snoozed and owned, and turns green",
  { timeout: 60_000 },
  async () => {
    await type(`/tlscheck watch renewal.demo.test --owner @ada`);
    await answer(en.watching.added(1)).waitFor();
    const alert = message("The certificate of renewal.demo.test runs out in 5 days");
    await alert.waitFor();

    await press(alert, actions.acknowledge);
    await alert.getByText("Acknowledged by").waitFor();
    await press(alert, actions.snooze);
    await dialog().getByText(en.alerts.forms.forDays(3), { exact: true }).click();
    await press(dialog(), actions.snooze);
    await alert.getByText("Snoozed by").waitFor();
    await press(alert, actions.wake);
    await expect.poll(() => alert.getByText("Snoozed by").count()).toBe(0);

    await choose(alert, actions.owner);
    await dialog().getByRole("combobox").selectOption({ label: "yuna" });
    await press(dialog(), actions.save);
    await alert.getByText("Owner:").getByText("yuna").waitFor();

    await press(alert, actions.diagnose);
    await alert.getByRole("button", { name: /repl/u }).click();
    await thread().getByText("renewal.demo.test:443").first().waitFor();

    const before = postsIn("general");
    renew("renewal.demo.test");
    const closed = message("The certificate of renewal.demo.test was renewed");
    await closed.waitFor();
    await closed.getByRole("table").getByText(en.alerts.replaced.fields.notAfter).waitFor();
    expect(await closed.getByRole("button", { name: actions.snooze }).count()).toBe(0);
    expect(postsIn("general")).toBe(before);
  },
);

test(
  "twenty hosts with one certificate are one message; a list has pages, and can be stopped",
  { timeout: 60_000 },
  async () => {
    const fleet = stage.servers.scenarios.find(({ host }) => host === FLEET);
    const hosts = [FLEET, ...(fleet?.alsoAs ?? [])];
    await type(`/tlscheck watch ${hosts.join(" ")}`);
    await answer(en.watching.added(hosts.length)).waitFor();
    const alert = message("runs out in 5 days").filter({ hasText: FLEET });
    await alert.getByText(en.alerts.more(hosts.length - 10)).waitFor();
    const root = postsIn("general");

    await type("/tlscheck list");
    const list = main()
      .locator(".message[data-ephemeral=true]")
      .filter({ has: page.getByRole("table") })
      .last();
    await list
      .getByRole("row", { name: /fleet\.demo\.test/u })
      .first()
      .waitFor();
    expect(await list.getByRole("row").count()).toBe(16);
    await press(list, en.watching.list.next);
    await list.getByText(en.watching.list.page({ from: 16, to: 22, count: 22 })).waitFor();
    expect(await list.getByRole("row").count()).toBe(8);
    await type("/tlscheck list web1");
    await answer(en.watching.list.title({ filter: "web1", count: 11 })).waitFor();

    expect(postsIn("general")).toBe(root);
    await choose(alert, actions.unwatch);
    await press(dialog(), actions.unwatch);
    await message("no longer watched here").filter({ hasText: FLEET }).waitFor();
    await type("/tlscheck list");
    await answer(en.watching.list.title({ filter: null, count: 1 })).waitFor();
    expect(postsIn("general")).toBe(root);
  },
);

test(
  "a verdict has a button to watch, and so have certificates that somebody drops",
  { timeout: 60_000 },
  async () => {
    await type("/tlscheck expiring.demo.test");
    await message("expiring.demo.test:443").getByRole("button", { name: /repl/u }).click();
    await press(thread(), en.watching.buttons.watch);
    await message("The certificate of expiring.demo.test runs out in 3 days").waitFor();
    await press(thread(), en.watching.buttons.watch);
    await page.locator(".message[data-ephemeral=true]", { hasText: en.watching.known(1) }).waitFor();

    const file = path.join(folder, "old.pem");
    const issued = [2, 30, 31, 40, 41, 42, 55, 60, 70, 75, 80].map((days) =>
      issue(
        {
          commonName: `in-${days}.example.com`,
          names: [`in-${days}.example.com`],
          notBefore: new Date(Date.now() + (days - 90) * DAY),
          notAfter: new Date(Date.now() + (days + 0.5) * DAY),
        },
        null,
      ),
    );
    writeFileSync(file, issued.map(({ certificate }) => certificate).join(""));
    await thread().locator("input[type=file]").setInputFiles(file);
    await thread().locator(".attachment", { hasText: "old.pem" }).waitFor();
    await press(thread(), "Send");
    await thread()
      .getByRole("button", { name: en.watching.buttons.watchCertificates(issued.length) })
      .waitFor();
    await press(thread(), en.watching.buttons.watchCertificates(issued.length));
    const alert = message("runs out in 2 days").filter({ hasText: "in-2.example.com" });
    await alert.waitFor();
    expect(await alert.getByRole("listitem").filter({ hasText: "in-2.example.com" }).count()).toBeGreaterThan(
      0,
    );
  },
);

test(
  "App Home shows what runs out; a channel is told as is set there, and gets its digest",
  { timeout: 60_000 },
  async () => {
    await page.getByRole("button", { name: "tlscheck · Home" }).click();
    await main().getByText(en.watchHome.next).waitFor();
    await main().getByRole("listitem").filter({ hasText: "expiring.demo.test" }).first().waitFor();

    await press(main(), en.watchHome.change);
    const words = en.settings.watching;
    await dialog().getByRole("combobox", { name: words.digest }).selectOption({ label: words.digests.daily });
    await dialog().getByRole("textbox", { name: words.days }).fill("soon");
    await press(dialog(), en.settings.submit);
    await dialog().getByRole("alert").waitFor();
    await dialog().getByRole("textbox", { name: words.days }).fill("10, 2");
    await press(dialog(), en.settings.submit);
    await dialog().waitFor({ state: "detached" });
    const [days = ""] = describeSettings({ days: [10, 2] });
    await main().getByText(days).first().waitFor();

    const redis = connectRedis(stage.redis.url, "worker");
    const place = { team: stage.playground.teamId, channel: stage.playground.channel("general") };
    await createDue(redis, DUE_DIGESTS, () => Date.now()).schedule(formatPlace(place), 0);
    redis.disconnect();
    await page.getByRole("button", { name: "# general" }).click();
    const digest = message(en.digest.title("daily"));
    await digest.waitFor();
    expect(await digest.innerText()).toContain("expiring.demo.test");
  },
);

test(
  "in Korean, from a name that is renewed on one of its addresses to all of them",
  { timeout: 60_000 },
  async () => {
    const { playground } = stage;
    page = await open(
      `${playground.url}#user=${playground.user("yuna")}&open=${playground.channel("seoul")}`,
    );
    await type("/tlscheck watch half-renewed.demo.test", "seoul");
    await answer(ko.watching.added(1)).waitFor();
    const alert = main()
      .locator(".message")
      .filter({ has: page.getByRole("button", { name: ko.alerts.actions.acknowledge }) });
    await alert.getByText("127.0.0.2").waitFor();
    renew("half-renewed.demo.test");
    await message(
      ko.alerts.closed.renewed({ first: "half-renewed.demo.test", more: 0, uploaded: false }),
    ).waitFor();
    // Who has me watch, and the one message of the alert.
    expect(playground.messages("seoul")).toHaveLength(2);
    expect(complaints).toEqual([]);
  },
);
