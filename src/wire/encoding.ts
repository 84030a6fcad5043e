/** An unsigned big-endian integer of 1 to 6 bytes. */
export function encodeUint(length: 1 | 2 | 3 | 4 | 6, value: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
}

/** A TLS vector (RFC 8446 section 3.4): a length of `lengthSize` bytes, then the parts.
 *  @throws RangeError when they are longer than the length can say. */
export function encodeVector(lengthSize: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([encodeUint(lengthSize, length), ...parts]);
}

/** The 16-bit values of a list behind each other. */
export function encodeUint16s(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}
