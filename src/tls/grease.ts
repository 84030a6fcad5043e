/** The sixteen values that mean nothing, for suites, groups, versions and extensions: RFC 8701 section 2. */
export const GREASE_VALUES: readonly number[] = Array.from({ length: 16 }, (_, n) => n * 0x1010 + 0x0a0a);

export function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}
