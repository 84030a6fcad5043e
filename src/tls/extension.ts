import type { Cursor } from "../wire/cursor.ts";
import { DecodeError } from "../wire/decode-error.ts";
import { encodeUint, encodeVector } from "../wire/encoding.ts";

/** struct { ExtensionType extension_type; opaque extension_data<0..2^16-1>; } Extension; — RFC 8446 section 4.2 */
export interface Extension {
  readonly type: number;
  readonly data: Uint8Array;
}

export function encodeExtensions(extensions: readonly Extension[]): Buffer {
  const encoded = extensions.flatMap(({ type, data }) => [encodeUint(2, type), encodeVector(2, data)]);
  return encodeVector(2, ...encoded);
}

/** Extension data as cursors, so that errors name the offset in the message. A type that stands twice is illegal. */
export function decodeExtensions(cursor: Cursor, structure: string): ReadonlyMap<number, Cursor> {
  const extensions = new Map<number, Cursor>();
  cursor.vector(2, structure, (c) => {
    const { offset } = c;
    const type = c.uint(2, "Extension.extension_type");
    if (extensions.has(type)) throw new DecodeError("illegal_value", structure, offset);
    extensions.set(type, c.sub(c.uint(2, "Extension.extension_data"), "Extension.extension_data"));
  });
  return extensions;
}
