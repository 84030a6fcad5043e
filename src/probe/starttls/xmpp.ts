import type { StartTlsProblem } from "../../diagnosis/starttls.ts";
import { DecodeError } from "../../wire/decode-error.ts";
import type { Names, Talk } from "./dialogue.ts";
import { notOffered, refused, send } from "./dialogue.ts";
import type { Element, Scope } from "./xml-stream.ts";
import { receiveElement, receiveStreamStart } from "./xml-stream.ts";

const STREAMS = "http://etherx.jabber.org/streams";
const CLIENT = "jabber:client";
const TLS = "urn:ietf:params:xml:ns:xmpp-tls";

/** RFC 6120 section 5.4: stream, features, starttls, proceed. */
export function* talkXmpp({ serverName }: Names): Talk<StartTlsProblem | null> {
  yield* send("stream", openStream(serverName));
  const { element: stream, scope } = yield* receiveStreamStart();
  if (stream.name !== "stream" || stream.namespace !== STREAMS) fail();
  const features = yield* receiveFeatures(stream, scope);
  if ("code" in features) return features;
  if (!features.children.some(({ name, namespace }) => name === "starttls" && namespace === TLS)) {
    return notOffered(features.children.map(({ name }) => name));
  }
  yield* send("starttls", `<starttls xmlns='${TLS}'/>`);
  const answer = (yield* receiveElement(scope)) ?? fail();
  if (answer.namespace === TLS && answer.name === "proceed") return null;
  if (answer.namespace === TLS && answer.name === "failure") return refused("failure", answer.text);
  return describeError(answer);
}

/** Section 4.2; `to` says which of the domains that a server has is meant. */
function openStream(to: string | null): string {
  const recipient = to === null ? "" : ` to='${escape(to)}'`;
  return `<?xml version='1.0'?><stream:stream xmlns='${CLIENT}' xmlns:stream='${STREAMS}' version='1.0'${recipient}>`;
}

function escape(text: string): string {
  return text.replace(/[<&']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function* receiveFeatures(stream: Element, scope: Scope): Talk<Element | StartTlsProblem> {
  // Section 4.7.5: who says no version is older than features are, and sends none. An error it may still send.
  if (!stream.attributes.has("version")) return notOffered([]);
  const features = (yield* receiveElement(scope)) ?? fail();
  return features.namespace === STREAMS && features.name === "features" ? features : describeError(features);
}

/** Section 4.9.2: the condition, then perhaps a text. */
function describeError(error: Element): StartTlsProblem {
  if (error.namespace !== STREAMS || error.name !== "error") return fail();
  const condition = error.children.find(({ name }) => name !== "text")?.name ?? "undefined-condition";
  const text = error.children.find(({ name }) => name === "text")?.text ?? "";
  return refused(condition, `${condition} ${text}`);
}

function fail(): never {
  throw new DecodeError("illegal_value", "stream", 0);
}
