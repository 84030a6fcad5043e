/** What a certificate says, as plain JSON: stored, queued and compared as it is. */
export interface Certificate {
  /** RFC 4514, most specific first: `CN=api.example.com,O=Example`. Hostile text. */
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hexadecimal without a separator. */
  readonly serialNumber: string;
  /** ms since 1970. */
  readonly notBefore: number;
  /** ms since 1970; this instant itself is still valid (RFC 5280 section 4.1.2.5). */
  readonly notAfter: number;
  /** `DNS:api.example.com`, `IP Address:192.0.2.7`, … in the certificate's order. Hostile text. */
  readonly subjectAltName: readonly string[];
  /** `RSA 2048`, `EC P-256`, `Ed25519`, … */
  readonly publicKey: string;
  /** The name of RFC 3279, 4055, 5758 …: `sha256WithRSAEncryption`; the dotted OID where we know no name. */
  readonly signatureAlgorithm: string;
  /** Fingerprint of the DER, lower-case hexadecimal. */
  readonly sha256: string;
  /** The certificate itself, base64. */
  readonly der: string;
}
