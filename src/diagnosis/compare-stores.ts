import type { Bundle } from "../x509/bundle/bundle.ts";
import type { Certificate } from "../x509/certificate.ts";
import { checkCertificatePath } from "./certificate-path.ts";
import type { Finding } from "./finding.ts";
import { examineForItsPurpose, orderList } from "./inspect-bundle.ts";
import { checkValidity } from "./rules/certificate-validity.ts";

/** Whether whoever trusts one store accepts what another side presents. Names are hostile text. */
export interface Comparison {
  readonly truster: string;
  readonly presenter: string;
  /** Of the end entity that is presented. */
  readonly subject: string;
  /** Why not; none when it is accepted. */
  readonly reasons: readonly Finding[];
}

export interface NamedBundle {
  readonly name: string;
  readonly bundle: Bundle;
}

/** Both directions: each as the truststore of one side, against what the other has to present. */
export function compareBundles(a: NamedBundle, b: NamedBundle, at: number): Comparison[] {
  return [...compareBundle(a, b, at), ...compareBundle(b, a, at)];
}

/** None when there is nothing to trust or nothing to present: a store of roots presents nothing. */
function compareBundle(truststore: NamedBundle, keystore: NamedBundle, at: number): Comparison[] {
  const { certificates, isChain } = orderList(keystore.bundle);
  return isChain ? compareList(truststore, { name: keystore.name, certificates }, at) : [];
}

/** @param presenter a list as a server sends it, end entity first. */
export function compareList(
  { name: truster, bundle }: NamedBundle,
  presenter: { readonly name: string; readonly certificates: readonly Certificate[] },
  at: number,
): Comparison[] {
  const [endEntity] = presenter.certificates;
  if (endEntity === undefined || bundle.certificates.length === 0) return [];
  const certificateList = presenter.certificates;
  const trustAnchors = bundle.certificates.map(({ certificate }) => Buffer.from(certificate.der, "base64"));
  const examination = examineForItsPurpose({ certificateList, trustAnchors, at });
  const reasons = [
    ...checkValidity(certificateList.slice(0, 1), at),
    ...checkCertificatePath({ certificateList, examination, strict: false }),
  ].filter(({ severity }) => severity === "error");
  return [{ truster, presenter: presenter.name, subject: endEntity.subject, reasons }];
}
