import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";

describe.each(["socket", "http"] as const)("/tlscheck HOST (%s)", (mode) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(mode);
    await Promise.all([stage.start("bot"), stage.start("worker")]);
    await stage.connect();
  });
  afterAll(() => stage.close());

  test("is answered in a thread, and a click moves the answer on", async () => {
    const { playground } = stage;
    await playground.command("ada", "general", "/tlscheck expired.demo.test");
    const parent = await stage.verdict("general", "expired.demo.test");
    expect(parent.text).toBe("❌ expired.demo.test:443: The certificate expired 12 days ago");
    expect(parent.blocks[0]).toMatchObject({ type: "plan" });
    const verdict = await playground.waitFor(() => playground.thread("general", parent.ts)[1]);
    expect(JSON.stringify(verdict.blocks)).toContain("CN=expired.demo.test,O=tlscheck demo");

    await playground.click("grace", verdict, "answer:edge_private_cloud");
    await playground.waitFor(() =>
      JSON.stringify(verdict.blocks).includes("Which of Edge's two connections fails?"),
    );
    await playground.click("ada", verdict, "answer:southbound");
    await playground.waitFor(() =>
      JSON.stringify(verdict.blocks).includes("Have the certificate of the backend renewed"),
    );
    expect(playground.thread("general", parent.ts)).toHaveLength(2);
  });

  test("shows progress before the verdict", async () => {
    const { playground } = stage;
    await playground.command("ada", "general", "/tlscheck silent.demo.test");
    const parent = await playground.waitFor(() =>
      playground.messages("general").find(({ text }) => text.includes("silent.demo.test")),
    );
    expect(parent.text).toBe("silent.demo.test:443: checking …");
    const statuses = () =>
      JSON.stringify(parent.blocks)
        .match(/"status":"(\w+)"/g)
        ?.join();
    await playground.waitFor(() =>
      statuses()?.startsWith('"status":"complete","status":"complete","status":"in_progress"'),
    );
    await playground.waitFor(() => parent.text.startsWith("❌"));
    expect(parent.text).toContain("The server accepts the connection and then stays silent");
  });
});

/** What a phone shows for each of the demo's servers. */
const VERDICTS: Readonly<Record<string, string>> = {
  ok: "✅ ok.demo.test:443: Nothing wrong: TLS 1.3, certificate valid for another 199 days",
  "not-yet-valid": "❌ not-yet-valid.demo.test:443: The certificate becomes valid only in 7 days",
  "wrong-name": "❌ wrong-name.demo.test:443: The certificate is not for wrong-name.demo.test",
  "self-signed": "❌ self-signed.demo.test:443: The certificate is self-signed, so nobody vouches for it",
  "incomplete-chain":
    "❌ incomplete-chain.demo.test:443: The server does not send its intermediate certificate",
  tls10: "❌ tls10.demo.test:443: The server speaks TLS 1.0 at most; clients of today require TLS 1.2",
  "old-cipher": "❌ old-cipher.demo.test:443: Server and client have no cipher suite in common",
  "needs-sni": "✅ needs-sni.demo.test:443: The server refuses clients that send no server name (SNI)",
  "client-cert": "❌ client-cert.demo.test:443: The server requires a client certificate (two-way TLS)",
  "plain-http": "❌ plain-http.demo.test:443: Port 443 speaks plain HTTP, not TLS",
  reset: "❌ reset.demo.test:443: The connection was reset in the middle of the handshake",
  refused: "❌ refused.demo.test:443: Nothing accepts connections on port 443",
};

describe("every failure is an answer", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage("socket", { rateLimits: false });
    await stage.start("serve", {
      TLSCHECK_MAX_RUNNING_PER_USER: "100",
      TLSCHECK_MAX_RUNNING_PER_CHANNEL: "100",
    });
    await stage.connect();
  });
  afterAll(() => stage.close());

  test("several targets in one command, a thread each", async () => {
    const { playground } = stage;
    const names = Object.keys(VERDICTS).map((name) => `${name}.demo.test`);
    await playground.command("ada", "general", `/tlscheck ${names.slice(0, 10).join(" ")}`);
    await playground.command("ada", "general", `/tlscheck ${names.slice(10).join(", ")}`);
    for (const [name, text] of Object.entries(VERDICTS)) {
      const parent = await stage.verdict("general", `${name}.demo.test`);
      expect(parent.text).toBe(text);
      await playground.waitFor(() => playground.thread("general", parent.ts).length === 2);
    }
    expect(playground.messages("general").filter(({ threadTs }) => threadTs === null)).toHaveLength(
      names.length,
    );
  });

  test("a name that does not resolve", async () => {
    await stage.playground.command("ada", "general", "/tlscheck nowhere.invalid:8443");
    expect((await stage.verdict("general", "nowhere.invalid")).text).toBe(
      "❌ nowhere.invalid:8443: The name nowhere.invalid does not resolve",
    );
  });

  test("an address that the egress policy forbids is refused without a connection", async () => {
    await stage.playground.command("ada", "general", "/tlscheck 169.254.169.254 [::ffff:10.0.0.1]:22");
    const metadata = await stage.verdict("general", "169.254.169.254");
    expect(metadata.text).toContain("points into a network that this bot must not reach");
    expect((await stage.verdict("general", "::ffff:a00:1")).text).toContain("must not reach");
  });
});
