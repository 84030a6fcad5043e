// Slack and the servers that are checked, for bench/ack: in a process of their own at the lowest priority, since in real life
// they are on other machines.
import { mkdtempSync, readFileSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../src/demo/project-root.ts";
import { reach } from "../../src/demo/reach.ts";
import { startDemoServers } from "../../src/demo/servers.ts";
import { startPlayground } from "../../src/playground/playground.ts";

setPriority(19);
const [url = "", signingSecret = ""] = process.argv.slice(2);
/** As many people as a large company has on call; each asks for something else. */
const names = Array.from({ length: 500 }, (_, index) => `engineer-${index}`);
const servers = await startDemoServers();
const playground = await startPlayground({
  manifest: JSON.parse(readFileSync(join(PROJECT_ROOT, "manifests", "http.json"), "utf8")) as unknown,
  users: names.map((name) => ({ name })),
  channels: [{ name: "general", botIsMember: true }],
  delivery: { mode: "http", url, signingSecret },
  rateLimits: false,
});
process.send?.({
  team: playground.teamId,
  channel: playground.channel("general"),
  users: names.map((name) => playground.user(name)),
  url: playground.url,
  environment: {
    SLACK_BOT_TOKEN: playground.botToken,
    SLACK_API_URL: playground.apiUrl,
    ...reach(servers, mkdtempSync(join(tmpdir(), "tlscheck-bench-"))),
  },
});
process.on("disconnect", () => process.exit());
