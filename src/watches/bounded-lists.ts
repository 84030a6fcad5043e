import type { SightedList } from "./sighting.ts";

/** Of all names in what an honest server serves at all its addresses, a multiple: UTF-8. */
const MAX_BYTES = 8_000;
/** A UTF-16 unit takes no more. */
const MAX_BYTES_OF_UNIT = 3;

/** The same lists, with shorter names where they are too long together: a server with many addresses may say hundreds of names at
 *  each, and what is kept of a watch must stay small. */
export function boundLists(lists: readonly SightedList[]): readonly SightedList[] {
  const names = lists.flatMap(namesOf);
  const bytes = names.reduce((sum, name) => sum + Buffer.byteLength(name), 0);
  if (bytes <= MAX_BYTES) return lists;
  const most = Math.max(1, Math.floor(MAX_BYTES / names.length / MAX_BYTES_OF_UNIT));
  const cut = (name: string) =>
    name.length <= most ? name : `${name.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
  return lists.map((list) => {
    const { certificate, issuers } = list;
    const { subject, issuer, serialNumber, subjectAltName } = certificate;
    return {
      ...list,
      certificate: {
        ...certificate,
        subject: cut(subject),
        issuer: cut(issuer),
        serialNumber: cut(serialNumber),
        subjectAltName: subjectAltName.map(cut),
      },
      issuers: issuers.map(({ subject: name, ...each }) => Object.assign(each, { subject: cut(name) })),
    };
  });
}

function namesOf({ certificate, issuers }: SightedList): string[] {
  const { subject, issuer, serialNumber, subjectAltName } = certificate;
  return [subject, issuer, serialNumber, ...subjectAltName, ...issuers.map((each) => each.subject)];
}
