import { DecodeError } from "../../src/wire/decode-error.ts";

/** Whether the bytes are a value; any error but DecodeError is a bug, and thrown. */
export function decodes(decode: () => unknown): boolean {
  try {
    decode();
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
