import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "../../src/playground/state.ts";
import { writePcap } from "../pcap/capture-writer.ts";
import { recordScenes, refusedByMany } from "../support/captures.ts";
import type { SlowSlack } from "../support/slow-slack.ts";
import { startSlowSlack } from "../support/slow-slack.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

let stage: Stage;
let slack: SlowSlack;
beforeAll(async () => {
  stage = await openStage("socket", { rateLimits: false });
  slack = await startSlowSlack(new URL(stage.playground.url).origin);
  await stage.start("bot");
  await stage.connect();
});
afterAll(async () => {
  await slack.close();
  await stage.close();
});

const ours = () => stage.playground.messages("@ada").filter(({ user }) => user === stage.playground.botUser);

function shown(text: RegExp): Promise<Message> {
  return stage.playground.waitFor(() => ours().find((message) => text.test(message.text)), 20_000);
}

test(
  "shows how far it is; a worker that stops puts it back, and another answers in the same message",
  {
    timeout: 60_000,
  },
  async () => {
    const extra = { SLACK_API_URL: slack.apiUrl };
    const first = await stage.start("worker", extra);
    const scenes = await recordScenes();
    const file = stage.playground.upload("ada", "slow.pcap", writePcap(refusedByMany(scenes, 2_000)));
    stage.playground.say("ada", "@ada", "", { files: [file] });
    const progress = await shown(/^Reading slow\.pcap: 1 of \d MB$/);

    await first.kill("SIGTERM");
    expect(ours()).toHaveLength(1);
    const redis = new Redis(stage.redis.url);
    expect(await redis.keys("{tlscheck}:capture:*")).toEqual([]);

    const second = await stage.start("worker", extra);
    slack.flowing = true;
    const answer = await shown(/^❌ slow\.pcap: [\d,]+ packets, 2,000 TLS handshakes/);
    expect(answer.ts).toBe(progress.ts);
    expect(answer.blocks.map(({ type }) => type)).toContain("table");
    expect(ours()).toHaveLength(1);
    const [key = ""] = await redis.keys("{tlscheck}:capture:*");
    expect(await redis.strlen(key)).toBeLessThan(1_100_000);
    redis.disconnect();
    await second.kill("SIGTERM");
  },
);
