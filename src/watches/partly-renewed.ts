import type { SightedList } from "./sighting.ts";
import { thresholdsFor } from "./thresholds.ts";
import { sightedIssuer } from "./watched-certificate.ts";
import type { WatchedCertificate } from "./watched.ts";
import type { Trouble, WatchedState } from "./watched-state.ts";

type PartlyRenewed = Extract<Trouble, { kind: "partly_renewed" }>;

interface Served {
  readonly certificate: WatchedCertificate;
  readonly addresses: readonly string[];
}

/** Renewed, but some addresses still serve the old certificate. That addresses serve different ones is usual (each server renews its own,
 *  one of RSA and one of EC), so the new one has to be the old one's successor. */
export function findPartlyRenewed({
  lists,
  before,
  at,
}: {
  readonly lists: readonly SightedList[];
  readonly before: WatchedState | null;
  readonly at: number;
}): readonly PartlyRenewed[] {
  const leafs = servedLeafs(lists);
  if (leafs.length < 2) return [];
  return leafs.flatMap((older) => {
    const successors = leafs.filter(
      (newer) =>
        succeeds(newer.certificate, older.certificate) &&
        (isDue(older.certificate, at) || tookItsPlace(newer, older, before)),
    );
    const [newest] = successors.toSorted((a, b) => b.certificate.notBefore - a.certificate.notBefore);
    if (newest === undefined) return [];
    const trouble: PartlyRenewed = {
      kind: "partly_renewed",
      addresses: older.addresses,
      certificate: sightedIssuer(older.certificate),
      newer: newest.certificate,
      renewedAddresses: successors.flatMap(({ addresses }) => addresses),
    };
    return [trouble];
  });
}

function servedLeafs(lists: readonly SightedList[]): readonly Served[] {
  const leafs = new Map<string, Served>();
  for (const { certificate, addresses } of lists) {
    const known = leafs.get(certificate.sha256)?.addresses ?? [];
    leafs.set(certificate.sha256, { certificate, addresses: [...known, ...addresses] });
  }
  return [...leafs.values()];
}

/** Issued later, ends later, for the same names, and with a key of the same kind: a server may have one of each kind. */
function succeeds(newer: WatchedCertificate, older: WatchedCertificate): boolean {
  return (
    newer.notBefore > older.notBefore &&
    newer.notAfter > older.notAfter &&
    keyKind(newer) === keyKind(older) &&
    coversNamesOf(newer, older)
  );
}

function keyKind({ publicKey }: WatchedCertificate): string {
  return publicKey.split(" ", 1)[0] ?? "";
}

/** Of many names only the first are known; then their number has to do for the others. */
function coversNamesOf(newer: WatchedCertificate, older: WatchedCertificate): boolean {
  if (newer.names > newer.subjectAltName.length) return newer.names >= older.names;
  const names = new Set(newer.subjectAltName);
  return older.subjectAltName.every((name) => names.has(name));
}

function isDue({ notBefore, notAfter }: WatchedCertificate, at: number): boolean {
  const first = thresholdsFor(notAfter - notBefore)[0];
  return first !== undefined && notAfter - at <= first.leftMs;
}

/** We saw an address go from the one to the other, or have said so before. */
function tookItsPlace(newer: Served, older: Served, before: WatchedState | null): boolean {
  const was = before?.lists.filter(({ certificate }) => certificate.sha256 === older.certificate.sha256);
  if (was?.some(({ addresses }) => addresses.some((address) => newer.addresses.includes(address))))
    return true;
  return (
    before?.troubles.some(
      (trouble) =>
        trouble.kind === "partly_renewed" &&
        trouble.certificate.sha256 === older.certificate.sha256 &&
        trouble.newer.sha256 === newer.certificate.sha256,
    ) ?? false
  );
}
