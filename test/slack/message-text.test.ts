import { expect, it } from "vitest";
import { readMessageText } from "../../src/slack/message-text.ts";

it("reads text, blocks, code and the attachments of other apps, unescaped", () => {
  const text = readMessageText({
    type: "message",
    user: "U1",
    text: "it &lt;fails&gt;",
    blocks: [
      {
        type: "rich_text",
        elements: [
          { type: "rich_text_preformatted", elements: [{ type: "text", text: "no shared cipher" }] },
          { type: "rich_text_section", elements: [{ type: "link", url: "https://a.example", text: "here" }] },
        ],
      },
      { type: "section", fields: [{ type: "mrkdwn", text: "*Host*" }] },
    ],
    attachments: [
      {
        fallback: "fell back",
        pretext: "before",
        title: "Alert",
        fields: [{ title: "Error", value: "certificate has expired", short: true }],
        blocks: [{ type: "section", text: { type: "plain_text", text: "inside" } }],
      },
    ],
  });
  for (const said of [
    "it <fails>",
    "no shared cipher",
    "https://a.example",
    "here",
    "*Host*",
    "fell back",
    "before",
    "Alert",
    "certificate has expired",
    "inside",
  ])
    expect(text).toContain(said);
});

it("leaves out what is not said: ids, files, metadata", () => {
  const text = readMessageText({
    user: "U1",
    text: "said",
    files: [{ id: "F1", title: "file.log", url_private: "https://files.example" }],
    metadata: { event_payload: { text: "hidden" } },
    bot_profile: { title: "app" },
  });
  expect(text).toBe("said");
});

it("is bounded, however deep and long a message is", () => {
  let deep: object = { text: "deep" };
  for (let depth = 0; depth < 10_000; depth++) deep = { attachments: [deep] };
  expect(readMessageText(deep)).toBe("");
  const long = { attachments: Array.from({ length: 100 }, () => ({ text: "x".repeat(100_000) })) };
  expect(readMessageText(long)).toHaveLength(40_000);
});
