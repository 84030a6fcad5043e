import type { ReactNode } from "react";
import type { JsonObject } from "../../client-api.ts";
import { asNumber, asObject, asObjects, asText } from "../json.ts";
import { DateText } from "../text/date.tsx";
import { BroadcastMention, ChannelMention, Emoji, UserMention, UsergroupMention } from "../text/mentions.tsx";
import { SafeLink } from "../text/safe-link.tsx";

export function RichText({ block }: { readonly block: JsonObject }) {
  return (
    <div className="rich-text">
      {asObjects(block["elements"]).map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { readonly part: JsonObject }) {
  switch (part["type"]) {
    case "rich_text_list":
      return <List part={part} />;
    case "rich_text_preformatted":
      return <pre>{asObjects(part["elements"]).map((run) => asText(run["text"]) || asText(run["url"]))}</pre>;
    case "rich_text_quote":
      return <blockquote>{runs(part["elements"])}</blockquote>;
    default:
      return <div className="paragraph">{runs(part["elements"])}</div>;
  }
}

function List({ part }: { readonly part: JsonObject }) {
  const indent = asNumber(part["indent"]) ?? 0;
  const items = asObjects(part["elements"]).map((item, index) => (
    <li key={index}>{runs(item["elements"])}</li>
  ));
  if (part["style"] !== "ordered") return <ul data-indent={indent}>{items}</ul>;
  return (
    <ol data-indent={indent} start={(asNumber(part["offset"]) ?? 0) + 1}>
      {items}
    </ol>
  );
}

function runs(elements: unknown): ReactNode {
  return asObjects(elements).map((run, index) => <Run key={index} run={run} />);
}

function Run({ run }: { readonly run: JsonObject }) {
  const style = asObject(run["style"]);
  let node = content(run);
  if (style["code"] === true) node = <code>{node}</code>;
  if (style["bold"] === true) node = <strong>{node}</strong>;
  if (style["italic"] === true) node = <em>{node}</em>;
  if (style["strike"] === true) node = <s>{node}</s>;
  if (style["underline"] === true) node = <u>{node}</u>;
  if (style["highlight"] === true) node = <mark>{node}</mark>;
  return node;
}

function content(run: JsonObject): ReactNode {
  switch (run["type"]) {
    case "link":
      return <SafeLink href={asText(run["url"])}>{asText(run["text"]) || asText(run["url"])}</SafeLink>;
    case "user":
      return <UserMention id={asText(run["user_id"])} />;
    case "channel":
      return <ChannelMention id={asText(run["channel_id"])} />;
    case "usergroup":
      return <UsergroupMention id={asText(run["usergroup_id"])} />;
    case "broadcast":
      return <BroadcastMention range={asText(run["range"])} />;
    case "emoji":
      return emojiRun(run);
    case "color":
      return <code>{asText(run["value"])}</code>;
    case "date":
      return (
        <DateText
          timestamp={asNumber(run["timestamp"]) ?? NaN}
          format={asText(run["format"])}
          url={asText(run["url"])}
          fallback={asText(run["fallback"])}
        />
      );
    default:
      return asText(run["text"]);
  }
}

/** Slack adds the code points of the emoji that it knows, `1f44d-1f3fd`. */
function emojiRun(run: JsonObject): ReactNode {
  const name = asText(run["name"]);
  const points = asText(run["unicode"])
    .split("-")
    .map((hex) => Number.parseInt(hex, 16));
  if (!points.every((point) => point > 0 && point <= 0x10ffff)) return <Emoji name={name} />;
  return (
    <span className="emoji" role="img" aria-label={name.replaceAll("_", " ")}>
      {String.fromCodePoint(...points)}
    </span>
  );
}
