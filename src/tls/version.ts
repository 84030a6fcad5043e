/** ProtocolVersion, RFC 8446 section 4.1.2 and appendix D. */
export const VERSION = {
  SSL_3_0: 0x0300,
  TLS_1_0: 0x0301,
  TLS_1_1: 0x0302,
  TLS_1_2: 0x0303,
  TLS_1_3: 0x0304,
} as const;

/** By the names that we show. */
export const VERSION_BY_NAME = {
  "SSL 3.0": VERSION.SSL_3_0,
  "TLS 1.0": VERSION.TLS_1_0,
  "TLS 1.1": VERSION.TLS_1_1,
  "TLS 1.2": VERSION.TLS_1_2,
  "TLS 1.3": VERSION.TLS_1_3,
} as const;

export type VersionName = keyof typeof VERSION_BY_NAME;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(VERSION_BY_NAME).map(([name, version]) => [version, name]),
);

/** `TLS 1.2`; `0x7f1c` for what has no name. */
export function formatVersion(version: number): string {
  return NAMES.get(version) ?? `0x${version.toString(16).padStart(4, "0")}`;
}
