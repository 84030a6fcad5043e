import type { KnownBlock } from "@slack/types";
import type { Explanation } from "../../diagnosis/explain.ts";
import { parseTarget } from "../../diagnosis/target.ts";
import type { Target } from "../../diagnosis/target.ts";
import type { ThreadFact } from "../../diagnosis/thread-fact.ts";
import { pastedFact } from "../../diagnosis/thread-fact.ts";
import { UsageError } from "../../diagnosis/usage-error.ts";
import type { Catalog } from "../../locales/catalog.ts";
import { printable } from "../../report/printable.ts";
import { plainText } from "./text.ts";

/** Each `check_target:N`: an action's id is there once in a block. */
export const CHECK_TARGET = /^check_target:\d$/u;
/** More of them would hide the answer. */
const MAX_BUTTONS = 5;

/** One for each host that a text names, which brings along what the text may mean; none for none. */
export function checkButtons({ hosts, causes }: Explanation, { chat }: Catalog): KnownBlock[] {
  if (hosts.length === 0) return [];
  return [
    {
      type: "actions",
      elements: hosts.slice(0, MAX_BUTTONS).map((host, index) => ({
        type: "button",
        action_id: `check_target:${index}`,
        text: plainText(chat.capture.check(printable(host)), 75),
        value: [
          host,
          ...pastedFact(causes).causes.map(({ kind, confidence }) => `${kind}=${confidence}`),
        ].join(" "),
      })),
    },
  ];
}

/** Null for none of ours. */
export function readCheckButton(
  value: string | undefined,
  { causes: known }: Pick<Catalog, "causes">,
): { readonly target: Target; readonly brought: readonly ThreadFact[] } | null {
  const [host = "", ...said] = value?.split(" ") ?? [];
  const isCause = (kind: string): kind is keyof typeof known => Object.hasOwn(known, kind);
  const causes = said.flatMap((cause) => {
    const [kind = "", confidence] = cause.split("=");
    return isCause(kind) ? [{ kind, confidence: Number(confidence) }] : [];
  });
  try {
    return { target: parseTarget(host), brought: causes.length === 0 ? [] : [pastedFact(causes)] };
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
