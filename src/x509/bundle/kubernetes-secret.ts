import { createRequire } from "node:module";
import type { Place } from "./bundle.ts";
import type { Collector } from "./collector.ts";
import { isBoundedYaml } from "./yaml-bounds.ts";

/** YAML's references, which a hostile file multiplies. */
const MAX_ALIASES = 20;
/** A secret has at most 1 MiB; parsing YAML is slow. */
const MAX_YAML = 1024 * 1024;

/** Reads what a value of the secret holds. */
export type ReadValue = (bytes: Uint8Array, place: Place) => void;

/** A Secret or a List of them, YAML or JSON; also the `data` alone that `kubectl get -o jsonpath='{.data}'` prints. */
export function looksLikeSecret(text: string): boolean {
  return (
    /^[ \t]*["']?(?:stringData|data|items)["']?[ \t]*:/mu.test(text) ||
    /["'](?:tls\.crt|ca\.crt|cert)["']\s*:/u.test(text)
  );
}

/** False when it is no secret after all. */
export function readSecrets(text: string, place: Place, collector: Collector, read: ReadValue): boolean {
  const secrets = parseDocuments(text).flatMap((document) => listSecrets(document, 0));
  if (secrets.length === 0) return false;
  collector.format("Kubernetes secret");
  for (const { name, key, value, encoded } of secrets) {
    if (collector.isFull) break;
    const here: Place = { ...place, within: [name, key].filter((part) => part !== null).join(" ") };
    if (encoded) readEncoded(value, here, collector, read);
    else read(Buffer.from(value), here);
  }
  return true;
}

/** Loading it takes 30 ms, which a check of a host need not wait for. */
function loadYaml(): typeof import("yaml") {
  return createRequire(import.meta.url)("yaml");
}

/** JSON is YAML too, and is parsed a hundred times faster. */
function parseDocuments(text: string): unknown[] {
  if (text.trimStart().startsWith("{")) {
    try {
      return [JSON.parse(text)];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  if (text.length > MAX_YAML || !isBoundedYaml(text)) return [];
  const { parseAllDocuments } = loadYaml();
  // To look for keys that stand twice takes a square of their number.
  return parseAllDocuments(text, { logLevel: "silent", uniqueKeys: false }).flatMap((document) =>
    document.errors.length > 0 ? [] : [toPlain(document)],
  );
}

/** Null for a document that multiplies itself. */
function toPlain(document: { toJS: (options: { maxAliasCount: number }) => unknown }): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof ReferenceError) return null;
    throw error;
  }
}

/** `data` is base64 once. Values that hold no certificate or key, such as passwords, are passed over unread. */
function readEncoded(value: string, place: Place, collector: Collector, read: ReadValue): void {
  const packed = value.replaceAll(/\s/gu, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(packed)) {
    collector.repaired(place, { code: "character", column: column(value), found: bad(value), kind: "other" });
    read(Buffer.from(value), place);
    return;
  }
  read(Buffer.from(packed, "base64"), place);
}

const OUTSIDE = /[^A-Za-z0-9+/=\s]/u;
const bad = (value: string) => OUTSIDE.exec(value)?.[0] ?? "=";
const column = (value: string) => (OUTSIDE.exec(value)?.index ?? 0) + 1;

interface Entry {
  readonly name: string | null;
  readonly key: string;
  readonly value: string;
  /** Of `data`, not of `stringData`. */
  readonly encoded: boolean;
}

/** Which keys of a secret hold certificates and keys: Kubernetes' own, Apigee hybrid's, and what looks like them. */
const INTERESTING =
  /(?:^|[._-])(?:cert|crt|key|ca|chain|pem|cer|p12|pfx|jks|keystore|truststore|cacert)s?(?:$|[._-])/iu;

function listSecrets(value: unknown, depth: number): Entry[] {
  if (!isRecord(value) || depth > 3) return [];
  if (Array.isArray(value["items"])) return value["items"].flatMap((item) => listSecrets(item, depth + 1));
  const metadata = value["metadata"];
  const name = isRecord(metadata) && typeof metadata["name"] === "string" ? metadata["name"] : null;
  const of = (part: string, encoded: boolean): Entry[] => {
    const entries = value[part];
    return isRecord(entries) ? listEntries(entries, `${part}.`, name, encoded) : [];
  };
  const found = [...of("data", true), ...of("stringData", false)];
  return found.length > 0 || "data" in value || "stringData" in value
    ? found
    : listEntries(value, "data.", null, true);
}

function listEntries(
  entries: Readonly<Record<string, unknown>>,
  prefix: string,
  name: string | null,
  encoded: boolean,
): Entry[] {
  return Object.entries(entries).flatMap(([key, value]) =>
    typeof value === "string" && INTERESTING.test(key) && !/passw/iu.test(key)
      ? [{ name, key: prefix + key, value, encoded }]
      : [],
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
