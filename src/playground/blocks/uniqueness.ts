import type { JsonObject } from "../client-api.ts";
import { shortId } from "../identifiers.ts";
import { isObject } from "../json.ts";
import { problem, type Problem } from "./schema.ts";

/** The interactive elements of one block, each with the path to it. */
export function elementsOf(block: JsonObject): { readonly element: JsonObject; readonly path: string }[] {
  const { elements, accessory, element } = block;
  const listed = block["type"] === "actions" || block["type"] === "context_actions" ? elements : [];
  return [
    ...(Array.isArray(listed)
      ? listed.map((item: unknown, index) => ({ element: item, path: `elements/${index}` }))
      : []),
    { element: accessory, path: "accessory" },
    { element, path: "element" },
  ].flatMap(({ element: found, path }) =>
    isObject(found) && found["type"] !== "image" ? [{ element: found, path }] : [],
  );
}

/** `block_id` once per message or view, `action_id` once per block, `task_id` once per message. */
export function findRepeatedIds(blocks: readonly JsonObject[], at: string): Problem[] {
  const blockIds = new Set<unknown>();
  const taskIds = new Set<unknown>();
  return blocks.flatMap((block, index) => {
    const actionIds = new Set<unknown>();
    const here = `${at}/${index}`;
    return [
      ...repeated("block_id", block["block_id"], blockIds, here),
      ...tasksOf(block).flatMap(({ task, path }) =>
        repeated("task_id", task["task_id"], taskIds, `${here}${path}`),
      ),
      ...elementsOf(block).flatMap(({ element, path }) =>
        repeated("action_id", element["action_id"], actionIds, `${here}/${path}`),
      ),
    ];
  });
}

function repeated(key: string, value: unknown, seen: Set<unknown>, at: string): Problem[] {
  if (typeof value !== "string") return [];
  if (seen.has(value)) return problem(`\`${key}\` "${value}" already exists`, `${at}/${key}`);
  seen.add(value);
  return [];
}

function tasksOf(block: JsonObject): { readonly task: JsonObject; readonly path: string }[] {
  if (block["type"] === "task_card") return [{ task: block, path: "" }];
  const { tasks } = block;
  if (block["type"] !== "plan" || !Array.isArray(tasks)) return [];
  return tasks.flatMap((task: unknown, index) => (isObject(task) ? [{ task, path: `/tasks/${index}` }] : []));
}

/** Slack gives a `block_id` and an `action_id` to what came without. */
export function withIds(block: JsonObject): JsonObject {
  const named = (element: unknown) =>
    isObject(element) && element["type"] !== "image"
      ? { ...element, action_id: element["action_id"] ?? shortId() }
      : element;
  const isActions = block["type"] === "actions" || block["type"] === "context_actions";
  return {
    ...block,
    block_id: block["block_id"] ?? shortId(),
    ...(isActions && Array.isArray(block["elements"]) ? { elements: block["elements"].map(named) } : {}),
    ...(block["accessory"] === undefined ? {} : { accessory: named(block["accessory"]) }),
    ...(block["type"] === "input" ? { element: named(block["element"]) } : {}),
  };
}
