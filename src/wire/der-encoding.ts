import { encodeUint } from "./encoding.ts";

/** One element: identifier octet, length in its shortest form, content octets (X.690 section 8.1). */
export function encodeElement(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.of(tag), encodeLength(length), ...content]);
}

/** X.690 section 10.1. @throws RangeError for 16 MiB and more, which we never write. */
function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const octets = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
  return Buffer.concat([Buffer.of(0x80 | octets), encodeUint(octets, length)]);
}
