// Makes docs/thread.png, the README's picture, from the page of a running demo: node scripts/picture.mjs URL
import { chromium } from "playwright-core";

const [url = "http://127.0.0.1:8787/"] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage({ viewport: { width: 1180, height: 760 }, deviceScaleFactor: 1.5 });
await page.goto(url);
await page.getByRole("button", { name: "Things to try" }).click();
await page.locator("textarea").first().fill("/tlscheck incomplete-chain.demo.test tls10.demo.test");
await page.keyboard.press("Enter");
await page.getByText("tls10.demo.test:443: The server speaks TLS 1.0 at most").waitFor();
const message = page.locator(".message", {
  hasText: "incomplete-chain.demo.test:443: The server does not send",
});
await message.getByRole("button", { name: "1 reply" }).click();
const thread = page.getByRole("complementary", { name: "Thread" });
await thread.getByRole("button", { name: "Apigee Edge, private cloud" }).click();
await thread.getByText("Which connection fails?").waitFor();
await thread.locator(".messages").evaluate((list) => list.scrollTo(0, 190));
await page.mouse.move(0, 0);
await page.screenshot({ path: "docs/thread.png" });
await browser.close();
