import { findPartlyRenewed } from "./partly-renewed.ts";
import type { SightedIssuer, SightedList } from "./sighting.ts";
import { sightedIssuer } from "./watched-certificate.ts";
import type { Trouble, WatchedState } from "./watched-state.ts";

interface Judged {
  readonly lists: readonly SightedList[];
  readonly accepted: readonly string[];
  /** That the certificate is to be for. */
  readonly name: string;
  readonly before: WatchedState | null;
  readonly at: number;
}

/** What is wrong with what is served, one of a kind for each certificate. */
export function troublesOfLists(judged: Judged): readonly Trouble[] {
  const { lists, accepted, name } = judged;
  return [
    ...expiring(lists),
    ...revoked(lists),
    ...gather(
      lists,
      ({ faults }) => faults.some((fault) => !accepted.includes(fault)),
      (of, certificate, addresses): Trouble => ({
        kind: "chain_broken",
        addresses,
        certificate,
        faults: [...new Set(of.flatMap(({ faults }) => faults))].filter((fault) => !accepted.includes(fault)),
      }),
    ),
    ...gather(
      lists,
      ({ covered }) => !covered,
      (_, certificate, addresses): Trouble => ({ kind: "name_not_covered", addresses, certificate, name }),
    ),
    ...findPartlyRenewed(judged),
  ];
}

/** It was watched with a private CA, or without its complete chain, and still is so: no trouble, and not fine for every client either. */
export function hasAcceptedFaults({ lists, accepted }: Pick<WatchedState, "lists" | "accepted">): boolean {
  return lists.some(({ faults }) => faults.some((fault) => accepted.includes(fault)));
}

/** Every certificate of every list, once. */
function expiring(lists: readonly SightedList[]): readonly Trouble[] {
  const found = new Map<string, Extract<Trouble, { kind: "expires" }>>();
  for (const { addresses, certificate, issuers } of lists) {
    const listed = new Map([...issuers, certificate].map((each) => [each.sha256, each]));
    for (const each of listed.values()) {
      const known = found.get(each.sha256);
      found.set(each.sha256, {
        kind: "expires",
        addresses: [...(known?.addresses ?? []), ...addresses],
        certificate: known?.certificate ?? sightedIssuer(each),
        endEntity: (known?.endEntity ?? false) || each.sha256 === certificate.sha256,
      });
    }
  }
  return [...found.values()];
}

/** An issuer that is revoked is one trouble for all that it issued. */
function revoked(lists: readonly SightedList[]): readonly Trouble[] {
  const found = new Map<string, Extract<Trouble, { kind: "revoked" }>>();
  for (const { addresses, certificate, issuers, revoked: revocation } of lists) {
    if (revocation === null) continue;
    const issuer = issuers.find(({ sha256 }) => sha256 === revocation.sha256);
    const endEntity = issuer === undefined || issuer.sha256 === certificate.sha256;
    const of = endEntity ? sightedIssuer(certificate) : issuer;
    const known = found.get(of.sha256);
    found.set(of.sha256, {
      kind: "revoked",
      addresses: [...(known?.addresses ?? []), ...addresses],
      certificate: of,
      endEntity: known?.endEntity ?? endEntity,
      revocation: known?.revocation ?? revocation,
    });
  }
  return [...found.values()];
}

/** One trouble for each leaf: the same one may be served with other issuers elsewhere. */
function gather(
  lists: readonly SightedList[],
  isWrong: (list: SightedList) => boolean,
  describe: (of: readonly SightedList[], certificate: SightedIssuer, addresses: readonly string[]) => Trouble,
): readonly Trouble[] {
  const groups = new Map<string, SightedList[]>();
  for (const list of lists.filter(isWrong)) {
    const { sha256 } = list.certificate;
    groups.set(sha256, [...(groups.get(sha256) ?? []), list]);
  }
  return [...groups.values()].flatMap((of) =>
    of.slice(0, 1).map(({ certificate }) =>
      describe(
        of,
        sightedIssuer(certificate),
        of.flatMap(({ addresses }) => addresses),
      ),
    ),
  );
}
