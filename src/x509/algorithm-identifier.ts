import type { Cursor } from "../wire/cursor.ts";
import { readElement, readObjectIdentifier, readSequence } from "../wire/der.ts";

/** RFC 5280 section 4.1.1.2. */
export interface AlgorithmIdentifier {
  /** Dotted OID. */
  readonly algorithm: string;
  /** As encoded, and where they begin; absent for none. */
  readonly parameters: { readonly encoded: Uint8Array; readonly offset: number } | null;
  readonly encoded: Uint8Array;
}

export function readAlgorithmIdentifier(cursor: Cursor, structure: string): AlgorithmIdentifier {
  const start = cursor.offset;
  const fields = readSequence(cursor, structure, (content) => {
    const algorithm = readObjectIdentifier(content, structure);
    const { offset } = content;
    const parameters =
      content.remaining > 0 ? { encoded: readElement(content, structure).encoded, offset } : null;
    return { algorithm, parameters };
  });
  return { ...fields, encoded: cursor.since(start) };
}

/** The name that the RFC gives the algorithm; the dotted OID where we know none. */
export function formatSignatureAlgorithm({ algorithm }: AlgorithmIdentifier): string {
  return SIGNATURE_ALGORITHMS[algorithm] ?? algorithm;
}

const SIGNATURE_ALGORITHMS: Readonly<Record<string, string>> = {
  // RFC 3279 section 2.2
  "1.2.840.113549.1.1.2": "md2WithRSAEncryption",
  "1.2.840.113549.1.1.4": "md5WithRSAEncryption",
  "1.2.840.113549.1.1.5": "sha1WithRSAEncryption",
  "1.2.840.10040.4.3": "dsa-with-sha1",
  "1.2.840.10045.4.1": "ecdsa-with-SHA1",
  // RFC 4055 sections 3 and 5
  "1.2.840.113549.1.1.10": "id-RSASSA-PSS",
  "1.2.840.113549.1.1.14": "sha224WithRSAEncryption",
  "1.2.840.113549.1.1.11": "sha256WithRSAEncryption",
  "1.2.840.113549.1.1.12": "sha384WithRSAEncryption",
  "1.2.840.113549.1.1.13": "sha512WithRSAEncryption",
  // RFC 5758 section 3
  "2.16.840.1.101.3.4.3.1": "dsa-with-sha224",
  "2.16.840.1.101.3.4.3.2": "dsa-with-sha256",
  "1.2.840.10045.4.3.1": "ecdsa-with-SHA224",
  "1.2.840.10045.4.3.2": "ecdsa-with-SHA256",
  "1.2.840.10045.4.3.3": "ecdsa-with-SHA384",
  "1.2.840.10045.4.3.4": "ecdsa-with-SHA512",
  // RFC 8410 section 3
  "1.3.101.112": "id-Ed25519",
  "1.3.101.113": "id-Ed448",
  // RFC 9881 section 2
  "2.16.840.1.101.3.4.3.17": "id-ml-dsa-44",
  "2.16.840.1.101.3.4.3.18": "id-ml-dsa-65",
  "2.16.840.1.101.3.4.3.19": "id-ml-dsa-87",
};
