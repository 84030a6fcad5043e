import type { Bundle } from "./bundle/bundle.ts";
import type { Certificate } from "./certificate.ts";
import type { ListExamination } from "./list-examination.ts";
import { examineList } from "./list-examination.ts";

/** Whether whoever trusts one store accepts what the other side presents, and why not. */
export interface StoreComparison {
  readonly presented: readonly Certificate[];
  readonly examination: ListExamination;
}

/** A keystore's certificates with their keys first: the end entities that it can present, each with the rest to build a
 *  path from; without a key in it, every certificate that issued none of the others. */
export function compareStores(
  truststore: readonly Certificate[],
  keystore: Pick<Bundle, "certificates" | "keys">,
  { at, purpose }: { readonly at: number; readonly purpose: "server" | "client" },
): StoreComparison[] {
  const all = keystore.certificates.map(({ certificate }) => certificate);
  return listEndEntities(keystore).map((endEntity) => {
    const presented = [endEntity, ...all.filter(({ sha256 }) => sha256 !== endEntity.sha256)];
    const trustAnchors = truststore.map(({ der }) => Buffer.from(der, "base64"));
    return { presented, examination: examineList({ certificateList: presented, trustAnchors, at, purpose }) };
  });
}

function listEndEntities({ certificates, keys }: Pick<Bundle, "certificates" | "keys">): Certificate[] {
  const aliases = new Set(keys.map(({ place }) => place.within));
  const withKey = certificates.filter(
    ({ place }, position) =>
      place.within !== null &&
      aliases.has(place.within) &&
      certificates.findIndex((other) => other.place.within === place.within) === position,
  );
  const issuers = new Set(certificates.map(({ certificate }) => certificate.issuer));
  const leaves = certificates.filter(({ certificate }) => !issuers.has(certificate.subject));
  const [first] = certificates;
  const chosen =
    withKey.length > 0 ? withKey : leaves.length > 0 ? leaves : first === undefined ? [] : [first];
  return chosen.map(({ certificate }) => certificate);
}
