/** What is wrong with the bytes, stable for programs. */
export type DecodeErrorCode =
  "truncated" | "trailing_bytes" | "illegal_length" | "illegal_value" | "too_large";

/** Thrown by every decoder for bytes that are not what they should be, never for a bug of ours. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
  readonly code: DecodeErrorCode;
  /** The structure in which it happened, spelled as the specification spells it. */
  readonly structure: string;
  /** Bytes from the start of the outermost input. */
  readonly offset: number;

  constructor(code: DecodeErrorCode, structure: string, offset: number, options?: ErrorOptions) {
    super(`${structure}: ${code.replaceAll("_", " ")} at byte ${offset}`, options);
    this.code = code;
    this.structure = structure;
    this.offset = offset;
  }
}
