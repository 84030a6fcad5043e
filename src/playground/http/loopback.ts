const LOOPBACK_NAMES = new Set(["127.0.0.1", "localhost", "[::1]"]);

export function isLoopback(hostname: string): boolean {
  return LOOPBACK_NAMES.has(hostname);
}
