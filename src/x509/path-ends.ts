import { formatSignatureAlgorithm } from "./algorithm-identifier.ts";
import { formatName } from "./name.ts";
import { matchesKeyIdentifier } from "./key-identifier.ts";
import type { PathRule } from "./path-context.ts";
import { formatPublicKey } from "./public-key.ts";

/** Why the path does not reach a trust anchor. */
export const checkAnchor: PathRule = function* checkAnchor(context) {
  const { certificates, end, rejectedIssuers, signatures } = context;
  if (end !== "dead_end") return;
  const position = certificates.length - 1;
  const last = certificates[position] ?? certificates[0];
  const issuer = formatName(last.issuer);
  const fault = { severity: "error", position } as const;
  if (last.selfIssued && signatures.check(last, last) !== "invalid") {
    yield { ...fault, kind: "root_not_trusted", otherKey: rejectedIssuers.length > 0 };
  } else if (rejectedIssuers.length > 0) {
    const otherKey = rejectedIssuers.every((candidate) => matchesKeyIdentifier(last, candidate) === false);
    yield { ...fault, kind: "signature_invalid", issuer, otherKey };
  } else if (certificates.some(({ subjectKey }) => subjectKey === last.issuerKey)) {
    yield { ...fault, kind: "path_loops" };
  } else {
    yield { ...fault, kind: "issuer_not_found", issuer };
  }
};

/** RFC 5280 sections 6.1.3 (a)(1) and 4.1.1.2. Building a path has refused what is invalid already. */
export const checkSignatures: PathRule = function* checkSignatures({ certificates, signatures }) {
  for (const [position, certificate] of certificates.entries()) {
    const outside = formatSignatureAlgorithm(certificate.signatureAlgorithm);
    const issuer = certificates[position + 1];
    if (issuer !== undefined && signatures.check(certificate, issuer) === "unsupported") {
      const issuerKey = formatPublicKey(issuer.subjectPublicKeyInfo.key);
      yield {
        severity: "error",
        kind: "signature_unsupported",
        position,
        signatureAlgorithm: outside,
        issuerKey,
      };
    }
    if (Buffer.compare(certificate.signature.encoded, certificate.signatureAlgorithm.encoded) !== 0) {
      const inside = formatSignatureAlgorithm(certificate.signature);
      yield { severity: "error", kind: "signature_algorithm_mismatch", position, inside, outside };
    }
  }
};
