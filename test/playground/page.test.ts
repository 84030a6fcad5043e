/// <reference lib="dom" />
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { RunningChild } from "../../src/demo/child-process.ts";
import { launchBrowser } from "../support/browser.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

let browser: Browser;
let stage: Stage;
let bot: RunningChild;
let worker: RunningChild;
let page: Page;
/** What the page complained of. */
let complaints: string[];

beforeAll(async () => {
  stage = await openStage("socket", {
    tips: [{ text: "The certificate ran out", command: "/tlscheck expired.demo.test" }],
  });
  [browser, bot, worker] = await Promise.all([launchBrowser(), stage.start("bot"), stage.start("worker")]);
  await stage.connect();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});
beforeEach(async () => {
  page = await open();
});
afterEach(async () => {
  expect(complaints).toEqual([]);
  await page.context().close();
});

async function open(viewport = { width: 1280, height: 860 }): Promise<Page> {
  const opened = await (await browser.newContext({ viewport })).newPage();
  opened.setDefaultTimeout(10_000);
  complaints = [];
  opened.on("pageerror", ({ message }) => complaints.push(message));
  opened.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
  await opened.goto(stage.playground.url);
  await opened.getByRole("textbox", { name: "Message # general" }).waitFor();
  return opened;
}

async function type(text: string) {
  await page.getByRole("textbox", { name: "Message # general" }).fill(text);
  await page.keyboard.press("Enter");
}

const message = (text: string) => page.getByRole("main").locator(".message", { hasText: text }).last();
const thread = () => page.getByRole("complementary", { name: "Thread" });

test(
  "the main job: command, progress, verdict, thread, answer, and the answer survives a restart",
  { timeout: 40_000 },
  async () => {
    await page.getByRole("button", { name: "/tlscheck expired.demo.test" }).click();
    await page.keyboard.press("Enter");
    await message("expired.demo.test:443: The certificate expired 12 days ago")
      .getByRole("button", { name: "1 reply" })
      .click();
    await thread().getByText("Install a new certificate together with its chain").waitFor();
    await thread().getByRole("button", { name: "Apigee Edge, private cloud" }).click();
    await thread().getByText("Which of Edge's two connections fails?").waitFor();

    await Promise.all([bot.kill("SIGTERM"), worker.kill("SIGTERM")]);
    await page.getByRole("status").getByText("tlscheck is not connected").waitFor();
    [bot, worker] = await Promise.all([stage.start("bot"), stage.start("worker")]);
    await stage.connect();
    await page.reload();
    await thread().getByRole("button", { name: "Southbound: Message Processor → backend" }).click();
    await thread().getByText("Have the certificate of the backend renewed").waitFor();
    await thread()
      .getByText("Which product does the failing connection belong to? → Apigee Edge, private cloud")
      .waitFor();
  },
);

test("progress is seen while it happens", async () => {
  await type("/tlscheck silent.demo.test");
  await page.getByText("Checking silent.demo.test:443").waitFor();
  await message("silent.demo.test").getByRole("img", { name: "In progress" }).waitFor();
  await message("silent.demo.test:443: The server accepts the connection and then stays silent")
    .getByRole("img", { name: "Failed" })
    .first()
    .waitFor();
});

test("commands are suggested, a wrong one is answered privately, and what cannot be sent stays", async () => {
  const field = page.getByRole("textbox", { name: "Message # general" });
  await field.pressSequentially("/tl");
  await page.getByRole("option", { name: /\/tlscheck/ }).waitFor();
  await page.keyboard.press("Tab");
  expect(await page.locator("textarea").first().inputValue()).toBe("/tlscheck ");
  await page.keyboard.type("host:99999");
  await page.keyboard.press("Enter");
  await message("is not a port; ports go from 1 to 65535").getByText("Only visible to you").waitFor();
  await type("/unknown thing");
  await page.getByRole("alert").waitFor();
  expect(await page.locator("textarea").first().inputValue()).toBe("/unknown thing");
});

test("a form shows the mistake at its field, and begins the check", async () => {
  await type("/tlscheck");
  const dialog = page.getByRole("dialog", { name: "Check a TLS server" });
  await dialog.getByRole("textbox", { name: "Hosts" }).fill("nonsense:port");
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.getByRole("alert").getByText("is not a port").waitFor();
  await dialog.getByRole("textbox", { name: "Hosts" }).fill("plain-http.demo.test");
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.waitFor({ state: "detached" });
  await message("Port 443 speaks plain HTTP, not TLS").waitFor();
});

test("Esc and Cancel close a form", async () => {
  await type("/tlscheck");
  const dialog = page.getByRole("dialog", { name: "Check a TLS server" });
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await type("/tlscheck");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
});

test("the message shortcut opens the form with the hosts that the message names", async () => {
  await type("curl: (35) error in connection to tls10.demo.test:443");
  await message("curl: (35)").hover();
  await message("curl: (35)").getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Diagnose this TLS error" }).click();
  const field = page.getByRole("dialog").getByRole("textbox", { name: "Hosts" });
  await field.waitFor();
  expect(await field.inputValue()).toBe("tls10.demo.test:443");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
});

test("App Home shows what was checked last, and its button opens the form", async () => {
  await page.getByRole("button", { name: "tlscheck · Home" }).click();
  await page.getByText("Your last checks").waitFor();
  await page.getByText("expired.demo.test:443: The certificate expired 12 days ago").waitFor();
  await page.getByRole("button", { name: "Check a host" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
});

test("a dropped file is sent with the message", async () => {
  const files = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["hello"], "server.pem", { type: "application/x-pem-file" }));
    return transfer;
  });
  await page.locator(".composer").dispatchEvent("drop", { dataTransfer: files });
  await page.locator(".composer .attachment", { hasText: "server.pem" }).waitFor();
  await type("here is the certificate");
  const link = message("here is the certificate").getByRole("link", { name: "server.pem" });
  const download = page.waitForEvent("download");
  await link.click();
  expect((await download).suggestedFilename()).toBe("server.pem");
});

test("two PEM blocks glued together, dropped into a thread, come back apart", async () => {
  await type("/tlscheck ok.demo.test");
  await message("ok.demo.test:443: Nothing wrong").getByRole("button", { name: /repl/ }).click();
  const clean = stage.servers.client.certificate.trim();
  const glued = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], "glued.pem", { type: "application/x-pem-file" }));
    return transfer;
  }, `${clean}${clean}\n`);
  await thread().locator(".composer").dispatchEvent("drop", { dataTransfer: glued });
  await thread().locator(".composer .attachment", { hasText: "glued.pem" }).waitFor();
  await thread().getByRole("button", { name: "Send" }).click();
  const answer = thread().locator(".message", { hasText: "glued together on one line" });
  await answer.waitFor();
  await answer.getByText(`Line ${clean.split(/\r?\n/).length}, column 26:`).waitFor();
  const shown = await answer.locator("pre", { hasText: "BEGIN CERTIFICATE" }).allInnerTexts();
  // What follows is the list as it should be, without the same certificate twice.
  const repaired = shown.slice(0, 2).map((block) => block.trim());
  expect(repaired).toEqual([clean, clean].map((block) => block.replaceAll("\r", "")));
});

test("text of strangers stays text", async () => {
  const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> <!channel> \u202Egnp.exe ${"A".repeat(3000)}`;
  await type(hostile);
  await message("onerror").waitFor();
  await type("/tlscheck <img src=x onerror=alert(1)>");
  await message("is not a host").waitFor();
  expect(await page.title()).toContain("local workspace");
  expect(await page.locator(".messages img[src='x'], .messages script").count()).toBe(0);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(wider).toBe(false);
});

test("on a phone, in the dark, nothing is cut off and every control has a name", async () => {
  await page.context().close();
  page = await open({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  await message("expired.demo.test").getByRole("button", { name: /repl/ }).click();
  await thread().getByText("Certificates, as the server sent them").waitFor();
  const widest = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll("body *")].map((element) => element.getBoundingClientRect().right),
    ),
  );
  expect(widest).toBeLessThanOrEqual(361);
  const nameless = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, a, textarea, select, input:not([type=file])")]
      .filter((control) => {
        const label =
          control.getAttribute("aria-label") ?? control.closest("label")?.textContent ?? control.textContent;
        return label === null || label.trim() === "";
      })
      .map((control) => control.outerHTML),
  );
  expect(nameless).toEqual([]);
});

test("another person sees the same channel, and not what is only for the first", async () => {
  await page.getByRole("combobox", { name: "You are" }).selectOption({ label: "grace" });
  await message("expired.demo.test:443").waitFor();
  expect(await page.getByText("ports go from 1 to 65535").count()).toBe(0);
});
