/** ProtocolVersion, RFC 8446 section 4.1.2 and appendix D. */
export const VERSION = {
  SSL_3_0: 0x0300,
  TLS_1_0: 0x0301,
  TLS_1_1: 0x0302,
  TLS_1_2: 0x0303,
  TLS_1_3: 0x0304,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map([
  [VERSION.SSL_3_0, "SSL 3.0"],
  [VERSION.TLS_1_0, "TLS 1.0"],
  [VERSION.TLS_1_1, "TLS 1.1"],
  [VERSION.TLS_1_2, "TLS 1.2"],
  [VERSION.TLS_1_3, "TLS 1.3"],
]);

/** `TLS 1.2`; `0x7f1c` for what has no name. */
export function formatVersion(version: number): string {
  return NAMES.get(version) ?? `0x${version.toString(16).padStart(4, "0")}`;
}
