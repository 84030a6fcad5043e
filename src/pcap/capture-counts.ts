/** What a capture consists of. */
export interface CaptureCounts {
  packets: number;
  /** Of link types that we do not read. */
  unknownLinkType: number;
  /** TCP, and QUIC. */
  connections: number;
  /** Closed undecided, since more were open than are kept. */
  abandoned: number;
  /** ms since 1970; null without packets. */
  firstAt: number | null;
  lastAt: number | null;
}
