import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "../../src/playground/state.ts";
import type { Stage } from "../support/stage.ts";
import { openStage } from "../support/stage.ts";
import { issueAuthority, issueEndEntity, pem } from "../x509/issuing.ts";

let stage: Stage;
beforeAll(async () => {
  const channels = [
    { name: "general", botIsMember: true },
    { name: "elsewhere" },
    { name: "secret", private: true },
    { name: "board", private: true, botIsMember: true, members: ["ada"] },
  ];
  stage = await openStage("socket", { rateLimits: false, channels });
  await Promise.all([stage.start("bot"), stage.start("worker")]);
  await stage.connect();
});
afterAll(() => stage.close());

/** Everything that a message shows, mentions and dates as they are sent. */
const shown = (message: Message) => JSON.stringify(message.blocks);

/** What is answered to a command, privately. */
async function ask(user: string, channel: string, typed: string): Promise<Message> {
  const { playground } = stage;
  const before = playground.ephemerals(user).length;
  await playground.command(user, channel, typed);
  return playground.waitFor(() => playground.ephemerals(user).slice(before)[0], 10_000);
}

const lines = (channel: string) =>
  stage.playground.messages(channel).filter(({ text }) => /has me watch|had me stop/u.test(text));

describe("watch", () => {
  test("who asks sees what is watched now, the channel who asked, once", async () => {
    const { playground } = stage;
    const answer = await ask(
      "ada",
      "general",
      "/tlscheck watch https://ok.demo.test/path, tls10.demo.test\n<!channel> ok.demo.test:443 no..host --owner @grace —days 30, 7,1",
    );
    expect(answer.text).toContain("I watch these 2 from now on");
    expect(shown(answer)).toContain("ok.demo.test:443");
    expect(shown(answer)).toContain("“!channel” is not a host");
    expect(shown(answer)).toContain("/tlscheck watch <!channel> no..host");
    const line = await playground.waitFor(() => lines("general")[0], 10_000);
    expect(line.text).toBe(
      `<@${playground.user("ada")}> has me watch ok.demo.test:443 and tls10.demo.test:443 here. I write when there is something to do.`,
    );
    const again = await ask("grace", "general", "/tlscheck watch ok.demo.test");
    expect(again.text).toBe("Watched here already:");
    const changed = await ask("grace", "general", "/tlscheck watch ok.demo.test --owner @grace");
    expect(changed.text).toMatch(/^Watched here already; .* holds from now on:$/);
    expect(lines("general")).toHaveLength(1);
  });

  test("by mention, with STARTTLS", async () => {
    const { playground } = stage;
    const before = playground.ephemerals("ada").length;
    playground.say("ada", "general", "@tlscheck watch --starttls smtp mx.demo.test");
    const answer = await playground.waitFor(() => playground.ephemerals("ada").slice(before)[0], 10_000);
    expect(shown(answer)).toContain("smtp://mx.demo.test:25");
    // In a thread that has no replies nobody would find it.
    expect(answer.threadTs).toBeNull();
    await playground.waitFor(() => lines("general")[1], 10_000);
  });

  test("in a channel without the bot nothing is added", async () => {
    const answer = await ask("ada", "elsewhere", "/tlscheck watch ok.demo.test");
    expect(answer.text).toContain("/invite @tlscheck");
    expect((await ask("ada", "elsewhere", "/tlscheck list")).text).toBe("This channel watches nothing yet.");
  });

  test.each([
    ["501 hosts", Array.from({ length: 501 }, (_, i) => `h${i}.example`).join("\n"), "501 targets; 500"],
    ["an option alone", "--days 30", "Which host?"],
    ["an unknown option", "a.example --colour red", "“--colour” is not an option"],
    ["days that are none", "a.example --days never", "are not days before the end"],
    ["an owner that is no person", "a.example --owner nobody", "is no Slack user"],
    ["a runbook that is no link", "a.example --runbook javascript:alert(1)", "is not a link to a runbook"],
    ["a protocol that is none", "a.example --starttls gopher", "--starttls wants one of"],
    ["an address that is forbidden", "10.1.2.3", "I may not connect to (private)"],
  ])("%s", async (_, typed, said) => {
    expect(shown(await ask("grace", "general", `/tlscheck watch ${typed}`))).toContain(said);
  });

  test("a direct message with the bot is a channel, too", async () => {
    expect((await ask("grace", "@grace", "/tlscheck watch ok.demo.test")).text).toContain("from now on");
    expect(shown(await ask("grace", "@grace", "/tlscheck list"))).toContain("ok.demo.test:443");
  });
});

describe("list", () => {
  test("a page, the next one, a filter", async () => {
    const { playground } = stage;
    const hosts = Array.from({ length: 20 }, (_, i) => `page-${String(i).padStart(2, "0")}.example`);
    playground.invite("ada", "secret");
    await ask("ada", "secret", `/tlscheck watch ${hosts.join(" ")}`);
    const first = await ask("ada", "secret", "/tlscheck list PAGE");
    expect(first.text).toBe("Watched in this channel, with “page”: 20");
    expect(shown(first)).toContain("1 to 15 of 20");
    expect(first.blocks.map(({ type }) => type)).toContain("table");
    await playground.click("ada", first, "watch_list:next");
    const second = await playground.waitFor(
      () => playground.ephemerals("ada").find((each) => shown(each).includes("16 to 20 of 20")),
      10_000,
    );
    expect(second.ts).toBe(first.ts);
    expect((await ask("ada", "secret", "/tlscheck list page-07")).text).toContain(": 1");
    expect((await ask("ada", "secret", "/tlscheck list <nothing>")).text).toContain("Nothing that this");
  });

  test("is exported into the direct message, and taken again in another channel", async () => {
    const { playground } = stage;
    await ask(
      "ada",
      "secret",
      "/tlscheck watch --starttls imap --runbook https://wiki.example/a,b mail.example",
    );
    const list = await ask("ada", "secret", "/tlscheck list");
    for (const format of ["csv", "yaml"] as const) {
      await playground.click("ada", list, `watch_list:${format}`);
      const sent = await playground.waitFor(
        () =>
          playground.messages("@ada").find(({ files }) => files.some((file) => file.name.endsWith(format))),
        10_000,
      );
      const [file] = sent.files;
      if (file === undefined) throw new Error("no file");
      await playground.command("ada", "general", "/tlscheck watch");
      await playground.waitFor(() => playground.modals("ada")[0]);
      const upload = playground.upload("ada", file.name, file.bytes);
      const before = playground.messages("@ada").length;
      expect(await playground.submitView("ada", { watch_file: [upload] })).toEqual({});
      const answer = await playground.waitFor(() => playground.messages("@ada")[before], 10_000);
      // The one with a runbook took it over again.
      const again = /already, 20 of them: Watched here already; what you said/;
      expect(answer.text).toMatch(format === "csv" ? /I watch these 21/ : again);
    }
    expect(shown(await ask("ada", "general", "/tlscheck list mail.example"))).toContain(
      "imap://mail.example:143",
    );
  });
});

describe("the form", () => {
  test("says at the field what is wrong with it, and takes the rest", async () => {
    const { playground } = stage;
    await playground.command("grace", "general", "/tlscheck watch");
    await playground.waitFor(() => playground.modals("grace")[0]);
    expect(await playground.submitView("grace", {})).toEqual({
      watch_targets: "Name a host, or add a file.",
    });
    expect(
      await playground.submitView("grace", {
        watch_targets: "nope..",
        watch_days: "soon",
        watch_runbook: "ftp://x",
        watch_channel: playground.channel("elsewhere"),
      }),
    ).toEqual({
      watch_targets: expect.stringContaining("is not a host"),
      watch_days: expect.stringContaining("are not days"),
      watch_runbook: expect.stringContaining("is not a link"),
    });
    const ok = { watch_targets: "form.example", watch_days: "", watch_runbook: "" };
    expect(
      await playground.submitView("grace", { ...ok, watch_channel: playground.channel("elsewhere") }),
    ).toEqual({ watch_channel: expect.stringContaining("/invite @tlscheck") });
    const before = playground.messages("@grace").length;
    expect(
      await playground.submitView("grace", { ...ok, watch_channel: playground.channel("general") }),
    ).toEqual({});
    const answer = await playground.waitFor(() => playground.messages("@grace")[before], 10_000);
    expect(shown(answer)).toContain("form.example:443");
  });

  test("adds nothing to a channel of others, whatever the browser says was chosen", async () => {
    const { playground } = stage;
    const form = { watch_targets: "spy.example", watch_channel: playground.channel("board") };
    for (const [user, answer] of [
      ["grace", { watch_channel: expect.stringContaining("not a member of that channel") }],
      ["ada", {}],
    ] as const) {
      await playground.command(user, "general", "/tlscheck watch");
      await playground.waitFor(() => playground.modals(user)[0]);
      expect(await playground.submitView(user, form)).toEqual(answer);
    }
    await playground.waitFor(() => lines("board")[0], 10_000);
    expect(lines("board").map(({ text }) => text)).toEqual([expect.stringContaining(playground.user("ada"))]);
  });

  test("takes no private key, and repeats none", async () => {
    const { playground } = stage;
    const key = `-----BEGIN PRIVATE KEY-----\n${"MIIEvQIBADANBgkqhkiG".repeat(3)}\nsecret/pArt\n-----END PRIVATE KEY-----`;
    await playground.command("grace", "general", "/tlscheck watch");
    await playground.waitFor(() => playground.modals("grace")[0]);
    expect(await playground.submitView("grace", { watch_targets: `ok.demo.test\n${key}` })).toEqual({
      watch_targets: expect.stringContaining("holds a private key"),
    });
    const before = playground.messages("@grace").length;
    const file = playground.upload("grace", "hosts.txt", Buffer.from(key));
    await playground.submitView("grace", { watch_targets: "", watch_file: [file] });
    const answer = await playground.waitFor(() => playground.messages("@grace")[before], 10_000);
    expect(shown(answer)).toContain("hosts.txt holds a private key");
    expect(shown(answer)).not.toMatch(/MIIE|secret/iu);
  });

  test.each([
    ["a binary file", "list.csv", Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff]), "is not text"],
    ["a huge one", "list.csv", Buffer.alloc(1_000_001, "a"), "larger than 1 MB"],
    ["too many lines", "list.csv", Buffer.from("a.example\n".repeat(2_001)), "2,001 lines"],
    [
      "a bomb",
      "list.yaml",
      Buffer.from("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nwatches: *c\n"),
      "cannot be read",
    ],
    ["one without end", "list.yaml", Buffer.from("- ".repeat(400_000)), "cannot be read"],
  ])("%s is told of", async (_, name, bytes, said) => {
    const { playground } = stage;
    await playground.command("grace", "general", "/tlscheck watch");
    await playground.waitFor(() => playground.modals("grace")[0]);
    const before = playground.messages("@grace").length;
    await playground.submitView("grace", { watch_file: [playground.upload("grace", name, bytes)] });
    const answer = await playground.waitFor(() => playground.messages("@grace")[before], 10_000);
    expect(answer.text).toContain(said);
  });
});

describe("the button below a verdict", () => {
  test("adds its server; twice says so", async () => {
    const { playground } = stage;
    await playground.command("grace", "general", "/tlscheck expired.demo.test");
    const parent = await stage.verdict("general", "expired.demo.test");
    const verdict = await playground.waitFor(
      () => playground.thread("general", parent.ts).find((each) => shown(each).includes("watch_target")),
      10_000,
    );
    const answers: string[] = [];
    for (const count of [1, 2]) {
      const before = playground.ephemerals("grace").length;
      await playground.click("grace", verdict, "watch_target");
      const answer = await playground.waitFor(() => playground.ephemerals("grace").slice(before)[0], 10_000);
      answers.push(answer.text);
      expect(answers).toHaveLength(count);
    }
    expect(answers[0]).toContain("from now on");
    expect(answers[1]).toBe("Watched here already:");
  });
});

test("the certificates of a file are watched where it was dropped", async () => {
  const { playground } = stage;
  const root = issueAuthority("root", { issuer: null });
  const leaf = issueEndEntity({ issuer: root });
  const file = playground.upload("grace", "leaf.pem", Buffer.from(pem("CERTIFICATE", leaf.certificate)));
  playground.say("grace", "@grace", "", { files: [file] });
  const report = await playground.waitFor(
    () => playground.messages("@grace").find((each) => shown(each).includes("watch_certificates")),
    15_000,
  );
  const answers: string[] = [];
  for (let count = 0; count < 2; count++) {
    const before = playground.ephemerals("grace").length;
    await playground.click("grace", report, "watch_certificates");
    answers.push(
      (await playground.waitFor(() => playground.ephemerals("grace").slice(before)[0], 10_000)).text,
    );
  }
  expect(answers).toEqual([expect.stringContaining("from now on"), "Watched here already:"]);
  expect(shown(await ask("grace", "@grace", "/tlscheck list"))).toContain("(uploaded)");
});

describe("unwatch", () => {
  test("by host alone, and what is not watched", async () => {
    const { playground } = stage;
    const answer = await ask(
      "grace",
      "general",
      "/tlscheck unwatch mx.demo.test never.example ok.demo.test:8443",
    );
    expect(shown(answer)).toContain("smtp://mx.demo.test:25");
    expect(shown(answer)).toContain("Watched here of the same host: ok.demo.test:443.");
    expect(shown(answer)).toContain("never.example");
    expect((await ask("grace", "general", "/tlscheck unwatch")).text).toContain(
      "/tlscheck unwatch api.example",
    );
    await playground.waitFor(() => lines("general").find(({ text }) => text.includes("had me stop")), 10_000);
  });

  test("all of them after a question", async () => {
    const { playground } = stage;
    const question = await ask("ada", "secret", "/tlscheck unwatch all");
    expect(question.text).toContain("Stop watching all 21");
    await playground.click("ada", question, "unwatch_none");
    await playground.waitFor(
      () =>
        playground
          .ephemerals("ada")
          .find(({ ts, text }) => ts === question.ts && text === "Nothing was changed."),
      10_000,
    );
    const sure = await ask("ada", "secret", "/tlscheck unwatch all");
    await playground.click("ada", sure, "unwatch_all");
    await playground.waitFor(
      () =>
        playground
          .ephemerals("ada")
          .find(({ ts, text }) => ts === sure.ts && text.includes("No longer watched")),
      10_000,
    );
    expect((await ask("ada", "secret", "/tlscheck list")).text).toBe("This channel watches nothing yet.");
    expect((await ask("ada", "secret", "/tlscheck unwatch all")).text).toBe(
      "This channel watches nothing yet.",
    );
  });
});

test("without Redis nothing is changed, and the answer says so", async () => {
  stage.redis.freeze();
  try {
    expect((await ask("grace", "general", "/tlscheck watch frozen.example")).text).toContain(
      "Nothing was changed",
    );
  } finally {
    stage.redis.thaw();
  }
});
