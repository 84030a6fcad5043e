import { listEntries } from "./path-context.ts";
import type { PathRule } from "./path-context.ts";
import { formatSignatureAlgorithm } from "./algorithm-identifier.ts";
import { formatPublicKey } from "./public-key.ts";
import type { PublicKey } from "./public-key.ts";
import { signatureHash } from "./signature.ts";

/** CA/Browser Forum Baseline Requirements section 6.1.5. Curves and algorithms that it does not list but that
 *  are no weaker (Ed25519, brainpool, ML-DSA, …) are left alone: private CAs use them and clients take them.
 *  */
export const checkKeys: PathRule = function* checkKeys(context) {
  for (const { certificate, position } of listEntries(context)) {
    const { key } = certificate.subjectPublicKeyInfo;
    const severity = judgeKey(key);
    if (severity !== null) yield { severity, kind: "weak_key", position, publicKey: formatPublicKey(key) };
  }
};

const MIN_RSA_BITS = 2048;
/** NIST P-192 and smaller, and curves of that size by others. P-224 is no longer allowed either. */
const WEAK_CURVES = new Set([
  "1.2.840.10045.3.1.1",
  "1.3.132.0.31",
  "1.3.132.0.32",
  "1.3.132.0.33",
  "1.3.36.3.3.2.8.1.1.3",
  "1.3.36.3.3.2.8.1.1.5",
]);

function judgeKey(key: PublicKey): "error" | "warning" | null {
  switch (key.type) {
    case "RSA":
    case "RSA-PSS":
      if (key.modulusBits < MIN_RSA_BITS) return "error";
      // Also section 6.1.5: a modulus of whole bytes, and section 6.1.6: an odd exponent of at least 3.
      return key.modulusBits % 8 === 0 && isOddFromThree(key.exponent) ? null : "warning";
    case "EC":
      // Explicit parameters can hide a weak curve (CVE-2020-0601); RFC 5480 section 2.1.1 forbids them.
      return key.curve === null || WEAK_CURVES.has(key.curve) ? "error" : null;
    case "DSA":
      return "error";
    case "other":
      return null;
  }
}

function isOddFromThree(exponent: Uint8Array): boolean {
  const last = exponent.at(-1) ?? 0;
  return last % 2 === 1 && (exponent.length > 1 || last >= 3);
}

const WEAK_HASHES = new Set(["md5", "sha1"]);
/** RFC 3279: MD2 with RSA, DSA with SHA-1. */
const WEAK_ALGORITHMS = new Set(["1.2.840.113549.1.1.2", "1.2.840.10040.4.3"]);

/** CA/Browser Forum Baseline Requirements section 7.1.3.2. Nobody relies on the signature of an anchor or of
 *  a root. */
export const checkSignatureHashes: PathRule = function* checkSignatureHashes(context) {
  for (const { certificate, position } of listEntries(context)) {
    const isLast = position === context.certificates.length - 1;
    if (isLast && (certificate.selfIssued || context.end === "anchor")) continue;
    const { signatureAlgorithm } = certificate;
    const hash = signatureHash(signatureAlgorithm);
    if ((hash !== null && WEAK_HASHES.has(hash)) || WEAK_ALGORITHMS.has(signatureAlgorithm.algorithm)) {
      const name = formatSignatureAlgorithm(signatureAlgorithm);
      yield { severity: "error", kind: "weak_signature", position, signatureAlgorithm: name };
    }
  }
};
