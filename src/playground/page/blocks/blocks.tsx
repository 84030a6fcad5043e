import type { JsonObject } from "../../client-api.ts";
import { Element } from "../elements/element.tsx";
import { asObjects, asText } from "../json.ts";
import { plainText, TextObject } from "../text/text.tsx";
import { Contained } from "./contained.tsx";
import { InputBlock } from "./input-block.tsx";
import { MarkdownBlock } from "./markdown-block.tsx";
import { Picture } from "./picture.tsx";
import { PlanBlock, TaskCard } from "./plan-block.tsx";
import { RichText } from "./rich-text.tsx";
import { SectionBlock } from "./section-block.tsx";
import { DataTableBlock, TableBlock } from "./table-block.tsx";

export function Blocks({ blocks }: { readonly blocks: readonly JsonObject[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => (
        <Contained key={asText(block["block_id"]) || index} content={block}>
          <Block block={block} />
        </Contained>
      ))}
    </div>
  );
}

/** Any block. One that the page does not know says so, rather than being left out. */
function Block({ block }: { readonly block: JsonObject }) {
  const type = asText(block["type"]);
  switch (type) {
    case "section":
      return <SectionBlock block={block} />;
    case "header":
      return <h3 className="block-header">{plainText(block["text"])}</h3>;
    case "divider":
      return <hr />;
    case "context":
      return <ContextBlock block={block} />;
    case "actions":
    case "context_actions":
      return <ActionsBlock block={block} />;
    case "input":
      return <InputBlock block={block} />;
    case "image":
      return <ImageBlock block={block} />;
    case "rich_text":
      return <RichText block={block} />;
    case "markdown":
      return <MarkdownBlock text={asText(block["text"])} />;
    case "table":
      return <TableBlock block={block} />;
    case "data_table":
      return <DataTableBlock block={block} />;
    case "plan":
      return <PlanBlock block={block} />;
    case "task_card":
      return <TaskCard task={block} />;
    case "alert":
      return <AlertBlock block={block} />;
    default:
      return <p className="unsupported">The local workspace has no “{type}” block.</p>;
  }
}

function ContextBlock({ block }: { readonly block: JsonObject }) {
  return (
    <div className="block-context">
      {asObjects(block["elements"]).map((element, index) => (
        <div key={index} className="context-element">
          {element["type"] === "image" ? <Picture image={element} /> : <TextObject value={element} />}
        </div>
      ))}
    </div>
  );
}

function ActionsBlock({ block }: { readonly block: JsonObject }) {
  const blockId = asText(block["block_id"]);
  return (
    <div className="block-actions">
      {asObjects(block["elements"]).map((element, index) => (
        <Element key={asText(element["action_id"]) || index} element={element} blockId={blockId} dispatch />
      ))}
    </div>
  );
}

function ImageBlock({ block }: { readonly block: JsonObject }) {
  const title = plainText(block["title"]);
  return (
    <figure className="block-image">
      {title === "" ? null : <figcaption>{title}</figcaption>}
      <Picture image={block} />
    </figure>
  );
}

function AlertBlock({ block }: { readonly block: JsonObject }) {
  return (
    <div className="block-alert" data-level={asText(block["level"]) || "default"} role="note">
      <TextObject value={block["text"]} />
    </div>
  );
}
