export const STANDARD_INPUT = "-";

/** At most `limit` bytes, and a few more that tell that there were more. */
export async function readStandardInput(limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of process.stdin) {
    const bytes = Buffer.from(piece as Uint8Array);
    pieces.push(bytes);
    total += bytes.length;
    if (total > limit) break;
  }
  return Buffer.concat(pieces);
}
