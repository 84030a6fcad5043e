/** A number of 32 bits that is the same for the same text, and looks like chance for different ones: FNV-1a, then mixed as MurmurHash3
 *  does, since FNV's lowest bits are poor. No secret. */
export function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (const octet of new TextEncoder().encode(text)) hash = Math.imul(hash ^ octet, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** From 0 up to, and not including, 1. */
export function spreadShare(text: string): number {
  return spread(text) / 2 ** 32;
}
