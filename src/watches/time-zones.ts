import { DateTime, IANAZone } from "luxon";

/** A zone, and how far it is ahead of UTC at that time. */
export interface TimeZone {
  /** IANA. */
  readonly name: string;
  readonly offsetMinutes: number;
}

/** One or two for each offset and for each part of the world that keeps its own summer time. */
const USUAL = [
  "Pacific/Honolulu",
  "America/Anchorage",
  "America/Los_Angeles",
  "America/Vancouver",
  "America/Tijuana",
  "America/Denver",
  "America/Phoenix",
  "America/Chicago",
  "America/Mexico_City",
  "America/Winnipeg",
  "America/Costa_Rica",
  "America/New_York",
  "America/Toronto",
  "America/Bogota",
  "America/Lima",
  "America/Halifax",
  "America/Caracas",
  "America/Santiago",
  "America/St_Johns",
  "America/Sao_Paulo",
  "America/Argentina/Buenos_Aires",
  "America/Montevideo",
  "Atlantic/Azores",
  "Atlantic/Reykjavik",
  "Europe/London",
  "Europe/Dublin",
  "Europe/Lisbon",
  "Africa/Casablanca",
  "Africa/Lagos",
  "Europe/Amsterdam",
  "Europe/Berlin",
  "Europe/Brussels",
  "Europe/Copenhagen",
  "Europe/Madrid",
  "Europe/Oslo",
  "Europe/Paris",
  "Europe/Prague",
  "Europe/Rome",
  "Europe/Stockholm",
  "Europe/Vienna",
  "Europe/Warsaw",
  "Europe/Zurich",
  "Europe/Athens",
  "Europe/Bucharest",
  "Europe/Helsinki",
  "Europe/Kyiv",
  "Africa/Cairo",
  "Africa/Johannesburg",
  "Asia/Jerusalem",
  "Africa/Nairobi",
  "Asia/Riyadh",
  "Europe/Istanbul",
  "Europe/Moscow",
  "Asia/Tehran",
  "Asia/Dubai",
  "Asia/Kabul",
  "Asia/Karachi",
  "Asia/Tashkent",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Dhaka",
  "Asia/Bangkok",
  "Asia/Jakarta",
  "Asia/Ho_Chi_Minh",
  "Asia/Hong_Kong",
  "Asia/Manila",
  "Asia/Shanghai",
  "Asia/Singapore",
  "Asia/Taipei",
  "Australia/Perth",
  "Asia/Seoul",
  "Asia/Tokyo",
  "Australia/Adelaide",
  "Australia/Brisbane",
  "Australia/Sydney",
  "Pacific/Auckland",
  "Pacific/Tongatapu",
];

/** To choose from. `suggested`: those given, and UTC. `usual`: the others that people use, from west to east. What is no zone is left out.
 *  @param now ms since 1970 */
export function offerTimeZones(
  given: readonly string[],
  now: number,
): { readonly suggested: readonly TimeZone[]; readonly usual: readonly TimeZone[] } {
  const suggested = [...new Set([...given.filter(isTimeZone), "UTC"])];
  const usual = USUAL.filter((name) => isTimeZone(name) && !suggested.includes(name));
  return {
    suggested: suggested.map((name) => offsetOf(name, now)),
    usual: usual.map((name) => offsetOf(name, now)).toSorted((a, b) => a.offsetMinutes - b.offsetMinutes),
  };
}

export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

function offsetOf(name: string, now: number): TimeZone {
  return { name, offsetMinutes: DateTime.fromMillis(now, { zone: name }).offset };
}
