import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

describe.each(["socket", "http"] as const)("/tlscheck HOST (%s)", (mode) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(mode);
    await stage.start("bot");
    await stage.start("worker");
    await stage.connect();
  });
  afterAll(() => stage.close());

  test("is answered in a thread, and a click moves the answer on", async () => {
    const { playground } = stage;
    await playground.command("ada", "general", "/tlscheck expired.demo.test");
    const parent = await stage.verdict("general", "expired.demo.test");
    expect(parent.text).toBe("❌ expired.demo.test:443: The certificate expired 12 days ago");
    const verdict = await playground.waitFor(() => playground.thread("general", parent.ts)[1]);
    expect(JSON.stringify(verdict.blocks)).toContain("CN=expired.demo.test,O=tlscheck demo");

    await playground.click("grace", verdict, "answer:edge_private_cloud");
    await playground.waitFor(() => JSON.stringify(verdict.blocks).includes("Which connection fails?"));
    await playground.click("ada", verdict, "answer:southbound");
    await playground.waitFor(() =>
      JSON.stringify(verdict.blocks).includes("tcpdump -i any -s 0 host 127.0.0.1"),
    );
    expect(playground.thread("general", parent.ts)).toHaveLength(2);
  });
});
