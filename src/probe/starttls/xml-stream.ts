import { DecodeError } from "../../wire/decode-error.ts";
import type { Talk } from "./dialogue.ts";
import { receive } from "./dialogue.ts";

/** An element of an XML stream. */
export interface Element {
  /** Without its prefix. */
  readonly name: string;
  /** Its namespace; empty when it has none. */
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** Character data, without that of children. */
  readonly text: string;
}

/** Namespaces by prefix; the default one has the empty prefix. */
export type Scope = ReadonlyMap<string, string>;

interface Tag {
  readonly kind: "start" | "empty" | "end" | "declaration";
  /** As written, with its prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** What came before it. */
  readonly text: string;
}

const MAX_DEPTH = 16;
const MAX_TAG = 4_096;

/** The start tag of the stream, whose end comes with the end of the connection, and the scope of what is in it. */
export function* receiveStreamStart(): Talk<{ element: Element; scope: Scope }> {
  let tag = yield* receiveTag();
  if (tag.kind === "declaration") tag = yield* receiveTag();
  if (tag.kind !== "start") throw illegal();
  return open(tag, new Map());
}

/** The next element of the stream, whole; null when the stream ends instead. */
export function* receiveElement(scope: Scope): Talk<Element | null> {
  const tag = yield* receiveTag();
  return tag.kind === "end" ? null : yield* receiveContent(tag, scope, 1);
}

function* receiveContent(start: Tag, outer: Scope, depth: number): Talk<Element> {
  const { element, scope } = open(start, outer);
  if (start.kind === "empty") return element;
  if (start.kind !== "start" || depth > MAX_DEPTH) throw illegal();
  const children: Element[] = [];
  let text = "";
  for (;;) {
    const tag = yield* receiveTag();
    text += tag.text;
    if (tag.kind === "end") {
      if (tag.name !== start.name) throw illegal();
      return { ...element, children, text };
    }
    children.push(yield* receiveContent(tag, scope, depth + 1));
  }
}

/** Namespaces in XML 1.0 section 6. */
function open({ name, attributes }: Tag, outer: Scope): { element: Element; scope: Scope } {
  const declared = [...attributes].flatMap(([attribute, uri]): [string, string][] => {
    if (attribute === "xmlns") return [["", uri]];
    return attribute.startsWith("xmlns:") ? [[attribute.slice("xmlns:".length), uri]] : [];
  });
  const scope = new Map([...outer, ...declared]);
  const [local = "", prefix = ""] = name.split(":").toReversed();
  const element = { name: local, namespace: scope.get(prefix) ?? "", attributes, children: [], text: "" };
  return { element, scope };
}

function* receiveTag(): Talk<Tag> {
  const unit = (yield* receive(frameTag)).toString("utf8");
  const [, text = "", end, declaration, name, rest = "", empty] = TAG.exec(unit) ?? [];
  // RFC 6120 section 11.1: no comments, no processing instructions, no DTD.
  if (name === undefined) throw illegal();
  const attributes = new Map(
    [...rest.matchAll(ATTRIBUTE)].map(([, key = "", double, single]) => [key, double ?? single ?? ""]),
  );
  const kind = declaration ? "declaration" : end ? "end" : empty ? "empty" : "start";
  return { kind, name, attributes, text };
}

const TAG = /^([^<]*)<(?:(\/)|(\?(?=xml\s)))?([^\s<>/?!="']+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/|\?)?>$/;
const ATTRIBUTE = /([^\s="'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Character data and the tag after it: up to the first `>` that is in no quotes. */
function frameTag(received: Buffer): number | null {
  let quote: number | null = null;
  let inTag = false;
  for (let index = 0; index < received.length; index += 1) {
    const byte = received[index];
    if (!inTag) inTag = byte === LESS_THAN;
    else if (quote !== null) quote = byte === quote ? null : quote;
    else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) quote = byte;
    else if (byte === GREATER_THAN) return index + 1;
  }
  // It is looked through again with each piece that comes.
  if (received.length > MAX_TAG) throw new DecodeError("too_large", "tag", 0);
  return null;
}

const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

function illegal(): DecodeError {
  return new DecodeError("illegal_value", "stream", 0);
}
